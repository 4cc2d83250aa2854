"""How a text begins, as lists show it."""

LOOKED_AT = 5  # times as many characters as are shown: titles and blank lines are left out


def opening(text: str, title: str | None, most: int) -> str:
    """The first words of a text on one line, its title left out; `…` where it goes on."""
    lines = [line.strip() for line in text[: most * LOOKED_AT].split("\n")]
    body = " ".join(line for line in lines if line and line != title)
    return body if len(body) <= most else f"{body[:most]}…"
