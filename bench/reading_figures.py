"""Figures beside their goals, and the table they are printed in."""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field

KINDS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured on one file: column -> figure."""

    file: str
    figures: dict[str, float | str | None]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that issue 5 sets a goal for; `peer` is what the peer reaches with the same files."""

    what: str
    value: float
    sign: str
    bound: float
    peer: float | None = None

    @property
    def met(self) -> bool:
        """Whether the figure is as good as it has to be."""
        return KINDS[self.sign](self.value, self.bound)


@dataclass(slots=True)
class Part:
    """What was measured of one family of formats. `skipped`: what could not be measured, and why. `wrong`: examples
    by file."""

    name: str
    lines: list[Line] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, file: str, words: Iterable[str]) -> None:
        """Keeps examples of what is read wrongly in a file, for those who mend the reader."""
        found = list(words)
        if found:
            self.wrong.setdefault(file, []).extend(found)


def worst(lines: Iterable[Line], column: str, best: Callable[[list[float]], float] = max) -> float | None:
    """The worst figure of a column over the files that have one; `best` picks it (max, min, mean)."""
    figures = [figure for line in lines if isinstance(figure := line.figures.get(column), (int, float))]
    return best(figures) if figures else None


def mean(figures: Sequence[float]) -> float:
    """The mean."""
    return sum(figures) / len(figures)


def goals_of(*found: tuple[str, float | None, str, float, float | None]) -> list[Goal]:
    """The goals whose figure could be measured."""
    return [Goal(what, value, sign, bound, peer) for what, value, sign, bound, peer in found if value is not None]


def printed(parts: Sequence[Part], examples: int) -> str:
    """All parts as text, and at the end one table of the goals."""
    words = [text for part in parts for text in _part(part, examples)]
    goals = [(part.name, goal) for part in parts for goal in part.goals]
    width = max((len(goal.what) for _, goal in goals), default=0) + 2
    words += ["", f"{'':<8}{'goal':<{width}}{'measured':>10}{'':>4}{'goal':>8}{'peer':>10}"]
    for name, goal in goals:
        peer = "" if goal.peer is None else f"{goal.peer:.3f}"
        row = f"{name:<8}{goal.what:<{width}}{goal.value:>10.3f}{goal.sign:>4}{goal.bound:>8g}{peer:>10}"
        words.append(row + ("" if goal.met else "   missed"))
    return "\n".join(words)


def _part(part: Part, examples: int) -> Iterable[str]:
    columns = list(dict.fromkeys(column for line in part.lines for column in line.figures))
    if columns:
        first = max(len(line.file) for line in part.lines) + 2
        yield f"\n{part.name:<{first}}" + "".join(f"{column:>{_room(column)}}" for column in columns)
        for line in part.lines:
            yield f"{line.file:<{first}}" + "".join(f"{_shown(line.figures.get(c)):>{_room(c)}}" for c in columns)
    yield from (f"NOT MEASURED: {reason}" for reason in part.skipped)
    for file, words in part.wrong.items() if examples else ():
        more = f"; {len(words) - examples} more" if len(words) > examples else ""
        yield f"  {file}: {'; '.join(words[:examples])}{more}"


def _room(column: str) -> int:
    return max(9, len(column) + 2)


def _shown(figure: float | str | None) -> str:
    if figure is None:
        return "–"
    return str(figure) if isinstance(figure, (str, int)) else f"{figure:.3f}"


def as_data(parts: Sequence[Part]) -> list[dict[str, object]]:
    """The same as plain data."""
    return [
        {
            "part": part.name,
            "files": [{"file": line.file, **line.figures} for line in part.lines],
            "goals": [asdict(goal) | {"met": goal.met} for goal in part.goals],
            "skipped": part.skipped,
            "wrong": part.wrong,
        }
        for part in parts
    ]
