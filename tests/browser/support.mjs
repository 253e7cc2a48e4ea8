// Helpers for every test: a phone, the site's address, and checks that apply to every page.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import assert from "node:assert/strict";

/** The address of the site, without the slash at its end. */
export const SITE = (process.env.HUB_SITE ?? "").replace(/\/$/, "");
if (!SITE) throw new Error("HUB_SITE says where the site is, such as http://127.0.0.1:8080/");

/** Where sent mail can be read, where the stack has a mailbox. */
export const MAILBOX = process.env.HUB_MAILBOX?.replace(/\/$/, "");

export const STEPS = 11;
export const ALIAS = "Quiet Robin";
export const EMAIL = "quiet.robin@example.org";

const script = (name) => readFile(createRequire(import.meta.url).resolve(name), "utf8");
const axe = await script("axe-core/axe.min.js");
const sniffer = await script("html_codesniffer/build/HTMLCS.js");

/** One browser for a test file. */
export const launch = () =>
  chromium.launch({ executablePath: process.env.HUB_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A small phone. Whatever is not the site, such as where the exit leads, is answered here: a test needs no internet. */
export const phone = async (browser, options = {}) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    hasTouch: true,
    ...options,
  });
  await context.route(
    (url) => url.origin !== new URL(SITE).origin,
    (route) => route.fulfill({ contentType: "text/html", body: "<!DOCTYPE html><title>Weather</title><p>Rain later." }),
  );
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => {
    // The console reports a 404 or 422 page as an error. Here it is not one.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  return page;
};

/** Waits until the islands listen. */
export const awake = (page) => page.waitForSelector("html[data-islands=awake]", { state: "attached" });

/** The number of the question that is shown. */
export const question = (page) => page.evaluate(() => Number(document.documentElement.dataset.at));

/** Goes on to the next question. */
export const next = async (page) => {
  const before = await question(page);
  await page.click("button.next");
  await page.waitForFunction((at) => Number(document.documentElement.dataset.at) === at + 1, before);
};

/** Answers the four questions, with scripts: an alias, one safe email address, and yes. */
export const answerFour = async (page, { share = true, address = EMAIL } = {}) => {
  await page.check("#safety-in_danger_now-1");
  await page.check("#safety-someone_may_see_device");
  await next(page);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await next(page);
  await page.check("#contact-channels-0-safe");
  await page.fill("#contact-channels-0-address", address);
  await page.check("#contact-channels-4-safe");
  await next(page);
  await page.check(share ? "#consent-scope-1" : "#consent-scope-1-1");
};

/** Presses "Send now" and waits for the page that follows. */
export const send = async (page) => {
  await Promise.all([page.waitForURL("**/referrals/sent"), page.click("#send")]);
};

/** Reads reference and words off the page after sending. */
export const kept = async (page) => ({
  reference: (await page.textContent("#reference")).trim(),
  word: (await page.textContent("#word")).trim(),
});

/** Nothing that axe can find, WCAG 2.2 AA and best practice. */
export const accessible = async (page, where) => {
  // The page's policy forbids foreign scripts, but does not apply to scripts that the driver runs.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
  assert.deepEqual(told, [], `axe on ${where}`);
};

/** No error that HTML CodeSniffer can find at WCAG 2 AA. */
export const sniffed = async (page, where) => {
  await page.evaluate(sniffer);
  const told = await page.evaluate(() => new Promise((resolve) => {
    const errors = () => window.HTMLCS.getMessages().filter((one) => one.type === window.HTMLCS.ERROR);
    const shown = () => errors().map((one) => `${one.code}: ${one.element.outerHTML?.slice(0, 120)}`);
    window.HTMLCS.process("WCAG2AA", document, () => resolve(shown()));
  }));
  assert.deepEqual(told, [], `HTML CodeSniffer on ${where}`);
};

/** The exit is in sight, large enough for a thumb, and nothing of the page lies under it, at the top or where one reads. */
export const exitIsClear = async (page, where) => {
  const seen = await page.evaluate(() => {
    const exit = document.querySelector("[data-exit]").getBoundingClientRect();
    const header = document.querySelector("header").getBoundingClientRect();
    const middle = document.elementFromPoint(exit.x + exit.width / 2, exit.y + exit.height / 2);
    scrollTo(0, 0);
    const main = document.querySelector("main").getBoundingClientRect();
    const top = document.querySelector("header").getBoundingClientRect();
    return {
      inSight: exit.top >= 0 && exit.bottom <= innerHeight && exit.left >= 0 && exit.right <= innerWidth,
      reachable: Boolean(middle && middle.closest("[data-exit]")),
      inHeader: exit.top >= header.top && exit.bottom <= header.bottom + 1,
      ownSpace: main.top >= top.bottom - 1,
      tall: exit.height,
      wide: document.documentElement.scrollWidth <= innerWidth,
    };
  });
  assert.ok(seen.inSight && seen.reachable && seen.inHeader && seen.ownSpace, `exit on ${where}: ${JSON.stringify(seen)}`);
  assert.ok(seen.tall >= 36, `exit on ${where} is ${seen.tall} high`);
  assert.ok(seen.wide, `${where} scrolls sideways`);
};

/** Records layout shifts from the first paint on. Call before the page is opened. */
export const watchShifts = (page) =>
  page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });

export const steady = async (page, where) => {
  const shifted = await page.evaluate(() => window.shifted);
  assert.ok(shifted < 0.1, `${where} shifted by ${shifted}`);
};

/** Nothing of what was typed, and nothing of why one is here, in address, title, history or storage. */
export const givesNothingAway = async (page, where) => {
  const left = await page.evaluate(async () => ({
    address: location.href,
    title: document.title,
    state: JSON.stringify(history.state),
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  const said = `${left.address} ${left.title} ${left.state}`.toLowerCase();
  for (const word of ["robin", "example.org", "victim", "crime", "abuse", "police", "danger", "rape", "?"]) {
    assert.ok(!said.includes(word), `${where} says ${word}: ${said}`);
  }
  assert.deepEqual(
    [left.local, left.session, left.cookies, left.databases, left.caches, left.workers],
    ["{}", "{}", "", 0, 0, 0],
    `${where} keeps something`,
  );
};

/** Waits until the element with that id has the focus. A page moves it in the next frame after it shows what is new. */
export const focused = (page, id) => page.waitForFunction((id) => document.activeElement?.id === id, id);
