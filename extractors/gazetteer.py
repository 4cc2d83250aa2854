"""The gazetteer: administrative codes (GB/T 2260) of provinces, prefectures and counties by their names, old ones too.

The lists of each year since 2000 are asked together: a name that was given up keeps its last code. What two places
bear at one time is told apart by the place it stands under (南京市鼓楼区), or not at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gb2260_v2 import GB2260

from corpus.beginnings import begun
from corpus.fold import fold
from extractors.lexicon import Strict, read_lexicon

FIRST_YEAR = "2000"
SHORTEST = 2  # characters of a name without its ending
LOWER_UNIT = re.compile(r"[\u4e00-\u9fff]{2,6}(?:[县市镇乡]|(?<!社)区|街道)")
GOES_ON = r"(?![县区镇乡村路街桥湾籍]|社区|街道|大学|学院|师范|银行|时间|奥运|会议|精神|共识)"


class Lexicon(Strict):
    """What divisions.yml holds."""

    revision: str
    since: dict[str, str]
    no_names: frozenset[str]
    peoples: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one of its names: its six-digit code, the first and the last list (YYYY-MM) that has both."""

    code: str
    name: str
    first: str
    revision: str

    @property
    def stem(self) -> str:
        """The digits that the codes of all that it holds begin with."""
        return self.code[:2] if self.code.endswith("0000") else self.code[:4] if self.code.endswith("00") else self.code

    def holds(self, other: "Division") -> bool:
        """Whether another one lies in it."""
        return other.code != self.code and other.code.startswith(self.stem)


@cache
def lexicon() -> Lexicon:
    """The words of divisions.yml."""
    return read_lexicon("divisions.yml", Lexicon)


def _lists() -> Iterable[tuple[str, dict[str, str]]]:
    """Month and content (code -> name) of the last list of each year, oldest first, and of what came since."""
    last = {name[:4]: name for name in sorted(GB2260.revisions()) if name >= FIRST_YEAR}
    for name in last.values():
        yield f"{name[:4]}-{name[4:6]}", GB2260(name).revision.division_schema
    yield lexicon().revision, lexicon().since


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions under all their names, by code."""
    spans: dict[tuple[str, str], tuple[str, str]] = {}
    for month, listed in _lists():
        for code, name in listed.items():
            spans[code, name] = spans.get((code, name), (month, month))[0], month
    kept = ((code, name) for code, name in spans if name not in lexicon().no_names and not name.endswith("直辖"))
    return tuple(Division(code, name, *spans[code, name]) for code, name in sorted(kept))


@cache
def _peoples() -> re.Pattern[str]:
    return begun(f"(?:{'|'.join(sorted(lexicon().peoples, key=len, reverse=True))}){{1,12}}$")


def short_forms(name: str) -> tuple[str, ...]:
    """What a division is called besides its full name: 恩施土家族苗族自治州 is 恩施州 and 恩施, 太仓市 is 太仓."""
    ending = next((one for one in lexicon().endings if name.endswith(one)), "")
    stem = name.removesuffix(ending)
    if "自治" not in ending:
        return (stem,) if len(stem) >= SHORTEST and ending not in ("区", "林区", "特区") else ()
    bare = _peoples().sub("", stem)
    bare = bare if len(bare) >= SHORTEST else stem  # 内蒙古
    return tuple(form for form in (bare, bare + ending[-1]) if len(form) >= SHORTEST)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Full names and short forms, folded -> the divisions that bear them."""
    found: dict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        for name in dict.fromkeys((one.name, *short_forms(one.name))):
            found[fold(name)].append(one)
    return {name: tuple(bearers) for name, bearers in found.items()}


def candidates(place: str, level: str) -> tuple[Division, ...]:
    """The divisions that a place's name can mean, the deepest that are known of its chain (太仓市城厢镇 -> 太仓市);
    none where the chain begins with no name that is known.
    """
    folded = fold(place)
    whole = [one for name in _with_ending(folded, level) for one in _by_name().get(name, ())]
    found = whole or _deepest(folded, None)
    return tuple(one for one in dict.fromkeys(found) if folded not in _by_name() or _is_of(one, level))


def _with_ending(name: str, level: str) -> tuple[str, ...]:
    """A name that was given without its ending (太仓, a 市) with the endings of its level."""
    if name.endswith(lexicon().endings):
        return ()
    return tuple(name + ending for ending in {"市": "市州盟", "县": "县旗", "区": "区"}.get(level, ""))


def _is_of(one: Division, level: str) -> bool:
    """Whether a division can be of a level: 吉林 is a province or a city."""
    if level == "省":
        return one.code.endswith("0000")
    return level not in ("县", "区") or not one.code.endswith("00")


def _deepest(chain: str, above: Division | None) -> list[Division]:
    for length in range(min(len(chain), 16), 1, -1):
        bearers = [one for one in _by_name().get(chain[:length], ()) if above is None or above.holds(one)]
        bearers = [one for one in bearers if _may_lead(one, chain[:length], chain[length:])]
        if bearers:
            below = [deeper for one in bearers for deeper in _deepest(chain[length:], one)]
            return below or bearers
    return []


def _may_lead(one: Division, form: str, rest: str) -> bool:
    """Whether a form is the division's where so much of the chain follows: 浙江天台县 is, 和平村 is not of 和平县."""
    if not rest or form == fold(one.name) or form.endswith(("州", "县", "旗")):
        return True
    return one.code.endswith("00") and bool(LOWER_UNIT.match(rest))


def settled(found: Sequence[Division]) -> Division | None:
    """The one division that is meant: of names and codes that follow each other in one province the last one; None
    where two bear the name at one time.
    """
    by_time = sorted(found, key=lambda one: (one.first, one.revision, one.code))
    if not by_time or len({one.code[:2] for one in by_time}) > 1:
        return None
    follow = all(a.code == b.code or a.revision < b.first for a, b in pairwise(by_time))
    return max(by_time, key=lambda one: one.revision) if follow else None


@cache
def _upper() -> re.Pattern[str]:
    names = {name for name, bearers in _by_name().items() if any(one.code.endswith("00") for one in bearers)}
    return re.compile(f"(?:{'|'.join(sorted(names, key=lambda name: (-len(name), name)))}){GOES_ON}")


def stems_in(folded: str, in_full: bool = False) -> frozenset[str]:
    """The first digits of the provinces (two) and prefectures (four) that a folded text names, `in_full` those alone
    that it names with what they are (吉林省, not 吉林).
    """
    names = (found.group() for found in _upper().finditer(folded))
    named = (one for name in names for one in _by_name()[name] if not in_full or fold(one.name) == name)
    return frozenset(one.stem for one in named if one.code.endswith("00"))


def within(found: Sequence[Division], stems: frozenset[str]) -> tuple[Division, ...]:
    """Those that lie in a province or a prefecture named; of one province, those in a prefecture named if there are."""
    provinces = {stem[:2] for stem in stems}
    near = tuple(one for one in found if one.code[:2] in provinces)
    if len({one.code[:2] for one in near}) > 1:
        return near
    return tuple(one for one in near if one.code[:4] in stems) or near
