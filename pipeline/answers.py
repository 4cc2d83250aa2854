"""What calls of functions in worker processes give, in order, a few of them ahead of who takes them."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from itertools import islice
from typing import Any, Self


class Answers(Iterator[Any]):
    """The results of calls, in order; a call is made as its future is taken from `asked`, and `ahead` of them wait.

    The first are made `at_once`, else as soon as the first result is wanted. `end` ends those that are under way.
    """

    def __init__(self, asked: Iterator[Future[Any]], ahead: int, at_once: bool, end: Callable[[], None]) -> None:
        self._asked, self._ahead, self._end = asked, ahead, end
        self._waiting: deque[Future[Any]] = deque(islice(asked, ahead if at_once else 0))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        self._waiting.extend(islice(self._asked, self._ahead - len(self._waiting)))
        if not self._waiting:
            raise StopIteration
        try:
            return self._waiting.popleft().result()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Make no more calls, and end those that are under way."""
        self._asked = iter(())
        if under_way := [one for one in self._waiting if not one.cancel()]:
            self._end()
            wait(under_way)
        self._waiting.clear()
