// The directory works without scripts, and its answers give nothing away.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  SITE, accessible, exitIsClear, focused, givesNothingAway, launch, phone, steady, watchShifts,
} from "./support.mjs";

const area = process.env.HUB_AREA ?? "thames-valley";
const profile = JSON.parse(
  await readFile(new URL(`../../infra/areas/${area}/profile.json`, import.meta.url), "utf8"),
);
/** A postcode of the area, and its council: Reading's, unless the tests run elsewhere. */
const HOME = { postcode: process.env.HUB_POSTCODE ?? "RG1 7AE", council: process.env.HUB_COUNCIL ?? "Reading" };
const ELSEWHERE = "CF10 1EP";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** The directory with its choices open, on a phone without scripts. */
const directory = async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.goto(`${SITE}/directory/`);
  await page.click("#ask summary");
  return page;
};

/** Asks, and returns the answer's status. */
const ask = async (page) => {
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === "POST" && one.url().includes("/directory/search")),
    page.click("#search"),
  ]);
  await page.waitForURL("**/directory/search");
  return answer.status();
};

/** The services that are listed, by name. */
const names = (page) => page.locator("main h3").allTextContents();

test("without scripts, a postcode and a need find services", async () => {
  const page = await directory();
  const all = await names(page);
  assert.ok(all.length > 1);
  await page.fill("#postcode", HOME.postcode.toLowerCase());
  await page.selectOption("#need", "trouble-sleeping");
  assert.equal(await ask(page), 200);
  assert.match(await page.textContent("h1"), new RegExp(HOME.council));
  const found = await names(page);
  assert.ok(found.length > 0 && found.every((name) => all.includes(name)));
  const text = await page.textContent("main");
  assert.match(text, /I cannot sleep well/);
  assert.match(text, /What happens next/);
  assert.ok(!page.url().includes("?"), "the address has no query");
  assert.equal(await page.title(), "Who can help");
  assert.equal(await page.inputValue("#postcode"), HOME.postcode.toLowerCase(), "it can be changed");
});

test("opening hours are current when the page is requested", async () => {
  const page = await directory();
  assert.doesNotMatch(await page.textContent("main"), /Open now\. |Closed now/);
  await page.selectOption("#open", "now");
  assert.equal(await ask(page), 200);
  assert.doesNotMatch(await page.textContent("main"), /Closed now/);
});

test("an unknown postcode asks for the council", async () => {
  const page = await directory();
  await page.fill("#postcode", "nonsense");
  await page.selectOption("#need", "court-attendance");
  await page.selectOption("#how", "phone");
  assert.equal(await ask(page), 422);
  assert.equal(await page.title(), "Error: Who can help");
  assert.equal(await page.locator("#problems a").getAttribute("href"), "#postcode");
  assert.equal(await page.inputValue("#postcode"), "nonsense");
  assert.equal(await page.inputValue("#need"), "court-attendance");
  assert.equal(await page.inputValue("#how"), "phone");
  assert.ok(await page.locator("#council").isVisible());
  await page.selectOption("#council", { label: HOME.council });
  assert.equal(await ask(page), 200);
  assert.match(await page.textContent("h1"), new RegExp(HOME.council));
});

test("somebody who lives elsewhere is shown a way on", async () => {
  const page = await directory();
  await page.fill("#postcode", ELSEWHERE);
  assert.equal(await ask(page), 200);
  const text = await page.textContent("main");
  assert.match(text, /Who can help where you live/);
  assert.match(text, /If you live somewhere else/);
  assert.ok(await page.locator("a[href^='tel:']").count());
});

test("a refuge shows no place", async () => {
  const page = await directory();
  const secrets = profile.services
    .filter((service) => service.refuge && service.place)
    .flatMap(({ place }) => [place.address, place.postcode]);
  const looks = async () => {
    const html = await page.content();
    for (const secret of secrets) assert.ok(!html.includes(secret), "a refuge's place is shown");
    for (const refuge of await page.locator("li", { hasText: "No one is told" }).all()) {
      assert.doesNotMatch(await refuge.textContent(), /Where you live|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}/);
    }
  };
  await looks();
  await page.selectOption("#specialism", "idva");
  assert.equal(await ask(page), 200);
  await looks();
});

test("every number dials", async () => {
  const page = await directory();
  const links = await page.locator("main a", { hasText: /^\s*Call / }).all();
  assert.ok(links.length > 3);
  for (const link of links) assert.match(await link.getAttribute("href"), /^tel:\+?\d+$/);
});

test("the answers are accessible, steady, quick to leave and discreet", async () => {
  const page = await phone(browser);
  await watchShifts(page);
  for (const [where, postcode, how] of [
    ["what fits", HOME.postcode, ""], ["nothing", HOME.postcode, "group"], ["elsewhere", ELSEWHERE, ""], ["a problem", "x", ""],
  ]) {
    await page.goto(`${SITE}/directory/`);
    await page.click("#ask summary");
    await page.fill("#postcode", postcode);
    if (how) await page.selectOption("#how", how);
    await ask(page);
    await accessible(page, where);
    await exitIsClear(page, where);
    await steady(page, where);
    await givesNothingAway(page, where);
  }
  await focused(page, "problems");
  assert.deepEqual(page.problems, []);
});
