// The place to try the rules: this page assesses a referral with the code of the functions, and sends it nowhere.
const { rules, js, wasm, unavailable } = document.getElementById("try-script").dataset;
const part = (name) => document.getElementById(`try-${name}`);

// Loaded with the first try, so that people who only read the rules do not download it.
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
    // What the hub would refuse is a text. Anything else is a fault of the connection: the next try loads it again.
    if (typeof problem === "string") return show(problem.split("\n"), "");
    loaded = undefined;
    show([unavailable], "");
  }
});

part("day").value = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format();
document.getElementById("try").hidden = false;
