// Pages that stand open while a meeting is held ask every few seconds whether anything is new.
// Without JavaScript a link does the same, and the screen in the room loads itself anew.
"use strict";

(() => {
  const area = document.querySelector("[data-follow]");
  if (!area) return;
  const connection = document.querySelector("[data-connection]");
  const said = document.querySelector("[data-said]");
  const words = area.dataset;

  const OFTEN = 4000;
  const SELDOM = 60000;
  const PATIENCE = 20000;
  let tag = words.tag;
  let waiting = null;
  let asking = false;
  let failures = 0;
  let lostAt = null;
  let over = false;
  let item = area.querySelector("[data-item]")?.dataset.item ?? "";

  const say = (text) => {
    if (connection && connection.textContent !== text) connection.textContent = text;
  };
  const clock = (when) =>
    `${String(when.getHours()).padStart(2, "0")}.${String(when.getMinutes()).padStart(2, "0")}`;

  function later(pause) {
    clearTimeout(waiting);
    if (over) return;
    // not all at once: who opened the page together should not ask together
    waiting = setTimeout(ask, pause * (0.85 + Math.random() * 0.3));
  }

  // Only what differs is replaced, so that the reader's place and what they have unfolded stay.
  function replace(old, fresh) {
    const names = [...fresh.children].map((one) => one.id);
    const same =
      names.length > 0 &&
      names.every(Boolean) &&
      names.join() === [...old.children].map((one) => one.id).join();
    if (!same) {
      old.replaceChildren(...fresh.childNodes);
      return;
    }
    [...fresh.children].forEach((one, i) => {
      const here = old.children[i];
      if (here.tagName === "DETAILS" && here.open) one.open = true;
      if (here.outerHTML !== one.outerHTML) here.replaceWith(one);
    });
  }

  function show(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const focused = document.activeElement;
    const at = area.contains(focused) ? focused.closest("[id]")?.id : null;
    const href = at ? focused.getAttribute("href") : null;
    const open = [...area.querySelectorAll("details[open][id]")].map((one) => one.id);
    open.forEach((id) => fresh.content.getElementById(id)?.setAttribute("open", ""));
    replace(area, fresh.content);
    if (at && !area.contains(document.activeElement)) {
      const place = document.getElementById(at);
      const link = [...(place?.querySelectorAll("a[href], summary") ?? [])].find(
        (one) => one.getAttribute("href") === href,
      );
      (link ?? place?.querySelector("a[href], summary"))?.focus({ preventScroll: true });
    }
    const now = area.querySelector("[data-item]");
    if (now && now.dataset.item !== item) {
      item = now.dataset.item;
      if (said && item) said.textContent = words.wordsNow.replace("{punkt}", now.dataset.itemWords);
    }
  }

  function stop(text) {
    over = true;
    clearTimeout(waiting);
    say(text);
  }

  function failed(pause) {
    failures += 1;
    if (lostAt === null) lostAt = new Date();
    if (failures > 1) say(words.wordsLost.replace("{tid}", clock(lostAt)));
    later(pause ?? Math.min(SELDOM, OFTEN * 2 ** (failures - 1)));
  }

  function reached(took) {
    const slow = took > OFTEN / 2;
    if (failures > 1) say(words.wordsBack);
    else if (slow) say(words.wordsSlow);
    else if (connection?.textContent) say("");
    failures = 0;
    lostAt = null;
    // a server that is slow is asked less often: a tenth of its time at most is for this page
    const pause = Math.min(SELDOM, Math.max(OFTEN, took * 10));
    later(document.hidden ? SELDOM : pause);
  }

  async function ask() {
    if (asking || over) return;
    asking = true;
    const began = performance.now();
    try {
      const answer = await fetch(location.pathname, {
        headers: { "HX-Request": "true", "If-None-Match": tag },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) stop(words.wordsOut);
      else if (answer.status === 403 || answer.status === 404) stop(words.wordsGone);
      else if (answer.status === 304) reached(performance.now() - began);
      else if (answer.ok) {
        const html = await answer.text();
        tag = answer.headers.get("ETag") ?? "";
        show(html);
        reached(performance.now() - began);
      } else failed(Number(answer.headers.get("Retry-After")) * 1000 || undefined);
    } catch {
      failed();
    } finally {
      asking = false;
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) later(SELDOM);
    else later(0);
  });
  window.addEventListener("online", () => later(0));
  document.querySelector("[data-refresh]")?.addEventListener("click", (event) => {
    event.preventDefault();
    if (over) location.reload();
    else later(0);
  });
  later(OFTEN);

  // --- The screen in the room --------------------------------------------------------------------

  const full = document.querySelector("[data-fullscreen]");
  const leave = document.querySelector("[data-leave]");
  if (!full || !leave) return;
  const toggle = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  };
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "f" || event.key === "F") toggle();
    // in full screen the browser itself heeds Escape, and leaves that first
    if (event.key === "Escape" && !document.fullscreenElement) leave.click();
  });
})();
