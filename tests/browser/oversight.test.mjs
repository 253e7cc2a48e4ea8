// The commissioner's office signs in and sees figures. The login is played; the token and the figures are the hub's own.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { SITE, accessible, focused, launch, phone } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const token = execFileSync(process.env.HUB_COMMAND, ["token", "oversight"], { encoding: "utf8" }).trim();

/** Plays the login. */
const play = async (page) => {
  const json = (route, body) => route.fulfill({ contentType: "application/json", body: JSON.stringify(body) });
  await page.route(`${SITE}/staff/config.json`, (route) =>
    json(route, {
      authorize_url: "https://login.example/oauth2/authorize", token_url: `${SITE}/oauth2/token`, client_id: "staff",
      redirect_uri: `${SITE}/staff/`, scope: "openid", logout_url: "https://login.example/logout",
      revoke_url: `${SITE}/oauth2/revoke`,
    }));
  await page.route("https://login.example/oauth2/**", (route) => {
    const state = new URL(route.request().url()).searchParams.get("state");
    route.fulfill({ status: 302, headers: { location: `${SITE}/staff/?code=abc-1&state=${state}` } });
  });
  await page.route(`${SITE}/oauth2/token`, (route) => json(route, { access_token: token, refresh_token: "other", expires_in: 3600 }));
};

const signIn = async (page) => {
  await play(page);
  await page.goto(`${SITE}/oversight/`);
  await page.click("#sign-in");
  await page.waitForSelector("#figures");
};

test("the commissioner's office sees figures on a small phone", async () => {
  const page = await phone(browser, { viewport: { width: 320, height: 640 } });
  await signIn(page);
  await page.selectOption("#period", { index: 0 });
  await page.click("#choices button");
  await focused(page, "figures");
  assert.match(page.url(), /#period=\d{4}-Q\d$/, "the choice is in the address");
  await accessible(page, "the figures");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(wide, "the page scrolls sideways");
  assert.match(await page.textContent("main"), /\[c\]/);
  assert.deepEqual(page.problems, []);
});

test("tables are downloaded as files, and the keyboard is enough", async (t) => {
  const page = await phone(browser);
  await signIn(page);
  await page.selectOption("#period", { index: 0 });
  await page.focus("#choices button");
  await page.keyboard.press("Enter");
  await focused(page, "figures");
  if (await page.locator("a[data-file]").count() === 0) return t.skip("this hub has counted nothing yet");
  const fetched = async (name) => {
    await page.focus(`a[data-file="${name}"]`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    assert.equal(download.suggestedFilename(), name);
    return readFile(await download.path(), "utf8");
  };
  const all = await fetched("figures.csv");
  const losses = await fetched("losses.csv");
  assert.match(losses, /^table,period,district,row,column,number\r\nlosses,/);
  const [heading, ...lines] = losses.trim().split("\r\n");
  assert.ok(all.startsWith(heading), "the file of all tables has the same columns");
  assert.ok(lines.every((line) => all.includes(line)), "the file of all tables has this table");
});

test("forced colours and paper keep the bars", async () => {
  const page = await phone(browser, { forcedColors: "active" });
  await signIn(page);
  await page.emulateMedia({ media: "print", forcedColors: "active" });
  assert.equal(await page.locator("#choices").isVisible(), false, "paper has no form");
  assert.deepEqual(page.problems, []);
});
