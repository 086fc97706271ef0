// A phrase as a button: the fields that it asks for come forth, and the rest are put away. Without
// this script the button is a link that leads back to the page with the same fields.
"use strict";

(() => {
  const shape = (form, phrase) => {
    const fields = phrase ? phrase.dataset.fields.split(" ") : ["text"];
    form.querySelectorAll("[data-field]").forEach((box) => {
      box.hidden = !fields.includes(box.dataset.field);
    });
    form.elements.phrase.value = phrase ? phrase.dataset.phrase : "";
    const words = form.querySelector("[data-phrase-words]");
    words.textContent = phrase ? phrase.textContent.trim() : "";
    words.hidden = !phrase;
    form.querySelector("[data-free]").hidden = !phrase;
    const what = form.querySelector("[data-field=what] label");
    if (phrase && phrase.dataset.what) what.textContent = phrase.dataset.what;
  };
  const formOf = (node) => node.closest("[data-item]").querySelector("[data-new-clause]");
  const buttonOf = (form) => {
    const key = form.elements.phrase.value;
    return key ? form.closest("[data-item]").querySelector(`[data-phrase="${CSS.escape(key)}"]`) : null;
  };
  const focus = (form) => form.querySelector("[data-field]:not([hidden]) :is(textarea, input:not([type=hidden]), select)")?.focus();

  document.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    const free = event.target.closest("[data-free]");
    if (!phrase && !free) return;
    event.preventDefault();
    const form = formOf(phrase || free);
    // what was written in a field that is put away does not go with the new words
    form.querySelectorAll("[data-field] :is(input, textarea, select)").forEach((field) => {
      field.value = "";
    });
    shape(form, phrase);
    focus(form);
    form.elements.phrase.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    const phrase = event.key === " " && event.target.closest?.("[data-phrase]");
    if (!phrase) return;
    event.preventDefault();
    phrase.click();
  });
  document.addEventListener("room:emptied", (event) => {
    if (event.target.matches("[data-new-clause]")) shape(event.target, null);
  });
  // a form that was kept half filled has its phrase again
  document.addEventListener("room:filled", (event) => {
    if (event.target.matches("[data-new-clause]")) shape(event.target, buttonOf(event.target));
  });
})();
