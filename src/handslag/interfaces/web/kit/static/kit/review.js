// What makes reviewing quicker where there is JavaScript. Nothing here is needed:
// every link and form works by itself, and each key presses a button that stands on the page.
"use strict";

(() => {
  const paper = document.querySelector(".review > .paper");
  const wide = window.matchMedia("(min-width: 60.01rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const pictures = document.querySelector(".review")?.classList.contains("as-picture");
  const behavior = () => (calm.matches ? "auto" : "smooth");

  // --- A fact and its place in the paper -----------------------------------------------------

  const clear = () => document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));

  function placesOf(fact) {
    return [...paper.querySelectorAll(`[data-f~="${fact.id.slice(1)}"]`)];
  }

  const scrollsByItself = () => wide.matches || pictures;

  // Scrolls the paper alone, so that the page under the reader's eyes stays where it is.
  function bringIntoPaper(place) {
    if (!scrollsByItself() || !place) return;
    const inside = paper.getBoundingClientRect();
    const at = place.getBoundingClientRect();
    if (at.top >= inside.top + 40 && at.bottom <= Math.min(inside.bottom, innerHeight) - 40) return;
    const top = paper.scrollTop + at.top - inside.top - paper.clientHeight / 3;
    paper.scrollTo({ top, behavior: behavior() });
  }

  function show(fact) {
    clear();
    fact.classList.add("lit");
    const places = placesOf(fact);
    places.forEach((place) => place.classList.add("lit"));
    bringIntoPaper(places[0]);
  }

  if (!paper) return;

  let waiting;
  // While an answer is put in place focus comes back by itself: that is nobody's choice.
  let answering = false;
  const facts = document.getElementById("uppgifter");
  facts.addEventListener("pointerover", (event) => {
    const fact = event.target.closest(".fact");
    if (!fact || event.pointerType !== "mouse") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(fact), 120);
  });
  facts.addEventListener("pointerleave", () => {
    clearTimeout(waiting);
    const here = document.querySelector(".fact.at");
    if (here) show(here);
  });
  facts.addEventListener("focusin", (event) => {
    const fact = event.target.closest(".fact");
    if (fact && !answering) stand(fact);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place]");
    if (!link || !scrollsByItself()) return;
    const place = link.getAttribute("href").startsWith("#") && document.getElementById(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    const fact = link.closest(".fact");
    if (fact) {
      show(fact);
    } else {
      clear();
      place.classList.add("lit");
    }
    bringIntoPaper(place);
  });

  paper.addEventListener("click", (event) => {
    const place = event.target.closest("a.place, a.box");
    if (!place) return;
    if (!getSelection().isCollapsed) {
      event.preventDefault(); // words were marked to be copied, not followed
      return;
    }
    const fact = document.getElementById(place.getAttribute("href").slice(1));
    if (!fact) return;
    stand(fact);
    setTimeout(() => fact.querySelector("a[hx-get], input, textarea, select, button")?.focus(), 0);
  });

  // --- The bar: where the reviewer stands ----------------------------------------------------

  const bar = () => document.getElementById("granskning-del");
  const form = () => document.getElementById("granskning");
  const current = () => document.getElementById(bar().dataset.current);
  const stops = () => [...document.querySelectorAll(".look.to-settle, .fact:not(.gone)")];
  const asks = (one) => one.classList.contains("to-settle");

  // Lets the bar stand at a fact or a finding, as the server would have shown it.
  function stand(one) {
    document.querySelectorAll(".at").forEach((other) => other.classList.remove("at"));
    one.classList.add("at");
    if (one.classList.contains("fact")) {
      show(one);
    } else {
      clear();
      one.classList.add("lit");
      bringIntoPaper(document.getElementById(`s${one.querySelector("[data-place]")?.dataset.place}`));
    }
    if (bar().dataset.current === one.id || one.classList.contains("open")) return;
    bar().dataset.current = one.id;
    const isFact = one.id.startsWith("f");
    const post = isFact ? one.querySelector("a[hx-get]").getAttribute("hx-get") : one.dataset.post;
    const why = one.querySelector(".why");
    const fill = (name, words) => {
      form().querySelector(name).textContent = words;
    };
    form().hidden = false;
    form().setAttribute("action", post);
    fill(".label", isFact ? one.querySelector(".label").firstChild.textContent : bar().dataset.finding);
    fill(".words", isFact ? one.querySelector(".value").textContent : "");
    fill(".why", why ? why.textContent : "");
    form().querySelector(".question .doubt").hidden = !why;
    fill(".keys .says", isFact ? bar().dataset.right : bar().dataset.fine);
    form()
      .querySelectorAll(".for-fact")
      .forEach((control) => {
        control.hidden = !isFact;
      });
    form().querySelector('[data-key="r"]').setAttribute("href", post);
  }

  function go(one) {
    if (!one) return;
    stand(one);
    one.focus({ preventScroll: true });
    one.scrollIntoView({ block: "nearest", behavior: behavior() });
  }

  // The next one of those that `wanted` keeps, beginning anew at the other end.
  function onward(step, wanted) {
    const all = stops();
    const here = all.indexOf(current());
    for (let away = 1; away <= all.length; away += 1) {
      const found = all[(here + away * step + all.length * 2) % all.length];
      if (found !== all[here] && wanted(found)) return found;
    }
    return null;
  }

  function toAcceptance() {
    const panel = document.getElementById("godkann");
    panel.scrollIntoView({ block: "center", behavior: behavior() });
    panel.querySelector("form button, a")?.focus({ preventScroll: true });
  }

  const isFact = (one) => one.classList.contains("fact");
  const moves = {
    j: () => go(onward(1, asks)),
    k: () => go(onward(-1, asks)),
    n: () => go(onward(1, isFact)),
  };

  document.addEventListener("click", (event) => {
    const way = event.target.closest(".bar [data-key]")?.dataset.key;
    if (way in moves) {
      event.preventDefault();
      moves[way]();
    } else if (way === "r" && current()) {
      event.preventDefault();
      current().querySelector("a[hx-get]")?.click();
    } else if (way === "g") {
      event.preventDefault();
      toAcceptance();
    } else if (way === "?") {
      event.preventDefault();
      help.showModal();
    } else if (way === "z") {
      // What is being typed must not be lost with the page.
      const open = document.querySelector(".fact.open");
      if (open) {
        event.preventDefault();
        open.querySelector("input:not([type=hidden]), textarea, select, button").focus();
      }
    }
  });

  // One after another, so that quick fingers lose nothing: what a key says is said of the fact
  // that the bar stands at when its turn comes.
  let line = Promise.resolve();

  async function say(name, value, asked) {
    const post = asked || form().getAttribute("action");
    if (!post || (!asked && form().hidden)) return;
    const target = post.includes("/anmarkningar/") ? "#att-titta-pa" : `#f${post.match(/(\d+)\/$/)[1]}`;
    const values = { ...Object.fromEntries(new FormData(form())), [name]: value };
    answering = true;
    try {
      await htmx.ajax("POST", post, { source: document.body, target, swap: "outerHTML", values });
    } finally {
      answering = false;
    }
    const refused = document.querySelector(`${target}.open`);
    if (refused) {
      refused.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
    } else if (current()) {
      go(current());
    } else {
      toAcceptance();
    }
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "granskning" || !window.htmx) return;
    event.preventDefault();
    const { name, value } = event.submitter;
    const asked = event.submitter.getAttribute("formaction");
    line = line.then(() => say(name, value, asked)).catch(() => {
      document.getElementById("sparat").textContent = bar().dataset.failed;
    });
  });

  // --- Keys ----------------------------------------------------------------------------------

  const help = document.getElementById("tangenter");
  const choice = document.getElementById("tangenter-pa");
  const KEPT = "handslag-tangenter";
  const remembered = () => {
    try {
      return localStorage.getItem(KEPT) !== "av";
    } catch {
      return true; // a browser that keeps nothing
    }
  };
  choice.checked = remembered();
  document.documentElement.classList.add("scripted");
  document.documentElement.classList.toggle("with-keys", choice.checked);
  choice.addEventListener("change", () => {
    document.documentElement.classList.toggle("with-keys", choice.checked);
    try {
      localStorage.setItem(KEPT, choice.checked ? "på" : "av");
    } catch {
      // the choice holds until the page is left
    }
  });

  const WRITES = "input, textarea, select, [contenteditable]";

  function inField(event) {
    const open = event.target.closest(".fact.open");
    if (!open) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      open.querySelector('button[value="spara"], button[type="submit"]').click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      open.querySelector("a[hx-get]").click();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || help.open) return;
    inField(event);
    if (event.defaultPrevented || !choice.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest(WRITES)) return;
    const key = event.key.toLowerCase();
    if (!/^[a-z?]$/.test(key)) return;
    const control = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
      (one) => !one.closest("[hidden]"),
    );
    if (!control) return;
    event.preventDefault();
    control.click();
  });

  // A form that was opened before another was saved may still be saved: nobody else came between.
  document.addEventListener("revision", (event) => {
    document.querySelectorAll('input[name="revision"]').forEach((input) => {
      input.value = event.detail.value;
    });
  });

  // The page was asked for at a fact: stand there, so that the keys go on from it.
  if (/[?&](uppgift|anmarkning)=/.test(location.search) && current()) {
    go(current());
  } else if (current()) {
    current().classList.add("at");
    if (current().classList.contains("fact") && !location.hash) show(current());
  }
})();
