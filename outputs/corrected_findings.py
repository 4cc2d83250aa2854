"""Corrections of the findings of one document, put to what the system finds in it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.model import Document, Span
from extractors.base import Findings, Mention
from extractors.practice_particulars import particulars
from outputs.anchors import Found, every
from outputs.checks import checks
from outputs.corrected_values import (
    LISTS,
    UnfitError,
    all_found,
    altered,
    checked,
    fit_range,
    made,
    usable,
    values_of,
)
from outputs.corrections import RANGE, Added, Changed, Finding, Json, Kind, OfFinding, Replayed
from outputs.model import Case, DocumentRecord, Review
from outputs.period import Told, period

WINDOW = 12  # findings of a kind before a place that may reach into it
SAME, NEARLY_SAME = 0.5, 0.8  # of the words of both: what the system finds by now instead of what was marked, or added
BEING = ""  # the setter of whether a finding is one

At = tuple[Kind, int, int]


class Slot:
    """A place of a finding: what the system finds there, what stands there by now, and who set what of it."""

    def __init__(self, kind: Kind, origin: Mention | None) -> None:
        self.kind = kind
        self.origin = origin
        self.now = origin
        self.setters: dict[str, OfFinding] = {}

    def set(self, by: OfFinding, names: Iterable[str]) -> None:
        """Whoever says something of a finding says that it is one."""
        self.setters |= dict.fromkeys((BEING, *names), by)


class Slots:
    """The findings of a document, as corrections go over them one after the other."""

    def __init__(self, findings: Findings) -> None:
        self.all: list[Slot] = []
        self._at: dict[At, Slot] = {}
        self._starts: dict[Kind, list[tuple[int, Slot]]] = defaultdict(list)
        for kind, one in all_found(findings):
            slot = self.add(kind, one.start, one.end, one)
            self._starts[kind].append((one.start, slot))

    def add(self, kind: Kind, start: int, end: int, origin: Mention | None) -> Slot:
        """A place more."""
        slot = Slot(kind, origin)
        self.all.append(slot)
        self._at[kind, start, end] = slot
        return slot

    def move(self, slot: Slot, kind: Kind, start: int, end: int) -> None:
        """Let it be found at its better range too."""
        self._at[kind, start, end] = slot

    def at(self, kind: Kind, start: int, end: int, least: float) -> Slot | None:
        """What stands in a range, or shares so much of the words of both."""
        exact = self._at.get((kind, start, end))
        if exact is not None:
            return exact
        near = max(self._near(kind, start, end), key=lambda pair: pair[0], default=(0.0, None))
        return near[1] if near[0] >= least else None

    def _near(self, kind: Kind, start: int, end: int) -> Iterator[tuple[float, Slot]]:
        starts = self._starts[kind]
        first = max(0, bisect_left(starts, start, key=lambda pair: pair[0]) - WINDOW)
        for begins, slot in starts[first : bisect_left(starts, end, key=lambda pair: pair[0])]:
            stop = slot.origin.end if slot.origin else begins
            yield (min(end, stop) - max(start, begins)) / (max(end, stop) - min(start, begins)), slot


def _new_values(one: OfFinding) -> Json:
    """The fields that a correction sets: of `right` those that were right."""
    finding = one.finding
    if isinstance(one, Changed | Added):
        given = {name: value for name, value in one.value.given.items() if name not in RANGE}
        return {name: checked(finding.kind, name, value) for name, value in given.items()}
    return usable(finding.kind, finding.said)


def _range(document: Document, one: OfFinding, found: Found) -> tuple[int, int]:
    """The range that a correction gives to a finding; raises UnfitError."""
    value = one.value if isinstance(one, Changed) else None
    if value is None or not value.quote:
        return found.start, found.end
    wanted = found.start + (value.start if value.start is not None else one.finding.start) - one.finding.start
    reach = len(value.quote) + len(one.finding.quote)
    near = document.text[max(0, wanted - reach) : max(0, wanted) + reach + len(value.quote)]
    starts = [at + max(0, wanted - reach) for at in every(near, value.quote)]
    if not starts:
        raise UnfitError("The better range does not stand there.")
    start = min(starts, key=lambda at: (abs(at - wanted), at))
    return start, start + len(value.quote)


def _differs(one: Finding, origin: Mention | None) -> Json:
    """What the system says by now, where that is not what it said then."""
    if origin is None or not one.said:
        return {}
    now = values_of(one.kind, origin)
    return {name: now[name] for name in now if name in one.said and one.said[name] != now[name]}


def _put(slots: Slots, document: Document, one: OfFinding, found: Found) -> Slot:
    """Let a correction stand; raises UnfitError where it cannot."""
    kind = one.finding.kind
    slot = slots.at(kind, found.start, found.end, NEARLY_SAME if isinstance(one, Added) else SAME)
    if one.act == "wrong":
        slot = slot or slots.add(kind, found.start, found.end, None)
        slot.now, slot.setters = None, {BEING: one}
        return slot
    values, (start, end) = _new_values(one), _range(document, one, found)
    at, base = (start, end, document.text[start:end]), (slot.now or slot.origin) if slot else None
    if isinstance(one, Added) or (start, end) != (found.start, found.end):
        fit_range(at[2])
    now = altered(base, at, values) if base else made(kind, at, usable(kind, one.finding.said) | values)
    slot = slot or slots.add(kind, found.start, found.end, None)
    slot.now = now
    slot.set(one, [*values, *(["range"] if (start, end) != (found.start, found.end) else [])])
    slots.move(slot, kind, start, end)
    return slot


def _replayed(one: OfFinding, found: Found, slot: Slot) -> Replayed:
    name, said = found.record.source.name, _differs(one.finding, slot.origin)
    start, end = (slot.now.start, slot.now.end) if slot.now else (found.start, found.end)
    setters = list(slot.setters.values())
    if not any(setter is one for setter in setters):
        reason = f"A later one says otherwise of the same: {slot.setters[BEING].xid}."
        return Replayed(one, "overridden", reason, name, start, end, said)
    return Replayed(one, "held", "The system says otherwise by now." if said else "", name, start, end, said)


def _reviews(slots: Slots) -> Iterator[Review]:
    for slot in slots.all:
        by = slot.setters.get(BEING)
        if by is not None and slot.now is not None and by.act != "wrong":
            yield Review(by.finding.kind, slot.now.start, slot.now.end, by.act, by.xid)


def _findings(slots: Slots) -> dict[Kind, list[Mention]]:
    """What stands in the end, in the order of the text; of two in one place the one that an analyst spoke of."""
    kept: dict[At, Mention] = {}
    for slot in sorted(slots.all, key=lambda slot: bool(slot.setters)):
        if slot.now is not None:
            kept[slot.kind, slot.now.start, slot.now.end] = slot.now
    found: dict[Kind, list[Mention]] = {kind: [] for kind in LISTS}
    for (kind, _, _), one in sorted(kept.items(), key=lambda pair: pair[0][1:]):
        found[kind].append(one)
    return found


def _told(record: DocumentRecord, findings: Findings, case: Case) -> Told:
    said = record.about_at(case.start).date
    return Told(findings.dates, record.relative_dates, findings.practices, said.value if said else None)


def timed(record: DocumentRecord, case: Case) -> Case:
    """A case with the period that it has by the findings of its document."""
    if record.document is None:
        return case
    told = _told(record, record.findings, case)
    return replace(case, period=period(record.document, Span(case.start, case.end), told))


def _derived(record: DocumentRecord, document: Document, findings: Findings) -> DocumentRecord:
    """The record with other findings, and with what rests on them."""
    before = record.findings
    figures, times = findings.quantities != before.quantities, findings.dates != before.dates
    if figures or findings.practices != before.practices:
        findings = replace(findings, practices=particulars(document, findings.practices, findings.quantities))
    found = replace(record, findings=findings)
    if figures and record.checks is not None:
        found = replace(found, checks=checks(document, findings))
    if times or findings.practices != before.practices:
        found = replace(found, cases=tuple(timed(found, case) for case in record.cases))
    return found


def corrected_findings(
    record: DocumentRecord, told: Iterable[tuple[OfFinding, Found]]
) -> tuple[DocumentRecord, list[Replayed]]:
    """A record after the corrections of its findings, in their order, and what became of each."""
    document, slots, done = record.document, Slots(record.findings), list[tuple[OfFinding, Found, Slot]]()
    assert document is not None
    replayed = []
    for one, found in told:
        try:
            done.append((one, found, _put(slots, document, one, found)))
        except UnfitError as error:
            replayed.append(Replayed(one, "invalid", str(error), record.source.name, found.start, found.end))
    replayed += [_replayed(*each) for each in done]
    findings = Findings(**{LISTS[kind]: tuple(ones) for kind, ones in _findings(slots).items()})  # type: ignore[arg-type]
    reviewed = replace(record, reviews=tuple(sorted(_reviews(slots), key=lambda one: (one.start, one.end, one.kind))))
    return _derived(reviewed, document, findings), replayed
