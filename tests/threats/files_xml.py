"""XML that grows, fetches, nests or breaks, as parts of DOCX and OFD files and as web pages."""

from tests.corpus.docx_files import DOCUMENT_NAME, HEAD, SPACES, part
from tests.corpus.ofd_files import document, ofd, page, set_paragraphs
from tests.threats.files_zip import with_parts

WORDS = "全年举办培训班12期。"


def _document(doctype: str, words: str) -> str:
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document {SPACES}>{body}</w:document>'


def with_doctype(doctype: str, words: str = WORDS) -> bytes:
    """A DOCX whose document declares entities and holds these words."""
    return with_parts({DOCUMENT_NAME: _document(doctype, words)})


def _nested(levels: int, width: int) -> str:
    first = '<!ENTITY e0 "lol">'
    more = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * width}">' for level in range(1, levels + 1))
    return f"<!DOCTYPE d [{first}{more}]>"


def laughs(levels: int = 9, width: int = 10) -> bytes:
    """Entities made of entities: a thousand million words, or with few levels a text that no cap of a parser stops."""
    return with_doctype(_nested(levels, width), f"&e{levels};")


def wide_laughs(encoding: str) -> bytes:
    """The same in UTF-16, where the bytes of the word DOCTYPE stand apart."""
    return with_parts({DOCUMENT_NAME: _document(_nested(9, 10), "&e9;").replace("UTF-8", encoding).encode(encoding)})


def quadratic() -> bytes:
    """One long entity that is named many times."""
    return with_doctype(f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 20_000)


def external(address: str) -> bytes:
    """An entity that stands at an address."""
    return with_doctype(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]>', f"{WORDS}&x;")


def external_parameter(address: str) -> bytes:
    """A parameter entity, which a parser may fetch although nothing names it in the text."""
    return with_doctype(f'<!DOCTYPE d [<!ENTITY % x SYSTEM "{address}"> %x;]>')


def external_subset(address: str) -> bytes:
    """A document type that stands at an address."""
    return with_doctype(f'<!DOCTYPE d SYSTEM "{address}">')


def doctype_in(name: str, address: str) -> bytes:
    """A DOCX with a document type in another part than the document."""
    text = f'{HEAD}<!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]><d>&x;</d>'
    return with_parts({name: text})


def including(address: str) -> bytes:
    """A DOCX that asks for another file by XInclude and by a style sheet."""
    sheet = f'<?xml-stylesheet type="text/xsl" href="{address}"?>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>'
    body = f"<w:body><w:p><w:r><w:t>{WORDS}{include}</w:t></w:r></w:p></w:body>"
    return with_parts({DOCUMENT_NAME: part("document", body).replace(HEAD, HEAD + sheet)})


def external_ofd(address: str) -> bytes:
    """An OFD with an entity that stands at an address."""
    content = page(set_paragraphs([WORDS])).partition("?>")[2]
    text = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]>{content}'
    return ofd(document([text.replace(WORDS, f"{WORDS}&x;")]))


def deep(depth: int, element: str = "w:sdt") -> bytes:
    """A DOCX whose elements nest so deep."""
    body = f"<{element}>" * depth + f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>" + f"</{element}>" * depth
    return with_parts({DOCUMENT_NAME: part("document", f"<w:body>{body}</w:body>")})


def deep_part(name: str, root: str, depth: int) -> bytes:
    """A DOCX of which another part nests so deep."""
    return with_parts({name: part(root, "<w:x>" * depth + "</w:x>" * depth)})


def deep_tables(depth: int) -> bytes:
    """Tables in tables."""
    begin, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    body = begin * depth + f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>" + end * depth
    return with_parts({DOCUMENT_NAME: part("document", f"<w:body>{body}</w:body>")})


def control(reference: str) -> bytes:
    """A character that XML does not allow, by its number or as it is."""
    return with_parts(
        {DOCUMENT_NAME: part("document", f"<w:body><w:p><w:r><w:t>{reference}</w:t></w:r></w:p></w:body>")}
    )


def page_with(address: str) -> bytes:
    """A web page that asks for all that a browser would fetch, and that runs a script."""
    tags = (
        f'<img src="{address}"><link rel="stylesheet" href="{address}"><script src="{address}"></script>'
        f'<iframe src="{address}"></iframe><object data="{address}"></object><base href="{address}">'
        f'<meta http-equiv="refresh" content="0;url={address}"><video src="{address}"></video>'
    )
    body = f"<h1>培训经验</h1><p>{WORDS * 3}</p>{tags}"
    return (
        f'<!DOCTYPE html SYSTEM "{address}"><html><head><title>培训</title></head><body>{body}</body></html>'.encode()
    )


def deep_page(tag: str, depth: int) -> bytes:
    """A web page whose elements nest so deep."""
    return f"<html><body>{f'<{tag}>' * depth}<p>{WORDS * 3}</p>{f'</{tag}>' * depth}</body></html>".encode()


def many_tags(count: int) -> bytes:
    """A web page of so many empty elements."""
    return f"<html><body><p>{WORDS * 3}</p>{'<b></b>' * count}</body></html>".encode()


def mail(boundary_depth: int) -> bytes:
    """A saved page (MHTML) whose parts nest so deep."""
    head = "MIME-Version: 1.0\r\n"
    levels = "".join(
        f'Content-Type: multipart/related; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(boundary_depth)
    )
    return (head + levels + f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><p>{WORDS}</p></html>").encode()
