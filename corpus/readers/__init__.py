"""Reading: the bytes of a file become a `Reading`. Each format has its reader, loaded when a file of it comes."""

from collections.abc import Callable
from importlib import import_module

from corpus.limits import check_characters, check_size
from corpus.model import Reading, RejectionError
from corpus.sniff import DOCX, HTML, PDF, TEXT, sniff

READERS = {DOCX: "docx", HTML: "html", PDF: "pdf", TEXT: "text"}


def read(data: bytes, name: str) -> Reading:
    """What stands in a file; `name` is for messages alone, the bytes decide the format.

    Raises RejectionError for whatever cannot be read; only MemoryError and interrupts pass through.
    """
    check_size(len(data))
    media_type = sniff(data, name)
    reader: Callable[[bytes], Reading] = import_module(f"corpus.readers.{READERS[media_type]}").read
    try:
        reading = reader(data)
    except (RejectionError, MemoryError):
        raise
    except Exception as error:
        raise RejectionError("damaged", _broken(error)) from error
    check_characters(len(reading.text))
    if not reading.blocks:
        raise RejectionError("empty", "There is no text in the file.")
    return reading


def _broken(error: Exception) -> str:
    return (
        f"The file is damaged: its contents break the rules of its format ({type(error).__name__}). "
        "Open it in the program that made it, save it anew and try again."
    )
