"""What an article says of itself, as the pages show and cite it."""

from extractors.about import About, Stated, kind_name
from outputs.record import Json


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def said(about: About) -> Json:
    """Kind (in Chinese), date, author, issuer and number; None where it does not say."""
    return {
        "kind": kind_name(about.kind.value) if about.kind else None,
        "date": _value(about.date),
        "author": _value(about.author),
        "issuer": _value(about.issuer),
        "number": _value(about.number),
    }
