"""The problems: how each is said, where it occurs, and the practices that answer it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from outputs.model import DocumentRecord
from outputs.problems_view import TIERS, tier
from outputs.record import Json
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf
from outputs.taxonomy import categories, category_groups
from outputs.views import problems_view

ANSWERS, MENTIONS, WORDINGS = 300, 500, 40


class Whose:
    """The words by which answers and mentions name where they stand."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._records: Mapping[str, DocumentRecord] = {
            id_: record for record in shelf.catalogue.records if (id_ := shelf.document_of(record)) is not None
        }

    def of(self, one: Json) -> Json:
        """Where a finding stands."""
        return self._shelf.home(self._shelf.case(one["case"]), self._records[one["document"]])

    def words(self, document: str, ranges: list[list[int]]) -> list[str]:
        """What stands in some ranges of a document."""
        found = self._records[document].document
        return [found.text[start:end] for start, end in ranges] if found else []


KEPT = ("case", "document", "start", "end", "text", "theme", "status", "quote", "places", "problem", "problem_text")


def _answer(one: Json, whose: Whose) -> Json:
    figures = whose.words(one["document"], one["quantities"])
    results = [said["text"] for said in one["results"]]
    told = {key: one[key] for key in KEPT} | {"tier": tier(one), "evidence": one["evidence"]}
    return told | {"figures": figures, "results": results} | whose.of(one)


def _mention(one: Json, whose: Whose) -> Json:
    kept = ("case", "document", "start", "end", "text", "status", "quote")
    return {key: one[key] for key in kept} | whose.of(one)


def _page(told: Json, whose: Whose) -> Json:
    """One problem: the wordings and mentions in order of frequency and of the folder, the answers best first."""
    wordings = Counter(mention["text"] for mention in told["mentions"])
    said = sorted(wordings.items(), key=lambda one: (-one[1], one[0]))
    return {
        "wordings": [list(one) for one in said[:WORDINGS]],
        "wordings_in_all": len(said),
        "answers": [_answer(one, whose) for one in told["answers"][:ANSWERS]],
        "answer_totals": told["answer_totals"],
        "mentions": [_mention(one, whose) for one in told["mentions"][:MENTIONS]],
        "mentions_in_all": len(told["mentions"]),
    }


def _row(id_: str, told: Json) -> Json:
    return {
        "id": id_,
        "mentions": len(told["mentions"]),
        "cases": len(told["cases"]),
        "statuses": dict(Counter(mention["status"] for mention in told["mentions"])),
        "answers": told["answer_totals"],
    }


def _answered(themes: Json) -> list[Json]:
    """How many answers each theme gives to each problem: what a text says outright, and what stands near."""
    return [
        {
            "theme": theme,
            "problem": one["category"],
            "outright": one["outright"],
            "near": sum(one[t] for t in TIERS[1:]),
        }
        for theme, told in themes.items()
        for one in told["problems"]
    ]


def problems(shelf: Shelf) -> Iterator[Named]:
    """The list of problems, what themes answer them, and a file for each by its place in the list."""
    view, whose = problems_view(shelf.catalogue, shelf.links.documents), Whose(shelf)
    known = {one.id: one for one in categories()}
    rows = [_row(id_, told) for id_, told in view["problems"].items()]
    rows.sort(key=lambda row: (-row["cases"], -row["mentions"], row["id"]))
    for number, row in enumerate(rows):
        one = known.get(row["id"])
        row["definition"] = one.definition if one else ""
        row["group"] = category_groups().get(one.group, "其他") if one else "其他"
        row["file"] = f"problem/{number}"
        yield row["file"], _page(view["problems"][row["id"]], whose)
    yield "problems", {"problems": rows, "answered": _answered(view["themes"])}
