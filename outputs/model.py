"""The values of a catalogue: cases, clusters, groups of duplicates, and the record of each input file."""

from dataclasses import dataclass

from corpus.model import Document, Outcome, Source
from extractors.base import Date, Findings, Practice, Problem, Quantity

NOTHING = Findings()


@dataclass(frozen=True, slots=True)
class Case:
    """One place's or organisation's experience: a range of a document's text.

    `place` is as written (masked names kept); `place_level` is one of 省 市 县 区 镇 村 社区 机关 企业 高校 不明.
    """

    title: str
    place: str | None
    place_level: str
    organisation: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One input file with its outcome and, where it could be read, all that was found in it."""

    source: Source
    outcome: Outcome
    media_type: str | None = None
    document: Document | None = None
    findings: Findings = NOTHING
    cases: tuple[Case, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueCase:
    """A case in the catalogue: its stable id, its document, and the findings inside its range.

    `duplicate_of` is the id of the fullest copy of the same case, None for that copy itself; `similar` holds ids,
    nearest first.
    """

    id: str
    case: Case
    record: DocumentRecord
    text: str
    practices: tuple[Practice, ...]
    problems: tuple[Problem, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    duplicate_of: str | None = None
    cluster: str | None = None
    similar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases that share a theme or practice; `cases` are ids, `representatives` at most three of them."""

    id: str
    label: str
    cases: tuple[str, ...]
    representatives: tuple[str, ...]
    themes: tuple[tuple[str, int], ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is published: records in the order of their names, cases and clusters in the order of their ids."""

    records: tuple[DocumentRecord, ...]
    cases: tuple[CatalogueCase, ...]
    clusters: tuple[Cluster, ...]
