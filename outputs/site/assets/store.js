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

/** Positions (in `cases`) of the cases that hold every word of the query; where there is none, of those near it. */
async function find(query, index) {
  const words = foldQuery(query, index.simplified).split(/\s+/).filter(Boolean);
  const shards = await Promise.all(Array.from({ length: index.shards }, (_, i) => load(`search-${i}`)));
  const texts = shards.flat();
  const exact = ordered(texts, (text) => (words.every((word) => text.includes(word)) ? rank(text, words) : 0));
  if (exact.length > 0) return { positions: exact, near: false };
  const pairs = [...new Set(words.flatMap(pairsOf))];
  return { positions: pairs.length > 1 ? ordered(texts, (text) => nearness(text, pairs)) : [], near: true };
}

/** Positions of the texts with a score above nought, best first. */
function ordered(texts, score) {
  const scored = texts.map((text, i) => [score(text), i]).filter(([value]) => value > 0);
  return scored.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, i]) => i);
}

/** Neighbouring characters of a word, those of a question (怎么, 如何 …) left out. */
function pairsOf(word) {
  const chars = [...word.replace(/怎么样?|怎样|如何|哪些|什么|为什么|有没有|[的了吗呢？?]/g, " ")];
  return chars.slice(0, -1).map((char, i) => char + chars[i + 1]).filter((pair) => !pair.includes(" "));
}

/** The share of the pairs that a text holds, nought where it is less than half. */
function nearness(text, pairs) {
  const share = pairs.filter((pair) => text.includes(pair)).length / pairs.length;
  return share >= 0.5 ? share : 0;
}

/** A title counts most, then how often the words occur for the length of the text. */
function rank(text, words) {
  const title = text.slice(0, text.indexOf("\n"));
  return words.reduce((sum, word) => {
    const times = text.split(word).length - 1;
    return sum + (title.includes(word) ? 10 : 0) + times / (times + 1 + text.length / 2000);
  }, 0);
}
