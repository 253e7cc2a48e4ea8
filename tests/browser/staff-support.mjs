// Helpers for the working day of a member of staff: people to work with, the login, and checks of each page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SITE, accessible, phone } from "./support.mjs";

const sniffer = await readFile(createRequire(import.meta.url).resolve("html_codesniffer/build/HTMLCS.js"), "utf8");

/** A small phone and the screen of an old laptop. */
export const SIZES = [
  ["on a phone", { viewport: { width: 320, height: 640 } }],
  ["on a laptop", { viewport: { width: 1280, height: 800 }, hasTouch: false }],
];

/** A token for a role of the running hub. */
export const token = (role) => execFileSync(process.env.HUB_COMMAND, ["token", role], { encoding: "utf8" }).trim();

/** Sends a referral, and returns its reference. */
export const refer = async (more, bearer) => {
  const referral = {
    id: crypto.randomUUID(),
    source: { kind: "self" },
    consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess", "share-with-providers", "updates"] },
    person: { role: "victim", name: "Quiet Robin", pronouns: "they/them" },
    contact: {
      channels: [{ kind: "phone", safe: true, address: "07700 900123", from: "09:00", until: "12:00", voicemail: false, code_word: "birch" }],
      preferred: "phone",
    },
    residence: { local_authority: "E07000178" },
    ...more,
  };
  const headers = { "content-type": "application/json" };
  if (bearer) headers.authorization = `Bearer ${bearer}`;
  const answer = await fetch(`${SITE}/referrals`, { method: "POST", headers, body: JSON.stringify(referral) });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).reference;
};

/** Waits until `find` returns something. */
export const soon = async (what, find) => {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await find();
    if (found) return found;
    assert.ok(Date.now() < end, `${what} did not come about`);
    await new Promise((again) => setTimeout(again, 200));
  }
};

/** Reads an address of the hub. */
export const read = async (path, bearer) =>
  (await fetch(`${SITE}${path}`, { headers: { authorization: `Bearer ${bearer}` } })).json();

/** A page on which the login of the running hub can be reached. */
export const desk = async (browser, size) => {
  const page = await phone(browser, size);
  const config = await (await fetch(`${SITE}/staff/config.json`)).json();
  const login = new URL(config.authorize_url).origin;
  await page.route((url) => url.origin === login, (route) => route.continue());
  return page;
};

/** Signs in with the demo account of a role, from a place of the application. */
export const signIn = async (page, role, place = "") => {
  const { users } = JSON.parse(await readFile(process.env.HUB_STATUS, "utf8"));
  await page.goto(`${SITE}/staff/${place}`);
  await page.click("#sign-in");
  await page.waitForSelector("input[type=password]");
  await page.fill("input[name=username]", users[role].username);
  await page.fill("input[type=password]", users[role].password);
  await Promise.all([page.waitForURL(`${SITE}/staff/**`), page.keyboard.press("Enter")]);
  await page.waitForSelector("#sign-out");
};

/** Signs out, and finds nothing left of the work. */
export const signOut = async (page) => {
  await page.click("#sign-out");
  await page.waitForSelector("#sign-in");
  for (const part of ["#details", "#case", "#onwards", "#queue", "#who"]) assert.equal(await page.locator(part).count(), 0, part);
  const left = await page.evaluate(() => JSON.stringify([location.hash, { ...localStorage }, { ...sessionStorage }]));
  assert.equal(left, '["",{},{}]', "something is kept");
  assert.deepEqual(page.problems, []);
};

/** The page is as wide as the screen, and nothing on it takes a member of staff away from their work. */
export const fits = async (page, where) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} scrolls sideways`);
  assert.equal(await page.locator("[data-exit]").count(), 0, `${where} has an exit`);
};

/** Nothing that axe or HTML_CodeSniffer finds, no scrolling sideways, no code where words should be. */
export const fine = async (page, where) => {
  await accessible(page, where);
  await page.evaluate(sniffer);
  const found = await page.evaluate(
    () =>
      new Promise((done) => {
        const { HTMLCS } = window;
        HTMLCS.process("WCAG2AA", document, () =>
          done(HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR).map((one) => `${one.code}: ${one.msg}`)),
        );
      }),
  );
  assert.deepEqual(found, [], `HTML_CodeSniffer on ${where}`);
  await fits(page, where);
  const text = await page.textContent("main");
  assert.doesNotMatch(text, /\b[a-z]+(_[a-z]+)+\b|"\w+":|\[object|undefined|\bnull\b/, `${where} shows a code`);
};

/** Opens a form, answers it and sends it. An answer is a text, or `true` for a box or a radio button. */
export const fill = async (page, form, answers) => {
  await page.click(`#${form} > summary`);
  for (const [field, answer] of Object.entries(answers)) {
    const control = page.locator(`#${form}-${field}`);
    if (answer === true) await control.check();
    else if (await page.locator(`select#${form}-${field}`).count()) await control.selectOption(answer);
    else await control.fill(answer);
  }
  await page.click(`#${form} form > button`);
};

/** Fills in a form and waits until it was saved: the page then says so and shows the form closed, or not any more. */
export const save = async (page, form, answers) => {
  await fill(page, form, answers);
  await page.waitForFunction((form) => !document.getElementById(form)?.open, form);
  await said(page, "Saved.");
};

/** Waits until the page says so. */
export const said = (page, text) =>
  page.waitForFunction((text) => document.querySelector("#heard")?.textContent.startsWith(text), text);
