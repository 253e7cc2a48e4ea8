// After Exit, and after a page has closed by itself, Back and Reload never show anything that was typed or shown. Runs in
// Chromium and in Firefox, with scripts, with scripts but without WASM, and without scripts.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import http from "node:http";
import puppeteer from "puppeteer-core";
import { ALIAS, EMAIL, SITE } from "./support.mjs";

const POSTCODE = "RG1 1AA";
const WORDS = "Please write to me slowly";
const TYPED = [ALIAS, EMAIL, POSTCODE, WORDS];

const BROWSERS = {
  Chromium: () =>
    puppeteer.launch({ executablePath: process.env.HUB_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] }),
  Firefox: () =>
    puppeteer.launch({ browser: "firefox", executablePath: process.env.HUB_FIREFOX ?? "/usr/bin/firefox-esr" }),
};

const listen = (answer) =>
  new Promise((ready) => {
    const server = http.createServer(answer);
    server.listen(0, "127.0.0.1", () => ready({ server, port: server.address().port }));
  });

/** Where Exit leads: another origin, so that the tests need no internet. */
let weather;

/** The site, with what a test changes on the way: `change(path, html)` for pages, `fail(request)` for answers. */
const front = (hooks = {}) =>
  listen((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const failed = hooks.fail?.(request);
      if (failed === "drop") return request.socket.destroy();
      if (failed) {
        response.writeHead(failed.status, { "content-type": "text/html", "cache-control": "no-store" });
        return response.end(failed.body);
      }
      const { host, "accept-encoding": _, ...headers } = request.headers;
      const to = new URL(request.url, SITE);
      const onward = http.request(to, { method: request.method, headers: { ...headers, host: to.host } }, (answer) => {
        const body = [];
        answer.on("data", (chunk) => body.push(chunk));
        answer.on("end", () => {
          let bytes = Buffer.concat(body);
          const kept = { ...answer.headers };
          delete kept["content-length"];
          delete kept["transfer-encoding"];
          delete kept.connection;
          if (to.pathname === "/exit" && kept.location) kept.location = `http://localhost:${weather.port}/`;
          const elsewhere = /data-elsewhere="[^"]*"/;
          if (/text\/html/.test(kept["content-type"])) {
            bytes = bytes.toString().replace(elsewhere, `data-elsewhere="http://localhost:${weather.port}/"`);
          }
          if (hooks.change && /text\/html/.test(kept["content-type"])) bytes = hooks.change(bytes.toString());
          response.writeHead(answer.statusCode, kept);
          response.end(bytes);
        });
      });
      onward.on("error", () => request.socket.destroy());
      onward.end(Buffer.concat(chunks));
    });
  });

/** A page as a browser without scripts reads it. Firefox cannot be driven with its scripts turned off. */
const unscripted = (html) => html.replace(/<script\b[^>]*>.*?<\/script>/gs, "").replace(/<\/?noscript>/g, "");

const MODES = {
  "with scripts": { scripts: true },
  "without WASM": { scripts: true, hooks: { fail: ({ url }) => url.endsWith(".wasm") && { status: 404, body: "" } } },
  "without scripts": { scripts: false },
};

/** Opens a page of the site. The caller closes it with `end`. */
const open = async (browser, name, mode, hooks = {}) => {
  const all = { ...mode.hooks, ...hooks };
  const strip = !mode.scripts && name === "Firefox";
  if (strip) {
    const change = all.change ?? ((html) => html);
    all.change = (html) => unscripted(change(html));
  }
  const served = await front(all);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  if (!mode.scripts && !strip) await page.setJavaScriptEnabled(false);
  const site = `http://127.0.0.1:${served.port}`;
  const end = async () => {
    await context.close();
    served.server.closeAllConnections();
    served.server.close();
  };
  return { page, site, end };
};

/** Presses something that leads to another document, and waits for that. */
const follow = (page, selector) =>
  Promise.all([page.waitForNavigation({ timeout: 15_000 }), page.click(selector)]);

/** Waits until the page says yes. The driver's own way to wait needs what the policy of the pages forbids in Firefox. */
const until = async (page, check, ...values) => {
  for (const end = Date.now() + 15_000; ;) {
    // While a page is being replaced, no page answers.
    if (await page.evaluate(check, ...values).catch(() => false)) return;
    assert.ok(Date.now() < end, `timed out: ${check}, at ${page.url()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const question = (page) => page.evaluate(() => Number(document.documentElement.dataset.at));

const next = async (page) => {
  const before = await question(page);
  await page.click("button.next");
  await until(page, (at) => Number(document.documentElement.dataset.at) === at + 1, before);
};

/** Answers questions all over the form. */
const answer = async (page, { scripts }, { address = EMAIL, more = true } = {}) => {
  const step = async (at) => {
    if (scripts) while ((await question(page)) < at) await next(page);
    else if (at > 3) await page.click(`#q${at} summary`);
  };
  await page.click("#safety-in_danger_now-1");
  await page.click("#safety-someone_may_see_device");
  await step(1);
  await page.type("#person-name", ALIAS);
  await page.click("#person-role");
  await step(2);
  await page.click("#contact-channels-0-safe");
  await page.type("#contact-channels-0-address", address);
  await step(3);
  await page.click("#consent-scope-1");
  if (!more) return;
  await step(4);
  await page.click("#incident-flags-0");
  await step(7);
  await page.type("#residence-postcode", POSTCODE);
  await step(10);
  await page.type("#wishes-own_words", WORDS);
};

/** Leaves by the button or by the keyboard, and arrives elsewhere. */
const leave = async (page, way = "button") => {
  const gone = page.waitForNavigation({ timeout: 15_000 });
  if (way === "button") await page.click("[data-exit]");
  else for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift");
  await gone;
  await isElsewhere(page);
};

const isElsewhere = (page) =>
  until(page, () => location.hostname === "localhost" && document.title === "Weather");

/** What can be read on the page: its text and its fields, and every field that differs from how the page came. */
const seen = (page) =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll("input, textarea, select")];
    const answered = (field) => {
      if (field.type === "hidden") return false;
      if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
      return field.tagName === "SELECT" ? field.selectedIndex > 0 : field.value !== "";
    };
    return {
      address: location.href,
      title: document.title,
      text: `${document.documentElement.outerHTML} ${fields.map((field) => field.value).join(" ")}`,
      answered: fields.filter(answered).map((field) => field.id),
    };
  });

const showsNothing = async (page, secrets, where) => {
  const { address, title, text, answered } = await seen(page);
  for (const secret of secrets) {
    assert.ok(!`${address} ${title} ${text}`.includes(secret), `${where}: ${secret} is on ${address}`);
  }
  assert.deepEqual(answered, [], `${where}: fields of ${address} have answers`);
};

/** Goes through the history. Where the browser asks something first, such as to send a form again, it stays unanswered. */
const go = async (page, step) => {
  // Firefox reports no load for a step to a page that a script replaced or that it restored from memory.
  await page[step]({ timeout: step === "reload" ? 4000 : 1000 }).catch(() => {});
  // A page that a script leaves or restores settles within a few frames.
  await new Promise((resolve) => setTimeout(resolve, 250));
};

/** Back, again and again, with a reload each time; then forward again. */
const historyShowsNothing = async (page, secrets, { back = 4, reload = true } = {}) => {
  for (let press = 1; press <= back; press += 1) {
    await go(page, "goBack");
    await showsNothing(page, secrets, `Back ${press}`);
    if (reload) {
      await go(page, "reload");
      await showsNothing(page, secrets, `reload after Back ${press}`);
    }
  }
  for (let press = 1; press <= back; press += 1) {
    await go(page, "goForward");
    await showsNothing(page, secrets, `Forward ${press}`);
  }
};

const kept = (page) =>
  page.evaluate(() => ["reference", "word"].map((id) => document.getElementById(id).textContent.trim()));

/** A person who asked for help: their reference and words. */
const someone = async () => {
  const body = new URLSearchParams({
    "/id": crypto.randomUUID(), "/source/kind": "self", "/consent/basis": "consent", "/consent/how": "form",
    "/consent/scope/0": "assess", "/consent/given_by": "person", "/person/role": "victim", "/person/name": ALIAS,
    "/contact/channels/0/kind": "email", "/contact/channels/0/safe": "true", "/contact/channels/0/address": EMAIL,
  });
  const answered = await fetch(`${SITE}/referrals`, { method: "POST", body, redirect: "manual" });
  assert.equal(answered.status, 303, await answered.text());
  const cookie = answered.headers.get("set-cookie").split(";")[0];
  const html = await (await fetch(`${SITE}/referrals/sent`, { headers: { cookie } })).text();
  return ["reference", "word"].map((id) => html.match(new RegExp(`id="${id}"[^>]*>\\s*([^<]+?)\\s*<`))[1]);
};

const openOwn = async (page, site, [reference, word]) => {
  await page.goto(`${site}/progress/`);
  await page.type("#reference", reference);
  await page.type("#word", word);
  await follow(page, "#open");
  await page.waitForSelector(".ways-on");
};

/** Lets the page's clock run ahead, as after a phone has slept, and lets the page look at it. */
const sleepable = (page) =>
  page.evaluateOnNewDocument(() => {
    const now = Date.now.bind(Date);
    window.slept = 0;
    Date.now = () => now() + window.slept;
  });
const sleep = (page, minutes) =>
  page.evaluate((ms) => {
    window.slept += ms;
    document.dispatchEvent(new Event("visibilitychange"));
  }, minutes * 60_000);
const warned = (page) => page.evaluate(() => !document.getElementById("closing").hidden);

before(async () => {
  weather = await listen((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!DOCTYPE html><title>Weather</title><p>Rain later.");
  });
});
after(() => {
  weather.server.closeAllConnections();
  weather.server.close();
  // A socket that Firefox leaves open would keep this file running for ever. Its results are out by then.
  setTimeout(() => process.exit(), 2000).unref();
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, { timeout: 900_000 }, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser.close());

    const visit = (title, mode, act, hooks) =>
      test(`${title}, ${mode}`, async () => {
        const visited = await open(browser, name, MODES[mode], hooks);
        try {
          await act(visited.page, visited.site, MODES[mode]);
        } finally {
          await visited.end();
        }
      });

    for (const [mode, { scripts }] of Object.entries(MODES)) {
      for (const way of scripts ? ["button", "Shift"] : ["button"]) {
        visit(`Back after Exit by ${way} shows no answer`, mode, async (page, site, how) => {
          await page.goto(`${site}/`);
          await page.goto(`${site}/get-support/`);
          await answer(page, how);
          await leave(page, way);
          await historyShowsNothing(page, TYPED, { back: scripts ? 5 : 2 });
        });
      }

      visit("Back after sending and Exit shows no answer, reference or words", mode, async (page, site, how) => {
        await page.goto(`${site}/get-support/`);
        await answer(page, how);
        await follow(page, "#send");
        await page.waitForSelector("#reference");
        const secrets = [...TYPED, ...(await kept(page))];
        await leave(page);
        await historyShowsNothing(page, secrets, { back: 3 });
        // The hub may lead on from there, which Firefox does not report as a load.
        await page.goto(`${site}/referrals/sent`, { timeout: 4000 }).catch(() => {});
        await showsNothing(page, secrets, "the page after sending, opened again");
      });

      visit("Back after Exit from the person's page shows nothing", mode, async (page, site) => {
        const secrets = await someone();
        await openOwn(page, site, secrets);
        await leave(page);
        // Without scripts a reload can send the memorable word again if the person confirms it. The page warns about that.
        await historyShowsNothing(page, [...secrets, ALIAS, EMAIL], { back: 2, reload: scripts });
      });

      visit("Back after Exit from the directory shows no postcode", mode, async (page, site) => {
        await page.goto(`${site}/directory/`);
        await page.type("#postcode", POSTCODE);
        await follow(page, "#search");
        await leave(page);
        await historyShowsNothing(page, [POSTCODE], { back: 2, reload: scripts });
      });

      visit("Exit from another page forgets the form too", mode, async (page, site, how) => {
        await page.goto(`${site}/get-support/`);
        await answer(page, how, { more: false });
        await follow(page, ".foot a[href='/leaving/']");
        await leave(page);
        await historyShowsNothing(page, TYPED, { back: 3 });
      });
    }

    visit("Back after Exit from the page with problems shows no answer", "without WASM", async (page, site, how) => {
      await page.goto(`${site}/get-support/`);
      await answer(page, how, { address: "nonsense" });
      await page.click("#send");
      await page.waitForSelector("#problems");
      assert.equal(await page.$eval("#person-name", (field) => field.value), ALIAS);
      await next(page);
      await leave(page);
      await historyShowsNothing(page, TYPED, { back: 5 });
    });

    visit("Back after sending shows an empty form", "with scripts", async (page, site, how) => {
      await page.goto(`${site}/get-support/`);
      await answer(page, how, { more: false });
      await follow(page, "#send");
      await page.waitForSelector("#reference");
      await go(page, "goBack");
      await page.waitForSelector("#form");
      await showsNothing(page, TYPED, "Back after sending");
    });

    for (const [what, failure] of [["is broken", { status: 503, body: "{}" }], ["cannot be reached", "drop"]]) {
      const fail = ({ url }) => url === "/exit" && failure;
      for (const way of ["button", "Shift"]) {
        visit(`Exit by ${way} leaves a hub that ${what}`, "with scripts", async (page, site, how) => {
          await page.goto(`${site}/get-support/`);
          await answer(page, how, { more: false });
          await leave(page, way);
          await historyShowsNothing(page, TYPED, { back: 2 });
        }, { fail });
      }
    }

    for (const [what, failure, said] of [
      ["cannot be reached", "drop", /could not send it/],
      ["is busy", { status: 429, body: "<main><h1>We are very busy right now</h1><p>Many people are sending.</p></main>" }, /very busy/],
      ["is broken", { status: 503, body: "{}" }, /could not send it/],
    ]) {
      let failing = true;
      const fail = ({ method }) => failing && method === "POST" && failure;
      visit(`a hub that ${what} takes no answer away`, "with scripts", async (page, site, how) => {
        await page.goto(`${site}/get-support/`);
        await answer(page, how, { more: false });
        await page.click("#send");
        await until(page, (text) => new RegExp(text).test(document.getElementById("sending").textContent), said.source);
        assert.match(await page.$eval("#sending", (line) => line.textContent), /answers are still here/);
        assert.equal(await page.$eval("#person-name", (field) => field.value), ALIAS);
        failing = false;
        await follow(page, "#send");
        await page.waitForSelector("#reference");
      }, { fail });
    }

    visit("the page after sending warns and then closes", "without WASM", async (page, site, how) => {
      await sleepable(page);
      await page.goto(`${site}/get-support/`);
      await answer(page, how, { more: false });
      await follow(page, "#send");
      await page.waitForSelector("#reference");
      const secrets = await kept(page);
      await sleep(page, 7);
      assert.equal(await warned(page), false);
      await sleep(page, 1.5);
      assert.equal(await warned(page), true);
      await page.click("[data-stay]");
      assert.equal(await warned(page), false);
      await sleep(page, 7);
      assert.deepEqual(await kept(page), secrets);
      await Promise.all([page.waitForNavigation(), sleep(page, 3.1).catch(() => {})]);
      await isElsewhere(page);
      await historyShowsNothing(page, [...TYPED, ...secrets], { back: 2 });
    });

    visit("the person's page warns and then closes", "with scripts", async (page, site) => {
      const secrets = await someone();
      await sleepable(page);
      await openOwn(page, site, secrets);
      await sleep(page, 24);
      assert.equal(await warned(page), false);
      await sleep(page, 2);
      assert.equal(await warned(page), true);
      await Promise.all([
        page.waitForResponse((answered) => answered.url().endsWith("/me/progress") && answered.ok()),
        page.click("[data-stay]"),
      ]);
      await until(page, () => document.getElementById("closing").hidden);
      await sleep(page, 24);
      assert.ok((await seen(page)).text.includes(secrets[0]));
      await Promise.all([page.waitForNavigation(), sleep(page, 7).catch(() => {})]);
      await isElsewhere(page);
      await historyShowsNothing(page, secrets, { back: 2 });
    });

    visit("the form warns and closes, also on a sleeping phone", "with scripts", async (page, site, how) => {
      await sleepable(page);
      await page.goto(`${site}/get-support/`);
      await answer(page, how);
      await sleep(page, 26);
      assert.equal(await warned(page), true);
      await page.type("#wishes-own_words", " and more");
      assert.equal(await warned(page), false);
      await sleep(page, 26);
      assert.ok((await seen(page)).text.includes(`${WORDS} and more`));
      await Promise.all([page.waitForNavigation(), sleep(page, 600).catch(() => {})]);
      await isElsewhere(page);
      await historyShowsNothing(page, TYPED);
    });

    // The test turns the minutes into seconds.
    const soon = { change: (html) => html.replace(/content="(600|1800);/, 'content="3;') };
    visit("the page after sending closes by itself", "without scripts", async (page, site, how) => {
      await page.goto(`${site}/get-support/`);
      await answer(page, how, { more: false });
      await follow(page, "#send");
      await page.waitForSelector("#reference");
      const secrets = await kept(page);
      await isElsewhere(page);
      await historyShowsNothing(page, [...TYPED, ...secrets], { back: 2 });
    }, soon);
    visit("the person's page closes by itself", "without scripts", async (page, site) => {
      const secrets = await someone();
      await openOwn(page, site, secrets);
      await isElsewhere(page);
      await historyShowsNothing(page, secrets, { back: 2, reload: false });
    }, soon);
  });
}

test("no page may be stored by the browser", async () => {
  for (const path of ["/", "/get-support/", "/directory/", "/progress/", "/leaving/", "/no-such-page"]) {
    assert.equal((await fetch(SITE + path)).headers.get("cache-control"), "no-store", path);
  }
});
