"""How much one file may hold; beyond it a document is rejected as `too_large`, before it exhausts the machine."""

from corpus.model import RejectionError

FILE_BYTES = 64 * 2**20
CHARACTERS = 5_000_000
PAGES = 2_000


def check_size(count: int) -> None:
    """Refuse a file of too many bytes."""
    if count > FILE_BYTES:
        raise RejectionError(
            "too_large",
            f"It has {count / 2**20:.0f} MB, the limit is {FILE_BYTES >> 20} MB. Split it into parts.",
        )


def check_characters(count: int) -> None:
    """Refuse a text of too many characters."""
    if count > CHARACTERS:
        raise RejectionError(
            "too_large", f"The text has more than {CHARACTERS:,} characters, which is the limit. Split it into parts."
        )


def too_deep() -> RejectionError:
    """The refusal of a document whose parts nest beyond what can be walked through."""
    return RejectionError("depth", "The document nests its parts too deeply to be real. It was not read.")


def check_pages(count: int) -> None:
    """Refuse a document of too many pages."""
    if count > PAGES:
        raise RejectionError(
            "too_large", f"The document has {count:,} pages; the limit is {PAGES:,}. Split it into parts."
        )
