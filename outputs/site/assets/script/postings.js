"use strict";
/*
 * Where pairs of neighbouring characters stand (see outputs/site/postings.py and shards.py). A place counts the
 * characters of all cases end to end, so that a term stands where its pairs stand behind each other: exactly, and no
 * text is read. Shards are loaded when a query needs them.
 */
const { Postings, countUpTo, summed } = (() => {
  const PAIR = 2 ** 21; // a pair is its first character's code point times this, plus the second's
  const WHOLE = PAIR - 1; // as the second: the first place of a frequent character in each case
  const SHARDS = 600; // that stay in memory
  const TERMS = 48; // whose places stay in memory
  const DEAREST = 8; // shards: what a frequent pair is said to cost at most, as seldom all of its shards are needed

  const codesOf = (text) => Array.from(text, (char) => char.codePointAt(0));

  /** A map that forgets what was not asked for longest. */
  class Kept extends Map {
    constructor(most) {
      super();
      this.most = most;
    }

    /** The promise kept under a key, made if there is none; one that fails is forgotten. */
    of(key, make) {
      const kept = this.get(key) || make();
      this.delete(key);
      this.set(key, kept);
      if (this.size > this.most) this.delete(this.keys().next().value);
      kept.catch(() => this.get(key) === kept && this.delete(key));
      return kept;
    }
  }

  /** The number of values in a sorted list that are at most `value`. */
  function countUpTo(list, value) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function summed(steps) {
    let sum = 0;
    return steps.map((step) => (sum += step));
  }

  /** A shard: its bytes, its pairs, and where in the bytes the places of each begin, and the last ones end. */
  function readShard(base64) {
    const bytes = bytesOf(base64);
    const numbers = varints(bytes);
    const count = numbers.next();
    const pairs = summed(numbers.many(count));
    const sizes = numbers.many(count);
    const starts = new Int32Array(count + 1);
    starts[0] = numbers.at();
    sizes.forEach((size, i) => { starts[i + 1] = starts[i] + size; });
    return { bytes, pairs, starts };
  }

  /** The places of the pair of this number in a shard. */
  function placesIn({ bytes, starts }, number) {
    const places = new Int32Array(starts[number + 1] - starts[number]);
    let place = 0;
    let count = 0;
    for (let at = starts[number]; at < starts[number + 1]; at += 1) {
      let step = bytes[at] & 127;
      for (let shift = 7; bytes[at] > 127; shift += 7) {
        at += 1;
        step |= (bytes[at] & 127) << shift;
      }
      place += step;
      places[count++] = place;
    }
    return places.subarray(0, count);
  }

  function numberOf(shard, pair) {
    const number = countUpTo(shard.pairs, pair) - 1;
    return shard.pairs[number] === pair ? number : -1;
  }

  function together(lists) {
    if (lists.length === 1) return lists[0];
    const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    lists.forEach((list) => {
      all.set(list, at);
      at += list.length;
    });
    return all;
  }

  /** Of the places where a term may begin those where `list` has the place `offset` further on; both in order. */
  function kept(begins, list, offset) {
    const found = new Int32Array(Math.min(begins.length, list.length));
    let count = 0;
    let at = 0;
    for (const begin of begins) {
      while (at < list.length && list[at] < begin + offset) at += 1;
      if (at === list.length) break;
      if (list[at] === begin + offset) found[count++] = begin;
    }
    return found.subarray(0, count);
  }

  /** Which places of a term's pairs to look at: all characters are in one of them, and few shards are needed. */
  function cover(costs) {
    const sums = [];
    costs.forEach((cost, i) => sums.push(cost + (i === 0 ? 0 : Math.min(sums[i - 1], i > 1 ? sums[i - 2] : Infinity))));
    const chosen = [];
    for (let i = costs.length - 1; i >= 0; i -= i > 1 && sums[i - 2] <= sums[i - 1] ? 2 : 1) chosen.push(i);
    return chosen;
  }

  /** The postings of a site: where pairs, characters and terms stand. */
  class Postings {
    constructor(meta, load) {
      this.load = load;
      this.pairs = summed(varints(bytesOf(meta.pairs)).many(meta.shards));
      this.places = varints(bytesOf(meta.places)).many(meta.shards);
      this.shards = new Kept(SHARDS);
      this.terms = new Kept(TERMS);
    }

    shard(number) {
      return this.shards.of(number, async () => readShard(await this.load(`search/${number}`, { keep: false })));
    }

    /** The shards [from, to) that may hold pairs from `first` to `last`. */
    range(first, last) {
      const before = countUpTo(this.pairs, first - 1);
      const exact = this.pairs[before] === first;
      return [Math.max(0, exact ? before : before - 1), countUpTo(this.pairs, last)];
    }

    async placesOfPair(pair, [from, to]) {
      const shards = await Promise.all(Array.from({ length: to - from }, (_, i) => this.shard(from + i)));
      return together(shards.map((shard) => {
        const number = numberOf(shard, pair);
        return number < 0 ? new Int32Array(0) : placesIn(shard, number);
      }));
    }

    /** Where a character stands; of a frequent one the first place in each case. */
    async placesOfCharacter(code) {
      const whole = await this.placesOfPair(code * PAIR + WHOLE, this.range(code * PAIR + WHOLE, code * PAIR + WHOLE));
      if (whole.length > 0) return whole;
      const [from, to] = this.range(code * PAIR, code * PAIR + WHOLE);
      const shards = await Promise.all(Array.from({ length: to - from }, (_, i) => this.shard(from + i)));
      const lists = shards.flatMap((shard) => {
        const first = countUpTo(shard.pairs, code * PAIR - 1);
        const last = countUpTo(shard.pairs, code * PAIR + WHOLE);
        return Array.from({ length: last - first }, (_, i) => placesIn(shard, first + i));
      });
      return lists.length > 0 ? together(lists).sort() : new Int32Array(0);
    }

    /** Of the places where a term may begin those with a pair at `offset`; only the shards that may matter are read. */
    async among(begins, { pair, offset, range: [from, to] }) {
      const parts = [];
      for (let number = from, low = 0; number < to && low < begins.length; number += 1) {
        const end = number + 1 < to ? this.places[number + 1] - offset : Infinity;
        let high = low;
        while (high < begins.length && begins[high] < end) high += 1;
        if (high > low) parts.push({ number, some: begins.subarray(low, high) });
        low = high;
      }
      return together(await Promise.all(parts.map(async ({ number, some }) =>
        kept(some, await this.placesOfPair(pair, [number, number + 1]), offset))));
    }

    async placesOfTerm(codes) {
      const pairs = codes.slice(1).map((code, offset) => {
        const pair = codes[offset] * PAIR + code;
        const range = this.range(pair, pair);
        return { pair, offset, range, cost: Math.min(range[1] - range[0], DEAREST) };
      });
      const chosen = cover(pairs.map(({ cost }) => cost)).map((i) => pairs[i]).sort((a, b) => a.cost - b.cost);
      const single = chosen.filter(({ range: [from, to] }) => to - from <= 1);
      const lists = await Promise.all(single.map(({ pair, range }) => this.placesOfPair(pair, range)));
      const order = lists.map((list, i) => ({ list, offset: single[i].offset })).sort((a, b) => a.list.length - b.list.length);
      let begins = order.length > 0 ? order[0].list.map((place) => place - order[0].offset) : null;
      order.slice(1).forEach(({ list, offset }) => { begins = kept(begins, list, offset); });
      for (const one of chosen.slice(single.length)) {
        if (begins && begins.length === 0) break;
        begins = begins ? await this.among(begins, one) : (await this.placesOfPair(one.pair, one.range)).map((place) => place - one.offset);
      }
      return begins;
    }

    /** Where a folded term begins, in order. */
    placesOf(term) {
      const codes = codesOf(term);
      return this.terms.of(term, () => (codes.length > 1 ? this.placesOfTerm(codes) : this.placesOfCharacter(codes[0])));
    }
  }
  return { Postings, countUpTo, summed };
})();
