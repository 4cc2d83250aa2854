"""Files that come with an article: links to them are words of it, where other links lead away."""

import re
from collections.abc import Iterator

from lxml import html

FILE = re.compile(
    r"\.(?:docx?|wps|wpt|xlsx?|et|pptx?|dps|pdf|ofd|ceb|rtf|rar|zip|7z)(?=$|[\s)）\]】?#&》”。；;,，])", re.IGNORECASE
)
# What stands above or before the files that come with an official document.
ATTACHED = re.compile(
    r"[\s【\[（(]{0,20}(?:相关|有关)?(?:附件|附表|附录)(?:下载|列表)?\s{0,9}[】\])）:：\d一二三四五六七八九]?"
)
LONGEST = 2000


def leads_to_file(link: html.HtmlElement) -> bool:
    """Whether a link leads to a document, by its address or by its words."""
    address = link.get("href") or ""
    return FILE.search(address[-300:]) is not None or FILE.search(link.text_content()[-300:]) is not None


def attachments(part: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The lists of attachments that stand below the part of a page that holds the article, in order."""
    at = part
    while at is not None and at.tag != "body":
        yield from (below for below in at.itersiblings("*") if _is_attached(below))
        at = at.getparent()


def _is_attached(part: html.HtmlElement) -> bool:
    links = [*part.iter("a")]
    if not links or not all(leads_to_file(link) for link in links):
        return False
    words = part.text_content()
    return len(words) <= LONGEST and ATTACHED.match(words) is not None
