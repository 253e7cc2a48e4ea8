// A coordinator signs in, sees the queue, opens a case, changes it and sees the result. This test plays the login and the hub:
// it is about the page, what it sends and what it keeps.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SITE, accessible, focused, launch, phone } from "./support.mjs";
import { fits } from "./staff-support.mjs";

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
  assessment: { flags: ["suicide-risk", "conflict-check"] }, holds: [{ why: "no-service" }], paused_until: ROW.due,
  complaints: [{ complaint: 5, about: "service" }],
  tasks: [{ task: 4, kind: "call", due: ROW.due }],
  referral: {
    person: { name: "Quiet Robin" },
    consent: { scope: ["assess", "share-with-providers"] },
    contact: { channels: [{ kind: "email", safe: false, address: "shared@example.org" }, { kind: "phone", safe: true, address: "07700 900123" }] },
  },
  councils: [{ code: "E06000038", name: "Reading" }], pathways: [{ taken: { pathway: "marac" } }], earlier: ["22222222"],
  onwards: [{ offered: { service: "isva" }, service_name: "Advisers" }], hand_on_to: [{ service: "next", service_name: "The next hub" }],
  owes: [{ what: "Someone from our team will call you, as you asked", who: "hub", provider_name: null, by: ROW.due }],
};

const SERVICES = [
  { service: "isva", service_name: "Advisers", provider_name: "Refuge", until: "2027-03-31" },
  { service: "all", service_name: "Open door", provider_name: "Door", until: null },
];

/** Plays the login and the hub; returns the requests to them. */
const play = async (page, known = CASE) => {
  const asked = { calls: [], moves: [], refuses: [] };
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
      if (url.pathname.endsWith("/uplift")) return json(route, { title: "You can raise the tier or the risk, but not lower them" }, 409);
      const wrong = asked.refuses.shift();
      if (wrong) return json(route, wrong, wrong.status);
      if (url.pathname === "/hub/wind-downs") {
        const next = asked.moves.length < 2 ? "accepted" : null;
        return json(route, { asked: 20, waiting: 1, matched_again: 0, told: 0, failed: [], takes_new: false, next });
      }
      return json(route, { reference: ROW.reference, version: 8 });
    }
    if (url.pathname === "/hub/wind-downs") return json(route, { services: SERVICES });
    if (url.pathname === "/hub/unmet-needs") return json(route, { year: 2026, unmet: [{ need: "media-attention", council: "Reading", cases: 3 }] });
    if (known.colleagues && url.pathname !== "/hub/queue" && !url.searchParams.get("reason")) {
      return json(route, { title: "Say why you open it", status: 403, code: "REASON_NEEDED", reasons: [] }, 403);
    }
    if (url.pathname !== "/hub/queue") return json(route, { ...known, version: 7 + asked.moves.length });
    const rows = url.searchParams.get("mine") ? [] : [ROW];
    return json(route, { rows, next: null });
  });
  return asked;
};

/** Signs in and opens the first case of the queue. */
const atTheCase = async (page) => {
  await page.goto(`${SITE}/staff/#view=queue`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  await page.click("#queue a");
  await page.waitForSelector("#case");
};

const status = (page, text) => page.waitForFunction((text) => document.querySelector("#heard").textContent === text, text);

/** Sends each form: its id, the answers, the body that is sent, and the address where it is not the id. */
const make = async (page, asked, moves) => {
  await atTheCase(page);
  for (const [form, answers, body, address] of moves) {
    const version = `"${7 + asked.moves.length}"`;
    await fill(page, form, answers);
    await status(page, "Saved.");
    await page.waitForSelector("#case");
    assert.deepEqual(asked.moves.at(-1), { to: `/hub/cases/Z2Q22222/${address ?? form}`, version, body }, form);
  }
  assert.equal(asked.moves.length, moves.length);
};

/** Opens a form, fills it in and sends it. */
const fill = async (page, form, answers) => {
  await page.click(`#${form} > summary`);
  for (const [field, answer] of Object.entries(answers)) {
    if (answer === true) await page.check(`#${form}-${field}`);
    else if (answer === false) await page.uncheck(`#${form}-${field}`);
    else if (await page.locator(`select#${form}-${field}`).count()) await page.selectOption(`#${form}-${field}`, answer);
    else await page.fill(`#${form}-${field}`, answer);
  }
  await page.click(`#${form} form > button`);
};

test("a coordinator opens the most urgent case and records a task", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/#view=queue`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  assert.match(await page.textContent("#queue"), /Z2Q22222.*High risk.*Enhanced rights/s);
  assert.match(await page.textContent("#queue"), /Suicide risk · No service found · Call the person/);
  assert.ok(!(await page.textContent("main")).includes("Robin"), "the queue says who it is");
  await accessible(page, "the queue");
  await fits(page, "the queue");
  await page.click("#queue a");
  await page.waitForSelector("#case");
  const shown = await page.textContent("#case");
  assert.match(shown, /Quiet Robin/);
  assert.match(shown, /24 November 2026/);
  assert.ok(!shown.includes("shared@example.org"), "an unsafe way is shown");
  await accessible(page, "the case");
  await page.click("#task-done-4 summary");
  await page.check("#task-done-4-outcome-not-reached");
  await accessible(page, "what was done");
  await page.click("#task-done-4 button");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "Saved.");
  assert.deepEqual(asked.moves, [
    { to: "/hub/cases/Z2Q22222/task-done", version: '"7"', body: { task: 4, outcome: "not-reached" } },
  ]);
  // The hub's reason is shown in the form that it refused.
  await fill(page, "uplift", { "reason-judgement": true });
  await page.waitForFunction(() => document.querySelector("#uplift-wrong")?.textContent.includes("You can raise the tier or the risk, but not lower them."));
  assert.equal(asked.moves[1].body.risk, undefined);
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.equal(left, '[{},{},""]', "the token and the person are not kept");
  assert.equal(new URL(page.url()).search, "");
  // The browser logs the refusal.
  assert.deepEqual(page.problems.filter((problem) => !/409/.test(problem)), []);
});

test("a coordinator finds their own cases, and one by its reference", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/#view=queue`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  await page.click("#filters li:nth-of-type(2) a");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "Nothing is waiting here.");
  assert.ok(asked.calls.includes("GET /hub/queue?set_aside=false&mine=true"), String(asked.calls));
  await page.fill("#find-reference", "z2q2 2222");
  await page.click("#find button");
  await page.waitForSelector("#case");
  assert.ok(asked.calls.includes("GET /hub/cases/Z2Q22222"), String(asked.calls));
  assert.deepEqual(page.problems, []);
});

test("a filter never shows the rows of another one", async () => {
  const page = await phone(browser);
  const late = [];
  const row = (reference) => ({ ...ROW, reference });
  await play(page);
  await page.route(`${SITE}/hub/queue**`, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const answer = (rows) => () =>
      route.fulfill({ contentType: "application/json", body: JSON.stringify({ rows: rows.map(row), next: null }) });
    if (query.get("mine")) return void late.push(answer(["MINE2222"]));
    return answer(query.get("overdue") ? ["LATE2222", "LATE2223"] : ["EVERY222"])();
  });
  await page.goto(`${SITE}/staff/#view=queue`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  await page.click("#filters li:nth-of-type(2) a");
  await page.waitForFunction(() => document.querySelector("#heard").textContent === "Loading.");
  assert.equal(await page.locator("#queue li").count(), 0, "the rows of the last filter are gone");
  await page.click("#filters li:nth-of-type(4) a");
  await page.waitForFunction(() => document.querySelectorAll("#queue li").length === 2);
  assert.equal(late.length, 1);
  const arrived = page.waitForResponse(/mine=true/);
  await late[0]();
  await arrived;
  await page.waitForTimeout(300);
  assert.match(await page.textContent("#queue"), /LATE2222.*LATE2223/s);
  assert.ok(!(await page.textContent("#queue")).includes("MINE2222"));
  assert.equal(await page.textContent("#filters [aria-current=page]"), "Overdue");
  assert.deepEqual(page.problems, []);
});

test("every command of a coordinator has a form on the page", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  const day = `${new Date().getFullYear() + 1}-01-04`;
  await make(page, asked, [
    ["answer-complaint-5", { "step-acknowledged": true }, { complaint: 5, step: "acknowledged" }, "answer-complaint"],
    ["clear-conflict", { "reason-spoken-alone": true }, { reason: "spoken-alone" }],
    ["look-no-service", {}, { why: "no-service" }, "look"],
    ["resume", {}, {}],
    ["assign", {}, {}],
    ["assign-to", { to: "boss" }, { to: "boss" }, "assign"],
    ["task", { kind: "letter", from: `${day}T10:00`, due: `${day}T11:00` }, { kind: "letter", from: `${day}T10:00:00Z`, due: `${day}T11:00:00Z` }],
    ["acknowledge-pathway-marac", {}, { pathway: "marac" }, "acknowledge-pathway"],
    ["pathway", { "pathway-marac": true, "criterion-repeat": true, "basis-consent": true }, { pathway: "marac", criterion: "repeat", basis: "consent" }],
    ["hand-on", { "service-next": true, "basis-consent": true, "reason-lives-there": true }, { service: "next", basis: "consent", reason: "lives-there" }],
    ["choice", { unwanted: "isva", "reason-not-ready": true }, { unwanted: ["isva"], reason: "not-ready" }],
    ["home", { "local_authority-E06000038": true }, { local_authority: "E06000038" }],
    ["home-elsewhere", {}, {}, "home"],
    ["consent", { "given_by-person": true, "scope-share-with-providers": false }, { basis: "consent", given_by: "person", scope: ["assess"] }],
    ["consent-none", {}, {}, "consent"],
    ["complaint", { "about-code": true, words: "Nobody told me." }, { about: "code", words: "Nobody told me." }],
    ["pause", { until: day }, { until: `${day}T09:00:00Z` }],
    ["disclose", { "to-police": true, "reason-danger-to-life": true, "scope-concern": true, approver: "boss", reader: "officer" }, { to: "police", reason: "danger-to-life", scope: ["concern"], approver: "boss", reader: "officer" }],
    ["merge", { into: "2222 2222" }, { into: "22222222" }],
    ["died", {}, {}],
    ["close", { "why-withdrew": true }, { why: "withdrew" }],
    ["legal-hold", {}, { on: true }],
  ]);
  await focused(page, "heard");
  assert.deepEqual(page.problems, []);
});

test("a closed case is reopened, held, and erased by its reference", async () => {
  const page = await phone(browser);
  const over = { ...CASE, ended: { said: true, why: "withdrew" } };
  await make(page, await play(page, over), [
    ["reopen", { "why-asked": true }, { why: "asked" }],
    ["legal-hold", {}, { on: true }],
    ["erase", { reference: "2222 2222" }, { reference: "22222222" }],
  ]);
  const other = await phone(browser);
  await make(other, await play(other, { ...over, legal_hold: true }), [["legal-hold", {}, { on: false }]]);
  assert.equal(await other.locator("#erase").count(), 0, "a case on hold cannot be erased");
  assert.deepEqual([...page.problems, ...other.problems], []);
});

test("forms that are hard to undo warn first, and all fit a phone", async () => {
  const page = await phone(browser);
  await play(page);
  await atTheCase(page);
  for (const form of ["consent-none", "disclose", "merge", "close", "died"]) {
    assert.match(await page.textContent(`#${form}`), /What will happen: .{60}/, form);
  }
  // Every form is open at the same time, so that one check covers all of them.
  await page.evaluate(() => document.querySelectorAll("#case details").forEach((one) => { one.open = true; }));
  for (const tick of await page.locator("#contact .way > .govuk-checkboxes__item > input").all()) await tick.check();
  await accessible(page, "every form");
  await fits(page, "every form");
  await page.evaluate(() => document.querySelectorAll("#case details").forEach((one) => { one.open = false; }));
  await page.focus("#pause > summary");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await focused(page, "pause-until");
  assert.deepEqual(page.problems, []);
});

test("an error is shown at its field, and the answers stay", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await atTheCase(page);
  await fill(page, "disclose", { approver: "the boss" });
  await page.waitForSelector("#disclose-wrong");
  assert.equal(asked.moves.length, 0, "nothing was sent");
  assert.match(await page.textContent("#disclose-approver-error"), /without spaces/);
  assert.match(await page.textContent("#disclose-scope-error"), /Tick at least one/);
  await focused(page, "disclose-wrong");
  await accessible(page, "answers that do not fit");
  await page.click("#disclose-wrong li:last-child a");
  await focused(page, "disclose-approver");
  await page.click("#disclose > summary");
  // An error from the hub is shown at its field too, and a closed part of the form opens.
  asked.refuses.push({
    status: 422, title: "Check your answers",
    errors: [{ field: "/contact/channels/1/address", code: "NOT_A_PHONE_NUMBER" }, { field: "/contact/channels/1/until", code: "WINDOW_REVERSED" }],
  });
  await fill(page, "contact", { "contact-channels-1-address": "12", "why-asked": true });
  await page.waitForSelector("#contact-contact-channels-1-address-error");
  assert.match(await page.textContent("#contact-contact-channels-1-address-error"), /07700 900123/);
  assert.ok(await page.isVisible("#contact-contact-channels-1-until-error"));
  assert.equal(await page.inputValue("#contact-contact-channels-1-address"), "12");
  await page.click("#contact > summary");
  // If the case has changed, the page shows the current case and keeps the answers.
  asked.refuses.push({ status: 412, title: "The case has moved on since you opened it" });
  await fill(page, "complaint", { "about-service": true, words: "You did not call." });
  await page.waitForSelector("#complaint-wrong");
  assert.match(await page.textContent("#complaint-wrong"), /The case has moved on/);
  assert.equal(await page.inputValue("#complaint-words"), "You did not call.");
  await page.click("#complaint form > button");
  await status(page, "Saved.");
  assert.deepEqual(asked.moves.slice(1).map((move) => move.version), ['"7"', '"9"']);
  assert.deepEqual(page.problems.filter((problem) => !/4(12|22)/.test(problem)), []);
});

test("a coordinator ends a service and reads the unmet needs", async () => {
  const page = await phone(browser);
  const asked = await play(page);
  await page.goto(`${SITE}/staff/#view=area`);
  await page.click("#sign-in");
  await page.click("#unmet");
  await page.waitForSelector("#unmet-needs");
  assert.match(await page.textContent("#unmet-needs"), /2026.*Media attention.*Reading.*3/s);
  await accessible(page, "the register");
  await page.click("#ending");
  await page.waitForSelector("#wind-downs");
  assert.match(await page.textContent("#wind-downs"), /What will happen: .*until the new service accepts/);
  await fill(page, "wind-downs", { "service-isva": true, "reason-contract-ends": true });
  await page.waitForFunction(() => document.querySelector("#heard").textContent.startsWith("We asked another service for 40."));
  await accessible(page, "the end of a service");
  await fits(page, "the end of a service");
  assert.deepEqual(asked.moves, [
    { to: "/hub/wind-downs", version: undefined, body: { service: "isva", reason: "contract-ends" } },
    { to: "/hub/wind-downs", version: undefined, body: { service: "isva", reason: "contract-ends", next: "accepted" } },
  ]);
  assert.deepEqual(page.problems, []);
});

test("a colleague's case is opened for a reason, which goes with what is done to it", async () => {
  const page = await phone(browser);
  const asked = await play(page, { ...CASE, colleagues: true });
  await page.goto(`${SITE}/staff/#view=queue`);
  await page.click("#sign-in");
  await page.waitForSelector("#queue li");
  await page.click("#queue a");
  await page.waitForSelector("#why");
  await focused(page, "why-title");
  await accessible(page, "the question why");
  await fits(page, "the question why");
  await page.click("#why button[type=submit]");
  assert.equal(await page.locator("#case").count(), 0, "nothing is opened without a reason");
  await page.selectOption("#why-reason", "covering");
  await page.click("#why button[type=submit]");
  await page.waitForSelector("#case");
  assert.equal(await page.locator("#why").count(), 0);
  assert.equal(await page.locator("#sign-in").count(), 0, "nobody is signed out");
  await fill(page, "resume", {});
  await status(page, "Saved.");
  const sent = asked.calls.filter((call) => call.includes("/hub/cases/"));
  assert.deepEqual(sent.slice(1), [
    "GET /hub/cases/Z2Q22222?reason=covering", "POST /hub/cases/Z2Q22222/resume?reason=covering", "GET /hub/cases/Z2Q22222?reason=covering",
  ]);
  assert.deepEqual(page.problems.filter((problem) => !/403/.test(problem)), []);
});
