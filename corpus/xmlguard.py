"""Parsing an XML part with care: no document type is let in, nothing grows and nothing is fetched."""

import re
from collections.abc import Callable

from lxml import etree

from corpus.limits import MARKUP, check_elements, too_deep
from corpus.model import RejectionError
from corpus.zipguard import CUT_OFF

# What may stand before a document type. Elsewhere, as in a comment, its words are none.
PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


def parse_xml(data: bytes, smaller: Callable[[bytes], bytes] | None = None) -> etree._Element:
    """The root of an XML part. Raises RejectionError: `damaged`, `doctype`, `depth` or `too_large`.

    `smaller`: what is done to the XML first. It is left undone where its result is no XML.
    """
    if PROLOG.match(data):
        raise _doctype()
    check_elements(_elements(data), MARKUP)
    try:
        root = _smaller(data, smaller) if smaller else _parsed(data)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise too_deep() from error
        raise RejectionError("damaged", CUT_OFF) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    return root


def _elements(data: bytes) -> int:
    """How many elements an XML part has, a few more at most."""
    return data.count(b"<") - data.count(b"</")


def _smaller(data: bytes, smaller: Callable[[bytes], bytes]) -> etree._Element:
    try:
        return _parsed(smaller(data))
    except etree.XMLSyntaxError:
        return _parsed(data)


def _parsed(data: bytes) -> etree._Element:
    """The root of the XML. Where libxml2 finds a text too long (10 MB), it is parsed again without limits.

    The size of a part has its own limit. Entities must not grow then: for the second time only UTF-8 is let in, where
    a document type has been looked for.
    """
    check_elements(_elements(data))
    try:
        return etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        too_long = "XML_PARSE_HUGE" in str(error) and "depth" not in str(error).lower()
        if not too_long or b"\0" in data:
            raise
    return etree.fromstring(data, _parser(huge=True))


def _parser(huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8" if huge else None,
        huge_tree=huge,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _doctype() -> RejectionError:
    return RejectionError("doctype", "The document declares entities, which no Office program writes. It was not read.")
