// Measures the form on a slow connection and a slow phone. Prints one JSON object.
import { SITE, launch, phone, watchShifts } from "./support.mjs";

const browser = await launch();
try {
  const page = await phone(browser);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8,
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await watchShifts(page);
  const begun = Date.now();
  await page.goto(`${SITE}/get-support/`, { waitUntil: "commit", timeout: 60_000 });
  await page.waitForSelector("html[data-islands=awake]", { state: "attached", timeout: 60_000 });
  const interactive_ms = Date.now() - begun;
  const first_paint_ms = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  );
  const layout_shift = await page.evaluate(() => window.shifted);
  console.log(JSON.stringify({ layout_shift, first_paint_ms, interactive_ms }));
} finally {
  await browser.close();
}
