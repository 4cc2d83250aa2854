"""A value that a process goes by until another is put in its place for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Value = TypeVar("Value")


class InForce(Generic[Value]):
    """Holds such a value."""

    def __init__(self, value: Value) -> None:
        self.value = value

    @contextmanager
    def put(self, value: Value) -> Iterator[None]:
        """Go by another value as long as the block runs, in all threads."""
        before, self.value = self.value, value
        try:
            yield
        finally:
            self.value = before
