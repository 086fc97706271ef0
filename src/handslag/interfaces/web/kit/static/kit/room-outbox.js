// What is written in the room and not yet answered by the server: kept on the device before it is
// sent, sent in order under its own key until it is answered, and never thrown away.
//
// A write is kept as one row in localStorage, since that is done before the next letter is typed:
// a tab that is closed, a lid that is shut or a machine that dies has it. Rows are read again when
// the page opens.
"use strict";

window.handslagRoom = window.handslagRoom || {};

(() => {
  const PREFIX = "handslag-rummet-";
  const WAITS = [1000, 2000, 4000, 8000];
  const LONGEST = 20_000;

  // States of a write. WAITING is sent until it is answered; the others wait for a person.
  const WAITING = "";
  const CONFLICT = "conflict"; // somebody else has changed the same thing
  const WRONG = "wrong"; // it cannot be saved as it is: what is wrong is told beside the field
  const ASIDE = "aside"; // it will never be saved: there to be copied
  const DRAFT = "draft"; // a form that is being filled in, sent by its button alone

  const newKey = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
          (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
        );

  const sameFields = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  class Outbox extends EventTarget {
    // `place` is account and meeting; `pulse` asks the server whether we are still let in.
    constructor({ account, meeting, pulse }) {
      super();
      this.prefix = `${PREFIX}${account}-${meeting}-`;
      this.pulse = pulse;
      this.rows = new Map();
      this.token = "";
      this.keeps = true; // whether the browser lets us keep anything
      this.held = false; // signed out: nothing is sent until somebody is in again
      this.last = Date.now() * 1000;
      this.tries = 0;
      this.read();
      addEventListener("storage", (event) => {
        if (event.key === null || event.key.startsWith(this.prefix)) {
          this.read();
          this.tell("change");
        }
      });
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }

    read() {
      const rows = new Map();
      try {
        for (const name of Object.keys(localStorage)) {
          if (!name.startsWith(this.prefix)) continue;
          const row = JSON.parse(localStorage.getItem(name));
          if (row && row.key) rows.set(row.key, row);
        }
      } catch {
        this.keeps = false;
        return;
      }
      // what is being sent right now is ours to finish
      this.rows.forEach((row, key) => {
        if (!this.keeps || (this.now && this.now.key === key)) rows.set(key, row);
      });
      this.rows = rows;
    }

    keep(row) {
      this.rows.set(row.key, row);
      try {
        localStorage.setItem(this.prefix + row.key, JSON.stringify(row));
        this.keeps = true;
      } catch {
        this.keeps = false; // full, or turned off: said on the page, and sent all the same
      }
    }

    drop(row) {
      this.rows.delete(row.key);
      try {
        localStorage.removeItem(this.prefix + row.key);
      } catch {
        // what could not be kept need not be removed
      }
    }

    all() {
      return [...this.rows.values()].sort((a, b) => a.order - b.order);
    }

    about(thing) {
      return this.all().filter((row) => row.thing === thing);
    }

    unsaved() {
      return this.all().filter((row) => row.state !== ASIDE);
    }

    stuck(thing) {
      return this.about(thing).find((row) => row.state === CONFLICT);
    }

    // Keep a write and send it soon. What is typed replaces what was typed before in the same
    // thing, as long as that has not been sent: once sent it may have arrived, and stays as it is.
    put(asked) {
      const before = asked.once ? [] : this.about(asked.thing).filter((row) => row.state !== ASIDE);
      const open = before.find((row) => row.state === CONFLICT || row.state === WRONG);
      const last = before.at(-1);
      const whole = { ...asked, made: new Date().toISOString() };
      if (open && open.state === CONFLICT) {
        this.keep({ ...open, fields: asked.fields, made: whole.made });
      } else if (open) {
        this.drop(open);
        this.add({ ...whole, seen: open.seen, order: open.order });
      } else if (last && !last.sent) {
        this.keep({ ...last, fields: asked.fields, url: asked.url, made: whole.made });
      } else if (!last || !sameFields(last.fields, asked.fields)) {
        this.add({ ...whole, after: last ? last.key : "" });
      }
      this.tell("change");
    }

    add(row) {
      this.last = Math.max(this.last + 1, Date.now() * 1000);
      this.keep({ order: this.last, state: WAITING, sent: false, after: "", ...row, key: newKey() });
    }

    // Choosing between two texts is a new write, upon the text that was shown.
    choose(row, fields) {
      this.drop(row);
      this.add({ ...row, fields, seen: row.standing, state: WAITING, sent: false, after: "" });
      this.tell("change");
      this.flush();
    }

    giveUp(row) {
      this.drop(row);
      this.tell("change");
    }

    putAside(row, why) {
      this.keep({ ...row, state: ASIDE, why });
      this.tell("change");
    }

    // The next to send: the oldest of a thing that nothing holds up, and that another tab or an
    // earlier write of the same thing does not come before.
    next(passed) {
      const held = new Set(passed);
      for (const row of this.all()) {
        if (row.state === ASIDE || row.state === DRAFT) continue;
        if (row.state === WAITING && !held.has(row.of)) return row;
        held.add(row.of);
      }
      return null;
    }

    // Send all there is. One tab at a time, where the browser can tell; two would send the same
    // under the same key, which the server stands.
    flush() {
      clearTimeout(this.timer);
      if (this.going) {
        this.again = true;
        return this.going;
      }
      const work = () => this.sendAll();
      const locked = navigator.locks
        ? navigator.locks.request(`${this.prefix}send`, { ifAvailable: false }, work)
        : work();
      this.going = locked.finally(() => {
        this.going = null;
        if (this.again) {
          this.again = false;
          this.flush();
        }
      });
      return this.going;
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), WAITS[Math.min(this.tries, WAITS.length - 1)]);
      this.tries += 1;
    }

    async sendAll() {
      this.read();
      const passed = new Set();
      for (let row = this.next(passed); row && !this.held; row = this.next(passed)) {
        this.now = row;
        const went = await this.send(row).catch(() => "away");
        this.now = null;
        if (went === "away") {
          this.tell("away");
          this.later();
          return;
        }
        if (went === "later") passed.add(row.of);
      }
      if (passed.size) this.later();
      else this.tries = 0;
    }

    async post(row) {
      const body = new URLSearchParams(row.fields);
      body.set("nyckel", row.key);
      body.set("sett", row.seen ?? "");
      body.set("csrfmiddlewaretoken", this.token);
      return fetch(row.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout ? AbortSignal.timeout(LONGEST) : undefined,
        body,
      });
    }

    async send(row) {
      row.sent = true;
      this.keep(row);
      this.tell("sending");
      let answer = await this.post(row);
      const json = () => (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
        // signed out, a mark of another session, or truly refused: the server tells which
        const state = await this.pulse();
        if (state === "away") return "away";
        if (state !== "in") return "held";
        if (!json()) answer = await this.post(row);
      }
      if (answer.ok && json()) return this.settle(row, await answer.json());
      if (answer.status === 409 && json()) return this.collide(row, await answer.json());
      if (answer.status === 422 && json()) return this.wrong(row, await answer.json());
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
        const said = json() ? await answer.json() : {};
        this.refuse(row, said.refused || "");
        return "done";
      }
      this.tell("failed");
      return "later";
    }

    newest(row) {
      // another tab, or the typing hand, may have changed what waits behind this one
      this.read();
      return this.rows.get(row.key) || row;
    }

    followers(row) {
      return this.all().filter((other) => other.after === row.key);
    }

    settle(row, said) {
      this.newest(row);
      const seen = seenOf(row.of, said);
      // what is to be written in the same things knows of this write, since it is one's own
      const all = said.seen && typeof said.seen === "object" ? said.seen : {};
      this.all().forEach((other) => {
        if (other !== row && !other.sent && all[other.of] !== undefined) {
          this.keep({ ...other, seen: String(all[other.of]) });
        }
      });
      this.followers(row).forEach((other) => {
        // what was typed while the first was on its way is written upon it
        this.keep({ ...other, seen, after: "", url: addressOf(other, said) });
      });
      this.drop(row);
      this.tell("settled", { row, seen, said });
      this.tell("change");
      return "done";
    }

    collide(row, said) {
      const now = this.newest(row);
      const later = this.followers(now).at(-1);
      this.followers(now).forEach((other) => this.drop(other));
      if (row.yields) {
        // a button that says nothing of its own: what stands is shown, and may be pressed again
        this.drop(now);
        this.tell("yielded", { row, said });
        this.tell("change");
        return "done";
      }
      const fields = (later || now).fields;
      const standing = seenOf(row.of, said);
      this.keep({ ...now, fields, state: CONFLICT, theirs: said.theirs || {}, by: said.by || "", standing });
      this.tell("collided", { thing: row.thing });
      this.tell("change");
      return "done";
    }

    wrong(row, said) {
      const now = this.newest(row);
      const later = this.followers(now).at(-1);
      if (later) {
        // it has been written on since: what was wrong may be right by now
        this.drop(now);
        this.keep({ ...later, after: "", seen: now.seen });
      } else {
        this.keep({ ...now, state: WRONG, errors: said.errors || {} });
        this.tell("wrong", { thing: row.thing });
      }
      this.tell("change");
      return "done";
    }

    refuse(row, why) {
      const now = this.newest(row);
      const later = this.followers(now).at(-1);
      this.followers(now).forEach((other) => this.drop(other));
      this.keep({ ...now, fields: (later || now).fields, state: ASIDE, why });
      this.tell("refused", { thing: row.thing });
      this.tell("change");
    }
  }

  // The digest or revision of the thing as it now stands: `seen` names it, or has but one.
  function seenOf(thing, said) {
    const seen = said.seen ?? {};
    const made = said.made ? Object.keys(seen).find((name) => name.endsWith(`-${said.made}`)) : undefined;
    const found = seen[thing] ?? seen[made] ?? Object.values(seen)[0];
    return found === undefined || found === null ? "" : String(found);
  }

  // What has been made is changed at an address of its own, known when it has been made.
  function addressOf(row, said) {
    return row.then && said.made ? row.then.replace("/0/", `/${said.made}/`) : row.url;
  }

  Object.assign(window.handslagRoom, { Outbox, WAITING, CONFLICT, WRONG, ASIDE, DRAFT });
})();
