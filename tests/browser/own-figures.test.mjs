// Figures of one provider for its own staff, and the ways through the office's page: summary, years, files.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { focused, launch } from "./support.mjs";
import { SIZES, desk, fine, signIn, signOut } from "./staff-support.mjs";

/** A provider of the area that the hub runs. */
const PROVIDER = "refuge";

let browser;
before(async () => { browser = await launch(); });
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
  await page.selectOption("#period", { index: 0 });
  await page.click("#choices button");
  await focused(page, "figures");
  const link = page.locator("a[data-go]").first();
  if (await link.count()) {
    const to = await link.getAttribute("data-go");
    await link.focus();
    await page.keyboard.press("Enter");
    await focused(page, to);
    assert.match(page.url(), /#period=/, "the choices stay in the address");
  }
  const all = page.locator("a[data-file='figures.csv']");
  if (await all.count()) {
    const [download] = await Promise.all([page.waitForEvent("download"), all.click()]);
    assert.match(await readFile(await download.path(), "utf8"), /^table,period,district,row,column,number\r\nlosses,/);
  }
  const year = await page.locator("#period option[value*='/']").first().getAttribute("value");
  await page.selectOption("#period", year);
  await page.click("#choices button");
  await focused(page, "figures");
  assert.equal(await page.inputValue("#period"), year);
  await fine(page, "a financial year");
});
