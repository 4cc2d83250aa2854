"""Blocks before they have offsets: what readers of marked-up formats find, to be joined by line breaks."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.limits import check_characters, in_force
from corpus.model import Block, BlockKind, Provenance

# What any reader of lines takes for a line break may not stand inside a block, nor may a tab that separates no cells.
BREAK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NOWHERE = Provenance()
# A title stands among the first paragraphs, and is set larger than the body by so much.
FIRST = 8
LARGER = 1.1


class Draft(NamedTuple):
    """A block with its text; the fields are those of `Block`."""

    text: str
    kind: BlockKind = "text"
    where: Provenance = NOWHERE
    continues: bool = False
    level: int | None = None
    table: int | None = None
    row: int | None = None
    furniture: str | None = None
    size: float | None = None
    bold: bool = False
    centred: bool = False


def plain(text: str) -> str:
    """The text with spaces for whatever may not stand inside a block."""
    # Most texts hold none, which this tells at once.
    return text if "\t" not in text and text.splitlines() == [text] else BREAK.sub(" ", text)


def joined(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """The text of the drafts joined by line breaks, and the blocks with their offsets. Blank drafts are left out."""
    texts: list[str] = []
    blocks: list[Block] = []
    at, most = 0, in_force().characters + 1
    for draft in drafts:
        words = draft.text
        if not words or words.isspace():
            continue
        texts.append(words)
        end = at + len(words)
        blocks.append(Block(at, end, *draft[1:]))
        at = end + 1
        if at > most:
            check_characters(at)
    return "\n".join(texts), tuple(blocks)


def title_of(text: str, blocks: Sequence[Block]) -> str | None:
    """The title as its looks tell: the largest type among the first paragraphs, or the first that is centred."""
    content = [block for block in blocks if not block.furniture and block.kind in ("text", "heading")]
    paragraphs: list[list[Block]] = []
    for block in content:
        if block.continues and paragraphs:
            paragraphs[-1].append(block)
        elif len(paragraphs) < FIRST:
            paragraphs.append([block])
        else:
            break
    body = _body_size(content)
    large = [found for found in paragraphs if (found[0].size or 0) > LARGER * body]
    found = max(large, key=lambda item: item[0].size or 0, default=None)
    found = found or next((item for item in paragraphs if item[0].centred), [])
    return "".join(text[block.start : block.end] for block in found).strip() or None


def _body_size(blocks: Sequence[Block]) -> float:
    sizes = Counter[float]()
    for block in blocks:
        sizes[block.size or 0] += block.end - block.start
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)
