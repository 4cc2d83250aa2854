"use strict";
/* What is typed, folded as the texts were: character by character, from a table that came with them. */

/** The bytes of a base64 string. */
function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** A reader of the whole numbers in some bytes: seven bits a byte, the low ones first, the top bit where more follow. */
function varints(bytes) {
  let at = 0;
  const next = () => {
    let value = 0;
    let scale = 1;
    let byte = bytes[at++];
    for (; byte > 127; byte = bytes[at++]) {
      value += (byte - 128) * scale; // no shifts: they are cut at 32 bits
      scale *= 128;
    }
    return value + byte * scale;
  };
  const many = (count) => Float64Array.from({ length: count }, next);
  return { next, many, at: () => at, done: () => at >= bytes.length };
}

const REPLACEMENT = "\ufffd"; // what half of a surrogate pair is searched as
const foldings = new Map();

/** Learn the table: steps from one character to the next, each followed by how far its folded one lies from it. */
function readFolding(base64) {
  const numbers = varints(bytesOf(base64));
  let code = 0;
  while (!numbers.done()) {
    code += numbers.next();
    const far = numbers.next();
    foldings.set(String.fromCodePoint(code), String.fromCodePoint(code + (far % 2 ? -(far + 1) / 2 : far / 2)));
  }
}

/** A character as it is searched: a blank is " ", the end of a line "\n". */
function foldedChar(char) {
  const folded = foldings.get(char);
  if (folded !== undefined) return folded;
  return char.length === 1 && char >= "\ud800" && char <= "\udfff" ? REPLACEMENT : char;
}

/** A text as it is searched, as long in characters. */
function folded(text) {
  return Array.from(text, foldedChar).join("");
}

/** The words of what is typed, folded, each once. */
function termsOf(query) {
  return [...new Set(folded(query).split(/[ \n]+/).filter(Boolean))];
}

/** Where terms stand in a text, blanks inside of them aside: ranges [from, to] in its characters (code points), in order, overlapping ones joined. */
function spotsIn(text, terms) {
  if (terms.length === 0) return [];
  const owners = []; // of each UTF-16 unit: the number of its character in the text
  let whole = "";
  let number = 0;
  for (const char of text) {
    const one = foldedChar(char);
    if (one !== " ") {
      whole += one;
      for (let i = 0; i < one.length; i += 1) owners.push(number);
    }
    number += 1;
  }
  return joinedRanges(terms.flatMap((term) => rangesOf(whole, owners, term)));
}

function rangesOf(whole, owners, term) {
  const found = [];
  for (let at = whole.indexOf(term); at >= 0; at = whole.indexOf(term, at + 1)) {
    found.push([owners[at], owners[at + term.length - 1] + 1]);
  }
  return found;
}

function joinedRanges(ranges) {
  const joined = [];
  ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]).forEach(([from, to]) => {
    const last = joined[joined.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  });
  return joined;
}
