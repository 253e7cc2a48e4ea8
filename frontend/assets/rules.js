// The place to try the rules: what is pasted is assessed here, by the functions' own code, and goes nowhere.
const { rules, js, wasm } = document.getElementById("try-script").dataset;
const part = (name) => document.getElementById(`try-${name}`);

// Loaded with the first try: whoever only reads the rules pays for nothing more.
let loaded;
const load = async () => {
  const [module, set] = await Promise.all([import(js), fetch(rules).then((answer) => answer.text())]);
  await module.default({ module_or_path: wasm });
  return (referral, day) => module.assess(referral, set, day);
};

const show = (lines, data) => {
  part("reasons").replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
  part("assessment").textContent = data;
};

document.getElementById("try").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    loaded ??= load();
    const assess = await loaded;
    const found = assess(part("referral").value, part("day").value);
    show(JSON.parse(found).reasons.map(({ rule, because }) => `${because} (${rule})`), found);
  } catch (problem) {
    // What the hub would refuse comes as a text; anything else is the line's fault, and is tried again.
    if (typeof problem === "string") return show(problem.split("\n"), "");
    loaded = undefined;
    show(["This cannot be tried now. Please try again in a minute."], "");
  }
});

part("day").value = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format();
document.getElementById("try").hidden = false;
