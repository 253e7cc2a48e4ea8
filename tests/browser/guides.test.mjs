// Guides and what to expect, on a small phone: found in two taps, usable without scripts and on paper, and gone with Exit.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { brotliCompressSync, constants } from "node:zlib";
import { SITE, accessible, exitIsClear, givesNothingAway, launch, phone, sniffed, steady, watchShifts } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// A guide with steps and prompts, one with a record, one with lists alone, and each other kind of page.
const PAGES = [
  "/guides/", "/guides/sleep/", "/guides/kind-to-yourself/", "/guides/a-day-out/", "/what-to-expect/",
  "/what-to-expect/decision/", "/about/", "/contact/", "/cookies/", "/accessibility/",
];
const SMALL = { viewport: { width: 320, height: 640 } };
const SECRET = "the canary sings at night";

/** A guide whose page has a field to write in. */
const withField = async (page) => {
  await page.goto(`${SITE}/guides/`);
  const paths = await page.locator("main a[href^='/guides/']").evaluateAll((all) => [...new Set(all.map((one) => one.pathname))]);
  for (const path of paths) {
    await page.goto(SITE + path);
    if (await page.locator("textarea.ruled").count()) return path;
  }
  throw new Error("no guide has a field to write in");
};

for (const path of PAGES) {
  test(`${path} is accessible, steady, narrow and discreet`, async () => {
    const page = await phone(browser, SMALL);
    await watchShifts(page);
    await page.goto(SITE + path);
    await accessible(page, path);
    await sniffed(page, path);
    await exitIsClear(page, path);
    await steady(page, path);
    await givesNothingAway(page, path);
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(page.problems, []);
  });

  test(`${path} fits into the first round trip`, async () => {
    const page = await phone(browser);
    const sizes = [];
    page.on("response", (answer) => {
      const first = /text\/(html|css)/.test(answer.headers()["content-type"] ?? "");
      if (first) sizes.push(answer.body().then((body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length));
    });
    await page.goto(SITE + path);
    const sum = (await Promise.all(sizes)).reduce((all, one) => all + one, 0);
    assert.ok(sum > 0 && sum <= 14 * 1024, `${path} has ${sum} bytes`);
  });
}

test("from the first page to a fitting guide in two taps, without scripts", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.goto(`${SITE}/`);
  await page.locator("main a[href='/guides/']").first().tap();
  await page.waitForURL("**/guides/");
  const need = page.locator("p.need", { hasText: "I cannot sleep well" });
  await need.locator("xpath=following-sibling::ul[1]//a").first().tap();
  await page.waitForURL((url) => /^\/guides\/[a-z-]+\/$/.test(url.pathname));
  assert.ok((await page.locator("main").innerText()).length > 800);
  assert.equal(await page.locator("[data-exit]").count(), 1);
});

test("a guide can be used by keyboard alone", async () => {
  const page = await phone(browser);
  await withField(page);
  const seen = new Set();
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      const header = document.querySelector("header").getBoundingClientRect();
      const covered = Boolean(one.closest("main")) && box.bottom <= header.bottom;
      return { name: one.tagName, covered };
    });
    assert.ok(!at.covered, `press ${press}`);
    seen.add(at.name);
  }
  assert.ok(seen.has("TEXTAREA") && seen.has("A"), [...seen].join());
});

test("what is written in an exercise is sent nowhere and does not come back", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await phone(browser, { javaScriptEnabled });
    const path = await withField(page);
    const sent = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await page.fill("textarea.ruled >> nth=0", SECRET);
    if (javaScriptEnabled) await givesNothingAway(page, path);
    assert.equal(await page.locator("textarea[name]").count(), 0);
    await page.click("[data-exit]");
    await page.waitForURL((url) => url.pathname !== path);
    await page.goBack();
    await page.waitForLoadState();
    const typed = await page.locator("textarea").evaluateAll((all) => all.map((one) => one.value).join());
    assert.ok(!typed.includes("canary"), `scripts ${javaScriptEnabled}`);
    assert.ok(!sent.join().includes("canary"), sent.join());
    await page.context().close();
  }
});

test("leaving a guide by a link and coming back shows empty fields", async () => {
  const page = await phone(browser);
  const path = await withField(page);
  await page.fill("textarea.ruled >> nth=0", SECRET);
  await page.click("footer a[href='/guides/']");
  await page.waitForURL("**/guides/");
  await page.goBack();
  await page.waitForURL(`**${path}`);
  await page.waitForSelector("textarea.ruled");
  assert.equal(await page.inputValue("textarea.ruled >> nth=0"), "");
});

test("on paper a guide has lines to write on, and what only a screen needs is gone", async () => {
  const page = await phone(browser);
  await withField(page);
  await page.emulateMedia({ media: "print" });
  const paper = await page.evaluate(() => {
    const field = getComputedStyle(document.querySelector("textarea.ruled"));
    const shown = (query) => [...document.querySelectorAll(query)].some((one) => one.getClientRects().length > 0);
    return { lines: field.backgroundImage, height: field.height, header: shown("header"), footer: shown("footer"), screen: shown(".screen"), sources: shown("main h2") };
  });
  assert.match(paper.lines, /repeating-linear-gradient/);
  assert.ok(parseFloat(paper.height) > 100, paper.height);
  assert.deepEqual([paper.header, paper.footer, paper.screen, paper.sources], [false, false, false, true]);
});

test("a guide says where its facts come from, when, and that nobody has checked it yet", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/guides/sleep/`);
  const text = await page.locator("main").innerText();
  assert.match(text, /noted on \d+ [A-Z][a-z]+ \d{4}/);
  assert.match(text, /We will check it by \d+ [A-Z][a-z]+ \d{4}/);
  assert.match(text, /Not checked by a professional yet/);
});

test("a step shows the time limits of the Victims' Code", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/what-to-expect/decision/`);
  assert.match(await page.locator("main").innerText(), /5 working days \(1 with enhanced rights\)/);
});
