"""`problems.json`: each category with the practices that answer it, each theme of practices with what it answers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.model import Document
from outputs.answer import Answer
from outputs.answers import EVIDENCE, RANK, STATUS, answered, closest, elsewhere, pair, quote
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.placing import placing
from outputs.record import Json, mention_json
from outputs.taxonomy import category_names, theme_names

TIERS = ("outright", "sentence", "section", "case")


def _problem_mentions(catalogue: Catalogue, ids: Mapping[str, str]) -> Iterator[Json]:
    """Every problem of every document, those outside cases too."""
    home = {(c.record.source.name, p.start, p.end): c.id for c in catalogue.cases for p in c.problems}
    for record in catalogue.records:
        if record.document is None:
            continue
        name = record.source.name
        for problem in record.findings.problems:
            span = quote(record.document, problem.start, problem.end)
            yield mention_json(record, problem) | {
                "document": ids[name],
                "case": home.get((name, problem.start, problem.end)),
                "quote": span.of(record.document.text),
                "sentence": [span.start, span.end],
                "sentence_utf16": placing(record).units.range(span.start, span.end),
            }


def tier(one: Json) -> str:
    """How well an answer is supported: said outright, or in one sentence, section or case."""
    return "outright" if one["evidence"] else str(one["link"])


def _answer(record: DocumentRecord, document: Document, one: Answer, case: str | None, id_: str) -> Json:
    known = placing(record)
    sentence = quote(document, one.practice.start, one.practice.end)
    about = quote(document, one.problem.start, one.problem.end)
    return {
        "case": case,
        "document": id_,
        "link": one.link,
        "evidence": one.evidence,
        **mention_json(record, one.practice),
        "quote": sentence.of(document.text),
        "sentence": [sentence.start, sentence.end],
        "problem": [one.problem.start, one.problem.end],
        "problem_text": one.problem.text,
        "problem_sentence": [about.start, about.end],
        "problem_id": known.id(one.problem),
        "problem_utf16": known.units.range(one.problem.start, one.problem.end),
        "sentence_utf16": known.units.range(sentence.start, sentence.end),
        "problem_sentence_utf16": known.units.range(about.start, about.end),
    }


class Gathered:
    """The answers of a catalogue by category; copies of a case would only repeat them and are left out."""

    def __init__(self, catalogue: Catalogue, ids: Mapping[str, str]) -> None:
        self.ids = ids
        self.answers: dict[str, list[Json]] = defaultdict(list)
        self.left: Counter[str] = Counter()
        told: dict[str, set[tuple[int, int, int, int]]] = defaultdict(set)
        for case in sorted(catalogue.cases, key=lambda case: case.record.source.name):
            told[case.record.source.name] |= self._of_case(case)
        for record in catalogue.records:
            self._of_document(record, told[record.source.name])
        self._count_places({case.id: case.case.place or case.id for case in catalogue.cases})

    def _of_case(self, case: CatalogueCase) -> set[tuple[int, int, int, int]]:
        found, document, name = answered(case), case.record.document, case.record.source.name
        if document is not None and case.duplicate_of is None:
            self.left.update(found.left)
            for one in closest(found.kept):
                self.answers[one.problem.category].append(_answer(case.record, document, one, case.id, self.ids[name]))
        return {pair(one) for one in found.kept}

    def _of_document(self, record: DocumentRecord, told: set[tuple[int, int, int, int]]) -> None:
        if record.document is not None:
            for one in closest(tuple(elsewhere(record, told))):
                answer = _answer(record, record.document, one, None, self.ids[record.source.name])
                self.answers[one.problem.category].append(answer)

    def _count_places(self, places: Mapping[str, str]) -> None:
        """Give each answer the number of places whose practices of the same theme answer the category as well."""
        for listed in self.answers.values():
            of: dict[tuple[str, str], set[str]] = defaultdict(set)
            for one in listed:
                of[one["theme"], tier(one)].add(places.get(one["case"] or "", one["document"]))
            for one in listed:
                one["places"] = len(of[one["theme"], tier(one)])
            listed.sort(key=_strength)

    def totals(self, category: str) -> dict[str, int]:
        """How many answers of each kind there are, those of cases that are not listed counted too."""
        counted = Counter("case" if tier(one) == "document" else tier(one) for one in self.answers.get(category, ()))
        return {name: counted[name] + (self.left[category] if name == "case" else 0) for name in TIERS}


def _strength(one: Json) -> tuple[Any, ...]:
    """Said outright first, then done before planned, with results and figures, told of by many places, close."""
    backed = -bool(one["results"]) - bool(one["quantities"])
    status, where = STATUS[one["status"]], (one["case"] or "~", one["document"], one["start"], one["end"])
    said = 0 if one["evidence"] else 1 + RANK[one["link"]]
    return said, status, backed, -one["places"], EVIDENCE[one["evidence"]], RANK[one["link"]], *where


def _answered_by(answers: Mapping[str, list[Json]], theme: str, names: Mapping[str, str]) -> list[Json]:
    """The problems that practices of a theme answer, those said outright most often first."""
    listed = []
    for category, found in answers.items():
        own = [one for one in found if one["theme"] == theme]
        if own:
            counted = Counter(tier(one) for one in own)
            tiers = {name: counted[name] for name in TIERS}
            cases = sorted({one["case"] for one in own if one["case"]})
            listed.append({"category": category, "name": names.get(category, category), **tiers, "cases": cases})
    return sorted(listed, key=lambda one: (*(-one[name] for name in TIERS), one["category"]))


def _themes(answers: Mapping[str, list[Json]]) -> Json:
    names, categories = theme_names(), category_names()
    themes = sorted({one["theme"] for found in answers.values() for one in found})
    return {id_: {"name": names.get(id_, id_), "problems": _answered_by(answers, id_, categories)} for id_ in themes}


def problems_body(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """Category -> the cases that speak of it, where, and the practices that answer it; theme -> what it answers."""
    mentions: dict[str, list[Json]] = defaultdict(list)
    for mention in _problem_mentions(catalogue, ids):
        mentions[mention["category"]].append(mention)
    names, found = category_names(), Gathered(catalogue, ids)
    problems = {
        category: {
            "name": names.get(category, category),
            "cases": sorted({mention["case"] for mention in listed if mention["case"]}),
            "mentions": listed,
            "answers": found.answers.get(category, []),
            "answer_totals": found.totals(category),
        }
        for category, listed in sorted(mentions.items())
    }
    return {"problems": problems, "themes": _themes(found.answers)}
