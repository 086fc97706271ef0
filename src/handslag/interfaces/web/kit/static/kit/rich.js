// Every <textarea data-rich> becomes an editor of rich text: paragraphs, bold, italic and lists.
//
// The textarea stays the form's field and holds the truth, as Markdown of those few marks. What is
// typed is written into it at once, and it fires "input" as if it had been typed there, and
// "change" when the editor is left. Without JavaScript it is used as it is.
//
// To show a text that came from elsewhere, tell the textarea:
//     field.dispatchEvent(new CustomEvent("rich:set", { detail: { value: "**Ny** text" } }));
// or set its value and send "rich:set" without a value. Only what differs is replaced, so that the
// cursor stays where it stood, and no "input" is fired. `disabled` and `readonly` are heeded.
"use strict";

(() => {
  const PM = window.ProseMirror;
  if (!PM) return;

  // --- The few marks ---------------------------------------------------------------------------

  const schema = new PM.Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: {
        group: "block",
        content: "inline*",
        parseDOM: [{ tag: "p" }],
        toDOM: () => ["p", 0],
      },
      ordered_list: {
        group: "block",
        content: "list_item+",
        attrs: { order: { default: 1 } },
        parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: startOf(dom) }) }],
        toDOM: (node) => ["ol", node.attrs.order === 1 ? {} : { start: node.attrs.order }, 0],
      },
      bullet_list: {
        group: "block",
        content: "list_item+",
        parseDOM: [{ tag: "ul" }],
        toDOM: () => ["ul", 0],
      },
      list_item: {
        content: "paragraph block*",
        defining: true,
        parseDOM: [{ tag: "li" }],
        toDOM: () => ["li", 0],
      },
      text: { group: "inline" },
      hard_break: {
        inline: true,
        group: "inline",
        selectable: false,
        parseDOM: [{ tag: "br" }],
        toDOM: () => ["br"],
      },
    },
    marks: {
      strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
      em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    },
  });
  const { nodes, marks } = schema;

  function startOf(list) {
    const start = Number.parseInt(list.getAttribute("start") || "1", 10);
    return start >= 0 && start < 1e9 ? start : 1;
  }

  // --- From Markdown and back ------------------------------------------------------------------

  // The same rules as on the server: every other mark of Markdown is text, and stays so.
  const tokens = new PM.MarkdownIt("zero", { breaks: true, maxNesting: 100 });
  tokens.enable(["list", "emphasis", "escape", "newline"]);
  const [list] = tokens.block.ruler.getRules("");
  // Words that lie too deep would be dropped: there the signs of a list are text.
  const shallow = (state, ...rest) => state.level < 2 * 10 && list(state, ...rest);
  tokens.block.ruler.at("list", shallow, { alt: ["paragraph"] });
  const reader = new PM.MarkdownParser(schema, tokens, {
    paragraph: { block: "paragraph" },
    list_item: { block: "list_item" },
    bullet_list: { block: "bullet_list" },
    ordered_list: {
      block: "ordered_list",
      getAttrs: (token) => ({ order: Number(token.attrGet("start") ?? 1) }),
    },
    softbreak: { node: "hard_break" },
    hardbreak: { node: "hard_break" },
    em: { mark: "em" },
    strong: { mark: "strong" },
  });
  const read = (markdown) => reader.parse(markdown);

  const WORD = /[^\s\p{P}\p{S}]/u;
  const SIGN = /[\p{P}\p{S}]/u;

  // Only what these few marks would take for their own is escaped: [a](b) and # stay as they are.
  function escaped(text, atLineStart) {
    let said = text.replace(/\\(?=[!-/:-@[-`{-~]|$)/g, "\\\\");
    said = said.replace(/[*_]/g, (sign, at) => {
      const before = said[at - 1];
      const after = said[at + 1];
      const apart = before !== undefined && after !== undefined;
      if (apart && /\s/.test(before) && /\s/.test(after)) return sign;
      if (sign === "_" && apart && WORD.test(before) && WORD.test(after)) return sign;
      return `\\${sign}`;
    });
    if (!atLineStart) return said;
    return said
      .replace(/^(\s*)([-+*])(?=\s|$)/, "$1\\$2")
      .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
  }

  const lists = {
    bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
    ordered_list: (state, node) => {
      const first = node.attrs.order;
      const indent = " ".repeat(String(first + node.childCount - 1).length + 2);
      state.renderList(node, indent, (i) => `${first + i}. `);
    },
  };
  const writer = new PM.MarkdownSerializer(
    {
      ...lists,
      list_item: (state, node) => state.renderContent(node),
      paragraph: (state, node) => {
        state.renderInline(node);
        state.closeBlock(node);
      },
      hard_break: (state, node, parent, index) => {
        for (let i = index + 1; i < parent.childCount; i += 1) {
          if (parent.child(i).type !== node.type) return state.write("\n");
        }
        return undefined;
      },
      text: (state, node) => {
        state.write();
        const line = state.out.slice(state.out.lastIndexOf("\n") + 1);
        state.text(escaped(node.text, state.atBlockStart || line === state.delim), false);
      },
    },
    {
      strong: { open: "**", close: "**", mixable: true, expelEnclosingWhitespace: true },
      em: { open: "*", close: "*", mixable: true, expelEnclosingWhitespace: true },
    },
    { hardBreakNodeName: "hard_break" },
  );

  // Markdown cannot end a mark between a sign and a letter, as in **a:**b: there the mark gives way
  // for the sign.
  function withMarksThatCanBeWritten(doc) {
    const change = new PM.Transform(doc);
    doc.descendants((block, at) => {
      if (!block.isTextblock) return true;
      const text = block.textBetween(0, block.content.size, "", "\n");
      Object.values(marks).forEach((mark) => {
        const has = (i) => {
          const node = i >= 0 && i < text.length ? block.childAfter(i).node : null;
          return Boolean(node && mark.isInSet(node.marks));
        };
        for (let i = 0; i < text.length; i += 1) {
          const ends = has(i) && !has(i + 1) && SIGN.test(text[i]) && WORD.test(text[i + 1] || " ");
          if (!ends) continue;
          let from = i;
          while (from > 0 && has(from - 1) && SIGN.test(text[from - 1])) from -= 1;
          change.removeMark(at + 1 + from, at + 2 + i, mark);
        }
        for (let i = text.length - 1; i >= 0; i -= 1) {
          const begins =
            has(i) && !has(i - 1) && SIGN.test(text[i]) && WORD.test(text[i - 1] || " ");
          if (!begins) continue;
          let to = i + 1;
          while (to < text.length && has(to) && SIGN.test(text[to])) to += 1;
          change.removeMark(at + 1 + i, at + 1 + to, mark);
        }
      });
      return false;
    });
    return change.doc;
  }

  const write = (doc) => writer.serialize(withMarksThatCanBeWritten(doc), { tightLists: true });

  // --- Pasting: from Word, from other pages, from plain text ------------------------------------

  // The policy on content refuses the styles and scripts of what is pasted: here they are words.
  function inert(html) {
    const said = html
      .replace(/<style[\s\S]*?<\/style\s*>/gi, "")
      .replace(/<!--[\s\S]*?-->|<!\[[^>]*>/g, "")
      .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on\w+)\s*=/gi, "$1data-$2="));
    return new DOMParser().parseFromString(said, "text/html");
  }

  const styleOf = (node) => (node.getAttribute("data-style") || "").toLowerCase();

  function rename(node, name) {
    const other = node.ownerDocument.createElement(name);
    other.append(...node.childNodes);
    node.replaceWith(other);
    return other;
  }

  // Word's lists are paragraphs with a sign of their own before the words.
  function wordLists(page) {
    page.querySelectorAll("p").forEach((line) => {
      const level = /mso-list:\s*l\d+\s+level(\d+)/.exec(styleOf(line));
      if (!level) return;
      let sign = "";
      line.querySelectorAll("*").forEach((node) => {
        if (!/mso-list:\s*ignore/.test(styleOf(node))) return;
        sign = sign || node.textContent.trim();
        node.remove();
      });
      const kind = /^\(?(\d+|[a-zåäö]|[ivx]+)[.)]/i.test(sign) ? "ol" : "ul";
      const item = page.createElement("li");
      item.append(...line.childNodes);
      const depth = Number(level[1]);
      const above = line.previousElementSibling;
      let list = above && above.hasAttribute("data-word-list") ? above : null;
      for (let i = 1; list && i < depth; i += 1) {
        const inner = list.lastElementChild.querySelector(":scope > :is(ul, ol)");
        if (!inner) {
          const deeper = page.createElement(kind);
          list.lastElementChild.append(deeper);
          list = deeper;
        } else list = inner;
      }
      if (list && (depth > 1 || list.localName === kind)) {
        list.append(item);
        line.remove();
        return;
      }
      const first = page.createElement(kind);
      first.setAttribute("data-word-list", "");
      first.append(item);
      line.replaceWith(first);
    });
  }

  function cleaned(html) {
    const page = inert(html);
    page.querySelectorAll("script, style, meta, link, title, xml, img").forEach((one) => one.remove());
    wordLists(page);
    page.querySelectorAll("table").forEach((table) => {
      const cells = [...table.querySelectorAll("td, th")].filter((c) => !c.querySelector("table"));
      table.replaceWith(...cells.map((cell) => rename(cell, "div")));
    });
    page.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach((heading) => {
      const line = rename(heading, "p");
      const bold = page.createElement("strong");
      bold.append(...line.childNodes);
      line.append(bold);
    });
    page.querySelectorAll("[data-style]").forEach((node) => {
      const style = styleOf(node);
      const weight = /(?:^|;)\s*font-weight:\s*(\w+)/.exec(style)?.[1];
      const wanted = [];
      if (/^(bold|bolder|[6-9]00)$/.test(weight)) wanted.push("strong");
      if (/(?:^|;)\s*font-style:\s*(italic|oblique)/.test(style)) wanted.push("em");
      wanted.forEach((name) => {
        const mark = page.createElement(name);
        mark.append(...node.childNodes);
        node.append(mark);
      });
      if (/^(normal|[1-5]00)$/.test(weight) && node.matches("b, strong")) rename(node, "span");
    });
    page.querySelectorAll("p, div").forEach((line) => {
      if (!line.textContent.trim()) line.remove();
    });
    page.body.querySelectorAll("*").forEach((node) => {
      [...node.attributes].forEach(({ name }) => {
        if (name !== "start" && name !== "data-pm-slice") node.removeAttribute(name);
      });
    });
    return page.body.innerHTML;
  }

  function pastedText(text) {
    const said = text.replace(/\r\n?/g, "\n").replace(/^([ \t]*)[•·▪◦–][ \t]+/gm, "$1- ");
    return PM.Slice.maxOpen(read(said).content);
  }

  // --- Commands and keys -----------------------------------------------------------------------

  function listAround(state) {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth);
      if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) {
        return { node, at: $from.before(depth) };
      }
    }
    return null;
  }

  // Pressed in its own kind of list it leaves the list; in the other kind it changes the kind.
  const toggleList = (type) => (state, dispatch, view) => {
    const list = listAround(state);
    if (!list) return PM.wrapInList(type)(state, dispatch, view);
    if (list.node.type === type) return PM.liftListItem(nodes.list_item)(state, dispatch, view);
    if (dispatch) dispatch(state.tr.setNodeMarkup(list.at, type));
    return true;
  };
  const selectAll = (state, dispatch) => {
    const ends = [PM.Selection.atStart(state.doc).$from, PM.Selection.atEnd(state.doc).$to];
    if (dispatch) dispatch(state.tr.setSelection(PM.TextSelection.between(...ends)));
    return true;
  };
  const lineBreak = (state, dispatch) => {
    if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  };
  const commands = {
    strong: PM.toggleMark(marks.strong),
    em: PM.toggleMark(marks.em),
    bullet_list: toggleList(nodes.bullet_list),
    ordered_list: toggleList(nodes.ordered_list),
  };
  // Tab is nobody's here: it leaves the editor.
  const keys = (toTools) => ({
    "Mod-b": commands.strong,
    "Mod-i": commands.em,
    "Mod-Shift-8": commands.bullet_list,
    "Mod-Shift-7": commands.ordered_list,
    "Mod-]": PM.sinkListItem(nodes.list_item),
    "Mod-[": PM.liftListItem(nodes.list_item),
    "Mod-a": selectAll,
    "Mod-z": PM.undo,
    "Mod-y": PM.redo,
    "Mod-Shift-z": PM.redo,
    "Shift-Enter": lineBreak,
    "Alt-F10": toTools,
    Enter: PM.splitListItem(nodes.list_item),
  });
  const typing = PM.inputRules({
    rules: [
      PM.wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
      PM.wrappingInputRule(
        /^(\d{1,3})[.)]\s$/,
        nodes.ordered_list,
        (match) => ({ order: Number(match[1]) }),
        (match, node) => node.childCount + node.attrs.order === Number(match[1]),
      ),
    ],
  });

  // --- The row of buttons ----------------------------------------------------------------------

  class Tools {
    constructor(view, row) {
      this.view = view;
      this.row = row;
      this.buttons = [...row.querySelectorAll("button")];
      row.addEventListener("mousedown", (event) => event.preventDefault());
      row.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        commands[button.dataset.mark || button.dataset.list](view.state, view.dispatch, view);
        // pressed by the mouse the text keeps the focus, by a key the button does
        if (event.detail) view.focus();
      });
      row.addEventListener("keydown", (event) => this.move(event));
      this.tell(view.state);
    }

    move(event) {
      const at = this.buttons.indexOf(document.activeElement);
      const last = this.buttons.length - 1;
      const to = {
        ArrowRight: at === last ? 0 : at + 1,
        ArrowLeft: at <= 0 ? last : at - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.view.focus();
      }
      if (to === undefined) return;
      event.preventDefault();
      this.focus(to);
    }

    focus(at) {
      this.buttons.forEach((button, i) => {
        button.tabIndex = i === at ? 0 : -1;
      });
      this.buttons[at].focus();
    }

    tell(state) {
      const { from, to, $from, empty } = state.selection;
      const list = listAround(state);
      this.buttons.forEach((button) => {
        const mark = marks[button.dataset.mark];
        let on = list !== null && list.node.type.name === button.dataset.list;
        if (mark) {
          on = empty
            ? Boolean(mark.isInSet(state.storedMarks || $from.marks()))
            : state.doc.rangeHasMark(from, to, mark);
        }
        button.setAttribute("aria-pressed", String(on));
        button.disabled = !this.view.editable;
      });
    }
  }

  // --- A textarea and its editor ----------------------------------------------------------------

  const editors = new Map();

  function described(field) {
    const told = { role: "textbox", "aria-multiline": "true", class: "rich-text" };
    const label = field.getAttribute("aria-label");
    const words = field.labels?.[0]?.textContent.trim().replace(/\s+/g, " ");
    if (label || words) told["aria-label"] = label || words;
    ["aria-labelledby", "aria-describedby", "aria-invalid", "lang"].forEach((name) => {
      if (field.hasAttribute(name)) told[name] = field.getAttribute(name);
    });
    if (field.required || field.getAttribute("aria-required") === "true") {
      told["aria-required"] = "true";
    }
    if (field.readOnly || field.disabled) told["aria-readonly"] = "true";
    return told;
  }

  function enhance(field) {
    const pattern = document.getElementById("rich-verktyg");
    if (editors.has(field) || !pattern) return;
    const root = document.createElement("div");
    root.className = "rich";
    const row = pattern.content.firstElementChild.cloneNode(true);
    const place = document.createElement("div");
    root.append(row, place);

    let tools = null;
    let left = field.value;
    const required = field.required;
    const attributes = described(field);
    const state = PM.EditorState.create({
      doc: read(field.value),
      plugins: [
        typing,
        PM.keymap(
          keys(() => {
            tools.focus(0);
            return true;
          }),
        ),
        PM.keymap(PM.baseKeymap),
        PM.history(),
      ],
    });
    const view = new PM.EditorView(
      { mount: place },
      {
        state,
        attributes: () => described(field),
        editable: () => !field.readOnly && !field.disabled,
        transformPastedHTML: cleaned,
        clipboardTextParser: pastedText,
        clipboardTextSerializer: (slice) => writer.serialize(slice.content, { tightLists: true }),
        dispatchTransaction(change) {
          view.updateState(view.state.apply(change));
          tools.tell(view.state);
          if (!change.docChanged || change.getMeta("rich:set")) return;
          const said = write(view.state.doc);
          if (said === field.value) return;
          field.value = said;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        },
        handleDOMEvents: {
          blur() {
            if (field.value !== left) field.dispatchEvent(new Event("change", { bubbles: true }));
            left = field.value;
          },
        },
      },
    );
    if (attributes["aria-label"]) row.setAttribute("aria-description", attributes["aria-label"]);
    tools = new Tools(view, row);

    // Only what differs is replaced, so that the cursor stays.
    const show = () => {
      const wanted = read(field.value);
      const now = view.state.doc;
      left = field.value;
      if (read(write(now)).eq(wanted)) return;
      const from = now.content.findDiffStart(wanted.content);
      if (from === null) return;
      let { a, b } = now.content.findDiffEnd(wanted.content);
      const over = from - Math.min(a, b);
      if (over > 0) {
        a += over;
        b += over;
      }
      const change = view.state.tr.replace(from, a, wanted.slice(from, b));
      if (!change.doc.eq(wanted)) {
        change.replaceWith(0, change.doc.content.size, wanted.content);
      }
      view.dispatch(change.setMeta("rich:set", true).setMeta("addToHistory", false));
    };
    const set = (event) => {
      if (typeof event.detail?.value === "string") field.value = event.detail.value;
      show();
    };
    const onReset = () => setTimeout(show);
    const toText = () => view.focus();

    field.addEventListener("rich:set", set);
    field.form?.addEventListener("reset", onReset);
    // a field that is not seen cannot be told to be empty: the server says it
    field.required = false;
    field.labels?.forEach((label) => label.addEventListener("click", toText));
    const labels = [...(field.labels || [])];
    const { form } = field;
    field.hidden = true;
    field.after(root);
    if (field.hasAttribute("autofocus")) view.focus();
    editors.set(field, {
      root,
      refresh() {
        view.setProps({});
        tools.tell(view.state);
      },
      remove() {
        view.destroy();
        root.remove();
        field.hidden = false;
        field.required = required;
        field.removeEventListener("rich:set", set);
        form?.removeEventListener("reset", onReset);
        labels.forEach((label) => label.removeEventListener("click", toText));
        editors.delete(field);
      },
    });
  }

  // --- The page: fields that are there, that come and that go -----------------------------------

  const FIELD = "textarea[data-rich]";
  const enhanceWithin = (root) => {
    if (root.matches?.(FIELD)) enhance(root);
    root.querySelectorAll?.(FIELD).forEach(enhance);
  };
  new MutationObserver((changes) => {
    let gone = false;
    changes.forEach((change) => {
      if (change.type === "attributes") {
        editors.get(change.target)?.refresh();
        return;
      }
      change.addedNodes.forEach(enhanceWithin);
      gone = gone || change.removedNodes.length > 0;
    });
    if (!gone) return;
    editors.forEach((editor, field) => {
      if (!field.isConnected) editor.remove();
    });
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["disabled", "readonly", "aria-invalid"],
  });
  enhanceWithin(document);
})();
