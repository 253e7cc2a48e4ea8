// Every page and every question is accessible, quick to leave, and gives nothing away to anyone who looks.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
  ALIAS, SITE, STEPS, accessible, answerFour, awake, exitIsClear, focused, givesNothingAway, launch, next, phone,
  send, steady, watchShifts,
} from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const PAGES = ["/", "/get-support/", "/directory/", "/progress/", "/leaving/", "/no-such-page"];

for (const path of PAGES) {
  test(`${path} is accessible, steady, quick to leave and discreet`, async () => {
    const page = await phone(browser);
    await watchShifts(page);
    await page.goto(SITE + path);
    if (path === "/get-support/") await awake(page);
    await accessible(page, path);
    await exitIsClear(page, path);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await exitIsClear(page, `${path} at its end`);
    await steady(page, path);
    await givesNothingAway(page, path);
    assert.equal(await page.getAttribute("html", "lang"), "en-GB");
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(page.problems, []);
  });
}

test("every question is accessible and never under the exit", async () => {
  const page = await phone(browser);
  await watchShifts(page);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  for (let at = 0; at < STEPS; at += 1) {
    if (at === 1) {
      await page.fill("#person-name", ALIAS);
      await page.check("#person-role");
    }
    if (at === 2) for (const box of await page.locator("#q2 .way input[type=checkbox]").all()) await box.check();
    if (at === 3) await page.check("#consent-scope-1");
    if (at > 3) assert.ok(await page.locator("#send").isVisible(), `can be sent at ${at}`);
    await accessible(page, `question ${at}`);
    await exitIsClear(page, `question ${at}`);
    await givesNothingAway(page, `question ${at}`);
    if (at === 2) for (const box of await page.locator("#q2 .way input[type=checkbox]").all()) await box.uncheck();
    if (at < STEPS - 1) await next(page);
  }
  await steady(page, "the form");
});

test("the header never covers a focused field", async () => {
  const page = await phone(browser, { javaScriptEnabled: true });
  await page.goto(`${SITE}/get-support/`);
  await page.evaluate(() => { document.documentElement.dataset.at = 6; });
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const field = document.activeElement;
      if (!field || field.closest("header") || !field.closest("main")) return false;
      return field.getBoundingClientRect().bottom <= document.querySelector("header").getBoundingClientRect().bottom;
    });
    assert.ok(!hidden, `press ${press}`);
  }
});

test("error pages and pages after sending are accessible", async () => {
  const page = await phone(browser);
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(`${SITE}/get-support/`);
  await answerFour(page, { address: "nonsense" });
  await page.click("#send");
  await page.waitForSelector("#problems");
  await focused(page, "problems");
  await accessible(page, "the form with problems");
  await exitIsClear(page, "the form with problems");
  await page.fill("#contact-channels-0-address", "quiet.robin@example.org");
  await send(page);
  await accessible(page, "the page after sending");
  await exitIsClear(page, "the page after sending");
  await page.goto(`${SITE}/progress/`);
  await page.fill("#reference", "AAAA AAAA");
  await page.fill("#word", "not the words");
  await page.click("#open");
  await page.waitForSelector("#problems");
  await accessible(page, "the way in, with problems");
});

test("exit blanks the page immediately, even without a connection", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await next(page);
  await page.fill("#person-name", ALIAS);
  // Checked in the same task as the click, before any network answer.
  const left = await page.evaluate(() => {
    document.querySelector("[data-exit]").click();
    return { body: getComputedStyle(document.body).display, title: document.title.trim(), left: document.body.textContent };
  });
  assert.deepEqual(left, { body: "none", title: "", left: "" });
  await page.waitForFunction(() => !location.pathname.startsWith("/get-support"));
  await page.goBack();
  assert.ok(!(await page.content()).includes(ALIAS));
  const typed = await page.evaluate(() => document.getElementById("person-name")?.value ?? "");
  assert.equal(typed, "");
});

test("pressing Shift three times in a row leaves", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/`);
  for (const key of ["Shift", "Shift", "a", "Shift", "Shift"]) await page.keyboard.press(key);
  assert.equal(await page.locator("body").isVisible(), true);
  await page.keyboard.press("Shift", { noWaitAfter: true });
  await page.waitForFunction(() => !location.pathname.endsWith("/") || document.title === "Weather");
});

test("without scripts exit is a plain link that leaves", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.goto(`${SITE}/get-support/`);
  await page.click("[data-exit]");
  await page.waitForURL((url) => url.pathname !== "/get-support/");
  assert.equal(await page.locator("form").count(), 0);
});

test("after exit the page with the reference is closed", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await answerFour(page);
  await send(page);
  await page.click("[data-exit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/referrals"));
  // The page leaves immediately, and the hub forgets a moment later.
  const kept = async () => (await page.context().cookies(SITE)).some(({ value }) => value !== "-");
  for (const end = Date.now() + 10_000; await kept(); ) {
    assert.ok(Date.now() < end, "the cookie stays");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await page.goto(`${SITE}/referrals/sent`);
  assert.equal(await page.locator("#word").count(), 0);
});
