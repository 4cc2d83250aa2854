"""What `jingyan evaluate --corrections` shows a person."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from outputs.record import Json
from pipeline.console import OUT, shown
from pipeline.evaluate_corrections import NO_RECALL

COUNTS = ("judged", "hit", "false", "missed")


def show_corrections(report: dict[str, Json]) -> None:
    """Print all tables, then the draft of what to add and drop."""
    OUT.print(_figures("kind", report))
    for kind, told in report.items():
        if told.get("groups"):
            OUT.print(_figures(kind, told["groups"]))
    OUT.print(Text(f"In brackets the 95 % interval (Wilson). {NO_RECALL}", style="dim"), soft_wrap=True)
    for kind, told in report.items():
        if draft := told.get("lexicon", {}).get("draft"):
            OUT.print(Text(f"{kind}: words worth adding or dropping, as a file of --taxonomy", style="bold"))
            OUT.print(shown(draft), soft_wrap=True)


def _share(told: Json, name: str) -> str:
    """A share with its interval."""
    share, interval = told[name], told[f"{name}_95"]
    return f"{share:.2f} ({interval[0]:.2f}–{interval[1]:.2f})" if share is not None else "–"


def _figures(title: str, rows: dict[str, Json]) -> Table:
    columns: Sequence[str] = ("n", *COUNTS[1:], "precision", "recall")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(title, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for name, told in rows.items():
        counts = (str(told[count]) for count in COUNTS)
        table.add_row(shown(name), *counts, _share(told, "precision"), _share(told, "recall"))
    return table
