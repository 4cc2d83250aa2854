"""What matters of a case: its problems with the practices that answer them, as the site's key_points.js tells it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outputs.record import Json

STRENGTH = ("targeted", "result", "headed", "numbered", "counterpart")
NEAR = ("sentence", "section", "case", "document")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """A practice that answers, and the best that is known of how: an evidence or a link."""

    practice: Range
    how: str


@dataclass(frozen=True, slots=True)
class Point:
    """Categories of problems that the same practices answer, where they are told of, the best supported first."""

    categories: tuple[str, ...]
    problems: tuple[Range, ...]
    replies: tuple[Reply, ...]
    weakness: int


def _how(one: Json) -> str:
    return str(one["evidence"] or one["link"])


def _weakness(one: Json) -> int:
    """0 is best: said outright before what merely stands near."""
    return (*STRENGTH, *NEAR).index(_how(one))


def _far(one: Json) -> bool:
    """Whether it rests on no more than standing in the same case."""
    return not one["evidence"] and NEAR.index(one["link"]) > 1


def _range(told: Sequence[int]) -> Range:
    return told[0], told[1]


def _point(category: str, found: Iterable[Json]) -> Point:
    listed = sorted(found, key=_weakness)
    problems = tuple(dict.fromkeys(_range(one["problem"]) for one in listed))
    replies: dict[Range, Reply] = {}
    for one in listed:
        practice = _range(one["practice"])
        replies.setdefault(practice, Reply(practice, _how(one)))
    return Point((category,), problems, tuple(replies.values()), _weakness(listed[0]))


def _merged(points: Iterable[Point]) -> list[Point]:
    """Points that the same practices answer are one."""
    found: dict[tuple[Range, ...], Point] = {}
    for one in points:
        key = tuple(sorted(reply.practice for reply in one.replies))
        first = found.get(key)
        found[key] = one if first is None else _joined(first, one)
    return list(found.values())


def _joined(first: Point, other: Point) -> Point:
    problems = tuple(dict.fromkeys((*first.problems, *other.problems)))
    return Point((*first.categories, *other.categories), problems, first.replies, first.weakness)


def points(answers: Iterable[Json]) -> list[Point]:
    """The points of a case, the best supported first, from the answers in its file."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for one in answers:
        if not _far(one):
            groups[one["category"]].append(one)
    made = [_point(category, found) for category, found in groups.items()]
    return _merged(sorted(made, key=lambda one: (one.weakness, -len(one.problems), one.problems[0], one.categories)))


def open_problems(case: Json) -> list[Json]:
    """The problems that a case has or had and that nothing in it answers."""
    answered = {_range(one["problem"]) for one in case["answers"] if not _far(one)}
    told = (one for one in case["problems"] if one["status"] in ("present", "solved"))
    return [one for one in told if (one["start"], one["end"]) not in answered]


def other_practices(case: Json, found: Iterable[Point]) -> list[Json]:
    """The practices of a case that answer none of its problems."""
    named = {reply.practice for one in found for reply in one.replies}
    return [one for one in case["practices"] if (one["start"], one["end"]) not in named]
