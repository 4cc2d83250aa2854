"""What `jingyan evaluate` shows a person: figures, groups, confusions, what went wrong in its place, what changed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from outputs.record import Json
from pipeline.console import OUT, shown
from pipeline.evaluate_cleaning import BOILERPLATE
from pipeline.evaluate_findings import Outcome, worst
from pipeline.evaluate_match import GROUPED, LABELS, NAMED
from pipeline.printable import printable

SHARES = ("precision", "recall", "f1", "exact")
GROUP_FIGURES = ("gold", "found", "hit", "right", "f1", "label")  # --json has the others too
CLEANING = (("boilerplate leak", "leak", "kept", "gold"), ("content lost", "lost", "taken", "content"))
IN_GROUP = "groups."
NARROW = ("group", *GROUPED.values())
CONFUSED = 10
CHANGED = 10
OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    ("missed", "missed"),
    ("false", "found where nothing is labelled"),
    ("hit", "found, but in another group"),
)
MOVED = {
    "gained": "found now, missed before",
    "lost": "missed now, found before",
    "new_false": "false and new",
    "gone_false": "false before, gone now",
    "labels_mended": "label right now",
    "labels_spoilt": "label wrong now",
}


def show(report: dict[str, Json], misses: int) -> None:
    """Print all tables; `misses` examples of each kind of fault."""
    OUT.print(_figures(report))
    if BOILERPLATE in report:
        OUT.print(_cleaning(report[BOILERPLATE]))
    for kind, told in report.items():
        if "groups" in told:
            OUT.print(_groups(kind, told["groups"]))
            _show_confusions(kind, told["confusion"])
        _show_worst(kind, told, misses)
    for kind, told in report.items():
        if "compared" in told:
            _show_changes(kind, told["compared"])


def _table(title: str | None, left: Sequence[str], right: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in left:
        table.add_column(name, no_wrap=name in NARROW)
    for name in right:
        table.add_column(name, justify="right")
    return table


def _figures(report: dict[str, Json]) -> Table:
    """One row a kind, and one for its unseen texts."""
    table = _table(None, ("kind",), ("gold", "found", *SHARES))
    table.add_column("labels right")
    for kind in (kind for kind in report if kind != BOILERPLATE):
        for name, values in _with_unseen(kind, report[kind]):
            labels = "  ".join(f"{label} {values[label]:.2f}" for label in LABELS[kind] if label in values)
            shares = (f"{values[share]:.3f}" for share in SHARES)
            table.add_row(name, str(values["gold"]), str(values["found"]), *shares, labels)
    return table


def _with_unseen(name: str, told: Json) -> list[tuple[str, Json]]:
    return [(name, told), *([("  unseen texts", told["unseen"])] if "unseen" in told else [])]


def _cleaning(told: Json) -> Table:
    """What cleaning left in and took too much of, in non-blank characters."""
    table = _table(None, ("cleaning",), ("characters", "of", "share"))
    for name, share, part, whole in CLEANING:
        for row, values in _with_unseen(name, told):
            table.add_row(row, str(values[part]), str(values[whole]), f"{values[share]:.4f}")
    return table


def _groups(kind: str, groups: dict[str, Json]) -> Table:
    table = _table(f"{kind} by {GROUPED[kind]}", (GROUPED[kind],), ("gold", "found", "hit", "P", "R", "F1", "label"))
    for name, values in groups.items():
        counts = (str(values[count]) for count in ("gold", "found", "hit"))
        shares = (f"{values[share]:.2f}" for share in ("precision", "recall", "f1", "label"))
        table.add_row(shown(name), *counts, *shares)
    return table


def _show_confusions(kind: str, confusion: dict[str, list[Json]]) -> None:
    """The pairs of groups most often taken for each other; of a label with few values, a table of all."""
    for label in NAMED[kind]:
        pairs = confusion[label]
        if label != GROUPED[kind]:
            OUT.print(_matrix(f"{kind}: {label}, labelled (rows) and given (columns)", pairs))
        elif wrong := [pair for pair in pairs if pair["gold"] != pair["given"]]:
            table = _table(f"{kind}: {label} most often mistaken", ("labelled", "given"), ("times",))
            for pair in wrong[:CONFUSED]:
                table.add_row(shown(pair["gold"]), shown(pair["given"]), str(pair["times"]))
            OUT.print(table)


def _matrix(title: str, pairs: Iterable[Json]) -> Table:
    times = {(pair["gold"], pair["given"]): pair["times"] for pair in pairs}
    given = sorted({have for _, have in times})
    table = _table(title, ("",), [printable(have) for have in given])
    for want in sorted({want for want, _ in times}):
        table.add_row(shown(want), *(str(times.get((want, have), 0)) for have in given))
    return table


def _show_worst(kind: str, told: Json, most: int) -> None:
    for outcome, title in OUTCOMES:
        listed = worst(kind, told["findings"], outcome, most)
        if listed:
            OUT.print(Text(f"{kind}: {title}", style="bold"))
            _show_places(listed)


def _show_places(listed: Iterable[Json]) -> None:
    for one in listed:
        OUT.print(_place(one), soft_wrap=True)
    OUT.print()


def _place(one: Json) -> Text:
    """A finding in its line, its place in the file, and its labels: those labelled → those given."""
    line = Text(f"  {printable(one['document'])}:{one['start']}  ", style="dim")
    line.append(printable(one["before"]), style="default")
    line.append(f"【{printable(one['text'])}】", style="bold")
    line.append(f"{printable(one['after'])}  ", style="default")
    sides = (_labels(one[side]) for side in ("gold", "given") if side in one)
    return line.append(printable(" → ".join(sides)), style="cyan")


def _labels(labels: Json) -> str:
    return " ".join(str(value) for value in labels.values())


def _show_changes(kind: str, compared: Json) -> None:
    figures = compared["figures"]
    same = compared["same_documents"]
    OUT.print(
        Text(f"{kind}: {len(figures)} figures changed" if figures else f"{kind}: no figure changed", style="bold")
    )
    if not same:
        OUT.print(Text("  The two runs measured different texts.", style="yellow"))
    if figures:
        OUT.print(*_changed(figures), sep="\n")
    for name, title in MOVED.items():
        listed = compared[name]
        if listed:
            more = f", the first {CHANGED}" if len(listed) > CHANGED else ""
            OUT.print(Text(f"{kind}: {title}: {len(listed)}{more}", style="bold"))
            _show_places(listed[:CHANGED])


def _changed(figures: Json) -> Iterator[Table]:
    """The figures of the whole one a row, those of the groups one group a row."""
    whole = _table(None, ("figure",), ("before", "now", "change"))
    by_group: dict[str, Json] = {}
    for path, (before, now) in figures.items():
        if path.startswith(IN_GROUP):
            group, _, name = path.removeprefix(IN_GROUP).rpartition(".")
            by_group.setdefault(group, {})[name] = f"{_number(before, places=2)}→{_number(now, places=2)}"
        else:
            change = _number(now - before, "+") if None not in (before, now) else ""
            whole.add_row(path, _number(before), _number(now), change)
    yield whole
    if by_group:
        yield _changed_groups(by_group)


def _changed_groups(by_group: dict[str, Json]) -> Table:
    names = [name for name in GROUP_FIGURES if any(name in told for told in by_group.values())]
    table = _table(None, ("group",), names)
    for group, told in by_group.items():
        table.add_row(shown(group), *(told.get(name, "") for name in names))
    return table


def _number(value: Any, sign: str = "", places: int = 3) -> str:
    """A count as it is, a share with some places."""
    if value is None:
        return "–"
    return f"{value:{sign}.{places}f}" if isinstance(value, float) else f"{value:{sign}}"
