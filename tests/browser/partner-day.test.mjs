// The working day of the police, of witness care and of a touchpoint, against a running hub.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./support.mjs";
import { SIZES, desk, fine, refer, said, save, signIn, signOut, token } from "./staff-support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const referred = () =>
  refer({
    source: { kind: "police", code: "TVP" },
    consent: { basis: "consent", given_by: "person", how: "spoken", scope: ["assess", "share-with-providers"] },
    incident: { flags: ["domestic-abuse"], reported: "yes" },
  }, token("source:police"));

for (const [size, options] of SIZES) {
  test(`the police record a step and tell the person ${size}`, async () => {
    const reference = await referred();
    const page = await desk(browser, options);
    await signIn(page, "police");
    await page.waitForSelector("#counts li");
    await fine(page, "the home of the police");
    await page.click("#count-referred a");
    await page.waitForSelector("#cases li");
    await fine(page, "the cases of the police");
    await page.goto(page.url().replace(/#.*/, "#view=home"));
    await page.fill("#find-reference", reference);
    await page.click("#find button");
    await page.waitForSelector("#case");
    assert.ok(!(await page.textContent("#case")).includes("Robin"), "the police see who it is");
    await page.click("#progress > summary");
    await page.click("#progress form > button");
    await page.waitForSelector("#progress-step-error");
    await page.selectOption("#progress-step", "arrested");
    await page.fill("#progress-at", "2026-01-05T10:00");
    await page.click("#progress form > button");
    await said(page, "Saved.");
    assert.match(await page.textContent("#steps"), /Arrest/);
    const form = await page.getAttribute("#part-tell details", "id");
    await save(page, form, { how: "phone" });
    await fine(page, "a case of the police");
    await signOut(page);
  });
}

test("witness care sees what the person is owed", async () => {
  const reference = await referred();
  const page = await desk(browser);
  await signIn(page, "witness-care", `#view=case&case=${reference}`);
  await page.waitForSelector("#case");
  await page.click("#progress > summary");
  assert.ok(await page.locator("#progress-heard_at").isVisible(), "when the court told it");
  await fine(page, "a case of witness care");
  await page.click("nav.sub a[href$='#view=due']");
  await page.waitForFunction(() => document.querySelector("#justice-title")?.textContent === "Due soon");
  await fine(page, "what is due");
  await signOut(page);
});

test("a touchpoint has its form and links", async () => {
  const page = await desk(browser);
  await signIn(page, "touchpoint");
  await page.waitForSelector("#touchpoint a[href='/get-support/']");
  await fine(page, "the home of a touchpoint");
  await signOut(page);
});
