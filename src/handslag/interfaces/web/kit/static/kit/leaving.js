// What a member has opened for reading offline is theirs alone: it goes when they sign out, and
// when somebody else has signed in.
"use strict";

(() => {
  const PREFIX = "handslag-mote-";
  const NOTES = "handslag-anteckning-";
  const ACCOUNT = "handslag-konto";
  const account = document.body.dataset.account || "";

  const forget = async () => {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(NOTES) || key === ACCOUNT)
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

  document.querySelectorAll("form[data-leaving]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const flushed = window.handslagFlush ? window.handslagFlush() : null;
      await Promise.race([Promise.resolve(flushed).catch(() => null), new Promise((done) => setTimeout(done, 3000))]);
      await forget().catch(() => null);
      form.submit();
    });
  });
})();
