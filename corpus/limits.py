"""How much one file may hold; beyond it a document is rejected as `too_large`, before it exhausts the machine.

What an operator may have reason to raise or lower stands in `Limits`. The rest are constants: no report comes near
them, nobody can tell of a file how many elements it has, and what they guard, the memory of a process that reads, is a
setting itself.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from corpus.in_force import InForce
from corpus.model import RejectionError

# Elements of one part of a document; a tree of them takes 200 bytes each and more. A page of a report has some hundred.
ELEMENTS = 1_000_000
# The same before what every run of text repeats is taken out.
MARKUP = 2_500_000
# Of a web page several trees are made.
TAGS = 300_000
# Characters of one page, of which the closest print holds ten thousand.
PAGE_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may have. `unpacked_bytes`: all parts of a package, or one stream of a PDF; `part_bytes`: one
    part of a package. `entries`: parts of a package, or files of an archive. `ratio`: times that a part may grow when
    it is unpacked. `page_pixels`: of a page or picture whose text is recognised, `ocr_pages`: how many of these.
    """

    file_bytes: int = 64 * 2**20
    pages: int = 2_000
    characters: int = 5_000_000
    unpacked_bytes: int = 256 * 2**20
    part_bytes: int = 64 * 2**20
    entries: int = 5_000
    ratio: int = 100
    page_pixels: int = 50_000_000
    ocr_pages: int = 500


DEFAULT = Limits()
_held = InForce(DEFAULT)


def in_force() -> Limits:
    """The limits that this process holds."""
    return _held.value


def limiting(limits: Limits) -> AbstractContextManager[None]:
    """Hold these limits as long as the block runs, in all threads."""
    return _held.put(limits)


def check_size(count: int) -> None:
    """Refuse a file of too many bytes."""
    most = _held.value.file_bytes
    if count > most:
        raise RejectionError(
            "too_large",
            f"It has {count / 2**20:.0f} MB, the limit is {most >> 20} MB. "
            "Split it into parts, or raise JINGYAN_FILE_MB.",
        )


def check_characters(count: int) -> None:
    """Refuse a text of too many characters."""
    most = _held.value.characters
    if count > most:
        raise RejectionError(
            "too_large",
            f"The text has more than {most:,} characters, which is the limit. "
            "Split it into parts, or raise JINGYAN_CHARACTERS.",
        )


def check_pages(count: int) -> None:
    """Refuse a document of too many pages."""
    most = _held.value.pages
    if count > most:
        raise RejectionError(
            "too_large",
            f"The document has {count:,} pages; the limit is {most:,}. Split it into parts, or raise JINGYAN_PAGES.",
        )


def check_elements(count: int, most: int = ELEMENTS) -> None:
    """Refuse a document of too many elements."""
    if count > most:
        raise RejectionError(
            "too_large",
            f"The document has more than {most:,} elements, which is the limit. Split it into parts.",
        )


def check_page_characters(count: int) -> None:
    """Refuse a page of too many characters."""
    if count > PAGE_CHARACTERS:
        raise RejectionError(
            "too_large", f"A page has more than {PAGE_CHARACTERS:,} characters, which no print has. It was not read."
        )


def too_deep() -> RejectionError:
    """The refusal of a document whose parts nest beyond what can be walked through."""
    return RejectionError("depth", "The document nests its parts too deeply to be real. It was not read.")
