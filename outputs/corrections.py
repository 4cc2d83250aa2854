"""What analysts said of a catalogue: the values of corrections, as files hold them.

A file is {"schema": "urn:jingyan:schema:corrections:1", "corrections": [{"act": …}, …]}; people write such files too,
so that every fault is told with its file and entry. Offsets are code points of a document's text.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outputs.corrections_limits import (
    Context,
    Given,
    Id,
    Label,
    Line,
    Name,
    Note,
    Number,
    Offset,
    Quote,
    Said,
    Short,
    Told,
)

Json = dict[str, Any]
Kind = Literal["practice", "problem", "quantity", "date"]
State = Literal["held", "text_changed", "no_document", "overridden", "withdrawn", "invalid"]
Key = tuple[str, ...]

SCHEMA: Literal["urn:jingyan:schema:corrections:1"] = "urn:jingyan:schema:corrections:1"
RANGE = frozenset({"quote", "start", "end"})
FIELDS: dict[Kind, frozenset[str]] = {
    "practice": frozenset({"theme", "form", "status"}),
    "problem": frozenset({"category", "status"}),
    "quantity": frozenset({"value", "value_max", "unit", "counted", "kind"}),
    "date": frozenset({"value"}),
}
"""Kind -> the fields that an analyst may set."""
LEAST: dict[Kind, str] = {"practice": "theme", "problem": "category", "quantity": "unit", "date": "value"}
"""Kind -> the field that a finding cannot do without."""


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class DocumentRef(_Written):
    """The file that a correction is about: its name below the source folder, its content's hash where it is known."""

    name: Name
    sha256: Id | None = None
    id: Id | None = None

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.sha256 or self.name


class Words(_Written):
    """Words of a text, with those around them and where they stood."""

    quote: Quote
    before: Context = ""
    after: Context = ""
    start: Offset


class Place(Words):
    """Words of a document."""

    document: DocumentRef
    end: Offset

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("it ends before it begins")
        return self


class Finding(Place):
    """A finding: its kind and its words; `said` holds the fields as the system gave them."""

    kind: Kind
    case: Id | None = None
    id: Id | None = None
    said: Said | None = None


class CaseRef(Place):
    """A case, by the words with which it begins."""

    id: Id | None = None
    title: Told | None = None


class ClusterRef(_Written):
    """A cluster of cases or of practices, by its id or the ids of its members."""

    id: Id
    label: Told = ""
    members: tuple[Id, ...] = ()


class Cut(Words):
    """The words with which a new case begins, and what it is called."""

    title: Line | None = None


class Value(_Written):
    """The fields of a finding that an analyst sets."""

    theme: Short | None = None
    category: Short | None = None
    form: Short | None = None
    status: Short | None = None
    kind: Short | None = None
    value: Given | None = None
    value_max: Number | None = None
    unit: Short | None = None
    counted: Short | None = None
    quote: Quote | None = None
    start: Offset | None = None
    end: Offset | None = None

    @property
    def given(self) -> Json:
        """What was set, range and all."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}

    def fits(self, kind: Kind, least: bool) -> None:
        """Raise ValueError for a field that a finding of a kind does not have, or one that it cannot do without."""
        if strange := sorted(self.model_fields_set - FIELDS[kind] - RANGE):
            raise ValueError(f"a {kind} has no {strange[0]}; it has {', '.join(sorted(FIELDS[kind]))}")
        if self.quote is None and self.model_fields_set & RANGE:
            raise ValueError("a better range needs its words too: quote, start and end")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("the better range ends before it begins")
        if least and LEAST[kind] not in self.model_fields_set:
            raise ValueError(f"a {kind} that was missed needs its {LEAST[kind]}")
        if not self.model_fields_set:
            raise ValueError("nothing is changed")


class CaseValue(_Written):
    """The fields of a case that an analyst mends; null where it has none."""

    title: Line | None = None
    place: Line | None = None
    place_level: Short | None = None
    place_code: Short | None = None
    organisation: Line | None = None

    @property
    def given(self) -> Json:
        """What was set."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is mended")
        return self


class _Correction(_Written):
    """What all corrections have; `state` and the fields after it are what a catalogue added."""

    by: Line | None = None
    at: Short | None = None
    note: Note | None = None
    id: Id | None = None
    state: State | None = None
    reason: str | None = None
    now: Said | None = None
    said_now: Said | None = None

    @property
    def target(self) -> Key:
        """What it is about, as it was written: of two with the same one the later holds."""
        raise NotImplementedError

    @property
    def content(self) -> Any:
        """What it says of its target."""
        return None

    @cached_property
    def xid(self) -> str:
        """Its own id: who said it, when and what the system had said make no other correction of it."""
        said = json.dumps([self.act, self.target, self.content], ensure_ascii=False, sort_keys=True)  # type: ignore[attr-defined]
        return f"x{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"

    @property
    def body(self) -> Json:
        """The correction as it was written, without what a catalogue adds."""
        return self.model_dump(mode="json", exclude_unset=True, exclude=STAMPED) | {"act": self.act}  # type: ignore[attr-defined]


STAMPED = {"id", "state", "reason", "now", "said_now"}


class _OfFinding(_Correction):
    finding: Finding

    @property
    def target(self) -> Key:
        one = self.finding
        return "finding", one.kind, one.document.key, str(one.start), one.quote


class Judged(_OfFinding):
    """A finding is right, or is none."""

    act: Literal["right", "wrong"]


class Changed(_OfFinding):
    """A finding of which something is otherwise."""

    act: Literal["changed"]
    value: Value

    @property
    def content(self) -> Json:
        """What is otherwise."""
        return self.value.given

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.value.fits(self.finding.kind, least=False)
        return self


class Added(_OfFinding):
    """A finding that was missed."""

    act: Literal["added"]
    value: Value

    @property
    def content(self) -> Json:
        """What it says."""
        return self.value.given

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.value.fits(self.finding.kind, least=True)
        if self.value.model_fields_set & RANGE:
            raise ValueError("the range of a finding that was missed stands in finding, not in value")
        return self


class RenameCluster(_Correction):
    """A cluster gets another label."""

    act: Literal["rename_cluster"]
    cluster: ClusterRef
    label: Label

    @property
    def target(self) -> Key:
        """The cluster."""
        return "rename", self.cluster.id

    @property
    def content(self) -> str:
        """The label."""
        return self.label


class MergeClusters(_Correction):
    """A cluster goes into another."""

    act: Literal["merge_clusters"]
    cluster: ClusterRef
    into: ClusterRef

    @property
    def target(self) -> Key:
        """The cluster that goes."""
        return "merge", self.cluster.id

    @property
    def content(self) -> str:
        """The other."""
        return self.into.id

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.cluster.id == self.into.id:
            raise ValueError("a cluster cannot be merged into itself")
        return self


class _OfCase(_Correction):
    case: CaseRef


class SplitCase(_OfCase):
    """A case is several."""

    act: Literal["split_case"]
    where: tuple[Cut, ...] = Field(min_length=1)

    @property
    def target(self) -> Key:
        """The case, end and all: its first part begins where it did and may be split once more."""
        return "split", self.case.document.key, str(self.case.start), str(self.case.end), self.case.quote

    @property
    def content(self) -> list[Json]:
        """Where, and what the parts are called."""
        return [one.model_dump(mode="json", include={"quote", "start", "title"}) for one in self.where]


class MendCase(_OfCase):
    """A case of another place or title."""

    act: Literal["mend_case"]
    value: CaseValue

    @property
    def target(self) -> Key:
        """The case."""
        return "mend", self.case.document.key, str(self.case.start), self.case.quote

    @property
    def content(self) -> Json:
        """What is mended."""
        return self.value.given


class Withdrawn(_Correction):
    """A correction that holds no more."""

    act: Literal["withdrawn"]
    of: str = Field(pattern="^x[0-9a-f]{12}$")

    @property
    def target(self) -> Key:
        """The correction."""
        return "withdrawn", self.of


OfFinding = Judged | Changed | Added
OfCase = SplitCase | MendCase
OfCluster = RenameCluster | MergeClusters
Correction = OfFinding | OfCase | OfCluster | Withdrawn
AnyCorrection = Annotated[Correction, Field(discriminator="act")]


@dataclass(frozen=True, slots=True)
class Known:
    """All corrections, the later ones behind; `read` are the hashes of the files that they came from, `seen` those of
    the files of the catalogue before in which analysts may write.
    """

    corrections: tuple[Correction, ...] = ()
    read: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A correction with what became of it: its state, why, and where it stands now; `said_now` holds what the system
    says by now, where that is not what it said when the correction was made.
    """

    correction: Correction
    state: State
    reason: str = ""
    name: str | None = None
    start: int | None = None
    end: int | None = None
    said_now: Json = field(default_factory=dict)
    cluster: str | None = None
