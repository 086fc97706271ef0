// The clock of the item that the meeting is at. It goes by the server's time, so that a machine
// that slept or has a clock of its own shows what all others see.
"use strict";

(() => {
  const JUMP = 3000; // milliseconds the server may differ before the clock is set anew
  let ahead = null;

  const set = (serverNow) => {
    const found = serverNow - Date.now();
    if (ahead === null || Math.abs(found - ahead) > JUMP) ahead = found;
  };

  const two = (number) => String(number).padStart(2, "0");

  function tick() {
    document.querySelectorAll("[data-clock]").forEach((clock) => {
      const { spent, began, minutes } = clock.dataset;
      const running = began ? Math.max(0, Date.now() + (ahead || 0) - Number(began)) : 0;
      const seconds = Math.floor((Number(spent || 0) * 1000 + running) / 1000);
      const shown = clock.querySelector("[data-clock-time]");
      const time = `${Math.floor(seconds / 60)}.${two(seconds % 60)}`;
      if (shown && shown.textContent !== time) shown.textContent = time;
      const allotted = Number(minutes || 0);
      clock.classList.toggle("over", allotted > 0 && seconds > allotted * 60);
      const bar = clock.querySelector("[data-clock-bar]");
      if (bar && allotted) bar.value = Math.min(seconds, allotted * 60);
      const told = clock.querySelector("[data-clock-told]");
      if (!told || !allotted) return;
      const left = Math.ceil(allotted - seconds / 60);
      const words = left >= 0 ? told.dataset.left.replace("0", left) : told.dataset.over.replace("0", -left);
      if (told.textContent !== words) told.textContent = words;
    });
  }

  setInterval(tick, 1000);
  Object.assign(window.handslagRoom, { setClock: set, tick });
})();
