// Answering with one key where there is JavaScript. A key works only while a question has the
// focus, and does what a button in that question does.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const question = event.target.closest?.(".answers > .answer");
  if (!question) return;
  const key = event.key.toLowerCase();
  const next = { j: question.nextElementSibling, k: question.previousElementSibling }[key];
  const button = /^[a-z]$/.test(key) && question.querySelector(`button[data-key="${key}"]`);
  if (!next && !button) return;
  event.preventDefault();
  if (button) button.click();
  else next.focus();
});
