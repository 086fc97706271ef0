// Items of an agenda are dragged into order. Nothing here is needed: the buttons
// "Flytta upp" and "Flytta ned" do the same, also without JavaScript.
"use strict";

(() => {
  const ready = (root) => {
    const form = root.querySelector("form[data-agenda]");
    if (!form || !window.Sortable) return;
    form.querySelectorAll("[data-grip]").forEach((grip) => {
      grip.hidden = false;
    });
    const list = form.querySelector("[data-sortable]");
    window.Sortable.create(list, {
      handle: "[data-grip]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      chosenClass: "lifted",
      forceFallback: true,
      onEnd: (event) => {
        if (event.oldIndex === event.newIndex) return;
        const ids = [...list.children].map((item) => item.dataset.id);
        form.elements.ordning.value = ids.join(",");
        form.elements.flyttad.value = event.item.dataset.id;
        form.requestSubmit();
      },
    });
  };

  // What was moved keeps the focus, and its new place is read out.
  const told = (area) => {
    const moved = area.dataset.moved;
    const words = area.querySelector("#flyttad-till");
    const live = document.getElementById("flyttad");
    if (words && live) live.textContent = words.textContent;
    if (!moved) return;
    const last = document.body.dataset.pressed || "";
    const wanted = [last, `upp-${moved}`, `ned-${moved}`].map((id) => document.getElementById(id));
    const button = wanted.find((one) => one);
    if (button) button.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=flytta]");
    if (button) document.body.dataset.pressed = button.id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const area = document.getElementById("dagordning");
    if (!area || !event.target.closest("#dagordning")) return;
    ready(area);
    told(area);
  });
  ready(document);
})();
