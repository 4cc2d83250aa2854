"""Whether copies are found and look-alikes kept apart, beside simpler ways; and what ten times the documents cost.

Run: python -m bench.duplicates   (without growth: python -m bench.duplicates copies)

For each kind of copy: one corpus of all reports and one copy of each. Precision and recall are of pairs in one group.
Peers get the threshold that serves them best over all kinds. A hard pair is a corpus of two; all pairs are one as well.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from bench.duplicate_peers import PEERS, THRESHOLDS, grouped, together
from bench.duplicate_reports import half, look_alikes
from bench.duplicate_texts import KINDS, Report, composed, copies, edited, hard_pairs, reports
from outputs.dedupe import leaders

Grouping = Callable[[str, Mapping[str, str]], dict[str, str]]
Figures = dict[str, tuple[float, float]]
GROWTH = (2_000, 20_000)


def _corpus(kind: str, found: list[Report]) -> dict[str, str]:
    return {report.id: report.text for report in found} | {
        f"{id_} copy": text for id_, text in copies(kind, found).items()
    }


def _figures(groups: Mapping[str, str], found: list[Report]) -> tuple[float, float]:
    """Precision and recall of the pairs."""
    right = {frozenset((report.id, f"{report.id} copy")) for report in found}
    pairs = together(groups)
    hit = len(pairs & right)
    return hit / max(1, len(pairs)), hit / len(right)


def _ours(texts: Mapping[str, str]) -> dict[str, str]:
    return dict(leaders(texts))


def _peer(name: str, found: list[Report], corpora: Mapping[str, Mapping[str, str]]) -> tuple[float, Figures]:
    """The threshold with the best mean F1, and its figures."""
    like = {kind: PEERS[name](list(texts.values())) for kind, texts in corpora.items()}
    tried = {
        threshold: {kind: _figures(grouped(list(corpora[kind]), like[kind], threshold), found) for kind in corpora}
        for threshold in THRESHOLDS[name]
    }
    best = max(tried, key=lambda threshold: (_mean_f1(tried[threshold]), threshold))
    return best, tried[best]


def _mean_f1(figures: Figures) -> float:
    return sum(2 * p * r / max(1e-9, p + r) for p, r in figures.values()) / len(figures)


def _merged(pairs: list[tuple[str, str]], group: Callable[[Mapping[str, str]], dict[str, str]]) -> tuple[int, int]:
    """How many hard pairs became one group: each alone, and all in one corpus."""
    alone = sum(len(set(group({"a": one, "b": other}).values())) == 1 for one, other in pairs)
    texts = {text: f"t{at:04}" for at, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))}
    found = group({id_: text for text, id_ in texts.items()})
    return alone, sum(found[texts[one]] == found[texts[other]] for one, other in pairs)


def _peer_groups(name: str, threshold: float, texts: Mapping[str, str]) -> dict[str, str]:
    return grouped(list(texts), PEERS[name](list(texts.values())), threshold)


def _print_copies() -> None:
    found = reports()
    corpora = {kind: _corpus(kind, found) for kind in KINDS}
    peers = {name: _peer(name, found, corpora) for name in PEERS}
    table = {"ours": {kind: _figures(_ours(texts), found) for kind, texts in corpora.items()}}
    table |= {f"{name} ({best:g})": figures for name, (best, figures) in peers.items()}
    print(f"{len(found)} reports, one copy each; precision / recall of pairs")
    print(f"{'':<30}" + "".join(f"{name:>30}" for name in table))
    for kind in KINDS:
        print(f"{kind:<30}" + "".join(f"{p:>20.3f} / {r:>7.3f}" for p, r in (table[name][kind] for name in table)))
    _print_hard(found, {name: best for name, (best, _) in peers.items()})


def _print_hard(found: list[Report], thresholds: Mapping[str, float]) -> None:
    """Hard pairs as they are, and with the second text edited as well, which the goals do not ask for."""
    plain = hard_pairs(found)
    for name, share in (("as they are", 0.0), ("one of them edited 5%", 0.05)):
        _print_pairs(name, [(one, edited(other, share, random.Random(one))) for one, other in plain], thresholds)


def _print_pairs(kind: str, pairs: list[tuple[str, str]], thresholds: Mapping[str, float]) -> None:
    ways = {"ours": _ours} | {name: partial(_peer_groups, name, best) for name, best in thresholds.items()}
    print(f"\n{len(pairs)} hard pairs (one template, different places), {kind}: merged alone / in one corpus")
    for name, group in ways.items():
        alone, in_one = _merged(pairs, group)
        print(f"{name:<30}{alone / len(pairs):>8.1%} / {in_one / len(pairs):>6.1%}")


def _print_made() -> None:
    """Ours on either half of the made reports: copies found, look-alikes merged."""
    for name, found in (("worked on", half(unseen=False)), ("kept unseen", half(unseen=True))):
        print(f"\n{len(found)} made reports, {name}; precision / recall of pairs")
        for kind in KINDS:
            precision, recall = _figures(_ours(_corpus(kind, found)), found)
            print(f"{kind:<30}{precision:>8.3f} / {recall:>6.3f}")
        alike = look_alikes(found)
        merged = Counter(one.kind for one in alike if len(set(leaders(one.texts).values())) < len(one.texts))
        for kind, number in Counter(one.kind for one in alike).items():
            print(f"{kind + ', merged':<30}{merged[kind]:>4} of {number}")


def _print_growth() -> None:
    print(f"\n{'documents':>10}{'copies, s':>12}{'groups':>10}")
    for number in GROWTH:
        texts = composed(number)
        start = time.process_time()
        groups = leaders(texts)
        print(f"{number:>10,}{time.process_time() - start:>12.1f}{len(set(groups.values())):>10,}", flush=True)


def main() -> None:
    """Print the tables."""
    _print_copies()
    _print_made()
    if "copies" not in sys.argv[1:]:
        _print_growth()


if __name__ == "__main__":
    main()
