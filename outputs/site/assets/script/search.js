"use strict";
/*
 * The search of the site. `createSearch(meta, load)` -> {find}; `meta` is the value of data/search.js, `load(name)` a
 * promise of the value of data/NAME.js. find(query) is a promise of
 *   positions: numbers of the cases that hold every word of the query, best first, those with a word in the title above
 *     all; where no case does, of those that hold at least half of the pairs of characters of what is asked for, where
 *     none does that either a fifth
 *   near: whether no case holds all of the words
 *   terms: what to show of it in texts, for `spotsIn`
 *   category: ids of the problem categories that the query names
 */
const createSearch = (() => {
  const MOST = 40; // terms of a query
  const UNITS = 48; // pairs of a question that count
  const NEAR = [1 / 2, 1 / 5]; // parts of a question's pairs that a case must hold, the second where none has the first
  const K1 = 1.5;
  const B = 0.6;
  const TITLE = K1 + 1.5; // what a title adds: more than any number of places in a text
  const FINE = 2 ** 20; // steps of a score that are told apart
  const CASES = 2 ** 21; // cases that a site may have; score and number share 53 bits

  /** What a question is cut by; see outputs/search_text.py. */
  function readWords(told) {
    const quoted = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    const longest = (words) => [...words].sort((a, b) => b.length - a.length).map(quoted).join("|");
    return { ...told, asked: new RegExp(longest(told.words), "u"), joint: new RegExp(longest(told.joints), "u") };
  }

  const size = (text) => Array.from(text).length;
  const parted = (texts, mark) => texts.flatMap((text) => text.split(mark).filter(Boolean));

  /** What a question looks for: its terms without question words, marks and small words; itself where that is all. */
  function wantedOf(terms, words) {
    const bare = parted(terms, /[^\p{L}\p{N}]+/u);
    const asked = parted(bare, words.asked);
    const joined = asked.flatMap((term) => parted([term], words.joint).filter((part) => size(term) > 3 || size(part) === size(term)));
    return [joined, asked, bare].find((found) => found.length > 0) || terms;
  }

  /** The problem categories that a query names: by id or by a word of theirs, small words and marks aside. */
  function namedIn(terms, words) {
    const bare = Array.from(terms.join("").replace(/[^\p{L}\p{N}]+/gu, "")).filter((char) => !words.small.includes(char)).join("");
    const id = terms.join(" ");
    const names = (word) => word === bare || (size(word) > 2 && bare.includes(word));
    return words.categories.filter(([own, ...list]) => own.toLowerCase() === id || list.some(names)).map(([own]) => own);
  }

  /** Pairs of neighbouring characters of words, each once. */
  function pairsOf(terms) {
    const pairs = terms.flatMap((term) => {
      const chars = Array.from(term);
      return chars.slice(1).map((char, i) => chars[i] + char);
    });
    return [...new Set(pairs)].slice(0, UNITS);
  }

  /** Where cases begin and how long they and their titles are. */
  function readCases(meta) {
    const lengths = varints(bytesOf(meta.lengths)).many(meta.cases);
    const titles = varints(bytesOf(meta.titles)).many(meta.cases);
    const ends = summed(lengths);
    const mean = meta.cases > 0 ? ends[meta.cases - 1] / meta.cases : 1;
    return { count: meta.cases, ends, titleEnds: ends.map((end, i) => end - lengths[i] + titles[i]), norms: lengths.map((length) => K1 * (1 - B + (B * length) / mean)) };
  }

  /** Numbers of the cases in which some places lie, how many of them, and whether one is in the title. */
  function held(places, cases) {
    const found = { cases: [], often: [], titled: [] };
    let number = 0;
    for (let at = 0; at < places.length;) {
      while (places[at] >= cases.ends[number]) number += 1;
      const first = at;
      while (at < places.length && places[at] < cases.ends[number]) at += 1;
      found.cases.push(number);
      found.often.push(at - first);
      found.titled.push(places[first] < cases.titleEnds[number]);
    }
    return found;
  }

  /** Cases by score, best first; those alike in catalogue order. A score and a number are sorted as one. */
  function ranked(numbers, scores) {
    const best = numbers.reduce((most, number) => Math.max(most, scores[number]), 0);
    const keys = Float64Array.from(numbers, (number) => Math.round((best - scores[number]) * FINE) * CASES + number);
    return Int32Array.from(keys.sort(), (key) => key % CASES);
  }

  /** How many of some lists of places each case has a part in, and its score by BM25 with titles first. */
  function scored(lists, cases) {
    const counts = new Uint8Array(cases.count);
    const scores = new Float64Array(cases.count);
    lists.forEach((places) => {
      const found = held(places, cases);
      const rare = Math.log(1 + (cases.count - found.cases.length + 0.5) / (found.cases.length + 0.5));
      found.cases.forEach((number, i) => {
        const often = found.often[i];
        counts[number] += 1;
        scores[number] += rare * ((often * (K1 + 1)) / (often + cases.norms[number]) + (found.titled[i] ? TITLE : 0));
      });
    });
    return { counts, scores };
  }

  function withAtLeast(least, { counts, scores }) {
    const numbers = [];
    counts.forEach((count, number) => count >= least && numbers.push(number));
    return ranked(numbers, scores);
  }

  return (meta, load) => {
    readFolding(meta.folding);
    const words = readWords(JSON.parse(new TextDecoder().decode(bytesOf(meta.words))));
    const postings = new Postings(meta, load);
    const cases = readCases(meta);

    async function holding(terms) {
      const lists = await Promise.all(terms.map((term) => postings.placesOf(term)));
      return lists.some((places) => places.length === 0) ? new Int32Array(0) : withAtLeast(terms.length, scored(lists, cases));
    }

    async function near(pairs) {
      if (pairs.length === 0) return new Int32Array(0);
      const lists = await Promise.all(pairs.map((pair) => postings.placesOf(pair)));
      const found = scored(lists, cases);
      return NEAR.map((part) => withAtLeast(part * pairs.length, found)).find((positions) => positions.length > 0) || new Int32Array(0);
    }

    async function find(query) {
      const terms = termsOf(query).slice(0, MOST);
      if (terms.length === 0) return { positions: new Int32Array(0), near: false, terms, category: [] };
      const category = namedIn(terms, words);
      const positions = await holding(terms);
      if (positions.length > 0) return { positions, near: false, terms, category };
      const pairs = pairsOf(wantedOf(terms, words));
      return { positions: await near(pairs), near: true, terms: pairs, category };
    }
    return { find, wanted: (query) => wantedOf(termsOf(query), words) };
  };
})();
