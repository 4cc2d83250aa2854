"use strict";
/* Data come as scripts (fetch is barred on file://): data/NAME.js calls jingyanData(NAME, value). */
const waiting = new Map();
const loaded = new Map();

function jingyanData(name, value) {
  loaded.set(name, value);
}

/** Load data/NAME.js once; a promise of its value. */
function load(name) {
  if (!waiting.has(name)) {
    waiting.set(name, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `data/${name}.js`;
      element.onload = () => resolve(loaded.get(name));
      element.onerror = () => { waiting.delete(name); reject(new Error(`data/${name}.js 无法读取`)); };
      document.head.append(element);
    }));
  }
  return waiting.get(name);
}

const WIDE = { "　": " ", "「": "“", "」": "”", "『": "“", "』": "”", "‘": "“", "’": "”", "￥": "¥" };
let simplified = null;

/** What is typed, folded as the texts are: simplified, half width, lower case. */
function foldQuery(text, pairs) {
  if (!simplified) {
    const chars = [...pairs];
    simplified = new Map();
    for (let i = 0; i < chars.length; i += 2) simplified.set(chars[i], chars[i + 1]);
  }
  const one = (char) => {
    const code = char.codePointAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCodePoint(code - 0xfee0);
    return WIDE[char] || simplified.get(char) || char;
  };
  return [...text].map(one).join("").toLowerCase().trim();
}

/** Positions (in `cases`) of the cases that hold every word of the query. */
async function find(query, index) {
  const words = foldQuery(query, index.simplified).split(/\s+/).filter(Boolean);
  const shards = await Promise.all(Array.from({ length: index.shards }, (_, i) => load(`search-${i}`)));
  const found = [];
  shards.flat().forEach((text, i) => {
    if (words.every((word) => text.includes(word))) found.push([rank(text, words), i]);
  });
  return found.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, i]) => i);
}

/** A title counts most, then how often the words occur for the length of the text. */
function rank(text, words) {
  const title = text.slice(0, text.indexOf("\n"));
  return words.reduce((sum, word) => {
    const times = text.split(word).length - 1;
    return sum + (title.includes(word) ? 10 : 0) + times / (times + 1 + text.length / 2000);
  }, 0);
}
