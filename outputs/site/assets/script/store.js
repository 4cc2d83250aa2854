"use strict";
const { h, render } = window.preact;
const { useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } = window.preactHooks;
const html = window.htm.bind(h);
/* Data come as scripts (fetch is barred on file://): data/NAME.js calls jingyanData(NAME, value). */
const waiting = new Map();
const loaded = new Map();

function jingyanData(name, value) {
  loaded.set(name, value);
}

/** Load data/NAME.js once; a promise of its value. Without `keep` it is forgotten once handed over. */
function load(name, { keep = true } = {}) {
  if (!waiting.has(name)) {
    waiting.set(name, new Promise((resolve, reject) => {
      scriptOf(`data/${name}.js`).then(() => {
        resolve(loaded.get(name));
        if (!keep) [waiting, loaded].forEach((map) => map.delete(name));
      }, (error) => {
        waiting.delete(name);
        reject(error);
      });
    }));
  }
  return waiting.get(name);
}

/** Run a script of the site; a promise of its end. */
function scriptOf(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = src;
    element.onload = () => { element.remove(); resolve(); };
    element.onerror = () => { element.remove(); reject(new Error(`无法读取 ${src}，请确认 ${src.split("/")[0]} 文件夹与本页在一起。`)); };
    document.head.append(element);
  });
}

/** All rows of a list that stands in files NAME/0, NAME/1 … of `size` rows. */
async function loadAll(name, count, size) {
  const parts = await Promise.all(Array.from({ length: Math.ceil(count / size) }, (_, i) => load(`${name}/${i}`)));
  return parts.flat();
}

/** The rows of some places (numbers) of such a list. */
async function loadRows(name, places, size) {
  const parts = new Map();
  await Promise.all([...new Set(places.map((place) => Math.floor(place / size)))].map(async (part) => {
    parts.set(part, await load(`${name}/${part}`));
  }));
  return places.map((place) => parts.get(Math.floor(place / size))[place % size]);
}

const ARRAYS = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/** The numbers of a base64 string: little-endian, 1, 2 or 4 bytes each. */
function unpack(text, kind) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return new ARRAYS[kind](bytes.buffer);
}

/** A column with any number of values a row: {starts, values}; row i has values[starts[i] … starts[i + 1]). */
function unpackColumn({ counts, values }) {
  const numbers = unpack(counts, "u2");
  const starts = new Uint32Array(numbers.length + 1);
  numbers.forEach((number, i) => { starts[i + 1] = starts[i] + number; });
  return { starts, values: unpack(values, "u2") };
}

/* ---------- hooks */
/** {value} once `make` (an async function) is done, {error} if it failed, {} before; made anew when `keys` change. */
function useAsync(make, keys) {
  const [state, set] = useState({});
  useLayoutEffect(() => {
    let live = true;
    set((before) => ({ before: before.value ?? before.before }));
    make().then((value) => live && set({ value }), (error) => live && set({ error }));
    return () => { live = false; };
  }, keys);
  return state;
}

/** {value}, {error} or {} of one file of data. */
const useLoaded = (name) => useAsync(() => load(name), [name]);
