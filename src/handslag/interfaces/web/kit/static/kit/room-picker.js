// Picking somebody or something that the register knows, while one writes. Without this script,
// and where nothing is picked, what is typed is taken as it is named.
//
//     <div data-pick="/moten/1/rummet/sok/" data-kinds="person body">
//       <input name="vem"> <input type="hidden" name="vem_id">
//     </div>
//
// The hidden field gets kind and id ("person-12"), and is emptied when the words are changed.
"use strict";

(() => {
  const PAUSE = 180;
  const cache = new Map();
  let count = 0;

  // A hit as the list shows it, whichever of our addresses found it.
  const plain = (hit) => ({
    text: hit.text || hit.name,
    about: hit.about || [hit.as, hit.title, hit.organisation].filter(Boolean).join(", "),
    pick: hit.id ? `${hit.kind}-${hit.id}` : "",
    title: hit.title || "",
    organisation: hit.organisation || "",
  });

  class Picker {
    constructor(box) {
      this.box = box;
      this.field = box.querySelector("input:not([type=hidden])");
      this.id = box.querySelector("input[type=hidden]");
      this.list = document.createElement("ul");
      count += 1;
      this.list.id = `valj-${count}`;
      this.list.className = "picks";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.field.labels?.[0]?.textContent.trim() || "");
      this.list.dataset.ours = "";
      this.list.hidden = true;
      box.append(this.list);
      Object.entries({
        role: "combobox",
        autocomplete: "off",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      }).forEach(([name, value]) => this.field.setAttribute(name, value));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
    }

    get options() {
      return [...this.list.children];
    }

    typed() {
      if (this.id) this.id.value = "";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      const words = this.field.value.trim();
      if (words.length < 2) {
        this.close();
        return;
      }
      const address = `${this.box.dataset.pick}?${new URLSearchParams({ q: words, ...this.wishes() })}`;
      try {
        if (!cache.has(address)) {
          const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
          if (!answer.ok) return;
          const said = await answer.json();
          cache.set(address, (said.hits || said.people || []).map(plain));
        }
      } catch {
        return; // without the server what is typed is taken as it is named
      }
      if (this.field.value.trim() === words && document.activeElement === this.field) this.show(cache.get(address));
    }

    wishes() {
      return this.box.dataset.kinds ? { slag: this.box.dataset.kinds } : {};
    }

    show(hits) {
      this.list.replaceChildren(
        ...hits.slice(0, 8).map((hit, place) => {
          const option = document.createElement("li");
          option.id = `${this.list.id}-${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          Object.assign(option.dataset, hit);
          option.textContent = hit.text;
          if (hit.about) {
            const about = document.createElement("span");
            about.textContent = hit.about;
            option.append(" ", about);
          }
          return option;
        }),
      );
      this.list.hidden = !hits.length;
      this.field.setAttribute("aria-expanded", String(!this.list.hidden));
      this.mark(-1);
    }

    mark(place) {
      this.at = place;
      this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
      if (place < 0) this.field.removeAttribute("aria-activedescendant");
      else {
        this.field.setAttribute("aria-activedescendant", this.options[place].id);
        this.options[place].scrollIntoView({ block: "nearest" });
      }
    }

    choose(option) {
      this.field.value = option.dataset.text;
      if (this.id) this.id.value = option.dataset.pick;
      this.close();
      this.fill(option);
      this.box.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { ...option.dataset } }));
      // the form hears of it as of anything that is typed
      this.choosing = true;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.choosing = false;
    }

    // Fields beside it that the register knows too: data-fills="title organisation".
    fill(option) {
      (this.box.dataset.fills || "").split(" ").filter(Boolean).forEach((name) => {
        const base = this.field.name.replace(/^name/, name);
        const beside = this.field.form?.elements[base];
        if (beside && option.dataset[name]) beside.value = option.dataset[name];
      });
    }

    close() {
      clearTimeout(this.timer);
      this.list.hidden = true;
      this.field.setAttribute("aria-expanded", "false");
      this.field.removeAttribute("aria-activedescendant");
    }

    key(event) {
      const open = !this.list.hidden;
      const last = this.options.length - 1;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" && open) this.mark(this.at >= last ? 0 : this.at + 1);
      else if (event.key === "ArrowUp" && open) this.mark(this.at <= 0 ? last : this.at - 1);
      else if (event.key === "Enter" && open && this.at >= 0) this.choose(this.options[this.at]);
      else if (event.key === "Escape" && open) this.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  const pickers = new WeakMap();
  const pickerOf = (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (!box || !event.target.matches("input:not([type=hidden])")) return null;
    if (!pickers.has(box) || !pickers.get(box).list.isConnected) pickers.set(box, new Picker(box));
    return pickers.get(box);
  };
  document.addEventListener("focusin", pickerOf);
  // before the form hears of it, so that the form is kept with the right id
  document.addEventListener(
    "input",
    (event) => {
      const picker = pickerOf(event);
      if (picker && !picker.choosing) picker.typed();
    },
    true,
  );
  document.addEventListener("keydown", (event) => pickerOf(event)?.key(event), true);
  document.addEventListener("focusout", (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (box && pickers.has(box)) pickers.get(box).close();
  });
})();
