"""What the command line shows: progress while documents are read, a summary at the end. All on standard error but
the summary.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from outputs.changes import read_json
from outputs.corrections import Replayed
from outputs.model import Catalogue, DocumentRecord
from pipeline.explain import explain
from pipeline.printable import printable
from pipeline.report import (
    corrections_sentence,
    counts,
    figures,
    private_sentence,
    run_sentences,
    unheld,
    unread,
    unseen_sentence,
)
from pipeline.seen import Seen


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever prints is told that nobody reads; rich would end the command."""
        raise


OUT = _Console(highlight=False)
ERR = _Console(stderr=True, highlight=False)
SHOWN = 12


def shown(words: str) -> Text:
    """Words of a document on the terminal: nothing in them styles it."""
    return Text(printable(words))


def say(message: str) -> None:
    """One line for the person at the terminal."""
    ERR.print(shown(message), soft_wrap=True)


class BuildProgress:
    """Bars for the documents that are read and, once there are any, for the texts whose meaning a model reads."""

    def __init__(self, progress: Progress, documents: int) -> None:
        self._progress = progress
        self._documents = progress.add_task("Reading", total=documents, note="0 rejected")
        self._texts: TaskID | None = None
        self._rejected = 0

    def read(self, seen: Seen) -> None:
        """One document more."""
        self._rejected += not seen.record.outcome.readable
        self._progress.update(self._documents, advance=1, note=f"{self._rejected} rejected")

    def meant(self, done: int, total: int) -> None:
        """So many of some texts; they come in several rounds, each with its own number."""
        if self._texts is None or done == 0:
            self._texts = self._texts_anew(total)
        self._progress.update(self._texts, completed=done)

    def _texts_anew(self, total: int) -> TaskID:
        if self._texts is not None:
            self._progress.remove_task(self._texts)
        return self._progress.add_task("Reading meanings", total=total, note="texts")


@contextmanager
def build_progress(documents: int) -> Iterator[BuildProgress]:
    """Bars with what is done and the time left, where somebody is at the terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR, disable=not ERR.is_terminal) as progress:
        yield BuildProgress(progress, documents)


def _unread(catalogue: Catalogue) -> None:
    not_read = unread(catalogue.records)
    for record in not_read[:SHOWN]:
        say(f"  {record.outcome.status:<22} {record.source.name}: {record.outcome.reason}")
    if len(not_read) > SHOWN:
        say(f"  … and {len(not_read) - SHOWN} more; see documents.json")


def summary(catalogue: Catalogue, folder: Path) -> None:
    """The figures of a build, the documents that were not read, and where to look."""
    table = Table(title="Catalogue", show_header=False)
    for name, number in figures(catalogue):
        table.add_row(name, f"{number:,}")
    table.add_row("outcomes", counts(catalogue.records).sentence())
    OUT.print(table)
    for sentence in run_sentences(*(read_json(folder / name) or {} for name in ("run.json", "changes.json"))):
        OUT.print(shown(sentence), soft_wrap=True)
    _unread(catalogue)
    if said := unseen_sentence(catalogue):
        OUT.print(Text(f"{said} {folder / 'phrases.yml'}"), soft_wrap=True)
    if private := private_sentence(catalogue):
        OUT.print(shown(private), soft_wrap=True)
    for name in ("site/index.html", "catalogue.xlsx", "catalogue.json"):
        OUT.print(Text(str(folder / name)), soft_wrap=True)


def corrections(replayed: Sequence[Replayed]) -> None:
    """How many corrections hold, and those about which somebody must do something."""
    if replayed:
        OUT.print(shown(corrections_sentence(replayed)), soft_wrap=True)
    lost = list(unheld(replayed))
    for line in lost[:SHOWN]:
        say(f"  {line}")
    if len(lost) > SHOWN:
        say(f"  … and {len(lost) - SHOWN} more; see corrections.json")


def hits(found: dict[str, Any]) -> None:
    """The hits of a search, best first, each with its snippet and why it was found."""
    OUT.print(shown(f"{found['total']} found for “{found['query']}”"), style="bold")
    for number, hit in enumerate(found["hits"], 1):
        OUT.print(shown(f"{number}. {hit['title']}"), Text(f"[{hit['kind']} {hit['id']}]", style="dim"))
        OUT.print(shown(f"   {hit['snippet'].replace(chr(10), ' ')}"))
        copy = f" · copy of [{hit['duplicate_of']}]" if hit["duplicate_of"] else ""
        OUT.print(shown(f"   {hit['document']} · {', '.join(hit['why'])}{copy}"), style="dim")
    if not found["hits"] and found["unfiltered"]:
        OUT.print(shown(f"The filters leave none of the {found['unfiltered']} that are found without them."))
    for kind, near in (found["nearest"] or {}).items():
        if told := [one if isinstance(one, str) else f"{one['name']} ({one['id']})" for one in near]:
            OUT.print(shown(f"Nearest {kind}: {', '.join(told)}"))


def show_explained(records: Iterable[DocumentRecord]) -> None:
    """How each document was cut, one page after the other."""
    for record in records:
        OUT.print(explain(record))
        OUT.print()
