"""Noun phrases on either side of a number, from the words of its clause and their parts of speech."""

import re
from functools import cache
from typing import NamedTuple

from corpus.model import Span
from extractors.reaching import reaching
from extractors.tokens import Token, is_figure, is_person, tokens, word_set, words

# The tags of jieba, and two of our own.
_NOUNS = frozenset({"n", "nr", "ns", "nt", "nz", "ng", "nrt", "nrfg", "j", "vn", "an", "s", "l", "i", "quote", "title"})
_NOMINAL = _NOUNS | {"b", "a", "z", "g", "h", "k", "q", "zg", "eng"}
MODIFIER = frozenset({"b", "a", "z", "f", "h", "ad", "q"})
_LINKING = frozenset({"d", "p", "t", "u", "uj", "ul", "f", "each", "c", "m"})


def _links(token: Token) -> bool:
    """Whether the token only leads to the number: verbs of reaching, adverbs, prepositions, times."""
    return token.word in word_set("reach") or token.tag in _LINKING or token.word.isspace()


def nominal(token: Token) -> bool:
    """Whether the token can be part of a noun phrase."""
    # The tagger takes 增速 and 覆盖率 for verbs; their last characters tell that they are figures.
    return token.tag in _NOMINAL or (len(token.word) > 1 and token.tag == "v" and _figure_word(token.word))


def _figure_word(word: str) -> bool:
    return word[-1] in "率速额量数值费" or word == "收入"


def joins(token: Token) -> bool:
    """Whether the token is a conjunction or an enumeration mark."""
    return token.word in ("、", "和", "及", "与", "以及", "·", "/", "-")


def _stripped(found: list[Token]) -> tuple[list[Token], bool]:
    """The tokens before the words that link to the number, and whether there were any such words."""
    keep = len(found)
    while keep and _links(found[keep - 1]):
        keep -= 1
    return found[:keep], keep < len(found)


def _extends(found: list[Token], at: int) -> bool:
    """Whether the token before index `at` belongs to the phrase that begins there."""
    token, before = found[at - 1], found[at - 2] if at > 1 else None
    if _governs(found, at):
        return False
    if nominal(token) or token.tag == "paren":
        return True
    if at == len(found):
        return False
    if joins(token):
        return before is not None and nominal(before)
    if token.tag in ("v", "f"):
        return token.word in word_set("verbal") or token.word in ("以上", "以下")
    return token.tag in ("x", "m", "eng") and token.word.isascii() and bool(token.word.strip())


def _governs(found: list[Token], at: int) -> bool:
    """Whether the word before index `at` is a verb whose object begins there: 村|硬化|断头路."""
    verb = found[at - 1].word
    if at == len(found) or verb not in word_set("transitive") or verb in word_set("verbal"):
        return False
    return "".join(token.word for token in found[at:]) not in word_set("governed_heads")


def _phrase_start(found: list[Token]) -> int:
    """Index of the first token of the noun phrase that ends the list; places in front of it say where, not what."""
    at = len(found)
    while at and _extends(found, at):
        if found[at - 1].word in word_set("places") and at < len(found) and (at == 1 or not nominal(found[at - 2])):
            break
        at -= 1
    return at


def _trim(found: list[Token], at: int) -> int:
    """Leading conjunctions, marks and verbs that govern the rest are no part of a phrase."""
    if at + 1 < len(found) and found[at].word in word_set("governing"):
        return at + 1
    while at < len(found) and (joins(found[at]) or (found[at].tag in ("x", "c") and not found[at].word.isalnum())):
        at += 1
    return at


class Left(NamedTuple):
    """The phrase before a number; whether words link it to the number, whether it is but a verb, or a place."""

    span: Span | None
    linked: bool = False
    verb: bool = False
    place: bool = False


_LEADING = re.compile(r"[、和与及或以并 ]*")


def _verb_phrase(found: list[Token]) -> Span:
    """The range of a verb that ends the list, with the noun in front of it: 户均增收."""
    head = found[:-1]
    at = _trim(found, _phrase_start(head) if head and nominal(head[-1]) else len(head))
    return Span(found[at].start, found[-1].end)


def _person_phrase(text: str, found: list[Token]) -> Span | None:
    """The last phrase of the list that names people: 周边群众 in 带动周边群众就近务工."""
    at = next((i for i in range(len(found), 0, -1) if is_person(found[i - 1].word)), 0)
    if not at or (found[-1].tag != "v" and is_figure(found[-1].word)):
        return None
    begin = _trim(found, _phrase_start(found[:at]))
    end = found[at - 1].end
    return Span(governed(text, found[begin].start, end), end) if begin < at else None


def _without_predicate(found: list[Token]) -> list[Token]:
    """The list without a last word that says something of the noun before it: 村道硬化26公里."""
    said = len(found) > 1 and found[-1].word in word_set("predicates")
    return found[:-1] if said and nominal(found[-2]) and found[-2].tag not in MODIFIER else found


@cache
def _verb() -> re.Pattern[str]:
    """A verb that takes the rest of a phrase as its object, as it opens one; the longest first."""
    verbs = sorted(words().transitive, key=lambda word: (-len(word), word))
    return re.compile("|".join(verbs))


def governed(text: str, start: int, end: int) -> int:
    """Where the object of the verbs begins that the phrase opens with: 驻村干部 of 选派驻村干部; else its start.

    The tagger takes such verbs for nouns, or cuts them together with their object (发展党员).
    """
    verb = _verb().match(text, start, end)
    rest = _LEADING.match(text, verb.end(), end).end() if verb else start + 2  # type: ignore[union-attr]  # matches nothing
    if end - rest < 2:
        return start
    if verb is None:
        return rest if text[start:rest] in word_set("served") and is_person(text[rest:end]) else start
    return start if text[rest:end] in word_set("governed_heads") else governed(text, rest, end)


def is_transitive(word: str) -> bool:
    """Whether the word is a verb that takes an object."""
    return bool(_verb().fullmatch(word))


def _noun_phrase(text: str, found: list[Token], linked: bool) -> Left:
    """The noun phrase that ends the list."""
    at = _trim(found, _phrase_start(found))
    if at >= len(found):
        return Left(None, linked)
    last = found[-1]
    place = at == len(found) - 1 and (last.tag in ("ns", "nt", "s") or last.word in word_set("places"))
    whole = place and at > 0 and found[at - 1].word == "的"  # 收入不足10万元的村有61个
    return Left(Span(governed(text, found[at].start, last.end), last.end), linked, place=place and not whole)


def _is_verb(found: list[Token]) -> bool:
    """Whether the list ends in a verb where the thing should stand."""
    last = found[-1]
    return (not nominal(last) and last.tag[0] == "v") or (last.tag == "vn" and len(found) == 1)


def left_of(text: str, start: int, end: int, unit: str | None) -> Left:
    """The phrase that ends before a number; the range is from the last number or the start of the clause."""
    opening = _LEADING.match(text, start, end)
    stop = reaching(text, start, end)
    before = tokens(text, opening.end() if opening else start, stop)
    if before and joins(before[-1]):
        return Left(None)
    found, stripped = _stripped(before)
    linked = stripped or stop < end
    if not found:
        return Left(None, linked)
    if unit in word_set("personal") and (person := _person_phrase(text, found)):
        return Left(person, linked)
    if _is_verb(found):
        return Left(_verb_phrase(found), linked, verb=True)
    return _noun_phrase(text, found if unit in word_set("personal") else _without_predicate(found), linked)


def _of_subject(token: Token) -> bool:
    """Whether the token can be part of a subject, before what is said of it."""
    said = token.tag in ("i", "l") or token.word in word_set("moving") or token.word[:2] in word_set("steady")
    return not said and (nominal(token) or joins(token))


_SKIPPED = frozenset({"d", "p", "t", "c", "r", "f", "v"})


def subject_of(text: str, start: int, end: int) -> Span | None:
    """The first noun phrase of a clause, behind adverbs, times and a governing verb."""
    found = [token for token in tokens(text, start, end) if not token.word.isspace()]
    at = next((i for i, token in enumerate(found) if token.tag not in _SKIPPED), len(found))
    stop = at
    while stop < len(found) and _of_subject(found[stop]):
        stop += 1
    if stop > at + 1 and found[stop - 1].tag in ("a", "z", "vn", "an", "zg"):
        stop -= 1  # 村干部补贴|偏低
    while stop > at + 1 and (found[stop - 1].tag in ("a", "z") or joins(found[stop - 1])):
        stop -= 1
    return Span(found[at].start, found[stop - 1].end) if stop > at and found[at].tag not in ("x", "m") else None
