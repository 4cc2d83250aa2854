"""What a run says at its end: counts, the rejected documents, a summary."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from outputs.model import Catalogue, DocumentRecord


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


def counts(records: Iterable[DocumentRecord]) -> Counts:
    """Count the outcomes."""
    found = Counter(record.outcome.status.split(":")[0] for record in records)
    return Counts(found["ok"], found["partial"], found["rejected"], found["ignored"])


def unread(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """The documents that could not be read, or only in part."""
    return [record for record in records if record.outcome.status.startswith(("rejected", "partial"))]


def rejected_rows(records: Iterable[DocumentRecord]) -> list[dict[str, str]]:
    """Rows for a table of the documents that could not be read, or only in part."""
    return [
        {"document": r.source.name, "status": r.outcome.status, "reason": r.outcome.reason or ""}
        for r in unread(records)
    ]


def figures(catalogue: Catalogue) -> list[tuple[str, int]]:
    """The sizes of a catalogue, each with its name."""
    findings = [record.findings for record in catalogue.records]
    return [
        ("documents", len(catalogue.records)),
        ("cases", len(catalogue.cases)),
        ("clusters", len(catalogue.clusters)),
        ("practices", sum(len(f.practices) for f in findings)),
        ("problems", sum(len(f.problems) for f in findings)),
        ("quantities", sum(len(f.quantities) for f in findings)),
    ]


def unseen_sentence(catalogue: Catalogue) -> str:
    """How many recurring wordings no set phrase settles; empty where there is none."""
    problems, practices = catalogue.unseen.problems.recurring, catalogue.unseen.practices.recurring
    return f"{problems} problem and {practices} practice wordings recur outside the taxonomy:" * (
        problems + practices > 0
    )


def summary_markdown(catalogue: Catalogue, folder: Path) -> str:
    """A summary of a run for the Prefect page."""
    rows = "\n".join(f"| {name} | {number} |" for name, number in figures(catalogue))
    said = counts(catalogue.records).sentence()
    return f"# Catalogue\n\n{said}\n\n| | |\n|---|---:|\n{rows}\n\nPublished in `{folder.name}`.\n"
