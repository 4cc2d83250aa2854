"""What a reading holds, as the tests of the readers compare it."""

from corpus.model import Reading


def paragraphs(reading: Reading) -> list[str]:
    """The content, blocks that go on joined to the one before."""
    found: list[str] = []
    for block in reading.blocks:
        text = reading.text[block.start : block.end]
        if block.furniture:
            continue
        if block.continues:
            found[-1] += text
        else:
            found.append(text)
    return found


def outside(reading: Reading) -> list[tuple[str | None, int | None, str]]:
    """What is no content: its kind, page and text."""
    return [(b.furniture, b.where.page, reading.text[b.start : b.end]) for b in reading.blocks if b.furniture]
