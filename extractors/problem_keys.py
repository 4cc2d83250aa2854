"""Keys of patterns: characters and pairs of them without which there is no match, so that most texts need no search.

Every construction is looked for everywhere, but hardly any sentence holds 难 or 形同. What a sentence holds is known
at once for all patterns, and only those are searched that can be there.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import add

from corpus.beginnings import OPTIONAL, TOKEN, Tokens

# One character is found in about as many sentences as so many pairs.
SINGLE = 40
# More sets of keys than these tell hardly more.
MOST = 2

Keys = frozenset[str]
# Sets of keys; of each one key must be there.
Needs = tuple[Keys, ...]


class Keyed:
    """Patterns by their keys, to know which of them can match in a text."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._everywhere: list[int] = []
        self._places: dict[str, list[int]] = {}
        self._second: list[Keys] = []
        for at, needs in enumerate(map(needs_of, patterns)):
            self._second.append(needs[-1] if needs else Keys())
            if not needs:
                self._everywhere.append(at)
            for key in sorted(needs[0]) if needs else ():
                self._places.setdefault(key, []).append(at)
        self._keys = frozenset(self._places)

    def possible(self, words: str) -> list[int]:
        """The numbers of the patterns that can match in a text, in order."""
        held = {*words, *map(add, words, words[1:])}
        places = {at for key in self._keys & held for at in self._places[key]}
        found = [at for at in places if not self._second[at].isdisjoint(held)]
        return sorted(found + self._everywhere)


def needs_of(pattern: str) -> Needs:
    """What a match, with what it looks at around it, must hold: a key out of each set, the rarest set first."""
    needs = _group((str(found.lastgroup), found[found.lastgroup or 0]) for found in TOKEN.finditer(pattern))
    return tuple(sorted(dict.fromkeys(needs), key=_cost)[:MOST])


def _group(tokens: Tokens) -> Needs:
    """What a group needs whose tokens follow, up to its end: all that its only branch needs, or a key of any branch."""
    branches: list[list[str | Needs]] = [[]]
    for kind, words in tokens:
        if kind == "close":
            break
        if kind == "or":
            branches.append([])
        elif kind != "times":
            branches[-1].append(_item(kind, words, tokens))
        elif words.startswith(OPTIONAL):
            branches[-1][-1] = ()
    needed = [_row(branch) for branch in branches]
    if len(needed) == 1 or not all(needed):
        return needed[0] if len(needed) == 1 else ()
    return (Keys().union(*(min(needs, key=_cost) for needs in needed)),)


def _item(kind: str, words: str, tokens: Tokens) -> str | Needs:
    """A character, or what a class or group needs: those that must not be there need nothing."""
    if kind == "char":
        return words
    if kind == "listed":
        return (Keys(words),)
    inside = _group(tokens) if kind in ("open", "never") else ()
    return inside if kind == "open" else ()


def _row(items: Sequence[str | Needs]) -> Needs:
    """What items in a row need: characters side by side count as pairs."""
    pairs = [one + other for one, other in pairwise(items) if isinstance(one, str) and isinstance(other, str)]
    alone = [item for item in items if isinstance(item, str) and not any(item in pair for pair in pairs)]
    further = (keys for item in items if not isinstance(item, str) for keys in item)
    return (*(Keys([key]) for key in pairs + alone), *further)


def _cost(keys: Keys) -> int:
    return sum(SINGLE if len(key) == 1 else 1 for key in keys)
