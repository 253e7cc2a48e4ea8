// The form from the first question to the reference, and the page that shows what happened.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
  ALIAS, EMAIL, MAILBOX, SITE, answerFour, awake, focused, givesNothingAway, kept, launch, next, phone, question,
  send, steady, watchShifts,
} from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Asks for the person's own page until a service has said yes, or time is up. */
const seeAcceptance = async (page, { reference, word }) => {
  const until = Date.now() + Number(process.env.HUB_ACCEPT_WAIT_MS ?? 20_000);
  for (;;) {
    await page.goto(`${SITE}/progress/`);
    await page.fill("#reference", reference);
    await page.fill("#word", word);
    await Promise.all([page.waitForURL("**/me/progress"), page.click("#open")]);
    assert.ok((await page.textContent("main")).includes(reference));
    if (await page.locator(".steps li.step-done").filter({ hasText: /agreed to help you/i }).count()) return;
    assert.ok(Date.now() < until, "no service accepted in time");
    await page.waitForTimeout(1000);
  }
};

const sentPageIsRight = async (page) => {
  const text = await page.textContent("main");
  const order = ["999", "Talk to someone now", "Your reference", "3 words", "What happens next"];
  const places = order.map((part) => text.indexOf(part));
  assert.ok(places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1])), `${order} at ${places}`);
  assert.match(text, /This page is not monitored/);
  const { reference, word } = await kept(page);
  assert.match(reference, /^[2-9A-HJ-KMNP-Z]{4} [2-9A-HJ-KMNP-Z]{4}$/);
  assert.equal(word.split(" ").length, 3);
  assert.ok((await page.locator("ol li b").count()) > 0, "the page gives a time");
  await givesNothingAway(page, "the page after sending");
  return { reference, word };
};

test("with scripts, four questions lead to a reference and acceptance", async () => {
  const page = await phone(browser);
  await watchShifts(page);
  const posts = [];
  page.on("request", (request) => { if (request.method() === "POST") posts.push(request); });
  await page.goto(`${SITE}/get-support/?code=library-7&campaign=poster`);
  await awake(page);
  await answerFour(page);
  await steady(page, "the form");
  await send(page);
  assert.equal(posts.length, 1);
  const sent = new URLSearchParams(posts[0].postData());
  assert.equal(sent.get("/person/name"), ALIAS);
  assert.equal(sent.get("/contact/channels/0/address"), EMAIL);
  assert.equal(sent.get("/source/code"), "library-7");
  assert.equal(sent.get("/source/campaign"), "poster");
  assert.match(sent.get("/id"), /^[0-9a-f-]{36}$/);
  const secrets = await sentPageIsRight(page);
  if (MAILBOX) {
    // The mail must not give anything away. The API suite tests when it arrives.
    assert.ok((await fetch(MAILBOX)).ok);
  }
  if (!process.env.HUB_NO_ACCEPT) await seeAcceptance(page, secrets);
  assert.deepEqual(page.problems, []);
});

test("without scripts, one page leads to a reference", async () => {
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.goto(`${SITE}/get-support/`);
  assert.equal(await page.locator("section.step").count(), 11);
  assert.equal(await page.locator("#q0, #q1, #q2, #q3").filter({ visible: true }).count(), 4);
  assert.equal(await page.locator("section.step > details[open]").count(), 0, "optional parts are closed");
  assert.ok(!(await page.locator("button.next").isVisible()));
  await page.check("#safety-in_danger_now-1");
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await page.check("#contact-channels-0-safe");
  await page.fill("#contact-channels-0-address", EMAIL);
  await page.check("#consent-scope-1");
  await page.click("#q5 summary");
  await page.check("#safety-afraid");
  await send(page);
  const reference = (await page.textContent("#reference")).trim();
  const word = (await page.textContent("#word")).trim();
  await page.goto(`${SITE}/progress/`);
  await page.fill("#reference", reference.toLowerCase().replace(" ", "-"));
  await page.fill("#word", word.toUpperCase());
  await page.click("#open");
  assert.ok((await page.textContent("main")).includes(reference));
});

test("WASM that arrives late loses no answer", async () => {
  const page = await phone(browser);
  await watchShifts(page);
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route("**/*.wasm", async (route) => { await held; await route.continue(); });
  await page.goto(`${SITE}/get-support/`);
  await page.check("#safety-in_danger_now-1");
  await next(page);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await next(page);
  await page.check("#contact-channels-0-safe");
  await page.fill("#contact-channels-0-address", "nonsense");
  release();
  await awake(page);
  assert.equal(await question(page), 2);
  assert.equal(await page.inputValue("#contact-channels-0-address"), "nonsense");
  await page.click("button.next");
  await page.waitForSelector("#checks a");
  assert.equal(await question(page), 2, "it stays until the address is valid");
  assert.match(await page.textContent("#contact-channels-0-address-error"), /email/);
  await page.click("#checks a");
  await focused(page, "contact-channels-0-address");
  await page.fill("#contact-channels-0-address", EMAIL);
  await next(page);
  assert.equal(await page.locator(".govuk-error-message").count(), 0);
  assert.equal(await page.inputValue("#person-name"), ALIAS);
  await steady(page, "the form");
  await page.check("#consent-scope-1-1");
  await send(page);
  assert.deepEqual(page.problems, []);
});

test("the form works if WASM never arrives", async () => {
  const page = await phone(browser);
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(`${SITE}/get-support/`);
  await answerFour(page);
  await send(page);
  await sentPageIsRight(page);
});

test("pressing Send now twice sends once", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await answerFour(page);
  let posts = 0;
  await page.route("**/referrals", async (route) => {
    posts += 1;
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.evaluate(() => {
    const button = document.getElementById("send");
    button.click();
    button.click();
    button.click();
  });
  await page.waitForURL("**/referrals/sent");
  assert.equal(posts, 1);
});

test("Back shows the previous question and Enter sends nothing", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await next(page);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await page.press("#person-name", "Enter");
  await page.waitForFunction(() => document.documentElement.dataset.at === "2");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /contact you/);
  await page.goBack();
  assert.equal(await question(page), 1);
  assert.equal(await page.inputValue("#person-name"), ALIAS);
  await page.goBack();
  assert.equal(await question(page), 0);
  await page.goForward();
  assert.equal(await question(page), 1);
  await givesNothingAway(page, "the form");
});

test("Enter that takes a word of an input method stays on the question", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await next(page);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  const press = (more) =>
    page.evaluate((init) => {
      const field = document.getElementById("person-name");
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }));
    }, more);
  await press({ isComposing: true });
  await press({ keyCode: 229 });
  assert.equal(await question(page), 1);
  await press({});
  assert.equal(await question(page), 2);
});

test("a phone with a wrong clock sends the form", async () => {
  const page = await phone(browser);
  await page.clock.setFixedTime(new Date("2019-01-01T10:00:00Z"));
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await answerFour(page);
  await next(page);
  await page.fill("#incident-occurred", "March 2026");
  await next(page);
  assert.equal(await question(page), 5);
  await send(page);
});

test("a second form after Back asks whether it is something new", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await answerFour(page);
  await send(page);
  const first = await kept(page);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await answerFour(page);
  await page.click("#send");
  await page.waitForSelector("#problems");
  assert.match(await page.textContent("#problems"), /a few minutes ago/);
  assert.equal(await page.inputValue("#person-name"), ALIAS);
  await send(page);
  assert.notEqual((await kept(page)).reference, first.reference);
});

test("help that fits shows before anything is sent", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await answerFour(page);
  await next(page);
  assert.equal(await page.locator("#guide").isVisible(), false);
  await page.check("#incident-flags-0");
  await page.waitForSelector("#guide:not([hidden])");
  const lines = page.locator("#guide li:not([hidden])");
  assert.ok((await lines.count()) > 0);
  assert.match(await lines.first().locator("a").getAttribute("href"), /^tel:\d+$/);
  await page.uncheck("#incident-flags-0");
  await page.waitForSelector("#guide", { state: "hidden" });
});

test("an unanswered sharing question is asked once more", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  await next(page);
  await page.fill("#person-name", ALIAS);
  await page.check("#person-role");
  await next(page);
  await next(page);
  await page.click("#send");
  await page.waitForSelector("#checks a");
  assert.match(await page.textContent("#checks"), /yes or no/);
  await page.check("#consent-scope-1-1");
  await send(page);
});

for (const scripts of [true, false]) {
  test(`errors keep what was typed, ${scripts ? "with" : "without"} scripts`, async () => {
    const page = await phone(browser, { javaScriptEnabled: scripts });
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto(`${SITE}/get-support/`);
    const alias = `${ALIAS} <b>"&'</b>`;
    const words = "First line\nשלום </textarea><script>alert(1)</script>";
    if (scripts) {
      await answerFour(page, { address: "not an address" });
      for (let at = 3; at < 10; at += 1) await next(page);
      await page.fill("#wishes-own_words", words);
      await page.evaluate((name) => { document.getElementById("person-name").value = name; }, alias);
    } else {
      await page.fill("#person-name", alias);
      await page.check("#person-role");
      await page.check("#contact-channels-0-safe");
      await page.fill("#contact-channels-0-address", "not an address");
      await page.check("#consent-scope-1");
      await page.click("#q10 summary");
      await page.fill("#wishes-own_words", words);
    }
    const [response] = await Promise.all([
      // Without scripts the hub first redirects the browser to a form with an id, and keeps what was typed.
      page.waitForResponse((one) => one.url().includes("/referrals") && one.status() !== 307),
      page.click("#send"),
    ]);
    assert.equal(response.status(), 422);
    await page.waitForSelector("#problems a");
    assert.equal(await page.title(), "Error: Support");
    assert.equal(await page.inputValue("#person-name"), alias);
    assert.equal(await page.inputValue("#wishes-own_words"), words);
    assert.equal(await page.inputValue("#contact-channels-0-address"), "not an address");
    assert.ok(await page.isChecked("#contact-channels-0-safe"));
    assert.ok(await page.isChecked("#consent-scope-1"));
    assert.equal(await page.locator("#problems a").getAttribute("href"), "#contact-channels-0-address");
    assert.ok(await page.locator("#contact-channels-0-address").isVisible());
    if (scripts) {
      assert.equal(await question(page), 2);
      await givesNothingAway(page, "the form with problems");
    }
    await page.fill("#contact-channels-0-address", EMAIL);
    await send(page);
  });
}
