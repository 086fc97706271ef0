// What makes reviewing quicker where there is JavaScript. Nothing here is needed:
// every link and form works by itself.
"use strict";

(() => {
  const paper = document.querySelector(".review > .paper");
  const wide = window.matchMedia("(min-width: 60.01rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  const clear = () => document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));

  function placesOf(fact) {
    return paper ? [...paper.querySelectorAll(`[data-f~="${fact.id.slice(1)}"]`)] : [];
  }

  // Scrolls the paper alone, so that the page under the reader's eyes stays where it is.
  function bringIntoPaper(place) {
    if (!wide.matches || !place) return;
    const inside = paper.getBoundingClientRect();
    const at = place.getBoundingClientRect();
    if (at.top >= inside.top + 40 && at.bottom <= Math.min(inside.bottom, innerHeight) - 40) return;
    const top = paper.scrollTop + at.top - inside.top - paper.clientHeight / 3;
    paper.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  function show(fact) {
    clear();
    fact.classList.add("lit");
    const places = placesOf(fact);
    places.forEach((place) => place.classList.add("lit"));
    bringIntoPaper(places[0]);
  }

  if (paper) {
    let waiting;
    const facts = document.getElementById("uppgifter");
    facts.addEventListener("pointerover", (event) => {
      const fact = event.target.closest(".fact");
      if (!fact || event.pointerType !== "mouse") return;
      clearTimeout(waiting);
      waiting = setTimeout(() => show(fact), 120);
    });
    facts.addEventListener("pointerleave", () => clearTimeout(waiting));
    facts.addEventListener("focusin", (event) => {
      const fact = event.target.closest(".fact");
      if (fact) show(fact);
    });

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-place]");
      if (!link || !wide.matches) return;
      const place = document.getElementById(`s${link.dataset.place}`);
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
      const place = event.target.closest("a.place");
      if (!place || !getSelection().isCollapsed) {
        if (place) event.preventDefault(); // words were marked to be copied, not followed
        return;
      }
      const fact = document.getElementById(place.hash.slice(1));
      if (!fact) return;
      show(fact);
      setTimeout(() => fact.querySelector("a[hx-get], input, textarea, select, button")?.focus(), 0);
    });
  }

  // A form that was opened before another was saved may still be saved: nobody else came between.
  document.addEventListener("revision", (event) => {
    document.querySelectorAll('input[name="revision"]').forEach((input) => {
      input.value = event.detail.value;
    });
  });
})();
