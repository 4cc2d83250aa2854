"""Reading: the bytes of a file become a `Reading`. Each format has its reader, loaded when a file of it comes."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from corpus.limits import check_characters, check_size, too_deep
from corpus.model import Reading, RejectionError
from corpus.sniff import DOCX, HTML, MAIL, MHTML, OFD, OFFICE, PDF, PICTURES, TEXT, sniff

OUT_OF_MEMORY = (
    "out of memory",
    "memory allocation failed",
    "cannot allocate memory",
    "insufficient memory",
    "failed to allocate",
)
READERS = (
    dict.fromkeys(OFFICE, "legacy")
    | dict.fromkeys(PICTURES, "ocr")
    | {
        DOCX: "docx",
        HTML: "html",
        MAIL: "mail",
        MHTML: "mhtml",
        OFD: "ofd",
        PDF: "pdf",
        TEXT: "text",
    }
)


def read(data: bytes, name: str, converted: bytes | None = None) -> Reading:
    """What stands in a file; `name` is for messages alone, the bytes decide the format. `converted`: the DOCX that
    LibreOffice made of it, which the formats of old Office programs need.

    Raises RejectionError for whatever cannot be read; only MemoryError (also where a library calls it by another name)
    and interrupts pass through.
    """
    check_size(len(data))
    try:
        reading = _reader(sniff(data, name), converted)(data)
    except Exception as error:
        if isinstance(error, MemoryError) or _lacks_memory(error):
            raise MemoryError from error
        if isinstance(error, RejectionError):
            raise
        if isinstance(error, RecursionError):
            raise too_deep() from error
        raise RejectionError("damaged", _broken(error)) from error
    check_characters(len(reading.text))
    if not reading.blocks:
        raise RejectionError("empty", "There is no text in the file.")
    return reading


def _reader(media_type: str, converted: bytes | None) -> Callable[[bytes], Reading]:
    module = import_module(f"corpus.readers.{READERS[media_type]}")
    if media_type in OFFICE:
        return partial(module.read, media_type=media_type, converted=converted)
    if media_type in PICTURES:
        return partial(module.read_image, media_type=media_type)
    read_one: Callable[[bytes], Reading] = module.read
    return read_one


def _lacks_memory(error: BaseException) -> bool:
    """Whether the error, or the one that it came from, tells that memory ran out; lxml says so in words alone."""
    words = str(error).lower()
    told = not isinstance(error, RejectionError) and any(word in words for word in OUT_OF_MEMORY)
    return told or (error.__cause__ is not None and _lacks_memory(error.__cause__))


def _broken(error: Exception) -> str:
    return (
        f"The file is damaged: its contents break the rules of its format ({type(error).__name__}). "
        "Open it in the program that made it, save it anew and try again."
    )
