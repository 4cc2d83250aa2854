"""How long and how large what a correction says may be: people write such files too, and programs that err."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StrictFloat, StrictInt, StrictStr

FARTHEST = 10**9  # characters
LARGEST = 10**18  # of a figure
LONGEST = 100  # characters of a value
SAID = 50  # fields
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
FIELD = re.compile(r"[a-z_]{1,40}")

Figure = int | float | str


def _line(words: str) -> str:
    """Words of one line; raises ValueError."""
    if CONTROL.search(words):
        raise ValueError("line breaks and control characters cannot stand here")
    if words and not words.strip():
        raise ValueError("there are only blanks")
    return words


def _sensible(value: Figure) -> Figure:
    """A figure that can be reckoned with, or words; raises ValueError."""
    if isinstance(value, str) and len(value) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters can stand here")
    if not isinstance(value, str) and not -LARGEST <= value <= LARGEST:  # NaN neither
        raise ValueError("it is no figure of a sensible size")
    return value


def _plain(value: Any) -> bool:
    """Whether a value is one that a field of a finding may have had."""
    if isinstance(value, str):
        return len(value) <= 2000 and not SURROGATE.search(value)
    if value is None or isinstance(value, bool):
        return True
    return isinstance(value, int | float) and -LARGEST <= value <= LARGEST


def _flat(value: Any) -> Any:
    """The fields of an object that are plain values; the others say nothing that could be used."""
    if not isinstance(value, dict):
        return value
    plain = ((name, one) for name, one in value.items() if FIELD.fullmatch(str(name)) and _plain(one))
    return dict(list(plain)[:SAID])


Offset = Annotated[int, Field(ge=0, le=FARTHEST)]
Quote = Annotated[str, Field(min_length=1, max_length=2000)]
Context = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=4096)]
Id = Annotated[str, Field(max_length=200)]
Told = Annotated[str, Field(max_length=2000)]
Note = Annotated[str, Field(max_length=5000)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Short = Annotated[str, Field(max_length=100), AfterValidator(_line)]
Label = Annotated[Line, Field(min_length=1)]
Said = Annotated[dict[str, Any], BeforeValidator(_flat)]
Given = Annotated[StrictInt | StrictFloat | StrictStr, AfterValidator(_sensible)]
Number = Annotated[StrictInt | StrictFloat, AfterValidator(_sensible)]
