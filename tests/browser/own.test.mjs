// The person's own pages on a small phone. Every page works without scripts; with scripts, Back opens none of them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { ALIAS, EMAIL, SITE, accessible, exitIsClear, givesNothingAway, launch, phone } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A person who asked for help: an email and a phone are safe. */
const someone = async () => {
  const answer = await fetch(`${SITE}/referrals`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      source: { kind: "self" },
      consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess", "share-with-providers"] },
      person: { role: "victim", name: ALIAS },
      contact: { channels: [{ kind: "email", safe: true, address: EMAIL }, { kind: "phone", safe: true, address: "07700 900123" }] },
    }),
  });
  assert.equal(answer.status, 201);
  const { reference, memorable_word: word } = await answer.json();
  return { reference, word };
};

const open = async (page, { reference, word }) => {
  await page.goto(`${SITE}/progress/`);
  await page.fill("#reference", reference);
  await page.fill("#word", word);
  await page.click("#open");
  await page.waitForSelector(".ways-on");
};

const go = async (page, name) => {
  await Promise.all([page.waitForLoadState("load"), page.click(`button[formaction="/me/${name}"]`)]);
  await page.waitForSelector(`.ways-on button[formaction="/me/progress"], .ways-on`);
};

const press = async (page, id) => {
  await page.click(`#${id}`);
  await page.waitForSelector("#heard, #problems");
};

test("every page is accessible, quick to leave and bland", async () => {
  const page = await phone(browser);
  const { word, ...rest } = await someone();
  await open(page, { word, ...rest });
  for (const name of ["contact", "consent", "ask", "stop", "export", "progress"]) {
    await go(page, name);
    await page.waitForSelector("h1");
    await accessible(page, name);
    await exitIsClear(page, name);
    await givesNothingAway(page, name);
    assert.ok(!(await page.content()).includes(word), `${name} has the words`);
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(page.problems, []);
  }
});

test("without scripts a person changes contact, pauses, resumes, stops and reopens", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await open(page, await someone());
  await go(page, "contact");
  await page.uncheck("#contact-channels-0-safe");
  await page.fill("#contact-channels-1-address", "not a number");
  await press(page, "change-contact");
  assert.ok(await page.locator("#problems").isVisible());
  assert.equal(await page.inputValue("#contact-channels-1-address"), "not a number");
  await page.fill("#contact-channels-1-address", "07700 900124");
  await press(page, "change-contact");
  assert.match(await page.textContent("#heard"), /Your contact details are saved/);
  assert.equal(await page.isChecked("#contact-channels-0-safe"), false);
  await go(page, "ask");
  await page.fill("#words", "please write, do not call");
  await press(page, "say");
  assert.match(await page.textContent("#heard"), /Someone from our team will read it/);
  await go(page, "stop");
  await page.check("#weeks");
  await press(page, "pause");
  assert.match(await page.textContent("main"), /Contact is paused until/);
  await press(page, "resume");
  assert.match(await page.textContent("#heard"), /The pause has ended/);
  await press(page, "withdraw");
  assert.match(await page.textContent("#heard"), /You can come back at any time/);
  await press(page, "reopen");
  assert.match(await page.textContent("#heard"), /We have reopened this/);
});

test("with scripts, Back and reload send nothing again", async () => {
  const page = await phone(browser);
  await open(page, await someone());
  await go(page, "stop");
  assert.equal(new URL(page.url()).pathname, "/progress/");
  await page.reload();
  await page.waitForSelector("#open");
  assert.equal(await page.locator(".ways-on").count(), 0);
});

test("the export prints without the parts for the screen", async () => {
  const page = await phone(browser);
  await open(page, await someone());
  await go(page, "export");
  await page.waitForSelector("#save");
  await page.emulateMedia({ media: "print" });
  for (const part of [".top", ".foot", "#save", ".ways-on"]) {
    assert.equal(await page.locator(part).first().isVisible(), false, `${part} is printed`);
  }
  assert.match(await page.textContent("main"), new RegExp(ALIAS));
  assert.ok((await page.pdf({ format: "A4" })).length > 1000);
  await page.emulateMedia({ media: "screen" });
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.equal(file.suggestedFilename(), "page.json");
});
