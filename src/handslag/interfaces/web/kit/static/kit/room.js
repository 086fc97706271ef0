// The secretary's page. What is typed is saved as it is typed, kept on the device until the server
// has it, and what somebody else writes appears where one does not write oneself.
// Without this script every form works by itself.
"use strict";

(() => {
  const room = document.querySelector("[data-room]");
  if (!room) return;
  const { Outbox, Collision, isForm, isTyped, isOnce, fieldsOf, fill, setValue, plain, setClock, tick } = window.handslagRoom;
  const { CONFLICT, WRONG, ASIDE, DRAFT } = window.handslagRoom;
  const words = room.querySelector("[data-words]").dataset;
  const account = document.body.dataset.account || "";

  const TYPING = 700; // a pause in typing
  const LONG_TYPING = 3000; // without a pause
  const PULSE = 2500;
  const SLOW_PULSE = 15_000; // while the page is not looked at
  const QUIET = 1500; // before "Sparar" is worth saying

  const hour = (date) => `${String(date.getHours()).padStart(2, "0")}.${String(date.getMinutes()).padStart(2, "0")}`;
  const say = (text, more = {}) => Object.entries(more).reduce((all, [name, value]) => all.replaceAll(`[${name}]`, value), text);

  // --- The server ------------------------------------------------------------------------------

  let reachedAt = new Date();
  let away = false;
  let savedAt = "";
  const reached = () => {
    reachedAt = new Date();
    if (!away) return;
    away = false;
    outbox.tries = 0;
    tell();
    outbox.flush();
  };
  const lost = () => {
    away = true;
    tell();
  };

  // "in", "out" or "away"; whatever the answer says of the room is taken note of.
  async function pulse() {
    let answer;
    try {
      answer = await fetch(room.dataset.pulse, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout ? AbortSignal.timeout(10_000) : undefined,
      });
    } catch {
      lost();
      return "away";
    }
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!json && answer.type !== "opaqueredirect" && (answer.status >= 500 || answer.status === 429)) {
      lost();
      return "away";
    }
    reached();
    const said = answer.ok && json ? await answer.json() : {};
    if (String(said.account || "") !== account) {
      hold(true);
      return "out";
    }
    outbox.token = said.token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = said.token;
    });
    setClock(said.now);
    hold(false);
    if (said.revision !== Number(room.dataset.revision)) refresh();
    return "in";
  }

  function hold(out) {
    if (outbox.held === out) return;
    outbox.held = out;
    room.querySelector("[data-out]").hidden = !out;
    tell();
    if (!out) outbox.flush();
  }

  const outbox = new Outbox({ account, meeting: room.dataset.meeting, pulse });
  const tokenField = document.querySelector("input[name=csrfmiddlewaretoken]");
  outbox.token = tokenField ? tokenField.value : "";

  let next;
  async function beat() {
    clearTimeout(next);
    await pulse();
    next = setTimeout(beat, document.hidden ? SLOW_PULSE : PULSE);
  }
  const beatNow = () => {
    clearTimeout(next);
    next = setTimeout(beat, 0);
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) beatNow();
  });
  ["online", "offline", "pageshow"].forEach((name) => addEventListener(name, beatNow));

  // --- One quiet word --------------------------------------------------------------------------

  const status = room.querySelector("[data-status]");
  const aloud = room.querySelector("[data-told]");
  let told = "";
  let since = null;

  function tell() {
    const waiting = outbox.unsaved().filter((row) => row.state !== DRAFT);
    const choosing = waiting.filter((row) => row.state === CONFLICT).length;
    const wrong = waiting.filter((row) => row.state === WRONG).length;
    const kept = outbox.keeps ? words.kept : words.notKept;
    let text;
    let trouble = true;
    if (outbox.held) text = `${say(words.signedOut, { count: waiting.length })} ${kept}`;
    else if (away && waiting.length) text = `${say(words.away, { time: hour(reachedAt) })} ${kept}`;
    else if (away) text = say(words.awayNothing, { time: hour(reachedAt) });
    else if (failed && waiting.length) text = `${say(words.failed, { time: hour(failed) })} ${kept}`;
    else if (choosing) text = words.choosing;
    else if (wrong) text = words.wrong;
    else {
      trouble = false;
      since = waiting.length ? since || Date.now() : null;
      const slow = since && Date.now() - since > QUIET;
      if (noted) text = noted;
      else if (slow) text = words.saving;
      else text = savedAt ? say(words.saved, { time: savedAt }) : words.nothing;
      if (since && !slow) setTimeout(tell, QUIET);
    }
    if (status.textContent !== text) status.textContent = text;
    status.parentElement.classList.toggle("trouble", trouble);
    // read out when something begins or ends, not each time a sentence has been saved
    const aloudNow = trouble ? text : told ? text : "";
    if (trouble !== Boolean(told)) aloud.textContent = aloudNow;
    told = trouble ? text : "";
    list(waiting);
  }

  let failed = null;
  let noted = "";
  // Something to know that is no trouble: it stands until the next thing is saved.
  function note(label) {
    noted = [label, words.yielded].filter(Boolean).join(": ");
    tell();
  }

  // What is not saved, to be seen and copied: always for what was put aside, and for the rest
  // while it cannot be sent.
  function list(waiting) {
    const elsewhere = (row) => (row.state === CONFLICT || row.state === WRONG) && !formOf(row.form);
    const held = outbox.held || away || failed ? waiting : waiting.filter(elsewhere);
    const rows = [...outbox.all().filter((row) => row.state === ASIDE), ...held];
    const place = room.querySelector("[data-unsaved]");
    const rowsPlace = place.querySelector("[data-unsaved-rows]");
    const state = JSON.stringify(rows.map((row) => [row.key, row.state, row.why, row.fields]));
    place.hidden = !rows.length;
    if (rowsPlace.dataset.state === state) return;
    if (rowsPlace.contains(document.activeElement)) return;
    rowsPlace.dataset.state = state;
    place.querySelector("[data-unsaved-count]").textContent = `(${rows.length})`;
    rowsPlace.replaceChildren(...rows.map(one));
    if (rows.some((row) => row.state === ASIDE)) place.open = true;
  }

  function one(row) {
    const node = document.getElementById("rum-osparat").content.firstElementChild.cloneNode(true);
    const field = node.querySelector("textarea");
    field.id = `osparat-${row.key}`;
    node.querySelector("label").htmlFor = field.id;
    node.querySelector("label").textContent = row.label || words.unnamed;
    field.value = row.told || row.fields.map(([, value]) => plain(value)).filter(Boolean).join("\n");
    node.querySelector("[data-why]").textContent = row.state === ASIDE ? row.why || words.refused : "";
    node.querySelector("[data-copy]").addEventListener("click", async (event) => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy");
      }
      event.target.textContent = words.copied;
    });
    const link = node.querySelector("[data-item-link]");
    link.hidden = !row.item || row.state === ASIDE;
    link.dataset.itemLink = row.item;
    link.href = `?punkt=${row.item}`;
    const drop = node.querySelector("[data-drop]");
    drop.hidden = row.state !== ASIDE;
    drop.addEventListener("click", () => {
      drop.blur();
      outbox.giveUp(row);
      status.parentElement.focus();
    });
    return node;
  }

  // --- Writing ---------------------------------------------------------------------------------

  let typing;
  let typingSince = 0;
  function soon(at) {
    clearTimeout(typing);
    typingSince = typingSince || Date.now();
    const wait = Math.max(0, Math.min(at, typingSince + LONG_TYPING - Date.now()));
    typing = setTimeout(() => {
      typingSince = 0;
      outbox.flush();
    }, wait);
  }

  const itemOf = (form) => form.closest("[data-item]")?.dataset.item || "";
  const ofForm = (form) => form.dataset.of || form.dataset.thing;
  const asked = (form, submitter) => ({
    thing: form.dataset.thing,
    of: ofForm(form), // what the server calls the thing; several forms may be about one
    form: form.dataset.thing,
    item: itemOf(form),
    // not form.action: a field of that name would stand before it
    url: (submitter?.hasAttribute("formaction") && submitter.formAction) || form.getAttribute("action"),
    then: form.dataset.then || "",
    fields: fieldsOf(form, submitter),
    yields: form.dataset.yields !== undefined,
    seen: form.elements.sett ? form.elements.sett.value : "",
    label: (submitter && submitter.dataset.label) || form.dataset.label || "",
    told: (submitter && submitter.dataset.told) || form.dataset.told || "",
  });

  function write(form, submitter) {
    outbox.put(asked(form, submitter));
    form.dataset.unsaved = "";
  }

  // A form that is sent with a button is kept as it is filled in, and sent by the button alone.
  function draft(form) {
    outbox.about(draftOf(form)).forEach((row) => outbox.drop(row));
    outbox.add({ ...asked(form), thing: draftOf(form), state: DRAFT });
    form.dataset.touched = "";
  }
  const draftOf = (form) => `utkast:${form.dataset.thing}`;
  function noDraft(form) {
    outbox.about(draftOf(form)).forEach((row) => outbox.drop(row));
    delete form.dataset.touched;
  }

  function changed(event) {
    const form = event.target.form;
    if (!isForm(form) || !room.contains(form) || !event.target.name) return;
    if (!isTyped(form)) {
      draft(form);
      return;
    }
    write(form);
    soon(event.type === "change" && event.target.tagName !== "TEXTAREA" && event.target.type !== "text" ? 0 : TYPING);
  }
  room.addEventListener("input", changed);
  room.addEventListener("change", (event) => {
    // leaving a text field is no change that has not been heard of already
    const { tagName, type } = event.target;
    if (tagName === "SELECT" || type === "checkbox" || type === "radio" || type === "date") changed(event);
  });

  // A double click is one press, and so is a key that is held down: the page may have changed since
  // the first half, and the second would press whatever has come under the hand, or add it twice.
  let heard = false;
  const control = (event) => event.target.closest("button, a, summary");
  room.addEventListener("mousedown", (event) => {
    if (event.detail < 2) heard = false;
  });
  room.addEventListener(
    "click",
    (event) => {
      if (!control(event)) return;
      if (heard && event.detail > 1 && isForm(control(event).form)) event.preventDefault();
      heard = true;
    },
    true,
  );
  room.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && event.target.matches("button, input")) event.preventDefault();
  });

  // What a button has done and the page does not show yet, by its form: pressed again meanwhile, it
  // is the same press, by a hand that doubts it was heard.
  const done = new Map();
  const doneAlready = (form, submitter) => {
    const before = done.get(form.dataset.thing);
    return before !== undefined && JSON.stringify(before.fields) === JSON.stringify(fieldsOf(form, submitter));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isForm(form) || !room.contains(form)) return;
    event.preventDefault();
    if (form.dataset.yields !== undefined && doneAlready(form, event.submitter)) {
      refresh();
      return;
    }
    done.delete(form.dataset.thing);
    if (isTyped(form) && !event.submitter?.name) write(form);
    else if (isOnce(form)) {
      const said = asked(form, event.submitter);
      outbox.put({ ...said, thing: `ny:${said.thing}:${Date.now()}`, of: form.dataset.of || `ny:${said.thing}:${Date.now()}`, once: true });
      noDraft(form);
      form.reset();
      form.dispatchEvent(new CustomEvent("room:emptied", { bubbles: true }));
    } else {
      outbox.put(asked(form, event.submitter));
      noDraft(form);
      form.dataset.unsaved = "";
      event.submitter?.setAttribute("aria-busy", "true");
    }
    outbox.flush();
  });

  // --- What has been answered ------------------------------------------------------------------

  function formOf(thing) {
    return room.querySelector(`form[data-thing="${CSS.escape(thing)}"]`);
  }

  outbox.addEventListener("change", () => {
    overlay(room);
    tell();
  });
  outbox.addEventListener("sending", tell);
  outbox.addEventListener("away", lost);
  outbox.addEventListener("failed", () => {
    failed = failed || new Date();
    tell();
  });
  outbox.addEventListener("settled", ({ detail }) => {
    failed = null;
    noted = "";
    savedAt = detail.said.at || hour(new Date());
    reached();
    const { row, said } = detail;
    if (row.yields) done.set(row.thing, { fields: row.fields, revision: said.revision || 0 });
    written = Math.max(written, said.revision || 0);
    const seen = { ...said.seen, [row.of]: detail.seen };
    // the items that are not shown just now will be shown again as they are
    [room, ...articles.values()].forEach((root) => {
      root.querySelectorAll("form[data-write]").forEach((form) => {
        const now = seen[ofForm(form)];
        if (now !== undefined && form.elements.sett) form.elements.sett.value = now;
      });
    });
    refresh();
  });
  outbox.addEventListener("collided", reached);
  outbox.addEventListener("yielded", ({ detail }) => {
    reached();
    aloud.textContent = words.yielded;
    note(detail.row.label);
    refresh();
  });
  outbox.addEventListener("refused", refresh);
  outbox.addEventListener("wrong", reached);

  // Let the forms under `root` say what is kept of them, and what is to be chosen between.
  const collisions = new Map();
  function overlay(root) {
    const latest = new Map();
    outbox.all().forEach((row) => {
      if (row.state !== ASIDE) latest.set(row.thing, row);
    });
    root.querySelectorAll("form[data-write]").forEach((form) => {
      const row = latest.get(form.dataset.thing);
      const kept = latest.get(draftOf(form));
      if (kept && form.dataset.touched === undefined) {
        fill(form, kept.fields);
        form.dataset.touched = "";
        form.dispatchEvent(new CustomEvent("room:filled", { bubbles: true }));
      }
      if (row && form.dataset.unsaved === undefined) {
        if (isTyped(form)) fill(form, row.fields);
        form.dataset.unsaved = "";
      }
      if (!row) {
        delete form.dataset.unsaved;
        form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
      }
      faults(form, row);
      collide(form, row);
    });
    returnOnce();
  }

  function collide(form, row) {
    const thing = form.dataset.thing;
    const shown = collisions.get(thing);
    if (!row || row.state !== CONFLICT) {
      if (shown) {
        shown.node.remove();
        collisions.delete(thing);
      }
      return;
    }
    if (shown && shown.form === form && shown.node.isConnected) shown.update(row);
    else {
      shown?.node.remove();
      collisions.set(thing, new Collision(form, row, outbox, chosen));
    }
  }

  function chosen(way, collision) {
    const { form } = collision;
    if (way === "both") write(form);
    focusIn(form);
  }

  function focusIn(form) {
    const rich = form.querySelector("[contenteditable=true]");
    const field = rich || [...form.elements].find((control) => control.name && control.type !== "hidden" && control.offsetParent);
    field?.focus();
  }

  function faults(form, row) {
    const before = form.querySelector(":scope > [data-faults]");
    const errors = row && row.state === WRONG ? Object.values(row.errors).flat() : [];
    const text = errors.join(" ");
    if (before && before.textContent === text) return;
    before?.remove();
    if (!text) return;
    const node = document.createElement("p");
    Object.assign(node.dataset, { faults: "", ours: "" });
    node.className = "wrong";
    node.setAttribute("role", "alert");
    node.textContent = text;
    form.prepend(node);
  }

  // What was to be made but could not be as it was: back into its form, if that is empty.
  function returnOnce() {
    outbox.all().forEach((row) => {
      if (!row.once || row.state !== WRONG) return;
      const form = formOf(row.form);
      if (!form || form.dataset.touched !== undefined) return;
      outbox.drop(row);
      fill(form, row.fields);
      form.dispatchEvent(new CustomEvent("room:filled", { bubbles: true }));
      draft(form);
      faults(form, row);
    });
  }

  // --- What others write -----------------------------------------------------------------------

  const isWrittenIn = (node) => node.matches("textarea, input:not([type=hidden]), select, [contenteditable=true]");
  const busy = (form) =>
    form.dataset.unsaved !== undefined ||
    form.dataset.touched !== undefined ||
    (form.contains(document.activeElement) && isWrittenIn(document.activeElement));
  let left = false; // something was passed over since it was being written in

  const callbacks = {
    beforeNodeMorphed(old, fresh) {
      if (old.nodeType !== Node.ELEMENT_NODE) return true;
      if (old.dataset?.ours !== undefined) return false;
      if (isForm(old) && isForm(fresh)) {
        if (busy(old)) {
          left = true;
          standing(old, fresh);
          return false;
        }
        if (old.querySelector("[data-rich]")) {
          retell(old, fresh);
          return false;
        }
      }
      return true;
    },
    beforeNodeRemoved(node) {
      if (node.nodeType !== Node.ELEMENT_NODE) return true;
      if (node.dataset.ours !== undefined) return false;
      const forms = isForm(node) ? [node] : [...node.querySelectorAll("form[data-write]")];
      return !forms.some((form) => busy(form) && form.dataset.unsaved !== undefined);
    },
    beforeAttributeUpdated(name, node) {
      if (name === "open" && node.tagName === "DETAILS") return false;
      // a heading that was made to have the focus keeps it
      if (name === "tabindex" && node === document.activeElement) return false;
      return !(name === "hidden" && node.dataset.shown !== undefined);
    },
  };

  // A form is one and the same as long as it is about the same thing. Without a name of its own the
  // first of two would be turned into the second when it goes, or stand in its place.
  function nameForms(root) {
    const times = new Map();
    root.querySelectorAll("form[data-write]").forEach((form) => {
      const name = `form-${root.id}-${form.dataset.thing}`;
      times.set(name, (times.get(name) || 0) + 1);
      if (!form.hasAttribute("id")) form.setAttribute("id", `${name}-${times.get(name)}`);
    });
  }

  function morph(old, fresh) {
    nameForms(old);
    nameForms(fresh);
    const focused = document.activeElement;
    const around = [];
    for (let node = focused.parentElement; node; node = node.parentElement) around.push(node);
    // the words of a button that has been pressed change, though it has the focus
    const ignoreActiveValue = isWrittenIn(focused);
    window.Idiomorph.morph(old, fresh, { morphStyle: "outerHTML", ignoreActiveValue, callbacks });
    if (focused.isConnected) keepFocus(focused);
    else focusNear(around);
  }

  // What was moved within the page has lost the focus by that.
  function keepFocus(focused) {
    if (document.activeElement === document.body) focused.focus({ preventScroll: true });
  }

  // The button that had the focus is gone: one stays in the part of the page that it was in.
  function focusNear(around) {
    const near = around.find((node) => node.isConnected && node.querySelector("h2, h3"));
    const heading = near?.querySelector("h2, h3");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  // A form that is not being written in, with an editor in front of its field: the words alone.
  function retell(old, fresh) {
    fill(old, fieldsOf(fresh));
    ["sett", "nyckel"].forEach((name) => {
      if (old.elements[name] && fresh.elements[name]) old.elements[name].value = fresh.elements[name].value;
    });
  }

  // The other one has written on while both texts are shown: show what stands now.
  function standing(old, fresh) {
    const row = outbox.stuck(old.dataset.thing);
    if (!row || !fresh.elements.sett || row.standing === fresh.elements.sett.value) return;
    const theirs = Object.fromEntries(fieldsOf(fresh));
    outbox.keep({ ...row, theirs, standing: fresh.elements.sett.value });
    setTimeout(() => outbox.tell("change"), 0);
  }

  // Chromium 156 falls over when a form with the focus in it is moved by moveBefore, which idiomorph
  // uses where there is one; without it nodes are moved as they always were.
  delete Element.prototype.moveBefore;

  const parts = ["rum-dagordning", "rum-motet", "rum-narvaro", "rum-punkt"];
  const articles = new Map(); // items that have been shown or fetched ahead, as nodes
  const place = document.getElementById("rum-punkt");
  const article = () => place.querySelector("[data-item]");
  const here = () => article()?.dataset.item || "";

  let written = 0; // the room's revision by one's own latest write
  let fetching = null;
  let wanted = false;
  function refresh() {
    wanted = true;
    fetching ??= (async () => {
      try {
        while (wanted) {
          wanted = false;
          await fetchParts();
        }
      } catch {
        lost();
      } finally {
        fetching = null;
      }
    })();
    return fetching;
  }

  async function fragment(query) {
    const answer = await fetch(`${room.dataset.page}?${query}`, {
      headers: { "HX-Request": "true" },
      cache: "no-store",
      redirect: "manual",
    });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  async function fetchParts() {
    const item = here();
    const roll = document.getElementById("rum-narvaro")?.dataset.digest || "";
    const page = await fragment(`punkt=${item}&narvaro=${roll}`);
    const fresh = page?.querySelector("[data-parts]");
    if (!fresh || here() !== item) {
      wanted = wanted || (Boolean(fresh) && here() !== item);
      return;
    }
    const revision = Number(fresh.dataset.revision);
    // asked for before one's own latest write was done: what is asked for since comes next
    if (revision < Math.max(written, Number(room.dataset.revision))) return;
    left = false;
    parts.forEach((id) => {
      const old = document.getElementById(id);
      const its = fresh.querySelector(`#${id}`);
      if (old && its) morph(old, its);
    });
    done.forEach((before, thing) => before.revision <= revision && done.delete(thing));
    room.dataset.revision = String(revision);
    overlay(room);
    tick();
  }

  // What was passed over is shown when one has left it.
  room.addEventListener("focusout", () => {
    setTimeout(() => {
      if (left && !place.contains(document.activeElement)) refresh();
    }, 50);
  });

  // --- Going along the agenda ------------------------------------------------------------------

  // Other items are fetched ahead, so that one can go on along the agenda without the server.
  async function fetchAhead() {
    const page = await fragment("alla=1").catch(() => null);
    page?.querySelectorAll("[data-item]").forEach((node) => {
      if (!articles.has(node.dataset.item) && node.dataset.item !== here()) articles.set(node.dataset.item, document.adoptNode(node));
    });
  }

  function showItem(id, { back = false } = {}) {
    if (!id || id === here()) {
      article()?.querySelector("h2")?.focus();
      return true;
    }
    const node = articles.get(id);
    if (!node) return false;
    const old = article();
    if (old) {
      articles.set(old.dataset.item, old);
      old.replaceWith(node);
    } else place.replaceChildren(node);
    articles.delete(id);
    if (!back) history.pushState({ item: id }, "", `?punkt=${id}`);
    document.querySelectorAll("#rum-dagordning [data-item-link]").forEach((link) => {
      if (link.dataset.itemLink === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    telling(node);
    overlay(room);
    tick();
    const heading = node.querySelector("h2");
    heading?.focus({ preventScroll: true });
    if (place.getBoundingClientRect().top < 0) place.scrollIntoView();
    else if (matchMedia("(max-width: 60rem)").matches) place.scrollIntoView();
    refresh();
    return true;
  }

  // Who came or left did so at the item that is shown.
  function telling(node) {
    document.querySelectorAll("#rum-narvaro input[name=item]").forEach((field) => {
      field.value = node.dataset.item;
    });
    document.querySelectorAll("#rum-narvaro [data-here]").forEach((place) => {
      place.textContent = node.dataset.number;
    });
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("[data-item-link]");
    if (link && room.contains(link) && showItem(link.dataset.itemLink)) event.preventDefault();
  });
  addEventListener("popstate", (event) => {
    const id = event.state?.item || new URLSearchParams(location.search).get("punkt") || room.dataset.first;
    if (!showItem(id, { back: true })) location.reload();
  });

  function step(way) {
    const links = [...document.querySelectorAll("#rum-dagordning [data-item-link]")];
    const at = links.findIndex((link) => link.dataset.itemLink === here());
    const found = links[at + way];
    if (found && !showItem(found.dataset.itemLink)) location.assign(found.href);
  }

  // --- Keys ------------------------------------------------------------------------------------

  const open = (node) => {
    node?.closest("details")?.setAttribute("open", "");
    return node;
  };
  function into(selector) {
    const found = open(room.querySelector(selector));
    if (!found) return;
    const field = found.matches("form, section, div") ? null : found;
    const rich = found.closest(".field, form")?.querySelector("[contenteditable=true]");
    (rich || field || found.querySelector("textarea, input:not([type=hidden]), select, button, a"))?.focus();
    found.scrollIntoView({ block: "nearest" });
  }
  const keys = {
    ArrowDown: [false, () => step(1)],
    ArrowUp: [false, () => step(-1)],
    KeyD: [true, () => into("[data-go=discussion]")],
    KeyA: [true, () => into("[data-go=clause]")],
    KeyN: [true, () => into("[data-go=attendance]")],
    KeyM: [true, () => room.querySelector("[data-go=here]")?.click()],
  };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return;
    const key = keys[event.code];
    if (!key || key[0] !== event.shiftKey) return;
    if (event.code.startsWith("Arrow") && event.target.closest("select, input[list], input[type=date]")) return;
    event.preventDefault();
    key[1]();
  });

  document.documentElement.classList.add("scripted");

  // --- Beginning -------------------------------------------------------------------------------

  // A slow line shows the page before this script is there: what was chosen meanwhile is saved too.
  // Not where the page is reloaded, since a browser then puts back what the fields held before.
  function chosenBefore() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
    room.querySelectorAll("form[data-write][data-typed] select").forEach((field) => {
      const stands = [...field.options].find((option) => option.defaultSelected) || field.options[0];
      if (field.name && stands && !stands.selected) changed({ target: field, type: "change" });
    });
  }

  window.handslagFlush = () => outbox.flush();
  room.querySelectorAll("[data-scripted]").forEach((node) => {
    node.hidden = false;
  });
  history.replaceState({ item: here() }, "");
  setClock(Number(room.dataset.now));
  tick();
  chosenBefore();
  overlay(room);
  tell();
  outbox.flush();
  next = setTimeout(beat, PULSE);
  fetchAhead();
})();
