// A member's page: notes are saved while they are written, kept on the device while there is no
// network, and the page itself with its papers can be read offline once it has been opened.
// Without this script every form works by itself.
"use strict";

(() => {
  const told = document.querySelector("[data-keep]");
  if (!told) return;
  const account = document.body.dataset.account || "";
  const words = told.dataset;
  const WAIT = 800;
  const place = (id) => `handslag-anteckning-${account}-${id}`;
  const forms = [...document.querySelectorAll("form[data-note]")];

  const read = (id) => {
    try {
      return JSON.parse(localStorage.getItem(place(id)) || "null");
    } catch {
      return null;
    }
  };
  const write = (id, note) => {
    try {
      if (note) localStorage.setItem(place(id), JSON.stringify(note));
      else localStorage.removeItem(place(id));
    } catch {
      // a browser that keeps nothing: the note is sent as it is written
    }
  };
  const say = (form, text) => {
    form.querySelector("[role=status]").textContent = text;
  };

  const freshToken = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    if (answer.redirected) return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const field = page.querySelector("form[data-note] [name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };

  const post = (form, note) =>
    fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        text: note.text,
        revision: note.revision,
      }),
    });

  const conflict = (form, theirs) => {
    const box = form.querySelector(".conflict");
    box.hidden = false;
    box.querySelector(".theirs").textContent = theirs.text;
    form.elements.revision.value = theirs.revision;
    say(form, theirs.words);
  };

  const sending = new Map();
  const send = async (form) => {
    const id = form.dataset.note;
    // one at a time, however many wait for the one that is on its way
    while (sending.has(id)) await sending.get(id);
    const note = read(id) || (form.dataset.dirty ? current(form) : null);
    // what waits for its writer is not sent by a write that stood in line when the other's text came
    if (!note || note.waits) return;
    const going = (async () => {
      let answer;
      try {
        answer = await post(form, note);
        if (answer.status === 403) {
          form.elements.csrfmiddlewaretoken.value = await freshToken();
          answer = await post(form, note);
        }
      } catch {
        say(form, words.wordsLocal);
        return;
      }
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (!json) {
        say(form, answer.redirected || answer.status === 403 ? words.wordsSignedOut : words.wordsFailed);
        return;
      }
      const said = await answer.json();
      if (answer.status === 409) {
        // what was typed stays on the device until its writer has seen both and saved again
        conflict(form, said);
        write(id, { ...(read(id) || note), revision: said.revision, theirs: said.text, waits: true });
        return;
      }
      form.elements.revision.value = said.revision;
      form.querySelector(".conflict").hidden = true;
      const later = read(id);
      if (later && later.text !== note.text) write(id, { ...later, revision: said.revision });
      else write(id, null);
      if (form.elements.text.value === note.text) delete form.dataset.dirty;
      say(form, said.words);
    })();
    sending.set(id, going);
    await going;
    sending.delete(id);
  };

  const current = (form) => ({ text: form.elements.text.value, revision: form.elements.revision.value });
  const keepHere = (form) => write(form.dataset.note, current(form));

  forms.forEach((form) => {
    const kept = read(form.dataset.note);
    if (kept) {
      const here = form.elements.text.value;
      form.elements.text.value = kept.text;
      form.dataset.dirty = "1";
      if (kept.waits) conflict(form, { text: kept.theirs, revision: kept.revision, words: "" });
      else if (here !== kept.text) form.elements.revision.value = kept.revision;
    }
    let timer;
    form.elements.text.addEventListener("input", () => {
      form.dataset.dirty = "1";
      clearTimeout(timer);
      if (!form.querySelector(".conflict").hidden) {
        // both texts are shown: what is typed upon them waits for its writer to save it
        write(form.dataset.note, { ...read(form.dataset.note), ...current(form), waits: true });
        return;
      }
      keepHere(form);
      timer = setTimeout(() => send(form), WAIT);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      keepHere(form);
      send(form);
    });
  });

  const flush = () =>
    Promise.all(forms.filter((form) => read(form.dataset.note) && !read(form.dataset.note).waits).map(send));
  window.handslagFlush = flush;

  const status = document.querySelector("[data-kept]");
  const ASKED_EVERY = 5000;
  let away;
  // what a browser says of the network is a guess; whether the server answers is not
  const reached = () =>
    fetch(words.worker, { method: "HEAD", cache: "no-store" }).then(
      () => true,
      () => false,
    );
  const back = () => {
    clearInterval(away);
    away = undefined;
    status.textContent = "";
    flush().then(keepPage);
  };
  const tellOffline = () => {
    status.textContent = words.wordsOffline;
    away ??= setInterval(async () => {
      if (await reached()) back();
    }, ASKED_EVERY);
  };
  window.addEventListener("offline", tellOffline);
  window.addEventListener("online", back);

  const keepPage = async () => {
    if (!("serviceWorker" in navigator) || !account) return;
    await navigator.serviceWorker.register(words.worker, { scope: words.scope });
    const ready = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => {
      if (event.data.kept) status.textContent = words.wordsKept;
    };
    const all = (name) => [...told.querySelectorAll(`[data-${name}]`)].map((one) => one.dataset[name]);
    ready.active.postMessage(
      {
        do: "keep",
        account,
        until: words.until,
        page: location.pathname,
        files: all("file"),
        assets: all("asset"),
      },
      [channel.port2],
    );
  };

  reached().then((there) => {
    if (!there) tellOffline();
  });
  flush();
  keepPage().catch(() => {
    if (!navigator.onLine) tellOffline();
  });
})();
