"""The id that each case has where no catalogue was before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from outputs.model import CatalogueCase
from outputs.outline import Digests
from outputs.sketch import digests
from outputs.wording import wording

Named = tuple[CatalogueCase, Digests]


def _rank(named: Named) -> tuple[int, str, str, str, int, str]:
    """Fullest first, then by content; the file's name only tells copies apart that are the same in all else."""
    case = named[0]
    bare = wording(case.text)
    source = case.record.source
    return -len(bare), bare, case.text, source.sha256, case.case.start, source.name


def _tied(name: str, group: Sequence[Named]) -> Iterable[str]:
    """The fullest copy bears the plain id; the others get theirs from their own words, whatever copies come later."""
    taken: dict[str, int] = defaultdict(int)
    yield f"c{name}"
    for _, known in group[1:]:
        taken[known.own] += 1
        yield f"c{known.own}" if taken[known.own] == 1 else f"c{known.own}-{taken[known.own]}"


def case_ids(cases: Iterable[CatalogueCase]) -> list[tuple[str, CatalogueCase]]:
    """Every case with the id that it has where no catalogue was before, whatever the order in which they come in."""
    groups: dict[str, list[Named]] = defaultdict(list)
    for case in cases:
        known = digests(case)
        groups[known.name].append((case, known))
    ordered = {name: sorted(group, key=_rank) if len(group) > 1 else group for name, group in groups.items()}
    pairs = (pair for name, group in ordered.items() for pair in zip(_tied(name, group), group, strict=True))
    return sorted(((id_, case) for id_, (case, _) in pairs), key=lambda pair: pair[0])
