// The private diary on a small phone: with and without scripts, by keyboard. It leaves nothing behind.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { ALIAS, SITE, accessible, exitIsClear, givesNothingAway, launch, phone } from "./support.mjs";

const THOUGHT = "a thought about marzipan";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const someone = async () => {
  const answer = await fetch(`${SITE}/referrals`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      source: { kind: "self" },
      consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess", "share-with-providers"] },
      person: { role: "victim", name: ALIAS },
      contact: { channels: [{ kind: "online", safe: true }] },
    }),
  });
  assert.equal(answer.status, 201);
  const { reference, memorable_word: word } = await answer.json();
  return { reference, word };
};

const openPage = async (page, { reference, word }) => {
  await page.goto(`${SITE}/progress/`);
  await page.fill("#reference", reference);
  await page.fill("#word", word);
  await page.click("#open");
  await page.waitForSelector(".ways-on");
};

const openDiary = async (page, one) => {
  await openPage(page, one);
  await page.click('button[formaction="/me/diary"]');
  await page.waitForSelector("#diary-open");
  await page.fill("#word", one.word);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#diary-write");
};

const writeThought = async (page) => {
  await page.fill("#text", THOUGHT);
  await page.check("#feeling-1");
  await page.click("#diary-write");
  await page.waitForSelector("#heard");
};

test("without scripts, at 320 pixels, a diary is written, read, and locked by leaving it", async () => {
  const page = await phone(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const one = await someone();
  await openDiary(page, one);
  // What is refused is still in its field.
  await page.fill("#text", THOUGHT);
  await page.fill("#day", "2999-01-01");
  await page.click("#diary-write");
  await page.waitForSelector("#problems");
  assert.equal(await page.inputValue("#text"), THOUGHT);
  await page.fill("#day", "");
  await writeThought(page);
  await page.click("summary:has-text('Show what I wrote')");
  assert.ok(await page.locator(`li:has-text("${THOUGHT}")`).isVisible());
  assert.ok(await page.locator("svg[role=img]").isVisible());
  assert.match(await page.textContent("table"), /All right/);
  const { width } = await page.locator("main").boundingBox();
  assert.ok(width <= 320, "it scrolls sideways");
  await page.click("#diary-close");
  await page.waitForSelector("#diary-open");
  assert.ok(!(await page.content()).includes(THOUGHT));
  await page.fill("#word", "three wrong words");
  await page.click("#diary-open");
  await page.waitForSelector("#problems");
  assert.ok(!(await page.content()).includes(THOUGHT));
});

test("each state of the diary is accessible, quick to leave and bland", async () => {
  const page = await phone(browser, { viewport: { width: 320, height: 640 } });
  const one = await someone();
  await openPage(page, one);
  await page.click('button[formaction="/me/diary"]');
  await page.waitForSelector("#diary-open");
  const check = async (where) => {
    await accessible(page, where);
    await exitIsClear(page, where);
    await givesNothingAway(page, where);
    assert.ok(!(await page.content()).includes(one.word), `${where} has the words`);
    assert.deepEqual(page.problems, []);
  };
  await check("the locked diary");
  await page.fill("#word", one.word);
  await page.click("#diary-open");
  await page.waitForSelector("#diary-write");
  await writeThought(page);
  await page.click("summary:has-text('Show what I wrote')");
  await check("the open diary");
});

test("after Exit, three Shifts or Back, the diary leaves nothing behind", async () => {
  for (const way of ["exit", "shift", "back"]) {
    const page = await phone(browser);
    const one = await someone();
    await openDiary(page, one);
    await writeThought(page);
    if (way === "exit") await page.click("[data-exit]");
    if (way === "shift") for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift");
    if (way === "back") {
      await page.goBack();
      await page.waitForLoadState("load");
    } else {
      await page.waitForURL((url) => url.origin !== new URL(SITE).origin);
      await page.goBack().catch(() => null);
      await page.waitForLoadState("load");
    }
    assert.ok(!(await page.content()).includes(THOUGHT), way);
    assert.equal(await page.locator("#diary-write").count(), 0, way);
    await page.context().close();
  }
});
