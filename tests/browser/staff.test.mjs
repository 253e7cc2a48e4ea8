// A provider's staff sign in, see what is offered, open it and accept it. This test plays the login and the hub: it is about
// the page, what it sends and what it keeps.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SITE, accessible, launch, phone } from "./support.mjs";
import { fits } from "./staff-support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const claims = Buffer.from(JSON.stringify({ sub: "me", username: "robin.staff", "cognito:groups": ["provider-open-door"] }));
const TOKEN = `head.${claims.toString("base64url")}.sign`;
const ROW = {
  reference: "Z2Q22222", onward: "Z2Q22222-1", service: "open-door-all", service_name: "Open door", state: "offered",
  due: "2026-11-23T17:00:00Z", needs: ["trouble-sleeping"], late: false, soon: true,
  href: "https://elsewhere.example/provider/onwards/Z2Q22222-1",
};
const OFFER = {
  state: "offered", service_name: "Open door", age_band: "25-59",
  offer: { onward: "Z2Q22222-1", risk: "medium", needs: ["trouble-sleeping"], accept_by: ROW.due },
};

const ACCEPTED = {
  ...OFFER, state: "accepted", version: 5, person: { name: "Quiet Robin" }, first_contact_by: ROW.due,
  care: {
    outcome: null,
    attempts: [{ at: "2026-11-23T11:00:00Z", by: "phone", outcome: "no-answer" }],
    measures: [{ at: "2026-11-23T12:00:00Z", point: "middle", scores: { health: 4, coping: 5, safety: 6, reintegration: 7, informed: 8, justice: 9 } }],
  },
  may: ["contact-tried", "session-held", "measured", "stage-reached", "refer-on", "closed"],
};
const CHOICES = {
  choices: [{ service: "isva", service_name: "Advisers", provider_name: "Refuge", about: "", needs: ["trouble-sleeping"] }], left: [],
};

/** Plays the login and the hub; returns the requests to them. */
const play = async (page) => {
  const asked = { token: null, calls: [], acts: [], referred: [], accepted: false, over: false };
  const json = (route, body, status = 200) =>
    route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) });
  await page.route(`${SITE}/staff/config.json`, (route) =>
    json(route, {
      authorize_url: "https://login.example/oauth2/authorize", token_url: `${SITE}/oauth2/token`, client_id: "staff",
      redirect_uri: `${SITE}/staff/`, scope: "openid", logout_url: "https://login.example/logout",
      revoke_url: `${SITE}/oauth2/revoke`,
    }));
  await page.route(`${SITE}/oauth2/revoke`, (route) => {
    asked.revoked = new URLSearchParams(route.request().postData());
    route.fulfill({ status: 200, body: "" });
  });
  await page.route("https://login.example/logout?**", (route) => {
    asked.logout = new URL(route.request().url()).searchParams;
    route.fulfill({ status: 302, headers: { location: asked.logout.get("logout_uri") } });
  });
  await page.route("https://login.example/oauth2/**", (route) => {
    asked.login = new URL(route.request().url()).searchParams;
    route.fulfill({ status: 302, headers: { location: `${SITE}/staff/?code=abc-1&state=${asked.login.get("state")}` } });
  });
  await page.route(`${SITE}/oauth2/token`, (route) => {
    asked.token = new URLSearchParams(route.request().postData());
    json(route, { access_token: TOKEN, refresh_token: "the-other-token", expires_in: 3600 });
  });
  await page.route(`${SITE}/provider/**`, (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    asked.calls.push(`${request.method()} ${path}`);
    if (request.headers().authorization !== `Bearer ${TOKEN}`) return json(route, {}, 401);
    if (path.endsWith("/refer-on")) {
      if (request.method() === "GET") return json(route, CHOICES);
      asked.referred.push({ version: request.headers()["if-match"], body: JSON.parse(request.postData()) });
      return json(route, { ...ACCEPTED, version: 6 });
    }
    if (path.endsWith("/accept")) {
      asked.accepted = true;
      return json(route, ACCEPTED);
    }
    if (path.endsWith("/notes")) return json(route, { notes: [] });
    if (path.endsWith("/acts")) {
      asked.acts.push({ version: request.headers()["if-match"], body: JSON.parse(request.postData()) });
      const over = asked.acts.at(-1).body.act === "closed";
      asked.over ||= over;
      return over ? json(route, { state: "closed", care: { outcome: "completed" } }) : json(route, { ...ACCEPTED, version: 6 });
    }
    if (!path.endsWith("/onwards")) return json(route, OFFER);
    const state = new URL(request.url()).searchParams.get("state") ?? "offered";
    const there = !asked.over && state === (asked.accepted ? "accepted" : "offered");
    const services = [{ service: "open-door-all", service_name: "Open door" }];
    return json(route, { provider_name: "Open door", services, onwards: there ? [{ ...ROW, state }] : [], next: null });
  });
  return asked;
};

/** Chooses one answer, whether it is a list or radio buttons. */
const choose = async (page, form, field, answer) => {
  const list = page.locator(`select#${form}-${field}`);
  if (await list.count()) await list.selectOption(answer);
  else await page.check(`#${form}-${field}-${answer}`);
};

/** Signs in and opens the first referral of the worklist. */
const atTheReferral = async (page) => {
  await page.goto(`${SITE}/staff/#view=offers`);
  await page.click("#sign-in");
  await page.waitForSelector("#onwards li");
  await page.click("#onwards a");
  await page.waitForSelector("#details");
};

test("staff see who the person is only after they accept", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/#view=offers`);
  await page.waitForSelector("#sign-in");
  await accessible(page, "the staff page");
  await fits(page, "the staff page");
  await page.click("#sign-in");
  await page.waitForSelector("#onwards li");
  assert.equal(asked.login.get("code_challenge_method"), "S256");
  const challenge = createHash("sha256").update(asked.token.get("code_verifier")).digest("base64url");
  assert.equal(challenge, asked.login.get("code_challenge"));
  assert.equal(asked.token.get("code"), "abc-1");
  assert.equal(new URL(page.url()).search, "", "the code is gone from the address");
  await page.click("#onwards a");
  await page.waitForSelector("#details");
  assert.match(await page.textContent("#details"), /Trouble sleeping/);
  assert.doesNotMatch(await page.textContent("#details"), /trouble-sleeping/, "a label, not its code");
  assert.ok(!(await page.textContent("main")).includes("Robin"));
  await accessible(page, "the offer");
  await page.click("#accept");
  await page.waitForFunction(() => document.querySelector("#details")?.textContent.includes("Quiet Robin"));
  assert.match(await page.textContent("#details"), /23 November 2026/);
  assert.equal(await page.locator("#accept").count(), 0);
  assert.ok(asked.calls.includes("POST /provider/onwards/Z2Q22222-1/accept"), String(asked.calls));
  assert.match(await page.textContent("#attempts"), /Phone call: No answer/);
  assert.match(await page.textContent("#travelled"), /Middle.*Health and wellbeing4/s);
  const status = (text) => page.waitForFunction((text) => document.querySelector("#heard").textContent === text, text);
  // Without the person's agreement there is no referral.
  await page.click("#refer-on summary");
  await accessible(page, "referring on");
  await page.check("#refer-on-service-isva");
  await page.check("#refer-on-needs-trouble-sleeping");
  await page.check("#refer-on-needs-lack-of-trust");
  await choose(page, "refer-on", "reason", "other-need");
  await page.click("#refer-on button");
  await page.waitForSelector("#refer-on-agreed-error");
  assert.deepEqual(asked.referred, [], "the person has not agreed");
  await page.check("#refer-on-agreed");
  await page.click("#refer-on button");
  await status("Saved.");
  assert.deepEqual(asked.referred, [{
    version: '"5"',
    body: { service: "isva", needs: ["trouble-sleeping", "lack-of-trust"], reason: "other-need", agreed: true },
  }]);
  // Each act is sent with the version that the page showed.
  await page.click("#session-held summary");
  await choose(page, "session-held", "modality", "phone");
  await page.fill("#session-held-minutes", "45");
  await accessible(page, "what was done");
  await page.click("#session-held button");
  await status("Saved.");
  await page.click("#measured summary");
  await choose(page, "measured", "point", "beginning");
  await page.click("#measured button");
  await page.waitForFunction(() => document.querySelector("#measured:not([open])"));
  await page.click("#closed summary");
  await choose(page, "closed", "outcome", "completed");
  await page.click("#closed button");
  await status("Saved. This referral is off your list.");
  assert.deepEqual(asked.acts, [
    { version: '"6"', body: { act: "session-held", modality: "phone", minutes: 45 } },
    { version: '"6"', body: { act: "measured", point: "beginning", scores: null } },
    { version: '"6"', body: { act: "closed", outcome: "completed" } },
  ]);
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.equal(left, '[{},{},""]', "the token and the person are not kept");
  assert.deepEqual(page.problems, []);
});

test("an empty form records nothing", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await atTheReferral(page);
  await page.click("#decline summary");
  await page.click("#decline button");
  await page.waitForSelector("#decline-why-error");
  assert.ok(!asked.calls.some((call) => call.startsWith("POST")), String(asked.calls));
  await page.click("#accept");
  await page.waitForFunction(() => document.querySelector("#details")?.textContent.includes("Quiet Robin"));
  const chosen = await page.locator("#details input:checked").count();
  assert.equal(chosen, 0, "an answer is chosen beforehand");
  for (const [form, field] of [
    ["contact-tried", "by"], ["contact-tried", "outcome"], ["session-held", "modality"], ["session-held", "minutes"],
    ["measured", "point"], ["stage-reached", "stage"], ["refer-on", "service"], ["closed", "outcome"],
  ]) {
    if (!(await page.locator(`#${form}[open]`).count())) await page.click(`#${form} summary`);
    await page.click(`#${form} form > button`);
    await page.waitForSelector(`#${form}-${field}-error`);
    assert.equal(await page.evaluate(() => document.activeElement.id), `${form}-wrong`);
  }
  await accessible(page, "forms with errors");
  assert.deepEqual([asked.acts, asked.referred], [[], []]);
  // A missing answer is named, and the given answer stays.
  await choose(page, "contact-tried", "by", "email");
  await page.click("#contact-tried form > button");
  await page.waitForFunction(() => !document.querySelector("#contact-tried-by-error"));
  assert.match(await page.textContent("#contact-tried-outcome-error"), /Choose one/);
  assert.deepEqual(asked.acts, []);
  assert.deepEqual(page.problems, []);
});

test("a code from another sign-in is not used", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/?code=stolen&state=guessed`);
  await page.waitForSelector("#sign-in");
  assert.equal(asked.token, null);
});

test("without WebAssembly the page says what to do", async () => {
  const page = await phone(browser);
  await page.addInitScript(() => { delete globalThis.WebAssembly; });
  await page.goto(`${SITE}/staff/`);
  await page.waitForSelector("#without-wasm:not([hidden])");
  assert.match(await page.textContent("#without-wasm"), /Lockdown Mode/);
  assert.equal(await page.locator("#staff").isVisible(), false);
  assert.deepEqual(page.problems, []);
});

/** Nobody is signed in, and nothing of a referral is on the page. */
const isSignedOut = async (page, asked) => {
  await page.waitForSelector("#sign-in");
  for (const part of ["#onwards", "#details", "#sign-out"]) assert.equal(await page.locator(part).count(), 0, part);
  assert.equal(asked.logout.get("client_id"), "staff");
  assert.equal(asked.logout.get("logout_uri"), `${SITE}/staff/`);
  assert.equal(asked.revoked.get("token"), "the-other-token");
};

test("signing out empties the page and ends the login's session", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await atTheReferral(page);
  await Promise.all([page.waitForURL(`${SITE}/staff/`), page.waitForRequest(/logout/), page.click("#sign-out")]);
  await isSignedOut(page, asked);
  assert.deepEqual(page.problems, []);
});

test("a page that nobody uses warns and then signs out", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.clock.install();
  await atTheReferral(page);
  await page.clock.fastForward("03:50");
  await page.clock.runFor(2000);
  assert.equal(await page.locator("#idle").count(), 0);
  await page.clock.fastForward("00:30");
  await page.waitForSelector("#idle");
  await accessible(page, "the warning");
  await page.click("#stay");
  await page.waitForSelector("#idle", { state: "detached" });
  await page.clock.fastForward("04:30");
  await page.waitForSelector("#idle");
  assert.equal(asked.logout, undefined);
  await Promise.all([page.waitForRequest(/logout/), page.clock.fastForward("00:40")]);
  await isSignedOut(page, asked);
  assert.deepEqual(page.problems, []);
});

test("after signing out the login asks for the password again", async () => {
  const page = await phone(browser);
  const config = await (await fetch(`${SITE}/staff/config.json`)).json();
  const { users } = JSON.parse(await readFile(process.env.HUB_STATUS, "utf8"));
  const login = new URL(config.authorize_url).origin;
  await page.route((url) => url.origin === login, (route) => route.continue());
  const asks = async () => {
    await Promise.all([page.waitForURL((url) => url.origin === login), page.click("#sign-in")]);
    await page.waitForSelector("input[type=password]");
  };
  await page.goto(`${SITE}/staff/`);
  await page.waitForSelector("#sign-in");
  await asks();
  await page.fill("input[name=username]", users.coordinator.username);
  await page.fill("input[type=password]", users.coordinator.password);
  await Promise.all([page.waitForURL(`${SITE}/staff/**`), page.keyboard.press("Enter")]);
  await page.waitForSelector("#sign-out");
  await page.click("#sign-out");
  await page.waitForSelector("#sign-in");
  await asks();
});

test("a list of ten thousand rows is read one page at a time", async () => {
  const page = await phone(browser);
  await play(page);
  const asked = [];
  await page.route(`${SITE}/provider/onwards?**`, (route) => {
    const url = new URL(route.request().url());
    asked.push(url.search);
    const from = Number(url.searchParams.get("after")?.slice(-4) ?? 0);
    const onwards = Array.from({ length: 100 }, (_, at) => ({ ...ROW, state: "accepted", onward: `Z2Q22222-${from + at}` }));
    const next = from < 9900 ? `/provider/onwards?state=accepted&after=2026-11-23T17:00:00Z~Z2Q22222-${String(from + 100).padStart(4, "0")}` : null;
    const body = { provider_name: "Open door", services: [], onwards, next };
    route.fulfill({ contentType: "application/json", body: JSON.stringify(body) });
  });
  await page.goto(`${SITE}/staff/#view=open`);
  await page.click("#sign-in");
  await page.waitForFunction(() => document.querySelectorAll("#onwards li").length === 100);
  assert.deepEqual(asked, ["?state=accepted"], "more than one page was read");
  await page.click("#next-page");
  await page.waitForSelector("#onwards a[href$='Z2Q22222-100']");
  assert.match(page.url(), /after=2026-11-23T17:00:00Z~Z2Q22222-0100$/);
  assert.equal(await page.locator("#onwards li").count(), 100, "earlier rows stay");
  await page.goBack();
  await page.waitForSelector("#onwards a[href$='Z2Q22222-0']");
  await accessible(page, "a long list");
  assert.deepEqual(page.problems, []);
});
