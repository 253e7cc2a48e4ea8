// Runs in the head, before anything is painted: leave fast, and one question at a time.
// It keeps nothing: no storage, no cookie, no part of an answer in the address or in the history. What a person typed must
// not come back either: forms have autocomplete="off", so that no browser restores them, and a page empties itself when
// the person leaves it.
(() => {
  const root = document.documentElement;
  const LAST = 10;
  const SHORT = 4;
  const form = () => document.getElementById("form");
  const at = () => Number(root.dataset.at);

  // Which question is shown; from the fourth on, or after a first try, the form can be sent from any question.
  const set = (to) => {
    root.dataset.at = to;
    const later = to >= SHORT - 1;
    root.toggleAttribute("data-later", later);
    if (later) root.dataset.ready = "";
  };

  root.classList.add("js");
  // This page answers a form. Back and reload open the page named here, and do not send that form again.
  if (root.dataset.back) history.replaceState(null, "", root.dataset.back);
  // A form that is loaded again is empty, so it starts with its first question.
  else if (history.state) history.replaceState(null, "");

  // Leaving. The page is empty immediately, even if the network is slow, and nothing can bring back what was on it.
  const forget = () => {
    root.classList.add("gone");
    if (document.body) document.body.replaceChildren();
  };
  const exit = () => document.querySelector("[data-exit]");
  const leave = () => {
    const end = exit() && exit().getAttribute("ping");
    forget();
    document.title = " ";
    // The hub is only asked to forget, and to end the visit to a person's own page. Leaving does not wait for it, and works
    // without it.
    for (const to of ["/exit", end]) if (to && navigator.sendBeacon) navigator.sendBeacon(to);
    location.replace(root.dataset.elsewhere || "/exit");
  };
  // Three Shifts leave, and a screen reader tells each. A page without an exit, such as the pages of staff, is not left by
  // accident. Nor is a page while somebody types on an iPhone or an iPad without a mouse: its own keyboard sends Shift too.
  let shifts = 0;
  let told, late;
  const count = (to, said) => {
    clearTimeout(late);
    shifts = to;
    if (told) told.textContent = (said && exit().dataset[said]) || "";
    if (to) late = setTimeout(count, 5000, 0, "late");
  };
  const own = window.CSS && CSS.supports("-webkit-touch-callout", "none") && !matchMedia("(any-pointer: fine)").matches;
  const types = ({ target }) =>
    own && target.matches && target.matches("textarea,input:not([type=radio]):not([type=checkbox])");
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || types(event)) count(0);
    else if (!event.repeat && exit()) {
      count(shifts + 1);
      if (shifts > 2) leave();
    }
  });
  // Shift and a letter are a capital letter, and nothing to tell.
  addEventListener("keyup", (event) => {
    if (event.key === "Shift" && shifts) count(shifts, shifts > 1 ? "two" : "one");
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

  // Enter moves to the next question. Only the button sends.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    // While an input method composes a word, Enter takes the word.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || field.form !== form()) return;
    event.preventDefault();
    move(1);
  });

  // Sends once. The id is made now and dropped with the next change, so that the same answers are one submission.
  const busy = (one, yes, why) => {
    one.dataset.once = yes ? "sent" : "";
    const said = document.getElementById("sending");
    if (said) said.textContent = yes ? said.dataset.sending : why || "";
  };
  // The form is sent from the page itself. If that fails, everything typed is still here; if it works, the page with the
  // reference takes the place of the form, and Back finds an empty one.
  const deliver = async (one) => {
    busy(one, true);
    const kept = document.getElementById("sending").dataset.kept;
    try {
      const body = new URLSearchParams(new FormData(one));
      const answer = await fetch(one.action, { method: "POST", body, redirect: "manual" });
      // Only an accepted form is answered with a redirect: it has an id.
      if (answer.type === "opaqueredirect") {
        forget();
        return location.replace("/referrals/sent");
      }
      // Something must be corrected: the hub shows it on a page that keeps the answers.
      if (answer.status === 422) return one.submit();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const text = (query) => (page.querySelector(query) || {}).textContent || "";
      busy(one, false, text("h1") && `${text("h1")}. ${text("h1 + p")} ${kept}`);
      if (!text("h1")) throw answer.status;
    } catch {
      busy(one, false, `${document.getElementById("sending").dataset.unsent} ${kept}`);
    }
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
      if (id.value) {
        event.preventDefault();
        deliver(one);
        return;
      }
    }
    busy(one, true);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    const one = form();
    if (!one || field.form !== one) return;
    one.elements["/id"].value = "";
    // A need that is unticked loses its weight.
    const weight = field.type === "checkbox" && !field.checked && field.closest(".way");
    const select = weight && weight.querySelector("select");
    if (select) select.value = "";
  });
  // A browser may keep a page as the person left it. It keeps an empty one, and loads it again.
  addEventListener("pagehide", forget);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // A page with something personal on it leaves by itself, as it says. Timers stop while a phone sleeps, so the time of day
  // counts, or the page's own clock if someone set the time back.
  const closes = Number(root.dataset.closes);
  if (closes) {
    let since, ticks;
    const start = () => {
      since = Date.now();
      ticks = performance.now();
    };
    const check = () => {
      const minutes = Math.max(Date.now() - since, performance.now() - ticks) / 60000;
      if (minutes >= closes) return root.classList.contains("gone") || leave();
      const box = document.getElementById("closing");
      if (box) box.hidden = minutes < closes - Number(root.dataset.warns);
    };
    const act = () => {
      check();
      start();
      check();
    };
    start();
    setInterval(check, 1000);
    for (const name of ["visibilitychange", "pageshow", "focus"]) addEventListener(name, check, true);
    if ("idle" in root.dataset) {
      for (const name of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(name, act, true);
    }
    // Staying. The pass that opens the next of a person's own pages expires too, so this fetches a new one.
    document.addEventListener("click", async (event) => {
      if (!(event.target instanceof Element) || !event.target.closest("[data-stay]")) return;
      const pass = document.querySelector("[name=pass]");
      if (pass) {
        const body = new URLSearchParams({ pass: pass.value });
        const answer = await fetch("/me/progress", { method: "POST", body }).catch(() => null);
        if (!answer || !answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[name=pass]");
        if (!fresh) return;
        for (const one of document.querySelectorAll("[name=pass]")) one.value = fresh.value;
      }
      act();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (exit()) {
      told = document.createElement("p");
      told.className = "govuk-visually-hidden";
      told.setAttribute("role", "status");
      told.lang = exit().closest("[lang]").lang;
      document.body.append(told);
    }
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
