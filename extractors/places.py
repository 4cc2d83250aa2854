"""Places and organisations in a range of a text, by how their names end; masked ones (XX市, 某县) too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import rjieba

from corpus.fold import fold
from corpus.model import Document
from extractors.base import Mention
from extractors.lexicon import Strict, read_lexicon

NAME = re.compile(r"[\u4e00-\u9fffXx×*○〇A-Z]{1,8}\Z")
MASK = re.compile(r"[Xx×*○〇A-Z]{1,4}$|某{1,3}$")
PEOPLES = re.compile(r"[\u4e00-\u9fff]{2,3}(?:[\u4e00-\u9fff]{1,4}族){1,4}$")
LONGEST_NAME = 5
LONGEST_ORGANISATION = 16
GOVERNORS = "到由向对把被"
LAND = frozenset("子坪坡岭沟湾坳冲塘铺街桥山河溪洲墩屯寨岗坝垭口潭洞庄店集营堡墟圩巷坊滩浦港岛埠垸垴堰")  # 南靖|坡村
ALONE = ("", ":", "】")  # what stands behind a name that is a heading
LAND_NAME = 3  # characters of such a name
NO_LAST = "的了和与及个位名户年月日些"
NO_FIRST = frozenset(
    ("v", "vd", "p", "c", "d", "u", "uj", "ul", "r", "f", "x", "w", "y", "q")
)  # words no name begins with
OPEN_TAGS = frozenset(("p", "c", "u", "uj", "ul", "r", "m", "q", "d", "f", "x", "w", "y", "e"))
NAME_TAGS = frozenset(("ns", "nr", "nz", "nrt", "nrfg", "n", "ng", "eng", "a", "vn", "j", "nt", "zg", "b", "s"))


class Ending(Strict):
    """A level and the words with which names of it end."""

    level: str
    endings: tuple[str, ...]
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


class Lexicon(Strict):
    """What places.yml holds."""

    levels: tuple[Ending, ...]
    provinces: tuple[str, ...]
    cities: tuple[str, ...]
    not_names: frozenset[str]
    deeds_as_names: frozenset[str]
    not_before: dict[str, tuple[str, ...]]
    not_after: dict[str, tuple[str, ...]]
    stop: str
    organisations: tuple[Ending, ...]
    not_organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place(Mention):
    """A place or an organisation; `level` is one of 省 市 县 区 镇 村 社区 机关 企业 高校 (of a chain its last)."""

    level: str
    is_organisation: bool = False


@cache
def lexicon() -> Lexicon:
    """The words of places.yml."""
    return read_lexicon("places.yml", Lexicon)


@cache
def _levels() -> dict[str, str]:
    return {ending: kind.level for kind in lexicon().levels for ending in kind.endings}


@cache
def _bodies() -> dict[str, str]:
    return {ending: kind.level for kind in lexicon().organisations for ending in kind.endings}


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _place_ending() -> re.Pattern[str]:
    return _any_of(tuple(_levels()))


@cache
def _body_ending() -> re.Pattern[str]:
    return _any_of(tuple(_bodies()))


@cache
def _province() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(lexicon().provinces)})(?![省市]|自治区|[\u4e00-\u9fff]{{0,4}}自治区)")


@cache
def _province_name() -> re.Pattern[str]:
    return _any_of(lexicon().provinces)


def places(document: Document, start: int = 0, end: int | None = None) -> tuple[Place, ...]:
    """The places and organisations of a range, in the order of the text; neighbouring places are one (岚山县横岭村)."""
    stop = len(document.text) if end is None else end
    found = find_places(document.folded[start:stop])
    return tuple(
        Place(
            start + p.start, start + p.end, document.text[start + p.start : start + p.end], p.level, p.is_organisation
        )
        for p in found
    )


# The same titles and lines are asked for again and again.
@lru_cache(maxsize=64)
def find_places(text: str) -> tuple[Place, ...]:
    """The same for a plain text."""
    folded = fold(text)
    starts = _token_starts(folded)
    chains = list(_chains(text, list(dict.fromkeys(_units(folded, starts)))))
    return tuple(sorted((*chains, *_organisations(text, folded, starts, chains)), key=lambda p: (p.start, -p.end)))


def bare_place(document: Document, start: int, end: int, body_end: int) -> Place | None:
    """The place with which a title opens without saying what it is (太仓…): its level as the text behind it tells."""
    tokens = rjieba.tag(document.folded[start:end])
    if not tokens or not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", tokens[0][0]) or tokens[0][0] in lexicon().not_names:
        return None
    name, tag = tokens[0]
    if tag not in NAME_TAGS or not _is_name(name, is_word=True):
        return None
    endings = "|".join(sorted(_levels(), key=len, reverse=True))
    found = re.compile(f"{name}(?P<ending>{endings})(?![场级委])").finditer(document.folded, start, body_end)
    told = next((match for match in found if not _goes_on(document.folded, match.end())), None)
    if not told and (tag != "ns" or name in lexicon().provinces):
        return None
    level = _levels()[told["ending"]] if told else "不明"
    return Place(start, start + len(name), document.text[start : start + len(name)], level)


def _token_starts(folded: str) -> dict[int, str]:
    """Where the words of a text start, each with its part of speech."""
    starts, at = {}, 0
    for word, tag in rjieba.tag(folded):
        starts[at] = tag
        at += len(word)
    return starts


Unit = tuple[int, int, str]


def _units(folded: str, starts: dict[int, str]) -> Iterator[Unit]:
    """Names of one level each: (start, end, level)."""
    last = 0
    provinces = {m.start(): m.end() for m in _province().finditer(folded)}
    inside = {at for found in _province_name().finditer(folded) for at in range(*found.span())}
    for ending in _place_ending().finditer(folded):
        if ending.start() in inside:
            continue
        yield from (
            (at, stop, _province_level(folded[at:stop]))
            for at, stop in provinces.items()
            if last <= at < ending.start()
        )
        begin = None if _is_other_word(folded, ending) else _begin(folded, starts, last, ending.start(), provinces)
        if begin is not None:
            yield begin, ending.end(), _levels()[ending.group()]
            last = ending.end()
    yield from ((at, stop, _province_level(folded[at:stop])) for at, stop in provinces.items() if at >= last)


def _province_level(name: str) -> str:
    return "市" if name in lexicon().cities else "省"


def _is_other_word(folded: str, ending: re.Match[str]) -> bool:
    """Whether the ending is part of another word (联盟, 格局, 市场), or is counted (一村一策)."""
    before = lexicon().not_before.get(ending.group())
    if folded.endswith("一", 0, ending.start()) and folded.startswith("一", ending.end()):
        return True
    return bool(before and folded.endswith(before, 0, ending.start())) or _goes_on(folded, ending.end())


def _goes_on(folded: str, end: int) -> bool:
    """Whether what ends there is only the beginning of a word (乡|村, 市|场)."""
    return folded.startswith(lexicon().not_after.get(folded[end - 1], ()) or ("\0",), end)


def _begin(folded: str, starts: dict[int, str], last: int, end: int, provinces: dict[int, int]) -> int | None:
    """Where the name before an ending begins; None if there is no name."""
    left = max([last, *(stop for stop in provinces.values() if last < stop <= end)])
    run = NAME.search(folded[max(left, end - 8) : end])
    if not run:
        return None
    if mask := MASK.search(folded[left:end]) or (
        PEOPLES.search(folded[left:end]) if folded.startswith("自治", end) else None
    ):
        return left + mask.start()
    whole = left > 0 and end - left < LONGEST_NAME and NAME.fullmatch(folded, left, end) is not None
    if whole and _joins(folded, left) and _is_name(folded[left:end]):
        return None if _tells_deed(starts, left, end) else left
    begin = _by_words(folded, starts, left, end)
    if begin is None:
        return None
    inner = [at for at in range(begin + 1, end) if at in starts]
    on_land = inner == [end - 1] and end - begin == LAND_NAME and folded[end - 1] in LAND
    is_word = on_land or (starts[begin] in NAME_TAGS and not inner)
    if _is_deed(folded, starts, begin, end):
        return None
    return begin if _is_name(folded[begin:end], is_word) else None


def _is_deed(folded: str, starts: dict[int, str], begin: int, end: int) -> bool:
    """Whether what stands before an ending is a verb (收归|村, 举办|村), and none of those that places are called by.

    What the dictionary doesn't have is a guess, and often a name, and so is what stands alone before a colon.
    """
    name = folded[begin:end]
    if _stands_alone(folded, begin, end):
        return False
    is_verb = len(name) > 1 and starts[begin] in ("v", "vd") and not any(at in starts for at in range(begin + 1, end))
    return is_verb and rjieba.has_word(name) and name not in lexicon().deeds_as_names


def _stands_alone(folded: str, begin: int, end: int) -> bool:
    """Whether nothing but a name with its ending stands between a mark and a colon or a bracket (二、擂鼓镇:)."""
    ending = _place_ending().match(folded, end)
    return ending is not None and not _ends_name(folded, begin) and folded[ending.end() : ending.end() + 1] in ALONE


def _tells_deed(starts: dict[int, str], left: int, end: int) -> bool:
    """Whether what stands between two places' endings begins with a verb or a phrase, or joins two (发展壮大村…)."""
    tags = [starts[at] for at in range(left, end) if at in starts]
    if len(tags) > 2 and "v" in tags[1:]:  # 蹚|出|强村
        return True
    return tags[:1] in (["v"], ["l"]) or (len(tags) > 1 and all(tag in ("v", "vn") for tag in tags))


def _joins(folded: str, left: int) -> bool:
    """Whether another place's name ends right here."""
    return bool(_place_ending().search(folded[max(0, left - 3) : left])) or bool(
        _province().search(folded[max(0, left - 3) : left])
    )


def _by_words(folded: str, starts: dict[int, str], left: int, end: int) -> int | None:
    """The start of the word before an ending; a single character takes the one before it along."""
    begin = next((at for at in range(end - 1, max(left, end - LONGEST_NAME) - 1, -1) if at in starts), None)
    if begin is None:
        return None
    if end - begin == 1 and begin - 1 >= left and begin - 1 in starts and _may_join(folded[begin - 1]):
        return begin - 1 if folded[begin - 1 : end] not in lexicon().not_names else None
    if end - begin == 1 and (longer := _on_land(folded, starts, left, begin)) is not None:
        return longer
    if end - begin == 1 and starts[begin] not in ("ns", "nr", "nz"):
        return None
    first = begin - 1
    if first < left or starts.get(first, "v") not in NAME_TAGS or _ends_name(folded, first):
        return begin
    return first if _may_join(folded[first]) and folded[first] not in _levels() else begin  # 木|兰坪县 behind a mark


def _on_land(folded: str, starts: dict[int, str], left: int, at: int) -> int | None:
    """Where a name begins whose last character tells the lie of the land and is cut off from it (竹筒|坪|村)."""
    first = at - 2
    if folded[at] not in LAND or first < left or starts.get(first, "v") in NO_FIRST or at - 1 in starts:
        return None
    return first if _may_join(folded[first]) and folded[first + 1] not in NO_LAST else None


def _ends_name(folded: str, left: int) -> bool:
    return left > 0 and "\u4e00" <= folded[left - 1] <= "\u9fff"


def _may_join(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char not in lexicon().stop


def _is_name(name: str, is_word: bool = False) -> bool:
    """Whether it can be a name: no common word, and no function word in it unless it is one word."""
    if not name or name in lexicon().not_names or len(name) > LONGEST_NAME + 3:
        return False
    if not (is_word and len(name) > 1) and any(char in lexicon().stop for char in name):
        return False
    return not re.match(r"[两几全各每该本我个些]|.{0,40}[各每全该本均驻蹲返归促由弱穷]$", name)


def _chains(text: str, units: list[Unit]) -> Iterator[Place]:
    """Neighbouring units as one place."""
    at = 0
    while at < len(units):
        last = at
        while last + 1 < len(units) and units[last + 1][0] == units[last][1]:
            last += 1
        start, end, level = units[at][0], units[last][1], units[last][2]
        yield Place(start, end, text[start:end], level)
        at = last + 1


def _organisations(text: str, folded: str, starts: dict[int, str], chains: list[Place]) -> Iterator[Place]:
    """Organisations: the words up to an ending, from the place before it if one stands there."""
    last = 0
    for ending in _body_ending().finditer(folded):
        begin = _organisation_begin(folded, starts, last, ending.start(), chains)
        name = folded[begin : ending.start()]
        if _is_other_word(folded, ending) or _is_figure(folded, begin, ending):
            continue
        if name and name not in lexicon().not_organisations and not re.match(r"[各该本我一二两几]", name):
            yield Place(
                begin, ending.end(), text[begin : ending.end()], _bodies()[ending.group()], is_organisation=True
            )
            last = ending.end()


def _is_figure(folded: str, begin: int, ending: re.Match[str]) -> bool:
    """Whether what is called a firm is one in a manner of speaking (变“绿色银行”): it stands in quotes alone."""
    quoted = folded.startswith("“", begin - 1) and folded.startswith("”", ending.end()) if begin else False
    return quoted and _bodies()[ending.group()] == "企业"


def _organisation_begin(folded: str, starts: dict[int, str], last: int, end: int, chains: list[Place]) -> int:
    floor = max(last, end - LONGEST_ORGANISATION)
    near = [p for p in chains if floor <= p.end <= end and p.start >= last]
    for place in reversed(near):
        if not re.search(r"[^\u4e00-\u9fffA-Z0-9·()]|[的与对]", folded[place.end : end]):
            return place.start
    begin = end
    for at in range(end - 1, floor - 1, -1):
        if at in starts:
            if starts[at] in OPEN_TAGS or (starts[at] == "v" and begin != end):
                break
            begin = at
    governed = max(folded.rfind(char, begin, end) for char in GOVERNORS)
    return max(begin, governed + 1)
