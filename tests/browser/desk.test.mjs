// A coordinator: sign in, see the queue, look at a case, do something, see what then stands. The login and the hub are
// played here, so that this test is about the page: what it asks, with what, and what it keeps.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SITE, accessible, exitIsClear, launch, phone } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const claims = Buffer.from(JSON.stringify({ sub: "me", "cognito:groups": ["coordinator", "employer-hub"] }));
const TOKEN = `head.${claims.toString("base64url")}.sign`;
const ROW = {
  reference: "Z2Q22222", due: "2026-11-24T17:00:00Z", overdue: false, tier: "enhanced", risk: "high",
  flags: ["suicide-risk"], why: [{ why: "no-service", due: "2026-11-24T17:00:00Z" }],
  tasks: [{ task: 4, kind: "call" }], coordinator: null, mine: false,
};
const CASE = {
  reference: ROW.reference, version: 7, tier: "enhanced", risk: "high", ended: null,
  assessment: { flags: ["suicide-risk"] }, holds: [], complaints: [],
  tasks: [{ task: 4, kind: "call", due: ROW.due }],
  referral: {
    person: { name: "Quiet Robin" },
    contact: { channels: [{ kind: "email", safe: false, address: "shared@example.org" }, { kind: "phone", safe: true, address: "07700 900123" }] },
  },
  owes: [{ what: "One of our team rings you, as you asked", who: "hub", provider_name: null, by: ROW.due }],
};

/** Plays login and hub; returns what they were asked. */
const play = async (page) => {
  const asked = { calls: [], moves: [] };
  const json = (route, body, status = 200) =>
    route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) });
  await page.route(`${SITE}/staff/config.json`, (route) =>
    json(route, {
      authorize_url: "https://login.example/oauth2/authorize", token_url: `${SITE}/oauth2/token`, client_id: "staff",
      redirect_uri: `${SITE}/staff/`, scope: "openid",
    }));
  await page.route("https://login.example/**", (route) => {
    const state = new URL(route.request().url()).searchParams.get("state");
    route.fulfill({ status: 302, headers: { location: `${SITE}/staff/?code=abc-1&state=${state}` } });
  });
  await page.route(`${SITE}/oauth2/token`, (route) => json(route, { access_token: TOKEN, expires_in: 3600 }));
  await page.route(`${SITE}/hub/**`, (route) => {
    const request = route.request();
    const url = new URL(request.url());
    asked.calls.push(`${request.method()} ${url.pathname}${url.search}`);
    if (request.headers().authorization !== `Bearer ${TOKEN}`) return json(route, {}, 401);
    if (request.method() === "POST") {
      asked.moves.push({ to: url.pathname, version: request.headers()["if-match"], body: JSON.parse(request.postData()) });
      if (url.pathname.endsWith("/uplift")) return json(route, { title: "Nothing is lowered by hand" }, 409);
      return json(route, { reference: ROW.reference, version: 8 });
    }
    if (url.pathname !== "/hub/queue") return json(route, { ...CASE, version: 7 + asked.moves.length });
    const rows = url.searchParams.get("mine") ? [] : [ROW];
    return json(route, { rows, next: null });
  });
  return asked;
};

test("a coordinator sees what is most urgent, looks, and writes down what was done", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  assert.match(await page.textContent("#queue"), /Z2Q22222: high risk, enhanced rights/);
  assert.match(await page.textContent("#queue"), /Suicide risk · No service · Call/);
  assert.ok(!(await page.textContent("main")).includes("Robin"), "the queue says who it is");
  await accessible(page, "the queue");
  await exitIsClear(page, "the queue");
  await page.click("#queue button");
  await page.waitForSelector("#case");
  const shown = await page.textContent("#case");
  assert.match(shown, /Quiet Robin/);
  assert.match(shown, /24 November 2026/);
  assert.ok(!shown.includes("shared@example.org"), "a way that is not safe is shown");
  await accessible(page, "the case");
  await page.click("#task-done-4 summary");
  await page.selectOption("#task-done-4-outcome", "not-reached");
  await accessible(page, "what was done");
  await page.click("#task-done-4 button");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "It is written down.");
  assert.deepEqual(asked.moves, [
    { to: "/hub/cases/Z2Q22222/task-done", version: '"7"', body: { task: 4, outcome: "not-reached" } },
  ]);
  // The hub's own words say why not.
  await page.click("#uplift summary");
  await page.click("#uplift button");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "Nothing is lowered by hand.");
  assert.equal(asked.moves[1].body.risk, undefined);
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.equal(left, '[{},{},""]', "neither token nor person is kept");
  assert.equal(new URL(page.url()).search, "");
  // The browser itself notes that the hub said no, as it should.
  assert.deepEqual(page.problems.filter((problem) => !/409/.test(problem)), []);
});

test("a coordinator finds their own, and a case by the reference that somebody reads out", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  await page.click("#filters button:nth-of-type(2)");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "Nothing is waiting here.");
  assert.ok(asked.calls.includes("GET /hub/queue?mine=true"), String(asked.calls));
  await page.fill("#find-reference", "z2q2 2222");
  await page.click("#find button");
  await page.waitForSelector("#case");
  assert.ok(asked.calls.includes("GET /hub/cases/z2q22222"), String(asked.calls));
  assert.deepEqual(page.problems, []);
});
