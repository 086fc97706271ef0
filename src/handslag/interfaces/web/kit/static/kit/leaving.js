// What a member has opened for reading offline is theirs alone: it goes when they sign out, and
// when somebody else has signed in.
"use strict";

(() => {
  const PREFIX = "handslag-mote-";
  const NOTES = "handslag-anteckning-";
  const ROOM = "handslag-rummet-";
  const ACCOUNT = "handslag-konto";
  const account = document.body.dataset.account || "";

  const forget = async () => {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(NOTES) || key.startsWith(ROOM) || key === ACCOUNT)
      .forEach((key) => localStorage.removeItem(key));
    if (!("caches" in window)) return;
    const all = await caches.keys();
    await Promise.all(all.filter((name) => name.startsWith(PREFIX)).map((name) => caches.delete(name)));
    if (!navigator.serviceWorker) return;
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
  };

  try {
    const before = localStorage.getItem(ACCOUNT);
    if (account && before && before !== account) forget();
    if (account) localStorage.setItem(ACCOUNT, account);
  } catch {
    return; // a browser that keeps nothing has nothing to forget
  }

  // What was written in a meeting's room and has not reached the server: leaving takes it away, so
  // the one who leaves is told first.
  const unsaved = () =>
    Object.keys(localStorage).filter((key) => {
      if (!key.startsWith(`${ROOM}${account}-`)) return false;
      try {
        return JSON.parse(localStorage.getItem(key)).state !== "draft";
      } catch {
        return false;
      }
    }).length;
  const warning = document.querySelector("[data-leaving-loses]");
  const stays = (form) => {
    if (!warning || !unsaved() || form.dataset.sure !== undefined) return false;
    warning.hidden = false;
    warning.querySelector("[data-stay]").focus();
    return true;
  };
  if (warning) {
    const form = document.querySelector("form[data-leaving]");
    warning.querySelector("[data-stay]").addEventListener("click", () => {
      warning.hidden = true;
      form?.querySelector("button").focus();
    });
    warning.querySelector("[data-leave]").addEventListener("click", () => {
      form.dataset.sure = "";
      form.requestSubmit();
    });
  }

  document.querySelectorAll("form[data-leaving]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const flushed = window.handslagFlush ? window.handslagFlush() : null;
      await Promise.race([Promise.resolve(flushed).catch(() => null), new Promise((done) => setTimeout(done, 3000))]);
      if (stays(form)) return;
      await forget().catch(() => null);
      form.submit();
    });
  });
})();
