"""What is installed here, and what that needs."""

from collections.abc import Iterable, Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def walk(requirements: Iterable[Requirement]) -> Iterator[str]:
    """Names of all installed packages that the requirements lead to; what is not installed leads nowhere."""
    open_ends, seen = list(requirements), set()
    while open_ends:
        requirement = open_ends.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen or not is_installed(requirement.name):
            continue
        seen.add(key)
        yield key[0]
        open_ends += required_by(requirement)


def is_installed(name: str) -> bool:
    """Whether the package is here."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def required_by(requirement: Requirement) -> list[Requirement]:
    """What the package needs here, with the extras that were asked for."""
    lines = [Requirement(line) for line in metadata.requires(requirement.name) or []]
    extras = ["", *requirement.extras]
    return [line for line in lines if line.marker is None or any(line.marker.evaluate({"extra": e}) for e in extras)]
