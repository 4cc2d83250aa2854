"""Results kept for the last values asked for, by identity: to compare whole documents would cost more than the work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class _Same(Generic[Value]):
    """A value as a key: the very same one."""

    value: Value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def recent(most: int) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """A function whose results for the last few values are kept, and these values with them."""

    def keeping(work: Callable[[Value], Result]) -> Callable[[Value], Result]:
        @lru_cache(maxsize=most)
        def of_same(same: _Same[Value]) -> Result:
            return work(same.value)

        @wraps(work)
        def of(value: Value) -> Result:
            return of_same(_Same(value))

        return of

    return keeping
