"""The sample corpus, end to end: every file as its truth in samples.yml says it must come out."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from pipeline.evaluate_match import agree
from tests.golden_files import Golden

ROOT = Path(__file__).parents[2]
TRUTH: dict[str, dict[str, Any]] = {
    sample["path"]: sample
    for sample in yaml.safe_load((ROOT / "corpus/sample_sources/samples.yml").read_text("utf-8"))["samples"]
}
READABLE = [path for path, truth in TRUTH.items() if truth["status"] in ("ok", "partial")]


def having(key: str) -> Callable[[Any], Any]:
    return pytest.mark.parametrize("path", [path for path in READABLE if TRUTH[path].get(key)])


def bare(text: str) -> str:
    """Without white space: a PDF may have a gap between Han and digits."""
    return re.sub(r"\s", "", text)


@pytest.fixture
def text(records: dict[str, DocumentRecord], path: str) -> str:
    document = records[path].document
    assert document is not None
    return bare(document.text)


def cases_of(catalogue: Catalogue, path: str) -> list[CatalogueCase]:
    return sorted((c for c in catalogue.cases if c.record.source.name == path), key=lambda c: c.case.start)


def test_every_file_has_a_record(records: dict[str, DocumentRecord]) -> None:
    assert sorted(records) == sorted(TRUTH)


@pytest.mark.parametrize("path", TRUTH)
def test_outcome(records: dict[str, DocumentRecord], path: str) -> None:
    outcome = records[path].outcome
    assert outcome.status == TRUTH[path]["status"]
    assert outcome.status == "ok" or outcome.reason


@pytest.mark.parametrize("path", READABLE)
def test_text_is_whole_and_clean(text: str, path: str) -> None:
    truth = TRUTH[path]
    assert [s for s in truth.get("contains", []) if bare(s) not in text] == []
    assert [s for s in truth.get("absent", []) if bare(s) in text] == []
    assert [s for s in truth.get("once", []) if text.count(bare(s)) != 1] == []


@pytest.mark.parametrize("path", READABLE)
def test_number_of_cases(catalogue: Catalogue, path: str) -> None:
    wanted, found = TRUTH[path]["cases"], cases_of(catalogue, path)
    low, high = (wanted["min"], wanted["max"]) if isinstance(wanted, dict) else (wanted, wanted)
    assert low <= len(found) <= high, [case.case.title for case in found]


@having("case_list")
def test_cases_of_a_compilation(catalogue: Catalogue, path: str) -> None:
    for wanted, found in zip(TRUTH[path]["case_list"], cases_of(catalogue, path), strict=True):
        assert [w for w in as_list(wanted["holds"]) if bare(w) not in bare(found.text)] == []
        assert wanted["place"] in f"{found.case.place} {found.case.organisation}"


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@having("places")
def test_places(catalogue: Catalogue, path: str) -> None:
    if not cases_of(catalogue, path) and isinstance(TRUTH[path]["cases"], dict):
        return
    named = " ".join(f"{c.case.place} {c.case.organisation}" for c in cases_of(catalogue, path))
    assert [place for place in TRUTH[path]["places"] if place not in named] == []


@having("articles")
def test_articles(records: dict[str, DocumentRecord], path: str) -> None:
    document = records[path].document
    assert document is not None
    assert [article.title for article in document.articles] == TRUTH[path]["articles"]


@having("headings")
def test_headings(records: dict[str, DocumentRecord], path: str) -> None:
    document = records[path].document
    assert document is not None
    found = {bare(document.text[s.heading.start : s.heading.end]) for s in document.sections}
    assert [h for h in TRUTH[path]["headings"] if bare(h).rstrip("。：") not in found] == []


@having("tables")
def test_tables(records: dict[str, DocumentRecord], path: str) -> None:
    document = records[path].document
    assert document is not None
    found = [([bare(cell) for cell in table.rows[0]], len(table.rows) - 1) for table in document.tables]
    assert [([bare(c) for c in t["columns"]], t["rows"]) for t in TRUTH[path]["tables"]] == found


def matching(wanted: dict[str, Any], mentions: Iterable[Any], whole: str) -> bool:
    """Whether a mention overlaps the quoted words (white space aside) and has the readings that are given."""
    spans = [m.span() for m in re.finditer(r"\s*".join(map(re.escape, bare(wanted["text"]))), whole)]
    labels = {key: value for key, value in wanted.items() if key != "text"}
    return any(
        m.start < end and start < m.end and all(agree(key, labels, {key: getattr(m, key)}) for key in labels)
        for m in mentions
        for start, end in spans
    )


def missed(record: DocumentRecord, kind: str, wanted: list[Any]) -> list[Any]:
    assert record.document is not None
    asked = [w if isinstance(w, dict) else {"text": w} for w in wanted]
    mentions = getattr(record.findings, kind)
    return [w for w in asked if not matching(w, mentions, record.document.text)]


@having("quantities")
def test_quantities(records: dict[str, DocumentRecord], path: str) -> None:
    assert missed(records[path], "quantities", TRUTH[path]["quantities"]) == []


@having("not_quantities")
def test_not_quantities(records: dict[str, DocumentRecord], path: str) -> None:
    wanted = TRUTH[path]["not_quantities"]
    assert len(missed(records[path], "quantities", wanted)) == len(wanted)


@having("dates")
def test_dates(records: dict[str, DocumentRecord], path: str) -> None:
    assert missed(records[path], "dates", TRUTH[path]["dates"]) == []


def share_found(records: dict[str, DocumentRecord], kind: str) -> tuple[float, list[Any]]:
    wanted = [(path, w) for path in READABLE for w in TRUTH[path].get(kind, [])]
    lost = [(path, *m) for path in READABLE if (m := missed(records[path], kind, TRUTH[path].get(kind, [])))]
    return 1 - sum(len(one) - 1 for one in lost) / len(wanted), lost


def test_problems(records: dict[str, DocumentRecord]) -> None:
    share, lost = share_found(records, "problems")
    assert share >= 0.8, lost


def test_practices(records: dict[str, DocumentRecord]) -> None:
    share, lost = share_found(records, "practices")
    assert share >= 0.9, lost


def test_duplicates(catalogue: Catalogue) -> None:
    lead = {path: {c.duplicate_of or c.id for c in cases_of(catalogue, path)} for path in READABLE}
    for path in READABLE:
        if other := TRUTH[path].get("duplicate_of"):
            assert lead[path] == lead[other], path
        if other := TRUTH[path].get("not_duplicate_of"):
            assert not lead[path] & lead[other], path


def test_clusters_hold_themes_together(catalogue: Catalogue) -> None:
    """Of two cases in one cluster most share the theme that a person gave them."""
    theme = {c.id: TRUTH[c.record.source.name].get("theme") for c in catalogue.cases}
    pairs = [
        (theme[a], theme[b])
        for cluster in catalogue.clusters
        for at, a in enumerate(cluster.cases)
        for b in cluster.cases[at + 1 :]
        if theme[a] and theme[b]
    ]
    assert len(catalogue.clusters) > 2
    assert sum(a == b for a, b in pairs) >= 0.6 * len(pairs)


def outline(record: DocumentRecord) -> str:
    """What was found in a document, a line each, in the order of the text: for people to compare."""
    found, document = record.findings, record.document
    assert document is not None
    lines = [(c.start, f"case      {c.place} {c.place_level} | {c.organisation} | {c.title}") for c in record.cases]
    lines += [(s.start, f"section {s.level} {s.role} | {s.heading.of(document.text)}") for s in document.sections]
    lines += [(q.start, f"quantity  {q.text} = {q.value} {q.unit} | {q.counted}") for q in found.quantities]
    lines += [(d.start, f"date      {d.text} = {d.value}") for d in found.dates]
    lines += [(p.start, f"practice  {p.text} | {p.form} {p.theme} {p.status}") for p in found.practices]
    lines += [(p.start, f"problem   {p.text} | {p.category} {p.status}") for p in found.problems]
    return "\n".join([record.outcome.status, *(f"{at:>6} {line}" for at, line in sorted(lines))]) + "\n"


@pytest.mark.parametrize("path", READABLE)
def test_golden(records: dict[str, DocumentRecord], golden: Golden, path: str) -> None:
    golden.check(outline(records[path]), f"samples/{path}.txt")
