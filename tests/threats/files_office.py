"""Files for LibreOffice (RTF, ODT) that ask for others: pictures, texts, templates, entities that stand elsewhere."""

from collections.abc import Sequence

from corpus.sniff import ODT
from tests.corpus.docx_files import zipped

WORDS = "全年举办培训班12期。"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
)
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(address: str, doctype: str = "") -> bytes:
    """An ODT with a picture, a section and an object that stand at an address."""
    picture = f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{address}"/></draw:frame>'
    held = f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:object xlink:href="{address}"/></draw:frame>'
    section = f'<text:section text:name="a"><text:section-source xlink:href="{address}"/><text:p/></text:section>'
    words = f"<text:p>{WORDS}{'&x;' if doctype else ''}</text:p><text:p>{picture}{held}</text:p>{section}"
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {SPACES} {LINK} office:version="1.2">'
        f"<office:body><office:text>{words}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODT, "content.xml": content, "META-INF/manifest.xml": MANIFEST})


def odt_with_entity(address: str) -> bytes:
    """An ODT whose text names an entity that stands at an address."""
    return odt(address, f'<!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]>')


FIELDS = ("INCLUDETEXT", "DDEAUTO", "LINK Word.Document.8", "IMPORT")


def rtf(address: str, kinds: Sequence[str] = FIELDS) -> bytes:
    """An RTF with a template and with fields that stand at an address."""
    fields = "".join(f'{{\\field{{\\*\\fldinst {{{kind} "{address}"}}}}{{\\fldrslt {{}}}}}}\\par ' for kind in kinds)
    words = "".join(f"\\u{ord(char)}?" for char in WORDS)
    return f"{{\\rtf1\\ansi{{\\*\\template {address}}}{words}\\par {fields}\\par}}".encode()


def rtf_with_picture(address: str) -> bytes:
    """An RTF with a picture that stands at an address; LibreOffice gives it up where it is no picture."""
    return rtf(address, ("INCLUDEPICTURE",))
