// What makes lists quicker where there is JavaScript. Nothing here is needed:
// every link and form works by itself.
"use strict";

(() => {
  // A list to choose from: mark them all, and say on the button how many are marked.
  document.querySelectorAll("form[data-choose]").forEach((form) => {
    const boxes = [...form.querySelectorAll('tbody input[type="checkbox"]')];
    const all = form.querySelector("[data-all]");
    const count = form.querySelector("[data-count]");
    const tell = () => {
      const marked = boxes.filter((box) => box.checked).length;
      all.checked = marked === boxes.length;
      all.indeterminate = marked > 0 && marked < boxes.length;
      count.textContent = ` (${marked})`;
    };
    all.closest("[hidden]").hidden = false;
    all.addEventListener("change", () => {
      boxes.forEach((box) => {
        box.checked = all.checked;
      });
      tell();
    });
    form.addEventListener("change", tell);
    tell();
  });
})();
