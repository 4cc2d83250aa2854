"""Pictures that may be documents: what their first bytes tell of their size in pixels."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.model import Outcome

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
# Where the size stands; behind a thumbnail and the notes of a camera it comes late.
PICTURE_HEAD = 2**17
# A page of text has more pixels on its shorter side; buttons, logos and thumbnails have fewer.
LEAST_SIDE = 400
SMALL = Outcome("ignored:picture", "This picture is too small for a page of text.")
# Segments of a JPEG that tell its size (start of frame), and those without a length.
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def is_picture(name: str) -> bool:
    """Whether a file of this name should be looked at as a picture."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def too_small(head: bytes) -> Outcome | None:
    """Why a picture that begins so is no document; None where it may be one, or does not tell."""
    size = picture_size(head)
    return SMALL if size and min(size) < LEAST_SIDE else None


def picture_size(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, BMP or JPEG, None for others."""
    if head.startswith(b"\x89PNG\r\n") and len(head) >= 24:
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    if head.startswith(b"GIF8") and len(head) >= 10:
        return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
    if head.startswith(b"BM") and len(head) >= 26:
        width, height = (abs(int.from_bytes(head[at : at + 4], "little", signed=True)) for at in (18, 22))
        return width, height
    return next(_frames(head), None) if head.startswith(b"\xff\xd8\xff") else None


def _frames(head: bytes) -> Iterator[tuple[int, int]]:
    """The sizes that the segments of a JPEG tell."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind = head[at + 1]
        if kind in FRAMES:
            yield int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7])
        at += 1 if kind == 0xFF else 2 if kind in BARE else 2 + max(2, int.from_bytes(head[at + 2 : at + 4]))
