// What protects a person while staff work on their case: what is about one person is not shown with another, no link leads to a way
// that is not safe, and nothing that somebody types is kept in an address.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./support.mjs";
import { desk, fill, fine, read, refer, said, save, signIn, soon, token } from "./staff-support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A case that the coordinators have. */
const held = async (more = {}) => {
  const reference = await refer({
    consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess"] },
    needs: [{ code: "trouble-sleeping" }],
    ...more,
  });
  const bearer = token("coordinator");
  await soon("the case", async () => (await read(`/hub/cases/${reference}`, bearer)).holds?.length);
  return reference;
};

/** A person whom the provider supports whose offers nothing accepts by itself; the code of the referral. */
const supported = async (page) => {
  const reference = await refer({ incident: { flags: ["sexual-offence"] }, needs: [{ code: "trouble-sleeping" }] });
  const bearer = token("provider-refuge");
  const onward = await soon("an offer", async () => {
    const { onwards } = await read("/provider/onwards?state=offered", bearer);
    return onwards.find((row) => row.reference === reference)?.onward;
  });
  await signIn(page, "provider-refuge", `#view=case&onward=${onward}`);
  await page.click("#accept");
  await page.waitForSelector("#safely");
  return { reference, onward };
};

/** Holds back the answers to such requests until the returned function is called. */
const slow = async (page, address) => {
  let release;
  const wait = new Promise((go) => { release = go; });
  let sent;
  const arrived = new Promise((go) => { sent = go; });
  await page.route(address, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const response = await route.fetch();
    sent();
    await wait;
    await route.fulfill({ response });
  });
  return { arrived, release };
};

test("an answer about one person is never shown with another", async () => {
  const [first, second] = [await held(), await held()];
  const page = await desk(browser);
  await signIn(page, "coordinator", `#view=case&case=${first}`);
  await page.waitForSelector("#case");
  const { arrived, release } = await slow(page, `**/hub/cases/${first}/new-words*`);
  await page.click("#new-words > summary");
  await page.click("#new-words form > button");
  await arrived;
  await page.goto(page.url().replace(/#.*/, `#view=case&case=${second}`));
  await page.waitForFunction((second) => document.querySelector("#case-title")?.textContent.replace(/\s/g, "").includes(second), second);
  const bearer = token("coordinator");
  const calls = async (reference) => (await read(`/hub/cases/${reference}`, bearer)).tasks.filter((one) => one.kind === "call").length;
  const [firsts, seconds] = [await calls(first), await calls(second)];
  const done = page.waitForResponse((answer) => answer.url().includes(`/hub/cases/${first}/new-words`));
  release();
  await done;
  // Another answer of the hub arrives after it.
  await fill(page, "task", { kind: "call" });
  await said(page, "Saved.");
  const shown = await page.textContent("main");
  assert.ok(shown.replace(/\s/g, "").includes(second) && !/The new words are/.test(await page.textContent("#heard")));
  assert.deepEqual([await calls(first), await calls(second)], [firsts, seconds + 1], "it went to the person who is shown");
  assert.deepEqual(page.problems, []);
});

test("what a provider sends for one person never opens over another", async () => {
  const page = await desk(browser);
  const { onward } = await supported(page);
  const { arrived, release } = await slow(page, `**/provider/onwards/${onward}/acts`);
  await fill(page, "contact-tried", { "by-phone": true, outcome: "no-answer" });
  await arrived;
  await page.goto(page.url().replace(/#.*/, "#view=home"));
  await page.waitForSelector("#counts li");
  const done = page.waitForResponse((answer) => answer.url().endsWith(`/provider/onwards/${onward}/acts`));
  release();
  await done;
  await page.click("#count-open a");
  await page.waitForSelector("#onwards li");
  assert.equal(await page.locator("#details").count(), 0);
  assert.ok(!(await page.textContent("#heard")).includes("Saved"));
  assert.deepEqual(page.problems, []);
});

test("no link leads to a way of contact that is not safe", async () => {
  const page = await desk(browser);
  const { reference } = await supported(page);
  assert.equal(await page.getAttribute("#safely a.tel", "href"), "tel:+447700900123");
  await save(page, "contact-tried", { "by-phone": true, outcome: "unsafe" });
  await page.waitForSelector("#safely .stop");
  assert.match(await page.textContent("#safely .stop strong"), /^Someone found that contact is not safe/);
  assert.match(await page.textContent("#safely"), /07700 900123/);
  assert.equal(await page.locator("#safely a").count(), 0);
  await fine(page, "contact that is stopped");
  const other = await desk(browser);
  await signIn(other, "coordinator", `#view=case&case=${reference}`);
  await other.waitForSelector("#safely .stop");
  assert.match(await other.textContent("#safely .stop strong"), /^Not safe since .* Check before you use any way below\.$/);
  assert.equal(await other.locator("#safely a").count(), 0);
  await fine(other, "contact that is stopped, for a coordinator");
});

test("what is typed is in the address only if it is a reference", async () => {
  const reference = await held();
  const page = await desk(browser);
  await signIn(page, "coordinator");
  await page.waitForSelector("#counts li");
  assert.equal(await page.locator("#count-set-aside").count(), 1, "what was set aside is on the home page");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const wrong = reference.slice(0, 7) + (reference[7] === "2" ? "3" : "2");
  for (const typed of ["Robin Smith", "07700900123", wrong]) {
    await page.fill("#find-reference", typed);
    await page.click("#find button");
    await page.waitForSelector("#find-reference-error");
    assert.equal(await page.getAttribute("#find-reference", "aria-describedby"), "find-reference-error");
    await page.waitForFunction(() => document.activeElement?.id === "find-reference");
    assert.ok(!page.url().includes("case"), page.url());
  }
  await fine(page, "a reference that does not exist");
  assert.ok(asked.every((url) => !/Robin|ROBIN|07700|hub\/cases/.test(url)), asked.join());
  await page.fill("#find-reference", `${reference.slice(0, 4).toLowerCase()}-${reference.slice(4)}`);
  await page.click("#find button");
  await page.waitForSelector("#case");
});

test("paper has the part about safety only if somebody says so", async () => {
  const reference = await held({ safety: { in_danger_now: true } });
  const page = await desk(browser);
  await signIn(page, "coordinator", `#view=copy&case=${reference}`);
  await page.waitForSelector("#part-check_first");
  const parts = await page.locator("#whole-copy .part").evaluateAll((all) => all.map((one) => one.id));
  assert.equal(parts.at(-1), "part-check_first", "it comes last");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible("#part-check_first"), false);
  assert.ok(await page.isVisible("#part-answers"));
  await page.emulateMedia({ media: "screen" });
  await page.check("#print-too");
  await fine(page, "a copy");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.isVisible("#part-check_first"));
  assert.equal(await page.isVisible("#print-too"), false);
});

test("a second try after a lost answer records a note once", async () => {
  const page = await desk(browser);
  const { onward } = await supported(page);
  let lost = 0;
  const ids = [];
  await page.route(`**/provider/onwards/${onward}/notes`, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    ids.push(route.request().postDataJSON().id);
    const response = await route.fetch();
    if (lost++) return route.fulfill({ response });
    return route.abort();
  });
  await fill(page, "notes", { text: "Slept." });
  await page.waitForSelector("#notes .govuk-error-summary");
  await page.click("#notes form > button");
  await page.waitForFunction(() => document.querySelectorAll("#own-notes li").length > 0);
  assert.equal(await page.locator("#own-notes li").count(), 1);
  assert.equal(ids[0], ids[1]);
  await save(page, "notes", { text: "Slept." });
  await page.waitForFunction(() => document.querySelectorAll("#own-notes li").length === 2);
  assert.notEqual(ids[1], ids[2], "the same words later are another note");
});

test("notes that cannot be read are not shown as none", async () => {
  const page = await desk(browser);
  const { onward } = await supported(page);
  await page.route(`**/provider/onwards/${onward}/{notes,refer-on}`, (route) => route.abort());
  await page.goto(page.url().replace(/#.*/, "#view=home"));
  await page.waitForSelector("#counts li");
  await page.goto(page.url().replace(/#.*/, `#view=case&onward=${onward}`));
  await page.waitForSelector("#part-notes .failed");
  assert.match(await page.textContent("#part-notes .failed"), /^We could not read your notes\./);
  assert.match(await page.textContent("#part-refer-on .failed"), /^We could not read which services/);
});

test("the police see what was shared with them in words", async () => {
  const reference = await held({ residence: { postcode: "RG1 1AA" } });
  const act = async (role, action, body) => {
    const bearer = token(role);
    const { version } = await read(`/hub/cases/${reference}`, bearer);
    const answer = await fetch(`${process.env.HUB_SITE.replace(/\/$/, "")}/hub/cases/${reference}/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}`, "if-match": `"${version}"` },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const scope = ["concern", "safe-contact", "identity", "whereabouts"];
  const asked = await act("coordinator", "disclose", {
    to: "police", reason: "danger-to-life", scope, approver: "duty-manager", reader: "police",
  });
  await act("duty-manager", "approve-disclosure", { disclosure: asked.recorded[0].number });
  const page = await desk(browser);
  await signIn(page, "police", `#view=case&case=${reference}`);
  await page.waitForSelector("#part-disclosed");
  const shown = await page.textContent("#part-disclosed");
  for (const text of ["Quiet Robin", "07700 900123", "Do not leave a message.", "Say this word first: birch", "RG1 1AA"]) assert.ok(shown.includes(text), text);
  assert.ok(!shown.includes("danger-to-life"), "a code");
  assert.equal(await page.locator("#concern li").count(), 1);
  await fine(page, "what was shared with the police");
});
