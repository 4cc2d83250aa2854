"""The words with which documents speak of themselves: kinds, bodies that issue them, names of people, labels."""

import re
from collections.abc import Iterable
from functools import cache

from pydantic import model_validator

from corpus.fold import fold
from extractors.lexicon import Strict, read_lexicon, unique

MASK = "某×xX*○"
GAP = r"[ \t]{0,4}"
ISSUE = (
    r"(?:(?:19|20)\d\d年)?第[ ]?[\d一二三四五六七八九十百〇零]{1,5}[ ]?期(?![\u4e00-\u9fff])"
    r"(?:[ ]?\(总第?[ ]?\d{1,5}[ ]?期\))?"
)


class Kind(Strict):
    """A kind of document; `match` are titles that tell it."""

    id: str
    name: str
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


class Lexicon(Strict):
    """What about.yml holds."""

    kinds: tuple[Kind, ...]
    bodies: tuple[str, ...]
    not_in_bodies: tuple[str, ...]
    teams: tuple[str, ...]
    offices: tuple[str, ...]
    author_labels: tuple[str, ...]
    issuer_labels: tuple[str, ...]
    number_labels: tuple[str, ...]
    date_labels: tuple[str, ...]
    stamp_labels: tuple[str, ...]
    other_labels: tuple[str, ...]
    signing: tuple[str, ...]
    surnames: str
    compound_surnames: tuple[str, ...]
    goals: tuple[str, ...]

    @model_validator(mode="after")
    def _told_apart(self) -> "Lexicon":
        unique("kinds", (kind.id for kind in self.kinds))
        unique("titles", (title for kind in self.kinds for title in kind.titles))
        return self


@cache
def lexicon() -> Lexicon:
    """The words of about.yml."""
    return read_lexicon("about.yml", Lexicon)


def one_of(words: Iterable[str]) -> str:
    """An alternation of the words, longest first, for folded text."""
    forms = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, forms))


@cache
def kind_nouns() -> dict[str, str]:
    """Noun of a title -> id of the kind."""
    return {fold(title): kind.id for kind in lexicon().kinds for title in kind.titles}


@cache
def kind_openings() -> dict[str, str]:
    """Set phrase of an opening -> id of the kind."""
    return {fold(words): kind.id for kind in lexicon().kinds for words in kind.openings}


@cache
def title_noun() -> re.Pattern[str]:
    """Every noun of a kind."""
    return re.compile(one_of(kind_nouns()))


@cache
def opening() -> re.Pattern[str]:
    """Every opening of a kind."""
    return re.compile(one_of(kind_openings()))


def _name() -> str:
    """One person's name, masked or with a blank inside; a pattern without groups."""
    first, compound = f"[{lexicon().surnames}]", one_of(lexicon().compound_surnames)
    return (
        rf"(?:(?:{compound})[\u4e00-\u9fff]{{1,2}}|{first}[ \t]{{1,3}}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
        rf"|{first}?[{MASK}]{{1,3}}|{first}[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,6}}·[\u4e00-\u9fff]{{2,6}})"
    )


@cache
def names() -> str:
    """Names one after the other; a pattern without groups."""
    return rf"{_name()}(?:[ \t、,/]{{1,4}}{_name()}){{0,9}}"


@cache
def names_alone() -> re.Pattern[str]:
    """Nothing but names."""
    return re.compile(rf"{GAP}(?P<author>{names()}){GAP}")


@cache
def one_name() -> re.Pattern[str]:
    """One name among several."""
    return re.compile(_name())


@cache
def titled_name() -> re.Pattern[str]:
    """Office or body and then names: 县委书记 陆其昌."""
    ends = one_of((*lexicon().offices, *lexicon().bodies))
    return re.compile(rf"[^。;!?:]{{0,40}}(?:{ends}){GAP}:?[ \t]{{1,4}}(?P<author>{names()}){GAP}")


@cache
def office_name() -> re.Pattern[str]:
    """The same without a blank between office and name, which a title may also end with: 组织部长张伟强."""
    return re.compile(rf"[^。;!?:]{{0,40}}(?:{one_of(lexicon().offices)})(?P<author>{_name()}){GAP}")


@cache
def body(lazy: str = "") -> str:
    """The name of a body; a pattern without groups, to be checked with `is_body`. `lazy`: "?" for the shortest."""
    return rf"[\u4e00-\u9fffA-Za-z×*○·()、]{{1,36}}{lazy}(?:{one_of(lexicon().bodies)})"


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(one_of(lexicon().not_in_bodies))


@cache
def _whole_body() -> re.Pattern[str]:
    return re.compile(body())


@cache
def team() -> re.Pattern[str]:
    """A group that writes."""
    return re.compile(rf"[^。;!?:,]{{0,36}}(?:{one_of(lexicon().teams)})")


def is_body(words: str) -> bool:
    """Whether the words are the name of a body, and not a title or a sentence that ends like one."""
    words = words.strip()
    return 3 <= len(words) <= 40 and bool(_whole_body().fullmatch(words)) and not _foreign().search(words)


@cache
def labels() -> re.Pattern[str]:
    """A field's label; the group tells what it gives."""
    kinds = {
        "author": lexicon().author_labels,
        "issuer": lexicon().issuer_labels,
        "stamp": lexicon().stamp_labels,
        "number": lexicon().number_labels,
        "date": lexicon().date_labels,
        "other": lexicon().other_labels,
    }
    groups = "|".join(f"(?P<{group}>{one_of(words)})" for group, words in kinds.items())
    reporters = "(?P<reporter>(?:本报|本网)?记者|(?:特约)?通讯员)[ \t]{1,3}"
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:(?:{groups}){GAP}[:/][ \t]{{0,4}}|{reporters})")


@cache
def signing() -> re.Pattern[str]:
    """A body and what it does with the paper: 岚山县委组织部编."""
    return re.compile(rf"{GAP}(?P<issuer>{body('?')}){GAP}(?:{one_of(lexicon().signing)})?{GAP}")


@cache
def periodical() -> re.Pattern[str]:
    """A body, its periodical and the issue: 青禾县委宣传部《信息快报》2023年第112期."""
    return re.compile(
        rf"{GAP}(?P<issuer>{body()})?{GAP}(?P<name>《[^《》]{{2,16}}》){GAP}(?P<number>{ISSUE})?[^。;]{{0,12}}"
    )


@cache
def goal() -> re.Pattern[str]:
    """Words of a goal."""
    return re.compile(one_of(lexicon().goals))
