"""The order of the answers to a problem, told from their JSON: whoever has the files of a catalogue can tell it too."""

from outputs.answers import EVIDENCE, RANK, STATUS
from outputs.record import Json

TIERS = ("outright", "sentence", "section", "case")


def tier_of(told: Json) -> str:
    """How well an answer is supported: said outright, or in one sentence, section or case."""
    return "outright" if told["evidence"] else told["link"] if told["link"] in TIERS else "case"


def order(told: Json) -> tuple[tuple[int, ...], tuple[int | str, ...]]:
    """What an answer is sorted by before and behind the number of places that answer alike: said outright first, then
    done before planned, with results and figures, told of by many places, close.
    """
    backed = -bool(told["results"]) - bool(told["quantities"])
    first = (0 if told["evidence"] else 1 + RANK[told["link"]], STATUS[told["status"]], backed)
    where = (told["case"] or "~", told["document"], told["start"], told["end"])
    return first, (EVIDENCE[told["evidence"]], RANK[told["link"]], *where)
