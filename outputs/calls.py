"""Calls of functions of ours that other processes make."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol


class Answers(Iterator[Any], Protocol):
    """What calls give."""

    def close(self) -> None:
        """Make no more calls, and end those that are under way."""


Calls = Callable[[str, Iterable[object]], Answers]
"""Calls a function, named as `module:name`, with each of some values, gives the results in their order, and may
begin before they are asked for; closed before the last, it ends those that are under way.
"""
