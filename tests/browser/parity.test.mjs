// The browser and the functions reach exactly the same results for the shared people and for a thousand random ones.
import { SITE, accessible, exitIsClear, launch, phone, steady, watchShifts } from "./support.mjs";
import { after, before, test } from "node:test";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MADE_UP = 1_000;
const SEED = process.env.HUB_SEED ?? "20261122";

let browser, sets, lines;

before(async () => {
  browser = await launch();
  const cargo = ["run", "--quiet", "--package", "domain", "--example", "assessed", "--", String(MADE_UP), SEED];
  const told = await promisify(execFile)(process.env.CARGO ?? "cargo", cargo, { cwd: ROOT, maxBuffer: 1 << 28 });
  [sets, ...lines] = told.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
});
after(() => browser?.close());

const open = async () => {
  const page = await phone(browser);
  page.asked = [];
  page.on("request", (request) => page.asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await watchShifts(page);
  await page.goto(`${SITE}/rules/`);
  await page.waitForSelector("#try:not([hidden])");
  return page;
};

test("browser and function assess a referral alike", async (t) => {
  t.diagnostic(`${lines.length} referrals, ${MADE_UP} of them made up; HUB_SEED=${SEED} makes the same again`);
  assert.ok(lines.length > MADE_UP + 150, "the shared people are missing");
  const page = await open();
  const found = await page.evaluate(
    async ([sets, lines]) => {
      const { js, wasm } = document.getElementById("try-script").dataset;
      const { default: load, assess } = await import(js);
      await load({ module_or_path: wasm });
      return lines.map(({ referral, rules, today }) => assess(referral, sets[rules], today));
    },
    [sets, lines],
  );
  lines.forEach(({ name, today, assessment }, at) => assert.equal(found[at], assessment, `${name} on ${today}`));
  assert.deepEqual(page.problems, []);
});

test("trying a referral on the page sends nothing", async () => {
  const page = await open();
  const { referral, today, rules, assessment } = lines[0];
  const data = await page.getAttribute("#try-script", "data-rules");
  assert.equal(await (await fetch(`${SITE}${data}`)).text(), sets[rules], "the site has the function's rules");
  const before = page.asked.length;
  const attempt = async (text) => {
    await page.fill("#try-referral", text);
    await page.fill("#try-day", today);
    await page.click("#try button");
    await page.waitForSelector("#try-reasons li");
  };
  await attempt(referral);
  await page.waitForFunction(() => document.getElementById("try-assessment").textContent !== "");
  assert.equal(await page.textContent("#try-assessment"), assessment);
  const reasons = JSON.parse(assessment).reasons.map(({ rule, because }) => `${because} (${rule})`);
  assert.deepEqual(await page.locator("#try-reasons li").allTextContents(), reasons);
  await accessible(page, "the rules, with a referral tried");
  await exitIsClear(page, "the rules");
  await steady(page, "the rules");

  const nameless = JSON.parse(referral);
  delete nameless.person.name;
  await attempt(JSON.stringify(nameless));
  await page.waitForFunction(() => document.getElementById("try-assessment").textContent === "");
  assert.deepEqual(await page.locator("#try-reasons li").allTextContents(), ["/person/name REQUIRED"]);

  for (const one of page.asked.slice(before)) assert.match(one, /^GET \/assets\//, "only the rules' files are requested");
  assert.ok(!page.url().includes("?") && !(await page.title()).includes("rape"));
  assert.deepEqual(page.problems, []);
});

test("the rules page shows every rule without WASM", async () => {
  const page = await open();
  const rules = Object.keys(JSON.parse(Object.values(sets)[0]).rules);
  const shown = await page.locator("main li b").allTextContents();
  assert.deepEqual([...shown].sort(), [...rules].sort());
  assert.ok(page.asked.every((one) => !one.endsWith(".wasm")), page.asked.join(", "));
  await accessible(page, "the rules");
});
