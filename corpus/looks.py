"""How paragraphs look beside the running text: type that is larger, bold or centred, where the format tells."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Block, Paragraph

LARGER = 1.12  # times the size of the running text
COMMON = 0.3  # a look that so many characters share sets nothing apart


@dataclass(frozen=True, slots=True)
class Look:
    """What sets a paragraph apart from the running text."""

    bold: bool = False
    centred: bool = False
    large: bool = False

    @property
    def is_display(self) -> bool:
        """Whether it looks like a title."""
        return self.large or self.centred


PLAIN = Look()


def looks(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> tuple[Look, ...]:
    """For each paragraph what sets it apart, by its first block."""
    own = [blocks[paragraph.block] for paragraph in paragraphs]
    total = sum(p.end - p.start for p in paragraphs)
    sizes, bold, centred = Counter[float](), 0, 0
    for paragraph, block in zip(paragraphs, own, strict=True):
        length = paragraph.end - paragraph.start
        if block.size:
            sizes[round(block.size, 1)] += length
        bold += block.bold * length
        centred += block.centred * length
    body = min(sizes, key=lambda size: (-sizes[size], size)) if sizes else None
    return tuple(
        Look(
            block.bold and bold <= total * COMMON,
            block.centred and centred <= total * COMMON,
            bool(body and block.size and block.size >= body * LARGER),
        )
        for block in own
    )
