// Suggests how a search may go on, while one types. Without this script the form searches for what
// is typed, and so it does whenever nothing is chosen.
//
//     <input type="search" name="q" data-suggest="/sok/forslag/" data-none data-one data-many>
"use strict";

(() => {
  const PAUSE = 150;
  const LEAST = 3;
  let count = 0;

  class Suggester {
    constructor(field) {
      this.field = field;
      this.said = new Map();
      count += 1;
      this.list = document.createElement("ul");
      this.list.id = `forslag-${count}`;
      this.list.className = "suggestions";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() || "");
      this.list.hidden = true;
      this.told = document.createElement("span");
      this.told.className = "hidden-text";
      this.told.setAttribute("role", "status");
      field.after(this.list, this.told);
      Object.entries({
        role: "combobox",
        autocomplete: "off",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      }).forEach(([name, value]) => field.setAttribute(name, value));
      field.addEventListener("input", () => this.typed());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
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
      clearTimeout(this.timer);
      if (this.words.length < LEAST) this.close();
      else this.timer = setTimeout(() => this.ask(this.words), PAUSE);
    }

    get words() {
      return this.field.value.trimStart();
    }

    async ask(words) {
      try {
        if (!this.said.has(words)) {
          const address = `${this.field.dataset.suggest}?${new URLSearchParams({ q: words })}`;
          const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
          if (!answer.ok) return;
          this.said.set(words, (await answer.json()).suggestions);
        }
      } catch {
        return; // without the server nothing is suggested
      }
      if (this.words === words && document.activeElement === this.field) this.show(this.said.get(words));
    }

    show(found) {
      this.list.replaceChildren(
        ...found.map((one, place) => {
          const option = document.createElement("li");
          option.id = `${this.list.id}-${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.address = one.address;
          const text = document.createElement("b");
          text.textContent = one.text;
          const about = document.createElement("span");
          about.textContent = one.about;
          option.append(text, " ", about);
          return option;
        }),
      );
      this.list.hidden = !found.length;
      this.field.setAttribute("aria-expanded", String(!this.list.hidden));
      const { none, one, many } = this.field.dataset;
      this.told.textContent = found.length > 1 ? many.replace("#", found.length) : found.length ? one : none;
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
      this.close();
      window.location.assign(option.dataset.address);
    }

    close() {
      clearTimeout(this.timer);
      this.list.hidden = true;
      this.told.textContent = "";
      this.field.setAttribute("aria-expanded", "false");
      this.mark(-1);
    }

    key(event) {
      const open = !this.list.hidden;
      const last = this.options.length - 1;
      if (event.altKey || event.ctrlKey || event.metaKey || !open) return;
      if (event.key === "ArrowDown") this.mark(this.at >= last ? -1 : this.at + 1);
      else if (event.key === "ArrowUp") this.mark(this.at < 0 ? last : this.at - 1);
      else if (event.key === "Enter" && this.at >= 0) this.choose(this.options[this.at]);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }
  }

  document.querySelectorAll("input[data-suggest]").forEach((field) => new Suggester(field));
})();
