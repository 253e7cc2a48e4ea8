// The working day of a coordinator, against a running hub, from sign-in to sign-out.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./support.mjs";
import { SIZES, desk, fine, read, refer, save, signIn, signOut, soon, token } from "./staff-support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A person who did not agree to be shared, so that the coordinators have the case. */
const waiting = async () => {
  const reference = await refer({
    consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess"] },
    needs: [{ code: "trouble-sleeping" }],
    wishes: { own_words: "I do not know who to ask." },
  });
  const bearer = token("coordinator");
  await soon("the case", async () => (await read(`/hub/cases/${reference}`, bearer)).holds?.length);
  return reference;
};

for (const [size, options] of SIZES) {
  test(`a coordinator's day ${size}`, async () => {
    const reference = await waiting();
    const page = await desk(browser, options);
    await signIn(page, "coordinator");

    await page.waitForSelector("#counts li");
    assert.match(await page.textContent("#who"), /Coordinator, employed by the hub/);
    await fine(page, "the home of a coordinator");
    await page.click("#count-unnamed a");
    await page.waitForSelector("#queue li");
    assert.match(page.url(), /#view=queue&filter=unnamed$/, "the filter is in the address");
    assert.equal(await page.textContent("#filters [aria-current=page]"), "No coordinator");
    await fine(page, "the queue");
    await page.selectOption("#kind-task", "call");
    await page.click("#kind button[type=submit]");
    await page.waitForURL(/task=call/);

    // A case is found by its reference, typed as someone reads it out.
    await page.fill("#find-reference", `${reference.slice(0, 4).toLowerCase()} ${reference.slice(4)}`);
    await page.click("#find button");
    await page.waitForSelector("#case");
    const shown = await page.textContent("#case");
    for (const text of ["Quiet Robin", "they/them", "I do not know who to ask.", "Say this word first: birch", "No consent to share", "Trouble sleeping", "We received"]) {
      assert.ok(shown.includes(text), text);
    }
    assert.ok((await page.locator("#reasons li").count()) > 0, "the reasons of the assessment");
    assert.ok((await page.locator("#who-looked li").count()) > 0, "who looked");
    await fine(page, "a case");

    // Each command is next to what it changes, and says what will happen.
    await save(page, "assign", {});
    await save(page, "task", { kind: "call" });
    await page.waitForFunction(() => document.querySelector("#waiting")?.textContent.includes("Call the person"));
    await save(page, "uplift", { "risk-high": true, "reason-judgement": true });
    assert.match(await page.textContent("#raised"), /High risk/);
    const task = await page.getByText("Done: Call the person").locator("xpath=ancestor::details").getAttribute("id");
    await save(page, task, { "outcome-not-reached": true });
    assert.match(await page.textContent("#contacts"), /Call the person/);
    await save(page, "consent", { "given_by-person": true, "scope-share-with-providers": true });
    assert.match(await page.textContent("#consent-scope"), /.+/);
    await page.evaluate(() => document.querySelectorAll("#case details").forEach((one) => { one.open = true; }));
    await fine(page, "every form of a coordinator");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".forms").first().isVisible(), false, "paper has no forms");
    assert.ok(await page.locator("#safely").isVisible());
    await page.emulateMedia({ media: "screen" });

    // The services, and why others were left, once the hub has matched the case.
    await soon("a service", async () => {
      await page.click("#part-services-title");
      await page.goto(page.url().replace(/#.*/, "#view=home"));
      await page.waitForSelector("#counts");
      await page.goto(page.url().replace(/#.*/, `#view=case&case=${reference}`));
      await page.waitForSelector("#case");
      return page.locator("#services li").count();
    });
    assert.ok((await page.locator("#left li").count()) > 0, "why other services were left");

    // The person's full copy.
    await page.click("#copy");
    await page.waitForSelector("#whole-copy");
    assert.match(await page.textContent("#whole-copy"), /Quiet Robin/);
    await fine(page, "the full copy");
    await signOut(page);
  });
}

test("a coordinator reaches each part of a case by keyboard", async () => {
  const reference = await waiting();
  const page = await desk(browser, { viewport: { width: 1280, height: 800 } });
  await signIn(page, "coordinator", `#view=case&case=${reference}`);
  await page.waitForFunction(() => document.activeElement?.id === "case-title");
  await page.focus(".contents button >> nth=6");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "part-said-title");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "complaint-summary");
  assert.match(page.url(), new RegExp(`case=${reference}$`), "the address still leads to the case");
  assert.deepEqual(page.problems, []);
});
