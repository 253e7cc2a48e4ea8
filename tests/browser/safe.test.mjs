// A form without scripts that is sent again and again, a page that was left, and Shift.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import http from "node:http";
import { ALIAS, SITE, launch, phone } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Waits until the check says yes. */
const until = async (what, check) => {
  for (const end = Date.now() + 15_000; ;) {
    if (await check()) return;
    assert.ok(Date.now() < end, `${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/**
 * The site behind a slow line: the answer to each `POST` waits. It keeps the confirmation of each form that was accepted,
 * also where the browser has given up waiting for it.
 */
const slowly = (wait) =>
  new Promise((ready) => {
    const accepted = [];
    let asked = 0;
    const server = http.createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const { host, "accept-encoding": _, ...headers } = request.headers;
        const to = new URL(request.url, SITE);
        const sends = request.method === "POST" && to.pathname === "/referrals";
        if (sends) asked += 1;
        const onward = http.request(to, { method: request.method, headers: { ...headers, host: to.host } }, (answer) => {
          const body = [];
          answer.on("data", (chunk) => body.push(chunk));
          answer.on("end", () => {
            const kept = { ...answer.headers };
            for (const name of ["content-length", "transfer-encoding", "connection"]) delete kept[name];
            if (sends && answer.statusCode === 303) accepted.push(answer.headers["set-cookie"][0].split(";")[0]);
            const tell = () => {
              response.writeHead(answer.statusCode, kept);
              response.end(Buffer.concat(body));
            };
            if (sends) setTimeout(tell, wait);
            else tell();
          });
        });
        onward.on("error", () => request.socket.destroy());
        onward.end(Buffer.concat(chunks));
      });
    });
    server.listen(0, "127.0.0.1", () =>
      ready({ site: `http://127.0.0.1:${server.address().port}`, accepted, asked: () => asked, server }));
  });

const references = async (cookies) => {
  const pages = cookies.map(async (cookie) => {
    const page = await (await fetch(`${SITE}/referrals/sent`, { headers: { cookie } })).text();
    return page.match(/id="reference"[^>]*>([^<]*)</)[1];
  });
  return new Set(await Promise.all(pages));
};

test("without scripts, pressing Send again and again on a slow line is one case", async () => {
  const line = await slowly(800);
  const page = await phone(browser, { javaScriptEnabled: false });
  await page.context().unrouteAll();
  await page.goto(`${line.site}/get-support/`);
  await page.fill("#person-name", `${ALIAS} ${Math.random().toString(36).replace(/[^a-z]/g, "")}`);
  await page.click("#person-role");
  await page.locator("#send").scrollIntoViewIfNeeded();
  const button = await page.locator("#send").boundingBox();
  for (let press = 1; press <= 5; press += 1) {
    const before = line.asked();
    // The driver's own click would wait for the answer to the press before.
    await page.mouse.click(button.x + 10, button.y + 10);
    // After the first answer, which has no case yet, the browser sends the form once more by itself. From then on each
    // press comes before the answer to the one before.
    await until("the press is sent", () => line.asked() > before + (press === 1 ? 1 : 0));
  }
  await page.waitForSelector("#reference");
  await until("what was sent is accepted", () => line.accepted.length === 5);
  const told = await references(line.accepted);
  assert.equal(told.size, 1, `${line.accepted.length} were accepted`);
  assert.ok(told.has((await page.textContent("#reference")).trim()));
  await page.context().close();
  line.server.closeAllConnections();
  line.server.close();
});

/** A new case: its reference and words. */
const someone = async () => {
  const referral = {
    id: crypto.randomUUID(),
    source: { kind: "self" },
    person: { role: "victim", name: ALIAS },
    contact: { channels: [{ kind: "online", safe: true }] },
    consent: { basis: "consent", given_by: "person", how: "form", scope: ["assess"] },
  };
  const answer = await fetch(`${SITE}/referrals`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(referral),
  });
  const { reference, memorable_word } = await answer.json();
  return { reference, word: memorable_word };
};

const opens = async (pass) => {
  const body = new URLSearchParams({ pass });
  return (await fetch(`${SITE}/me/progress`, { method: "POST", body })).status;
};

for (const scripts of [true, false]) {
  test(`after Exit ${scripts ? "with" : "without"} scripts, the pass of the page opens nothing`, async () => {
    for (const back of [false, true]) {
      const page = await phone(browser, { javaScriptEnabled: scripts });
      const one = await someone();
      await page.goto(`${SITE}/progress/`);
      await page.fill("#reference", one.reference);
      await page.fill("#word", one.word);
      await Promise.all([page.waitForNavigation(), page.click("main button")]);
      const pass = await page.getAttribute("[name=pass]", "value");
      assert.equal(await opens(pass), 200);
      await page.click("[data-exit]");
      await page.waitForURL((url) => url.origin !== new URL(SITE).origin);
      if (back) await page.goBack().catch(() => null);
      await until("the visit has ended", async () => (await opens(pass)) === 410);
      await page.context().close();
    }
  });
}

test("Exit from a person's page leaves although nothing answers", async () => {
  const page = await phone(browser);
  const one = await someone();
  await page.goto(`${SITE}/progress/`);
  await page.fill("#reference", one.reference);
  await page.fill("#word", one.word);
  await Promise.all([page.waitForNavigation(), page.click("main button")]);
  await page.route(/\/(exit|me\/leave)/, () => {});
  await page.click("[data-exit]");
  await page.waitForURL((url) => url.origin !== new URL(SITE).origin);
  await page.context().close();
});

const told = (page) => page.textContent("body > [role=status]");

test("a screen reader is told each press of Shift, and that time ran out", async () => {
  const page = await phone(browser);
  await page.clock.install();
  await page.goto(`${SITE}/`);
  assert.equal(await told(page), "");
  await page.keyboard.press("Shift");
  assert.equal(await told(page), "Exit now: press 1 of 3.");
  await page.keyboard.press("Shift");
  assert.equal(await told(page), "Exit now: press 2 of 3.");
  await page.clock.fastForward(5100);
  assert.equal(await told(page), "Exit now: timed out.");
  await page.keyboard.press("Shift");
  await page.keyboard.press("Shift");
  assert.equal(await told(page), "Exit now: press 2 of 3.", "it begins again");
  await page.keyboard.press("a");
  assert.equal(await told(page), "");
  await page.keyboard.press("Shift+A");
  assert.equal(await told(page), "", "a capital letter is nothing to tell");
  await page.context().close();
});

test("an iPhone's own Shift key leaves only where nobody types", async () => {
  const page = await phone(browser);
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (name, ...more) => name === "-webkit-touch-callout" || supports(name, ...more);
    const match = window.matchMedia.bind(window);
    window.matchMedia = (query) => (query === "(any-pointer: fine)" ? { matches: false } : match(query));
  });
  await page.goto(`${SITE}/progress/`);
  await page.focus("#word");
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("Shift");
  assert.equal(await told(page), "");
  assert.equal(await page.locator("#word").count(), 1, "the page is still there");
  await page.focus("[data-exit]");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift", { noWaitAfter: true });
  await page.waitForURL((url) => url.origin !== new URL(SITE).origin);
  await page.context().close();
});

test("three Shifts leave a field of every other keyboard", async () => {
  const page = await phone(browser);
  await page.goto(`${SITE}/progress/`);
  await page.focus("#word");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift", { noWaitAfter: true });
  await page.waitForURL((url) => url.origin !== new URL(SITE).origin);
  await page.context().close();
});
