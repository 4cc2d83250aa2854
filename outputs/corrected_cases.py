"""Corrections of the cases of one document: split, or mended in title, place or organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Article, Document
from extractors.places import Place, places
from outputs.anchors import Found, place_in
from outputs.corrected_findings import timed
from outputs.corrected_values import UnfitError, all_found
from outputs.corrections import Cut, Json, MendCase, OfCase, Replayed, SplitCase
from outputs.identity import plain_name
from outputs.model import Case, DocumentRecord
from outputs.place_codes import place_code
from outputs.wording import wording

LEVELS = ("省", "市", "县", "区", "镇", "村", "社区", "机关", "企业", "高校", "不明")
OPENING = 120  # characters in which a new case names its place
TITLE = 40  # characters of a first line that stands for a title
CODE = 6  # digits


class Told:
    """The cases of a document as corrections go over them one after the other, and who mended what of them."""

    def __init__(self, record: DocumentRecord) -> None:
        self.record = record
        self.cases = list(record.cases)
        self._setters: dict[tuple[int, str], MendCase] = {}

    def at(self, start: int, length: int) -> int | None:
        """The number of the case that begins at a place; of several the one nearest in length."""
        there = [at for at, case in enumerate(self.cases) if case.start == start]
        return min(there, key=lambda at: abs(self.cases[at].end - start - length), default=None)

    def around(self, start: int) -> int | None:
        """The number of the innermost case around a place."""
        inside = [at for at, case in enumerate(self.cases) if case.start <= start < case.end]
        return min(inside, key=lambda at: self.cases[at].end - self.cases[at].start, default=None)

    def called(self, title: str | None) -> int | None:
        """The number of the only case of that title."""
        named = [at for at, case in enumerate(self.cases) if title and wording(case.title) == wording(title)]
        return named[0] if len(named) == 1 else None

    def set(self, at: int, case: Case, by: MendCase) -> None:
        """Let a case be another."""
        self.cases[at] = case
        self._setters |= {(case.start, name): by for name in by.value.given}

    def holds(self, one: MendCase) -> bool:
        """Whether anything of a correction stands still."""
        return any(setter is one for setter in self._setters.values())


def _article(document: Document, start: int) -> Article:
    inside = (one for one in document.articles if one.start <= start < one.end)
    return next(inside, Article(0, len(document.text), None))


def _coded(record: DocumentRecord, case: Case) -> Case:
    """A case of another place with that place's code, where the text leaves no doubt which one it is."""
    document = record.document
    assert document is not None
    found = place_code(document, _article(document, case.start), case, record.about_at(case.start))
    code = (found.code, found.revision) if found else (None, None)
    return replace(case, place_code=code[0], place_code_revision=code[1])


def _title(document: Document, start: int, end: int) -> str:
    """The title of the section that begins there, else the first line."""
    section = document.section_at(start)
    if section and section.heading.start == start and section.title:
        return section.title
    return document.text[start:end].strip().partition("\n")[0][:TITLE].strip()


def _named(document: Document, start: int, end: int) -> Place | None:
    """The place with which a new case begins."""
    return next(iter(places(document, start, min(end, start + OPENING))), None)


def _part(record: DocumentRecord, whole: Case, start: int, end: int, title: str | None) -> Case:
    """A new case, of the place that it names first, else of the same as the whole."""
    document = record.document
    assert document is not None
    bare = replace(whole, title=title or _title(document, start, end), start=start, end=end, known_as=None)
    place = _named(document, start, end)
    if place is None or (place.text in (whole.place, whole.organisation)):
        return bare
    return _coded(
        record,
        replace(
            bare,
            place=place.text,
            place_level=place.level,
            organisation=place.text if place.is_organisation else None,
        ),
    )


def _place_of(document: Document, cut: Cut, one: SplitCase, case: Found) -> int | None:
    """Where a cut stands by now; in the very text that it was made in, where it was made."""
    same = one.case.document.sha256 == case.record.source.sha256
    moved = cut.model_copy(update={"start": max(0, cut.start + case.start - one.case.start)})
    return place_in(document.text, cut if same else moved, same)


def _split(told: Told, one: SplitCase, found: Found) -> Case:
    """Cut a case in pieces, each of which begins where a cut is; a piece that is there already stays."""
    document = told.record.document
    assert document is not None
    number = told.at(found.start, one.case.end - one.case.start)
    number = told.around(found.start) if number is None else number
    if number is None:
        raise LookupError("There is no case in this place by now.")
    starts = [_place_of(document, cut, one, found) for cut in one.where]
    before = told.cases.copy()
    try:
        for cut, start in zip(one.where, starts, strict=True):
            if start is None:
                raise LookupError(f"The words “{cut.quote}” with which a new case begins are not there by now.")
            if told.at(start, 0) is None:
                _cut(told, start, cut.title)
    except (LookupError, UnfitError):
        told.cases = before  # all cuts or none
        raise
    return told.cases[number]


def _refuse_torn(told: Told, whole: Case, start: int) -> None:
    """A part has words, and no finding stands half in one and half in another."""
    document = told.record.document
    assert document is not None
    parts = document.text[whole.start : start], document.text[start : whole.end]
    if not all(any(map(str.isalnum, part)) for part in parts):
        raise UnfitError("One of the parts would have no words.")
    torn = next((one for _, one in all_found(told.record.findings) if one.start < start < one.end), None)
    if torn is not None:
        raise UnfitError(
            f"The cut goes through the finding “{torn.text}”: cut elsewhere, or mark that one wrong first."
        )


def _cut(told: Told, start: int, title: str | None) -> None:
    number = told.around(start)
    if number is None:
        raise LookupError("The words with which a new case begins stand in no case by now.")
    whole = told.cases[number]
    _refuse_torn(told, whole, start)
    first = replace(whole, end=start, known_as=plain_name(told.record, whole))
    part = _part(told.record, whole, start, whole.end, title)
    told.cases[number : number + 1] = [timed(told.record, first), timed(told.record, part)]


def _checked(value: Json) -> Json:
    level, code = value.get("place_level"), value.get("place_code")
    if "place_level" in value and level not in LEVELS:
        raise UnfitError(f"There is no level {level!r}; there is {' '.join(LEVELS)}; 乡 and 街道 count as 镇.")
    if code and not (len(code) == CODE and code.isascii() and code.isdigit()):
        raise UnfitError(f"{code!r} is no code of a place; it has six digits.")
    if "title" in value and not (value["title"] or "").strip():
        raise UnfitError("A case has a title.")
    return {name: one or None for name, one in value.items()}


def _mend(told: Told, one: MendCase, found: Found) -> Case:
    value = _checked(one.value.given)
    number = told.at(found.start, one.case.end - one.case.start)
    number = told.called(one.case.title) if number is None else number
    if number is None:
        raise LookupError("No case begins in this place by now.")
    case = told.cases[number]
    now = replace(case, known_as=plain_name(told.record, case), **value)
    if "place_code" in value:
        now = replace(now, place_code_revision=None)
    elif "place" in value:
        now = _coded(told.record, now)
    told.set(number, now, one)
    return now


def corrected_cases(
    record: DocumentRecord, given: Iterable[tuple[OfCase, Found]]
) -> tuple[DocumentRecord, list[Replayed]]:
    """A record after the corrections of its cases, in their order but cuts first, and what became of each."""
    told, done = Told(record), list[Replayed]()
    for one, found in sorted(given, key=lambda pair: isinstance(pair[0], MendCase)):
        name = record.source.name
        try:
            case = _split(told, one, found) if isinstance(one, SplitCase) else _mend(told, one, found)
        except UnfitError as error:
            done.append(Replayed(one, "invalid", str(error), name, found.start, found.end))
        except LookupError as error:
            done.append(Replayed(one, "text_changed", str(error), name, found.start, found.end))
        else:
            done.append(Replayed(one, "held", "", name, case.start, case.end))
    return replace(record, cases=tuple(told.cases)), _overridden(told, done)


def _overridden(told: Told, done: Sequence[Replayed]) -> list[Replayed]:
    """What others mended since holds no more."""
    said = "A later one says otherwise of the same case."
    return [
        replace(one, state="overridden", reason=said)
        if one.state == "held" and isinstance(one.correction, MendCase) and not told.holds(one.correction)
        else one
        for one in done
    ]
