// Figures of one provider for its own staff, and the ways through the office's page: summary, years, files.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { focused, launch } from "./support.mjs";
import { SIZES, desk, fine, read, refer, signIn, signOut, soon, token } from "./staff-support.mjs";

/** A provider of the area that the hub runs. */
const PROVIDER = "refuge";

/** More people than the threshold, so that their number is shown. */
const MANY = 6;

/** Publishes figures, as the schedule does each day. */
const publish = async () => {
  const { area, endpoint, region } = JSON.parse(await readFile(process.env.HUB_STATUS, "utf8"));
  const aws = fileURLToPath(new URL("../../.hub/tools/aws/bin/aws", import.meta.url));
  const call = [
    "--endpoint-url", endpoint, "--region", region, "lambda", "invoke", "--function-name", `hub-${area}-figures`,
    "--payload", JSON.stringify({ tick: "day" }), "/dev/null",
  ];
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  execFileSync(aws, call, { env });
};

/** The present quarter. */
const quarter = () => {
  const [year, month] = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format().split("-").map(Number);
  return `${year}-Q${Math.ceil(month / 3)}`;
};

let browser;
before(async () => {
  for (let person = 0; person < MANY; person += 1) await refer();
  const office = token("oversight");
  await soon("figures of the people who were referred", async () => {
    await publish();
    const view = await read(`/oversight/figures?period=${quarter()}`, office);
    return view.standing === "provisional" && view.tables.some((table) => !/too small/.test(table.finding));
  });
  browser = await launch();
});
after(() => browser.close());

for (const [size, options] of SIZES) {
  test(`a provider's staff see their own figures ${size}`, async () => {
    const page = await desk(browser, options);
    await signIn(page, `provider-${PROVIDER}`);
    await page.click("nav.sub a[href$='#view=figures']");
    await page.waitForSelector("#figures");
    assert.match(await page.textContent("#figures"), /Refuge/);
    assert.equal(await page.locator("#district").count(), 0, "a provider's figures are of the whole area");
    await page.selectOption("#period", { index: 0 });
    await page.click("#choices button");
    await focused(page, "figures");
    assert.match(page.url(), /#view=figures$/, "the address says which page it is");
    await fine(page, "the provider's own figures");
    await signOut(page);
  });
}

test("a sentence of the summary leads to its table, and one file has all", async () => {
  const page = await desk(browser, SIZES[0][1]);
  await signIn(page, "oversight");
  await page.waitForSelector("#period");
  await page.selectOption("#period", quarter());
  await page.click("#choices button");
  await focused(page, "figures");
  const link = page.locator("a[data-go]").first();
  const to = await link.getAttribute("data-go");
  await link.focus();
  await page.keyboard.press("Enter");
  await focused(page, to);
  assert.match(page.url(), /#period=/, "the choices stay in the address");
  const all = page.locator("a[data-file='figures.csv']");
  const [download] = await Promise.all([page.waitForEvent("download"), all.click()]);
  assert.match(await readFile(await download.path(), "utf8"), /^table,period,district,row,column,number\r\nlosses,/);
  const year = await page.locator("#period option[value*='/']").first().getAttribute("value");
  await page.selectOption("#period", year);
  await page.click("#choices button");
  await focused(page, "figures");
  assert.equal(await page.inputValue("#period"), year);
  await fine(page, "a financial year");
});
