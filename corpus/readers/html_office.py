"""Pages that office programs save: all of them is the document; their mark-up tells of revisions and numbers."""

import re

from lxml import etree, html

PROGRAMS = re.compile("word|wps|office|kingsoft", re.IGNORECASE)
NUMBER = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.IGNORECASE)


def is_office_page(tree: html.HtmlElement) -> bool:
    """Whether an office program says that it wrote the page."""
    generators = (meta for meta in tree.iter("meta") if str(meta.get("name", "")).lower() == "generator")
    return any(PROGRAMS.search(str(meta.get("content", ""))) for meta in generators)


def as_printed(tree: html.HtmlElement) -> html.HtmlElement:
    """The body of such a page, changed: deletions gone, links as words, numbers right before their paragraphs."""
    etree.strip_elements(tree, "del", with_tail=False)
    etree.strip_tags(tree, "a")
    for span in list(tree.iter("span")):
        if NUMBER.search(str(span.get("style", ""))):
            number = span.text_content().strip()
            for child in list(span):
                span.remove(child)
            # Between a Latin number and its words a space is wanted, as it is printed.
            span.text = number + " " * number[-1:].isascii()
    body = tree.find("body")
    return tree if body is None else body
