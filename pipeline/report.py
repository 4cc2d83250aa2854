"""What a run says at its end: counts, the rejected documents, a summary."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from outputs.aside import found_in
from outputs.changes import read_json
from outputs.corrections import OfCase, OfFinding, Replayed, Withdrawn
from outputs.corrections_view import states
from outputs.model import Catalogue, DocumentRecord
from outputs.record import Json
from outputs.redactions import marked_documents, private_counts

QUOTED = 24  # characters of a quote that a line shows
RETRY = "then run 'jingyan retry'"
COPY, SAVE, SPLIT = (
    "Copy or export it again.",
    "Open it where it was made and save it as DOCX.",
    "Split it into parts, or raise the setting that the reason names.",
)
LOOK = "Open it and look at the places that the reason names."
ADVICE = {
    "crashed": f"Open it where it was made and save it anew, {RETRY}.",
    "damaged": COPY,
    "depth": SAVE,
    "disk": "Make room on the disk, or set TMPDIR to a folder elsewhere, and build again.",
    "doctype": SAVE,
    "duplicate": SAVE,
    "empty": "Look whether it was copied, and whether it holds text at all.",
    "encrypted": "Take the password off and save it.",
    "entries": f"{SAVE} Or raise JINGYAN_ENTRIES.",
    "inflate": f"{SAVE} Or raise JINGYAN_UNPACKED_MB.",
    "internal": "Report it to the makers of jingyan, with the reason.",
    "interrupted": "Build again.",
    "memory": f"Split it, or raise JINGYAN_MEMORY_MB, {RETRY}.",
    "needs_ocr": f"Install the extra ocr (pip install 'jingyan[ocr]'), {RETRY}.",
    "needs_office": f"Install LibreOffice or set JINGYAN_SOFFICE, {RETRY}.",
    "overlap": SAVE,
    "ratio": f"{SAVE} Or raise JINGYAN_RATIO.",
    "timeout": f"Split it, or raise JINGYAN_SECONDS, {RETRY}.",
    "too_large": SPLIT,
    "unreadable": "Look whether the user that builds may read it, and whether its share is up.",
    "unsupported": "Save it as DOCX, PDF or TXT; unpack archives.",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files ended how."""

    ok: int
    partial: int
    rejected: int
    ignored: int

    def sentence(self) -> str:
        """The counts in words."""
        return f"{self.ok} ok, {self.partial} partial, {self.rejected} rejected, {self.ignored} ignored"


KINDS = tuple(field.name for field in fields(Counts))


def counts(records: Iterable[DocumentRecord]) -> Counts:
    """Count the outcomes."""
    found = Counter(record.outcome.kind for record in records)
    return Counts(**{kind: found[kind] for kind in KINDS})


def unread(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """The documents that could not be read, or only in part."""
    return [record for record in records if record.outcome.status.startswith(("rejected", "partial"))]


def rejected_rows(records: Iterable[DocumentRecord]) -> list[dict[str, str]]:
    """Rows for a table of the documents that could not be read, or only in part, with what to do about each."""
    return [
        {
            "document": r.source.name,
            "status": r.outcome.status,
            "reason": r.outcome.reason or "",
            "what to do": advice(r.outcome.status),
        }
        for r in unread(records)
    ]


def advice(status: str) -> str:
    """What somebody may do about a document that was not read, or only in part."""
    return ADVICE.get(status.partition(":")[2], LOOK)


def figures(catalogue: Catalogue) -> list[tuple[str, int]]:
    """The sizes of a catalogue, each with its name."""
    found = found_in(catalogue.records)
    return [
        ("documents", sum(record.outcome.kind != "ignored" for record in catalogue.records)),
        ("cases", len(catalogue.cases)),
        ("clusters", len(catalogue.clusters)),
        *((kind, found[kind]) for kind in ("practices", "problems", "quantities")),
    ]


def unseen_sentence(catalogue: Catalogue) -> str:
    """How many recurring wordings no set phrase settles; empty where there is none."""
    problems, practices = catalogue.unseen.problems.recurring, catalogue.unseen.practices.recurring
    return f"{problems} problem and {practices} practice wordings recur outside the taxonomy:" * (
        problems + practices > 0
    )


def _about(one: Replayed) -> str:
    """The file and words that a correction is about, or its cluster."""
    said = one.correction
    if isinstance(said, OfFinding | OfCase):
        place = said.finding if isinstance(said, OfFinding) else said.case
        quote = place.quote if len(place.quote) <= QUOTED else f"{place.quote[:QUOTED]}…"
        return f"{one.name or place.document.name}: “{quote}”"
    return said.of if isinstance(said, Withdrawn) else f"{said.cluster.label or said.cluster.id}"


def private_sentence(catalogue: Catalogue) -> str | None:
    """What was masked, or would be in a catalogue for everybody; None where there is nothing of the kind."""
    found = private_counts(catalogue.records)
    told = ", ".join(f"{number} {kind}" for kind, number in found.items())
    marked = marked_documents(catalogue.records)
    if not told and not marked:
        return None
    if catalogue.profile == "public":
        return f"Masked: {told or 'nothing'}; documents left out as marked: {marked}."
    held = f"Not for everybody: {told or 'no numbers or names'}; documents marked 内部, 秘密 or the like: {marked}."
    return f"{held} Build what you show to others with --profile public, into a folder of its own."


def corrections_sentence(replayed: Iterable[Replayed]) -> str:
    """How many corrections are in which state, with the first of those whose text has changed."""
    told = list(replayed)
    parts = []
    for state, number in states(told).items():
        first = next(one for one in told if one.state == state)
        parts.append(f"{number} {state.replace('_', ' ')}" + (f" ({_about(first)})" if state == "text_changed" else ""))
    return f"Corrections: {', '.join(parts)}"


def unheld(replayed: Iterable[Replayed]) -> Iterator[str]:
    """A line for each correction that found nothing to hold on to, with what to do."""
    for one in replayed:
        if one.state in ("text_changed", "no_document", "invalid"):
            state, said = one.state.replace("_", " "), one.correction
            yield f"{state}: {said.act} {said.xid} · {_about(one)} · {one.reason}"


def changed(found: Mapping[str, Any]) -> Json:
    """How many documents and cases are new, changed or gone, of what changes.json says."""
    return {
        group: {name: len(one) for name, one in found[group].items() if isinstance(one, list)}
        for group in ("documents", "cases")
        if isinstance(found.get(group), dict)
    }


def run_sentences(run: Mapping[str, Any], changes: Mapping[str, Any]) -> list[str]:
    """What run.json and changes.json say, in a few short sentences; those of an older version say less."""
    told = (
        ("Took", _times(run)),
        ("Memory at most", _peaks(run.get("memory") or {})),
        ("Documents", _counted(run.get("documents"))),
        ("Against the catalogue before", _compared(run.get("changed"), changed(changes).get("cases")) or "no change"),
    )
    return [f"{name}: {words}." for name, words in told if words]


def _times(run: Mapping[str, Any]) -> str:
    steps = run.get("steps") or ()
    each = ", ".join(f"{one['step']} {one['seconds']:.1f} s" for one in steps)
    return f"{run['seconds']:.1f} s ({each}), {sum(one['cpu'] for one in steps):.1f} s of CPU" if steps else ""


def _peaks(memory: Mapping[str, int | None]) -> str:
    peaks = ((memory.get("main_mb"), "here"), (memory.get("workers_mb"), "in a process that reads"))
    return ", ".join(f"{peak:,} MB {where}" for peak, where in peaks if peak)


def _counted(told: Mapping[str, int] | None) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in (told or {}).items() if number)


def _compared(documents: Mapping[str, int] | None, cases: Mapping[str, int] | None) -> str:
    told = {"documents": _counted(documents), "cases": _counted(cases)}
    return "; ".join(f"{group}: {words or 'no change'}" for group, words in told.items()) if any(told.values()) else ""


def summary_markdown(catalogue: Catalogue, folder: Path) -> str:
    """A summary of a run for the Prefect page; `folder` holds what it published."""
    rows = "\n".join(f"| {name} | {number} |" for name, number in figures(catalogue))
    said = counts(catalogue.records).sentence()
    run, changes = (read_json(folder / name) or {} for name in ("run.json", "changes.json"))
    how = "".join(f"- {sentence}\n" for sentence in run_sentences(run, changes))
    return f"# Catalogue\n\n{said}\n\n| | |\n|---|---:|\n{rows}\n\n{how}\nPublished in `{folder.name}`.\n"
