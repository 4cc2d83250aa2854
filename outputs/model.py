"""The values of a catalogue: cases, clusters, groups of duplicates, and the record of each input file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from corpus.model import Document, Outcome, Source
from extractors.about import About
from extractors.base import Certainty, Date, Findings, Guess, Mention, Practice, Problem, Quantity
from extractors.relative_dates import RelativeDate
from outputs.answer import Answer, Answers
from outputs.checks_figures import Check
from outputs.compact import NO_PASSAGES, Passages, Sayings
from outputs.corrections import Kind, Replayed
from outputs.outline import HEAVY, Aside
from outputs.recent import recent

NOTHING = Findings()
RECENT = 16  # cases of which the findings are at hand
Profile = Literal["full", "public"]
Found = TypeVar("Found", bound=Mention)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, each end as YYYY or YYYY-MM; `last` is None where it went on, the text not saying how long."""

    first: str
    last: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One place's or organisation's experience: a range of a document's text.

    `place` is as written (masked names kept); `place_level` is one of 省 市 县 区 镇 村 社区 机关 企业 高校 不明.
    `place_code` are six digits (GB/T 2260) of the place, or of the county, city or province in which the text puts it;
    `place_code_revision` is the month (YYYY-MM) of the newest list that has the name with this code. `known_as` is what
    it would be called by, had no analyst mended or split it: its id rests on that.
    """

    title: str
    place: str | None
    place_level: str
    organisation: str | None
    start: int
    end: int
    place_code: str | None = None
    place_code_revision: str | None = None
    period: Period | None = None
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What an analyst said of a finding, by its kind and range, and the id of the correction."""

    kind: Kind
    start: int
    end: int
    verdict: Literal["right", "changed", "added"]
    correction: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What a case is known by: name of its document and place in it, and digests of its text, of its bare wording, of
    its name and opening, of its title, and of how it ends."""

    id: str
    document: str
    start: int
    text: str
    words: str
    name: str
    title: str
    ending: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What was worked out on the whole text of a document of which only quotes are published: what it says outright,
    and the ids of its findings by kind, start and end.
    """

    outright: tuple[Answer, ...]
    finding_ids: Mapping[tuple[str, int, int], str]


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What was worked out on the whole text of a case of which only quotes are published."""

    marks: Marks
    answers: Answers


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One input file with its outcome and, where it could be read, all that was found in it.

    Of one that lies `aside` the heavy fields are fetched when asked for; whatever is made of it by `replace` holds all
    of them. `about` has one entry for each article of the document, or one for the whole of a file without articles.
    `kept_id` is the document's id in the catalogue before; `checks` is None where its figures were not held against
    each other; `known` is given where `document` holds no more than quotes. `private` counts by kind what it holds of
    persons, or held before it was masked; `marked` is the mark by which it is not for everybody; `names` must not be
    shown; `sketches` are what its cases tell by themselves (`outputs.sketch`), empty where nobody made them.
    """

    source: Source
    outcome: Outcome
    media_type: str | None = None
    document: Document | None = None
    findings: Findings = NOTHING
    cases: tuple[Case, ...] = ()
    about: tuple[About, ...] = ()
    relative_dates: tuple[RelativeDate, ...] = ()
    warnings: tuple[str, ...] = ()
    kept_id: str | None = None
    checks: tuple[Check, ...] | None = None
    known: KnownDocument | None = None
    reviews: tuple[Review, ...] = ()
    private: tuple[tuple[str, int], ...] = ()
    marked: str | None = None
    names: tuple[str, ...] = ()
    sketches: bytes = field(default=b"", repr=False, compare=False)
    aside: Aside | None = field(default=None, init=False, repr=False, compare=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field that is not set lies aside."""
            if name in HEAVY:
                return self.aside.part(name)
            raise AttributeError(f"A record has no {name}.")

    def __reduce_ex__(self, protocol: Any) -> Any:
        """What lies aside is handed over as it lies."""
        return self.aside.reduced(self) if self.aside else object.__reduce_ex__(self, protocol)

    @property
    def has_text(self) -> bool:
        """Whether it could be read."""
        return self.aside.outline.has_text if self.aside else self.document is not None

    @property
    def text(self) -> str:
        """Its text, empty where it could not be read."""
        return self._words("text")

    @property
    def folded(self) -> str:
        """Its text for matching."""
        return self._words("folded")

    def _words(self, name: str) -> str:
        return str(self.aside.part(name) if self.aside else getattr(self.document, name, ""))

    def about_at(self, offset: int) -> About:
        """What the article around a character says of itself."""
        inside = (said for end, said in zip(self._article_ends(), self.about, strict=False) if offset < end)
        return next(inside, self.about[-1] if self.about else About())

    def _article_ends(self) -> tuple[int, ...]:
        known = self.document.articles if not self.aside and self.document else ()
        return self.aside.outline.articles if self.aside else tuple(one.end for one in known)


@dataclass(frozen=True, slots=True)
class SetPassage:
    """Words that many reports share (套话): how many do, ids of the first few, and where it stands in the first."""

    text: str
    reports: int
    where: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class CopyConflict:
    """A figure of a case that another copy of the same report gives otherwise: id of that copy, ranges and words of
    both, each in its own document."""

    other: str
    start: int
    end: int
    text: str
    other_start: int
    other_end: int
    other_text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A case that stands inside another, `of`: the range of that other one's document."""

    id: str
    of: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CatalogueCase:
    """A case in the catalogue: its stable id, its document, and the findings inside its range.

    `duplicate_of` is the id of the fullest copy of the same case, None for that copy itself; `similar` holds ids,
    nearest first; `own_share` is the part of its letters that stand in none of the `passages` that other reports share.
    `parts` are reports that it holds and that are cases of other documents, `part_of` the ids of cases that hold it.
    """

    id: str
    case: Case
    record: DocumentRecord
    duplicate_of: str | None = None
    cluster: str | None = None
    similar: tuple[str, ...] = ()
    own_share: float = 1.0
    passages: Passages = NO_PASSAGES
    parts: tuple[Part, ...] = ()
    part_of: tuple[str, ...] = ()
    copy_conflicts: tuple[CopyConflict, ...] = ()
    known: KnownCase | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.record.text[self.case.start : self.case.end]

    @property
    def practices(self) -> tuple[Practice, ...]:
        """The practices in its range."""
        return _inside(self).practices

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems in its range."""
        return _inside(self).problems

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities in its range."""
        return _inside(self).quantities

    @property
    def dates(self) -> tuple[Date, ...]:
        """The dates in its range."""
        return _inside(self).dates


class Inside(NamedTuple):
    """The findings in the range of a case."""

    practices: tuple[Practice, ...]
    problems: tuple[Problem, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]


def inside(mentions: Iterable[Found], case: Case) -> tuple[Found, ...]:
    """The findings in the range of a case."""
    return tuple(one for one in mentions if case.start <= one.start and one.end <= case.end)


@recent(RECENT)
def _inside(one: CatalogueCase) -> Inside:
    """Of a record that lies aside it is fetched, and kept while the case is one of the last asked for."""
    case, all_ = one.case, one.record.findings
    told = inside(all_.practices, case), inside(all_.problems, case), inside(all_.quantities, case)
    return Inside(*told, inside(all_.dates, case))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases that share a theme or practice; `cases` are ids, `representatives` at most three of them.

    `group` names the group of clusters of one field that it belongs to; `levels` and `places` (the foremost) count its
    cases; `names` are the labels that would fit, the best first.
    """

    id: str
    label: str
    cases: tuple[str, ...]
    representatives: tuple[str, ...]
    themes: tuple[tuple[str, int], ...]
    keywords: tuple[str, ...]
    group: str = ""
    levels: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of what is in it."""
        return self.cases


@dataclass(frozen=True, slots=True)
class PracticeCluster:
    """Practices of one theme that are of one kind; `representatives` are ids of at most three of them, `levels` count
    the cases, `names` are the labels that would fit, the best first.
    """

    id: str
    label: str
    theme: str
    practices: Sayings
    representatives: tuple[str, ...]
    keywords: tuple[str, ...]
    levels: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of what is in it."""
        return tuple(self.practices.ids.split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that no set phrase settles: how it is written, the most frequent form first, how often and in how many
    documents it occurs (copies left out), the ids that it is likeliest to belong to, and its first occurrence.
    """

    forms: tuple[str, ...]
    count: int
    documents: int
    likeliest: tuple[Guess, ...]
    certainty: Certainty
    record: DocumentRecord
    example: Mention


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings worth adding to a taxonomy, the best first; `recurring` counts all that occur more than once."""

    listed: tuple[Wording, ...] = ()
    recurring: int = 0


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the taxonomies of problems and practices do not know yet."""

    problems: Wordings = Wordings()
    practices: Wordings = Wordings()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An id (of a case, cluster, practice_cluster or document) that an earlier catalogue had: what it was called last,
    and the id that took its place, None where nothing did.
    """

    id: str
    kind: str
    title: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is published: records in the order of their names, cases and clusters in the order of their ids."""

    records: tuple[DocumentRecord, ...]
    cases: tuple[CatalogueCase, ...]
    clusters: tuple[Cluster, ...]
    unseen: Unseen = Unseen()
    set_passages: tuple[SetPassage, ...] = ()
    set_passages_in_all: int = 0
    practice_clusters: tuple[PracticeCluster, ...] = ()
    profile: Profile = "full"
    tombstones: tuple[Tombstone, ...] = ()
    corrections: tuple[Replayed, ...] = ()
    corrections_read: tuple[str, ...] = ()
