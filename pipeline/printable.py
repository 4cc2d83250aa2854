"""Words of a document as a terminal may have them."""


def printable(words: str) -> str:
    """No control sequence, no line of its own, no change of direction: what does not print is shown by its code."""
    return "".join(_shown(char) for char in words)


def _shown(char: str) -> str:
    return char if char.isprintable() else " " if char in "\t\u3000\xa0" else ascii(char)[1:-1]
