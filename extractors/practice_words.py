"""The words of the practice lexicon as compiled patterns, one set per process."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from pydantic import model_validator

from corpus.beginnings import begun
from extractors.lexicon import Entry, Strict, read_lexicon, unique

# A clause of folded text: quotes, titles and brackets are kept whole.
UNIT = r"(?:“[^”\n]{0,60}”|《[^》\n]{0,60}》|\([^)\n]{0,60}\)|\.(?=\d)|[^,。;:!?.\n\t“”《》()])"
NUMERAL = r"(?:\d[\d.,]{0,12}|[xX×*]{1,4}|[一二两三四五六七八九十百千万几多数]{1,5})"
MEASURE_WORD = (
    r"(?:万|亿|余|多|个|家|户|名|人次|人|位|项|件|起|次|场次|场|期|批|份|处|座|支|条|套|台|辆|盏|亩|公顷|公里|千米|平方米|米|吨|斤|公斤|"
    r"千克|元|对|所|间|栋|幢|部|本|篇|册|类|种|张|枚|面|块|片|口|眼|头|只|羽|株|棵|轮|遍|天|小时|年|月|届|门|节|课时|副|根|匹|艘|架|顶|床|桶|箱|袋|瓶|趟|笔|桩|宗|幅|款|段|堂|%|人口|岁)"
)
# Nothing else opens a count: said first, so that most places are passed over at once.
COUNT_OPENS = r"(?=[共近约超逾达累\s\dxX×*一二两三四五六七八九十百千万几多数])"
COUNT = (
    rf"{COUNT_OPENS}(?:共|近|约|超|逾|达|达到|累计)?\s?{NUMERAL}"
    rf"(?:\s?[至到—~-]\s?{NUMERAL})?\s?[余多]?{MEASURE_WORD}{{1,3}}"
)
NUMERAL_OPENS = re.compile(r"[\dxX×*一二两三四五六七八九十百千万几多数]")
"""What every count holds."""
# One count, 等, bracket or blank at the end of an object; taken off one after the other.
LAST = re.compile(
    rf"(?:{COUNT}(?:以上|以内|左右)?|[一两几多数]{{1,2}}[批个次场座支]|"
    r"不少于|不低于|不超过|不多于|至少|等|\([^)\n]{0,60}\)|[\s.])$"
)
# What else LAST takes off ends in one of these, or in a blank.
_OTHER_ENDS = tuple("少于过等).")
_COUNT_ENDS = frozenset(MEASURE_WORD.strip("(?:)").replace("|", "")) | frozenset("上内右")
_LONGEST_COUNT = 64
SHOULD = "(?<![相反适对响供回顺效感呼照])应当?(?![急用对届邀聘变运付该有知收])"
# What may stand between the quoted part of a name and its head noun.
HEAD_GAP = r"[^,。;:!?、\s“”《》()的等让使把将被给是\d]"


class Patterns(Strict):
    """The files practice_patterns.yml and practice_particulars.yml."""

    groups: tuple[Entry, ...]

    @model_validator(mode="after")
    def _distinct(self) -> "Patterns":
        unique("group", (group.id for group in self.groups))
        for group in self.groups:
            if not group.variants:
                raise ValueError(f"{group.id}: no variants")
        return self


@cache
def _particulars() -> dict[str, tuple[str, ...]]:
    return {group.id: group.variants for group in read_lexicon("practice_particulars.yml", Patterns).groups}


@cache
def particular(*names: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """The same as `pattern`, of the words for actors and results."""
    return begun(before + _one_of(word for name in names for word in _particulars()[name]) + after)


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    return {group.id: group.variants for group in read_lexicon("practice_patterns.yml", Patterns).groups}


@cache
def words(*names: str) -> frozenset[str]:
    """All words of the groups."""
    return frozenset(word for name in names for word in _groups()[name])


def _one_of(choices: Iterable[str]) -> str:
    """A pattern of the choices, longer ones first; those that open alike share their opening, which is faster."""
    endings: dict[str, list[str]] = defaultdict(list)
    for word in sorted(choices, key=lambda word: (-len(word), word)):
        endings[word[:1]].append(word[1:])
    return (
        "(?:" + "|".join(re.escape(first) + (_one_of(rest) if first else "") for first, rest in endings.items()) + ")"
    )


@cache
def pattern(*names: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern of all words of the groups, with what must stand before and after them."""
    return begun(before + _one_of(words(*names)) + after)


@cache
def measure() -> re.Pattern[str]:
    """Any verb of measures."""
    return pattern("setup_verbs", "plain_verbs", "measure_verbs")


@cache
def action() -> re.Pattern[str]:
    """A verb that can open an action by itself."""
    return pattern("setup_verbs", "plain_verbs")


@cache
def adverbs() -> re.Pattern[str]:
    """Up to three adverbs, or nothing."""
    return pattern("adverbs", before="(?:", after="){0,3}")


@cache
def opener() -> re.Pattern[str]:
    """要, 应当 and the like at the start of a clause, with the adverbs around it."""
    return pattern("openers", before=rf"(?:同时|并且|{_one_of(words('adverbs'))})?", after=adverbs().pattern)


@cache
def subject_opener() -> re.Pattern[str]:
    """The same after a short subject (党的基层组织要着力……)."""
    must = rf"(?:(?<![主重需只首纲摘提概扼机简次紧不既])要(?![求素点])|必须|{SHOULD}|务必)"
    return re.compile(rf"(?:党的)?[^,。;:!?\n“”的不]{{2,12}}?{must}{adverbs().pattern}")


@cache
def will() -> re.Pattern[str]:
    """将 before a verb with adverbs between: in 将项目纳入 it only moves the object."""
    between = _one_of(words("adverbs", "will_adverbs"))
    return re.compile(rf"(?<![即必])将(?:[于在][^,。;]{{1,10}}?)?{between}{{0,3}}(?={measure().pattern})")


@cache
def frame_end() -> re.Pattern[str]:
    """的 and frame words up to the end of a title (……的主要做法和取得的成效)."""
    frame = _one_of(words("frames", "frame_ends"))
    return re.compile(rf"的{frame}(?:[和与及、]?(?:取得的?)?{frame}){{0,2}}$")


@cache
def head() -> re.Pattern[str]:
    """The head noun of a named initiative shortly after its quoted part, and a second one soon after the first."""
    further = _one_of(words("initiative_heads"))
    return pattern("initiative_heads", before=f"{HEAD_GAP}{{0,10}}?", after=f"(?:{HEAD_GAP}{{0,6}}?{further})?")


@cache
def no_names() -> frozenset[str]:
    """What stands in quotes without being the name of an initiative."""
    return words("quoted_non_slogans", "formulas")


def without_counts(text: str) -> str:
    """A phrase without the counts, 等 and brackets at its end."""
    while (may_end_in_count(text) or text.endswith(_OTHER_ENDS) or text[-1:].isspace()) and (
        found := LAST.search(text)
    ):
        text = text[: found.start()]
    return text


def may_end_in_count(text: str) -> bool:
    """Whether a text can end in a count at all; most need no search for one."""
    return text[-1:] in _COUNT_ENDS and NUMERAL_OPENS.search(text, max(0, len(text) - _LONGEST_COUNT)) is not None
