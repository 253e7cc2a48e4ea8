// Wakes the islands when the page has loaded. If the connection is too slow for it, or the browser does not allow
// WebAssembly, the form works without them. A page that needs them says what to do.
const self = document.getElementById("boot");
const idle = window.requestIdleCallback || ((act) => setTimeout(act, 1));
idle(async () => {
  const without = document.getElementById("without-wasm");
  if (!window.WebAssembly) {
    if (without) {
      without.hidden = false;
      document.getElementById("staff").hidden = true;
    }
    return;
  }
  const islands = await import(self.dataset.js);
  await islands.default({ module_or_path: self.dataset.wasm });
  islands.hydrate();
  for (const place of document.querySelectorAll("leptos-island")) {
    const name = place.dataset.component;
    if (islands[name]) islands[name](place);
  }
  document.documentElement.dataset.islands = "awake";
});
