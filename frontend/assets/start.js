// Runs in the head, before anything is painted: leave fast, and one question at a time.
// It keeps nothing: no storage, no cookie, nothing of an answer in the address or in the history.
(() => {
  const root = document.documentElement;
  const LAST = 10;
  const SHORT = 4;
  const form = () => document.getElementById("form");
  const at = () => Number(root.dataset.at);

  // Which question is shown; from the fourth on, or once it was tried, the form can be sent from anywhere.
  const set = (to) => {
    root.dataset.at = to;
    const later = to >= SHORT - 1;
    root.toggleAttribute("data-later", later);
    if (later) root.dataset.ready = "";
  };

  root.classList.add("js");
  // A person's own page came by sending words. From here on Back and reload lead to the way in, and send nothing again.
  if ("own" in root.dataset) history.replaceState(null, "", "/progress/");
  if (history.state && "at" in history.state) set(history.state.at);

  // Leaving. The page is blank at once, whatever the line does; what was typed goes with it.
  const leave = () => {
    root.classList.add("gone");
    document.title = " ";
    for (const one of document.forms) one.reset();
    location.replace("/exit");
  };
  let shifts = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") shifts = [];
    else if (!event.repeat) {
      shifts = [...shifts.filter((t) => event.timeStamp - t < 5000), event.timeStamp];
      if (shifts.length > 2) leave();
    }
  });

  // Moving between questions.
  const show = (to, field) => {
    set(to);
    const target = field || document.querySelector(`#q${to} h2.jo, #q${to} > h2`);
    if (target) target.focus({ preventScroll: !field });
    if (!field) scrollTo(0, 0);
  };
  const go = (to, field) => {
    if (to !== at()) {
      history.pushState({ at: to }, "");
      const lines = document.getElementById("guide");
      if (lines) lines.open = false;
    }
    show(to, field);
  };
  const question = (element) => {
    const section = element && element.closest(".step");
    return section ? Number(section.id.slice(1)) : null;
  };
  const fine = (detail) =>
    form().dispatchEvent(new CustomEvent("hub:check", { bubbles: true, cancelable: true, detail }));
  const move = (by) => {
    const to = at() + by;
    if (by > 0 && !fine(`#q${at()}`)) return;
    if (to >= 0 && to <= LAST) go(to);
  };
  addEventListener("popstate", (event) => {
    if (form()) show(event.state && "at" in event.state ? event.state.at : Number(root.dataset.first || 0));
  });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target && target.closest("a,button");
    if (!link) return;
    if ("exit" in link.dataset) {
      event.preventDefault();
      leave();
    } else if (link.dataset.move) {
      move(Number(link.dataset.move));
    } else if (link.closest(".govuk-error-summary")) {
      const field = document.getElementById(link.hash.slice(1));
      const to = question(field);
      if (!field) return;
      event.preventDefault();
      const box = field.closest("details");
      if (box) box.open = true;
      if (to === null) field.focus();
      else go(to, field);
    }
  });

  // Enter goes on instead of sending: nothing leaves before "Send now" is pressed.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || field.form !== form()) return;
    event.preventDefault();
    move(1);
  });

  // Sending, once. The id is made now and dropped with the next change, so that sending the same again is the same.
  const busy = (one, yes) => {
    one.dataset.once = yes ? "sent" : "";
    const said = document.getElementById("sending");
    if (said) said.textContent = yes ? "Sending. This can take a minute on a weak line." : "";
  };
  document.addEventListener("submit", (event) => {
    const one = event.target;
    if (!("once" in one.dataset)) return;
    if (one.dataset.once === "sent") return event.preventDefault();
    if (one === form()) {
      if (!fine(null)) {
        event.preventDefault();
        const to = question(one.querySelector(".govuk-error-message"));
        if (to !== null && to !== at()) {
          history.pushState({ at: to }, "");
          set(to);
        }
        return;
      }
      const id = one.elements["/id"];
      if (!id.value && crypto.randomUUID) id.value = crypto.randomUUID();
      // Someone may look at this phone: the browser should not offer these words again.
      if (one.elements["/safety/someone_may_see_device"].value === "true") one.autocomplete = "off";
    }
    busy(one, true);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    const one = form();
    if (!one || field.form !== one) return;
    one.elements["/id"].value = "";
    // A need that is taken back takes its weight with it.
    const weight = field.type === "checkbox" && !field.checked && field.closest(".way");
    const select = weight && weight.querySelector("select");
    if (select) select.value = "";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && root.classList.contains("gone")) return location.replace("/exit");
    for (const one of document.forms) busy(one, false);
  });

  document.addEventListener("DOMContentLoaded", () => {
    root.dataset.first = root.dataset.at || 0;
    for (const box of document.querySelectorAll(".step > details:not(.plain)")) box.open = true;
    const asked = new URLSearchParams(location.search);
    for (const name of ["code", "campaign"]) {
      const field = form() && form().elements[`/source/${name}`];
      if (field && !field.value && asked.get(name)) field.value = asked.get(name).slice(0, 40);
    }
    const first = document.querySelector("[data-focus]");
    if (first) first.focus();
  });
})();
