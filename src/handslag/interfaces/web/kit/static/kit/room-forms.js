// The forms of the room: what they say, what is kept of them, and the two texts where two have
// written in the same place.
"use strict";

(() => {
  const { differ, showSide, together } = window.handslagRoom;
  const NOT_SAID = new Set(["nyckel", "sett", "csrfmiddlewaretoken"]);

  const isForm = (form) => form instanceof HTMLFormElement && form.dataset.write !== undefined;
  const isTyped = (form) => form.dataset.typed !== undefined;
  const isOnce = (form) => form.dataset.once !== undefined;

  // What a form says, as pairs; with the button that sent it.
  function fieldsOf(form, submitter) {
    const said = [...new FormData(form)].filter(([name, value]) => !NOT_SAID.has(name) && typeof value === "string");
    if (submitter && submitter.name) said.push([submitter.name, submitter.value]);
    return said;
  }

  // Browsers send line ends as CR LF, whatever stands in the field.
  const plain = (text) => String(text ?? "").replace(/\r\n?/g, "\n");

  // Let a form say what was kept of it.
  function fill(form, fields) {
    const left = new Map();
    fields.forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    [...form.elements].forEach((control) => {
      const { name, type } = control;
      if (!name || NOT_SAID.has(name) || type === "submit" || type === "button") return;
      const values = left.get(name) || [];
      if (type === "checkbox" || type === "radio") control.checked = values.includes(control.value);
      else if (control.tagName === "SELECT" && control.multiple)
        [...control.options].forEach((option) => {
          option.selected = values.includes(option.value);
        });
      else if (values.length) setValue(control, plain(values.shift()));
    });
  }

  function setValue(control, value) {
    if (control.value === value) return;
    control.value = value;
    // an editor in front of the field shows what it now holds
    control.dispatchEvent(new CustomEvent("rich:set", { bubbles: true }));
  }

  const labelOf = (control) => (control.labels && control.labels[0] ? control.labels[0].textContent.trim() : "");

  function wordsOf(form, name, value) {
    const control = form.elements[name];
    const options = control && control.options ? [...control.options] : [];
    const option = options.find((one) => one.value === value);
    return option ? option.textContent.trim() : plain(value);
  }

  // What differs between what was typed and what stands, field by field.
  function differences(form, row) {
    const mine = new Map(row.fields);
    return Object.entries(row.theirs || {})
      .filter(([name]) => form.elements[name] && !NOT_SAID.has(name))
      .map(([name, theirs]) => {
        const control = form.elements[name].length && !form.elements[name].options ? form.elements[name][0] : form.elements[name];
        return { name, control, mine: wordsOf(form, name, mine.get(name) ?? ""), theirs: wordsOf(form, name, String(theirs ?? "")) };
      })
      .filter((one) => one.mine.trim() !== one.theirs.trim());
  }

  const isText = (control) => control.tagName === "TEXTAREA" || /^(text|search)$/.test(control.type || "");

  // The panel with both texts, beside the form that it is about.
  class Collision {
    constructor(form, row, outbox, after) {
      this.form = form;
      this.outbox = outbox;
      this.after = after;
      this.node = document.getElementById("rum-krock").content.firstElementChild.cloneNode(true);
      this.node.dataset.ours = "";
      this.node.dataset.of = row.thing;
      this.node.querySelector("[data-who]").textContent = row.by || this.node.dataset.somebody;
      const heading = this.node.querySelector("[data-heading]");
      heading.id = `krock-${row.thing}`;
      this.node.setAttribute("aria-labelledby", heading.id);
      form.after(this.node);
      this.node.addEventListener("click", (event) => {
        const way = event.target.closest("[data-way]")?.dataset.way;
        if (way) this[way]();
      });
      this.update(row);
    }

    update(row) {
      this.row = row;
      const rows = differences(this.form, row);
      const place = this.node.querySelector("[data-sides]");
      const state = JSON.stringify(rows.map(({ name, mine, theirs }) => [name, mine, theirs]));
      if (place.dataset.state === state) return;
      place.dataset.state = state;
      place.replaceChildren(
        ...rows.map((one) => {
          const both = this.node.querySelector("template").content.firstElementChild.cloneNode(true);
          const label = labelOf(one.control);
          both.querySelectorAll("[data-label]").forEach((spot) => {
            spot.textContent = rows.length > 1 && label ? ` · ${label}` : "";
          });
          const pieces = differ(one.mine, one.theirs);
          showSide(both.querySelector("[data-mine]"), pieces, "mine");
          showSide(both.querySelector("[data-theirs]"), pieces, "theirs");
          return both;
        }),
      );
      this.node.querySelector("[data-way=both]").hidden = !rows.some((one) => isText(one.control)) || this.merged;
    }

    mine() {
      this.outbox.choose(this.row, fieldsOf(this.form));
      this.after("mine", this);
    }

    theirs() {
      const fields = this.row.fields.map(([name, value]) => [name, name in this.row.theirs ? plain(this.row.theirs[name]) : value]);
      const { row } = this;
      fill(this.form, fields);
      this.after("theirs", this);
      this.outbox.putAside(row, this.node.dataset.notChosen);
    }

    both() {
      this.merged = true;
      differences(this.form, this.row).forEach(({ name, control }) => {
        if (isText(control)) {
          const mine = plain(new Map(this.row.fields).get(name));
          setValue(control, together(mine, plain(this.row.theirs[name])));
        }
      });
      this.node.querySelector("[data-way=mine]").textContent = this.node.dataset.saveBoth;
      this.after("both", this);
    }
  }

  Object.assign(window.handslagRoom, { isForm, isTyped, isOnce, fieldsOf, fill, setValue, plain, Collision });
})();
