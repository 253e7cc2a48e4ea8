// What a phone loads for the form, compressed as the edge sends it. It needs a hub whose modules are built as for AWS.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { brotliCompressSync, constants } from "node:zlib";
import { SITE, awake, launch, phone } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** The most bytes that a phone may load. `cargo hub measure page` has the same limits. */
const FIRST_RENDER = 13_500;
const EVERYTHING = 78_000;

const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 11 };
const weight = async (answer) => {
  const kind = /html|css|javascript|wasm/.exec(answer.headers()["content-type"] ?? "")?.[0];
  return { kind, bytes: kind ? brotliCompressSync(await answer.body(), { params: PARAMS }).length : 0 };
};

test("the form shows after few bytes and needs few more", async () => {
  const page = await phone(browser);
  const loading = [];
  page.on("response", (answer) => loading.push(weight(answer)));
  await page.goto(`${SITE}/get-support/`);
  await awake(page);
  const loaded = await Promise.all(loading);
  const sum = (...kinds) => loaded.filter(({ kind }) => kinds.includes(kind)).reduce((all, { bytes }) => all + bytes, 0);
  for (const kind of ["html", "css", "javascript", "wasm"]) assert.ok(sum(kind) > 0, `no ${kind} was loaded`);
  const [first, all] = [sum("html", "css"), sum("html", "css", "javascript", "wasm")];
  assert.ok(first <= FIRST_RENDER, `the first render has ${first} bytes`);
  assert.ok(all <= EVERYTHING, `the form has ${all} bytes`);
});
