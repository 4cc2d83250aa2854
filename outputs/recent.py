"""Results kept for the last values asked for, by identity: to compare whole documents would cost more than the work."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")


def recent(most: int) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """A function whose results for the last few values are kept, and these values with them."""

    def keeping(work: Callable[[Value], Result]) -> Callable[[Value], Result]:
        kept: dict[int, tuple[Value, Result]] = {}  # by the identity of the value, which lives as long as it is kept

        @wraps(work)
        def of(value: Value) -> Result:
            held = kept.get(id(value))
            if held is None:
                held = kept[id(value)] = value, work(value)
                if len(kept) > most:
                    kept.pop(next(iter(kept)), None)
            return held[1]

        return of

    return keeping
