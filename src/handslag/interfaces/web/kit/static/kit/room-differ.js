// Two texts side by side, with what differs marked: for when two have written in the same place.
"use strict";

(() => {
  const MOST = 3_000_000; // steps of comparing; beyond them whole texts are told to differ

  const wordsOf = (text) => text.match(/\s+|[^\s]+/g) || [];

  // The longest row of words that both have, as pairs of places.
  function common(a, b) {
    if (a.length * b.length > MOST) return [];
    const wide = b.length + 1;
    const long = new Uint32Array((a.length + 1) * wide);
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        long[i * wide + j] =
          a[i] === b[j] ? long[(i + 1) * wide + j + 1] + 1 : Math.max(long[(i + 1) * wide + j], long[i * wide + j + 1]);
      }
    }
    const pairs = [];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] === b[j]) pairs.push([i++, j++]);
      else if (long[(i + 1) * wide + j] >= long[i * wide + j + 1]) i += 1;
      else j += 1;
    }
    return pairs;
  }

  // Pieces in order: { both } or { mine, theirs }.
  function differ(mine, theirs) {
    const a = wordsOf(mine);
    const b = wordsOf(theirs);
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const pieces = [];
    const both = (words) => {
      if (words) pieces.push({ both: words });
    };
    const apart = (one, other) => {
      if (one || other) pieces.push({ mine: one, theirs: other });
    };
    both(a.slice(0, start).join(""));
    const left = a.slice(start, a.length - end);
    const right = b.slice(start, b.length - end);
    let [i, j, same] = [0, 0, ""];
    for (const [x, y] of [...common(left, right), [left.length, right.length]]) {
      if (x > i || y > j) {
        both(same);
        same = "";
        apart(left.slice(i, x).join(""), right.slice(j, y).join(""));
      }
      if (x < left.length) same += left[x];
      [i, j] = [x + 1, y + 1];
    }
    both(same);
    both(a.slice(a.length - end).join(""));
    return joined(pieces);
  }

  // A blank between two places that differ is part of both: words go together, not one by one.
  function joined(pieces) {
    const found = [];
    pieces.forEach((piece, at) => {
      const last = found.at(-1);
      const blank = piece.both !== undefined && !piece.both.trim();
      if (last && last.both === undefined && blank && pieces[at + 1] && pieces[at + 1].both === undefined) {
        last.mine += piece.both;
        last.theirs += piece.both;
      } else if (last && last.both === undefined && piece.both === undefined) {
        last.mine += piece.mine;
        last.theirs += piece.theirs;
      } else found.push({ ...piece });
    });
    return found;
  }

  // One text into `place`, what only it has in <mark>.
  function show(place, pieces, side) {
    place.replaceChildren();
    pieces.forEach((piece) => {
      const text = piece.both ?? piece[side];
      if (!text) return;
      if (piece.both === undefined && text.trim()) {
        const mark = document.createElement("mark");
        mark.textContent = text;
        place.append(mark);
      } else place.append(text);
    });
    if (!place.textContent) place.textContent = "–";
  }

  // Both in one: what they share once, then each one's own.
  function together(mine, theirs) {
    return differ(mine, theirs)
      .map((piece) => {
        if (piece.both !== undefined) return piece.both;
        const gap = piece.mine && piece.theirs && !/\s$/.test(piece.mine) && !/^\s/.test(piece.theirs) ? " " : "";
        return piece.mine + gap + piece.theirs;
      })
      .join("");
  }

  Object.assign(window.handslagRoom, { differ, showSide: show, together });
})();
