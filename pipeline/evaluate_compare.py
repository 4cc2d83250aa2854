"""Two runs side by side: what `--json` printed before, and now."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from outputs.record import Json
from pipeline.evaluate_gold import GoldError

COUNTED = ("unseen", "groups")
FIGURES = {"f1", "leak"}  # each kind has one of them


def read_report(path: Path) -> dict[str, Json]:
    """A report that an earlier run printed with --json; raises GoldError."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read; --compare takes what --json printed. ({error})") from error
    except ValueError as error:
        raise GoldError(f"{path} is not what --json printed: {error}") from error
    if not isinstance(report, dict) or not all(
        isinstance(kind, dict) and FIGURES & kind.keys() for kind in report.values()
    ):
        raise GoldError(f"{path} is not what --json printed.")
    return report


def compare(before: dict[str, Json], now: dict[str, Json]) -> dict[str, Json]:
    """Kind -> the figures that differ as [before, now], and the mentions whose outcome does."""
    return {kind: _compared(before[kind], now[kind]) for kind in now if kind in before}


def _compared(before: Json, now: Json) -> Json:
    old, new = dict(_figures(before)), dict(_figures(now))
    differ = {name: [old.get(name), new.get(name)] for name in new | old if old.get(name) != new.get(name)}
    return {"figures": differ, "same_documents": before.get("documents") == now.get("documents")} | _moved(before, now)


def _figures(kind: Json, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a report by its path: f1, unseen.f1, groups.E1_two_skins.recall."""
    for name, value in kind.items():
        if isinstance(value, int | float):
            yield path + name, value
        elif isinstance(value, dict) and (path or name in COUNTED):
            yield from _figures(value, f"{path}{name}.")


def _moved(before: Json, now: Json) -> Json:
    """Mentions gained and lost, false ones that are new and gone, and labels set right and wrong, in the texts that
    both runs measured.
    """
    both = set(before.get("documents", ())) & set(now.get("documents", ()))
    old, new = _by_place(before, both), _by_place(now, both)
    gold = [(old[at], new[at]) for at in new if at in old and at[-1] != "false"]
    return {
        "gained": [b for a, b in gold if (a["outcome"], b["outcome"]) == ("missed", "hit")],
        "lost": [b for a, b in gold if (a["outcome"], b["outcome"]) == ("hit", "missed")],
        "new_false": [new[at] for at in new if at[-1] == "false" and at not in old],
        "gone_false": [old[at] for at in old if at[-1] == "false" and at not in new],
        "labels_mended": _relabelled(gold, lambda a, b: set(a["wrong"]) - set(b["wrong"])),
        "labels_spoilt": _relabelled(gold, lambda a, b: set(b["wrong"]) - set(a["wrong"])),
    }


def _by_place(kind: Json, documents: set[str]) -> dict[tuple[str, int, int, str], Json]:
    """Document, range, and whether it is labelled or false -> the finding."""
    listed = (one for one in kind.get("findings", ()) if one["document"] in documents)
    return {
        (one["document"], one["start"], one["end"], "false" if one["outcome"] == "false" else "gold"): one
        for one in listed
    }


def _relabelled(gold: list[tuple[Json, Json]], change: Callable[[Json, Json], set[str]]) -> list[Json]:
    hit = [(a, b) for a, b in gold if a["outcome"] == b["outcome"] == "hit"]
    return [b | {"labels": sorted(change(a, b)), "was": a["given"]} for a, b in hit if change(a, b)]
