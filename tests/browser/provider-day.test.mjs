// The working day of a provider's staff, against a running hub, from sign-in to sign-out. Nothing accepts this provider's
// offers by itself.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./support.mjs";
import { SIZES, desk, fine, read, refer, said, save, signIn, signOut, soon, token } from "./staff-support.mjs";

/** The provider of the advisers after sexual violence. The command that runs these tests leaves its offers to them. */
const PROVIDER = "refuge";
const ROLE = `provider-${PROVIDER}`;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A person whose case is offered to the provider; the code of the referral. */
const offered = async () => {
  const reference = await refer({
    incident: { flags: ["sexual-offence"] },
    needs: [{ code: "trouble-sleeping" }, { code: "lack-of-trust" }],
    wishes: { own_words: "Please call before nine." },
  });
  const bearer = token(ROLE);
  return soon("an offer", async () => {
    const { onwards } = await read("/provider/onwards?state=offered", bearer);
    return onwards.find((row) => row.reference === reference)?.onward;
  });
};

for (const [size, options] of SIZES) {
  test(`a provider's day ${size}`, async () => {
    const onward = await offered();
    const page = await desk(browser, options);
    await signIn(page, ROLE);

    // What needs doing now, for whom, and who is signed in.
    await page.waitForSelector("#counts li");
    assert.match(await page.textContent("#who"), new RegExp(`${ROLE}.*Refuge`, "s"));
    await fine(page, "the home of a provider");
    await page.click("#count-offers a");
    await page.waitForSelector("#onwards li");
    assert.match(page.url(), /#view=offers$/, "the page is in the address");
    await page.selectOption("#filter-service", { index: 1 });
    await page.click("#show");
    await page.waitForURL(/#view=offers&service=[\w-]+$/);
    await page.goBack();
    await page.waitForSelector(`#onwards a[href*="${onward}"]`);
    await fine(page, "the offers");

    // An offer is decided on one screen, without the person.
    await page.click(`#onwards a[href*="${onward}"]`);
    await page.waitForSelector("#accept");
    const offer = await page.textContent("#details");
    assert.match(offer, /Trouble sleeping/);
    assert.ok(!offer.includes("Robin") && !offer.includes("07700"), "the offer says who it is");
    await fine(page, "an offer");
    await page.click("#accept");

    // How to make contact safely comes first and cannot be overlooked.
    await page.waitForSelector("#safely");
    const safely = await page.textContent("#safely");
    for (const rule of ["07700 900123", "from 09:00 until 12:00", "Do not leave a message", "Say this word first: birch", "someone else may answer"]) {
      assert.ok(safely.includes(rule), rule);
    }
    assert.equal(await page.getAttribute("#safely a.tel", "href"), "tel:+447700900123");
    assert.match(await page.textContent("#details"), /Quiet Robin.*they\/them.*Please call before nine/s);
    await fine(page, "a person who is supported");

    // The work, each part recorded next to what it changes.
    await save(page, "contact-tried", { "by-phone": true, outcome: "reached" });
    assert.match(await page.textContent("#attempts"), /Phone call: Spoke to the person/);
    assert.match(await page.textContent("#timeline"), /First spoke to them/);
    await save(page, "session-held", { "modality-phone": true, minutes: "45" });
    assert.equal(await page.textContent("#sessions"), "One session, 45 minutes in all.");
    const scores = (score) => Object.fromEntries(
      ["health", "coping", "safety", "reintegration", "informed", "justice"].map((area) => [area, score]));
    await save(page, "measured", { "point-beginning": true, ...scores("3") });
    await page.waitForSelector("#travelled");
    await save(page, "measured", { "point-end": true, ...scores("7") });
    await page.waitForFunction(() => document.querySelector("#travelled")?.textContent.includes("+4"));
    assert.match(await page.textContent("#travelled-summary"), /from 3 to 7/);
    await save(page, "notes", { text: "Sleeps better since the move." });
    await page.waitForFunction(() => document.querySelector("#own-notes")?.textContent.includes("Sleeps better"));
    await page.evaluate(() => document.querySelectorAll("#details details").forEach((one) => { one.open = true; }));
    await fine(page, "every form of a provider");
    await page.emulateMedia({ media: "print" });
    assert.ok(!(await page.locator("#closed").isVisible()), "paper has no forms");
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => document.querySelectorAll("#details details").forEach((one) => { one.open = false; }));

    // Nothing is preset: one press of the last button ends nothing.
    await page.click("#closed > summary");
    await page.click("#closed form > button");
    await page.waitForSelector("#closed-outcome-error");
    await page.selectOption("#closed-outcome", "completed");
    await page.click("#closed form > button");
    await said(page, "Saved. This referral is off your list.");

    // What is over is still found, without the person.
    await page.goto(page.url().replace(/#.*/, "#view=over"));
    await page.waitForSelector(`#onwards a[href*="${onward}"]`);
    await page.click(`#onwards a[href*="${onward}"]`);
    await page.waitForSelector("#sessions");
    assert.ok(!(await page.textContent("#details")).includes("Robin"));
    await fine(page, "a referral that is over");
    await signOut(page);
  });
}

test("a provider works by keyboard alone, and a link leads to its referral", async () => {
  const onward = await offered();
  const page = await desk(browser, { viewport: { width: 1280, height: 800 } });
  await signIn(page, ROLE, `#view=case&onward=${onward}`);
  await page.waitForSelector("#accept");
  await page.waitForFunction(() => document.activeElement?.id === "details-title");
  for (let press = 0; press < 10; press++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.id === "accept")) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector("#safely");
  await page.focus("#contact-tried > summary");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.id), /^contact-tried-by/);
  assert.deepEqual(page.problems, []);
});
