// Touchpoints: the assisted start, its form and its poster.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
  ALIAS, SITE, accessible, answerFour, awake, exitIsClear, givesNothingAway, launch, phone, send, steady, watchShifts,
} from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** The first touchpoint that the directory leads to: its address, and its code. */
const first = async (page) => {
  await page.goto(`${SITE}/directory/`);
  const path = await page.locator("main a[href^='/at/']").first().getAttribute("href");
  return { path, code: path.split("/")[2] };
};

test("the assisted start and the poster are accessible and discreet", async () => {
  const page = await phone(browser);
  const { path } = await first(page);
  await watchShifts(page);
  for (const where of [path, `${path}support/`, `${path}poster/`]) {
    await page.goto(SITE + where);
    if (where.endsWith("support/")) await awake(page);
    await accessible(page, where);
    await exitIsClear(page, where);
    await steady(page, where);
    await givesNothingAway(page, where);
    assert.equal(await page.locator("h1").count(), 1);
  }
  assert.deepEqual(page.problems, []);
});

test("a phone without scripts shows how to help", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.goto(SITE + (await first(page)).path);
  await page.click("#helping summary");
  const text = await page.locator("#helping").innerText();
  assert.match(text, /Go where no one can hear/);
  assert.match(text, /must not interpret/);
  assert.match(text, /Whose phone is it/);
});

test("the poster has a code and prints without controls", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  const { path, code } = await first(page);
  await page.goto(`${SITE}${path}poster/`);
  const drawn = await page.locator("main svg path").boundingBox();
  assert.ok(drawn.width > 150 && Math.abs(drawn.width - drawn.height) < 2, "the code is square");
  assert.match(await page.textContent("main"), new RegExp(`/at/${code}`));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("header, footer, .screen").filter({ visible: true }).count(), 0);
});

test("without scripts the form of a touchpoint carries its code", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  const { path, code } = await first(page);
  await page.goto(SITE + path);
  await page.click("main a.govuk-button");
  await page.waitForURL(`**${path}support/`);
  assert.equal(await page.inputValue("[name='/source/code']"), code);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await page.check("#consent-scope-1-1");
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === "POST"),
    send(page),
  ]);
  assert.equal(new URLSearchParams(request.postData()).get("/source/code"), code);
});

test("with scripts the form also carries its code", async () => {
  const page = await phone(browser);
  const { path, code } = await first(page);
  await page.goto(`${SITE}${path}support/`);
  await awake(page);
  await answerFour(page);
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === "POST"),
    send(page),
  ]);
  assert.equal(new URLSearchParams(request.postData()).get("/source/code"), code);
  assert.deepEqual(page.problems, []);
});
