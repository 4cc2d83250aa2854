"""Old and other Office formats (DOC, WPS, RTF, ODT): LibreOffice makes a DOCX of them first, and that is read.

Here nothing is started: `corpus.readers.legacy_office` converts, many documents in one call.
"""

from dataclasses import replace

from corpus.limits import check_size
from corpus.model import Reading, RejectionError
from corpus.readers import docx
from corpus.readers.legacy_mended import mended
from corpus.readers.legacy_office import needs_office
from corpus.readers.legacy_rtf import is_cut_off
from corpus.sniff import DOC, ODT, RTF

KINDS = {DOC: "a Word 97–2003 or WPS document (DOC)", ODT: "an OpenDocument text (ODT)", RTF: "an RTF file"}
CONVERTED = "The document was converted by LibreOffice before it was read; paragraphs are counted in what it wrote."
CUT_OFF = "The file breaks off (an RTF file ends with a brace): its last paragraphs may be missing. Copy it again."


def read(data: bytes, media_type: str, converted: bytes | None) -> Reading:
    """The reading of a document by the DOCX that LibreOffice made of it.

    Raises RejectionError: `needs_office` where there is none, and what a DOCX is refused for.
    """
    if converted is None:
        raise RejectionError("needs_office", f"This is {KINDS[media_type]}. {needs_office()}")
    check_size(len(converted))
    package, told = mended(converted)
    reading = docx.read(package)
    warnings = (CONVERTED, *told, *reading.warnings)
    partial = CUT_OFF if media_type == RTF and is_cut_off(data) else reading.partial
    return replace(reading, media_type=media_type, warnings=warnings, partial=partial)
