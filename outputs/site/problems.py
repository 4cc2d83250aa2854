"""The problems: how each is said, where it occurs, and the practices that answer it."""

from collections import Counter
from collections.abc import Iterator, Mapping

import orjson

from outputs.answer_order import TIERS
from outputs.jsonfile import fragment
from outputs.model import DocumentRecord
from outputs.problems_view import Answered, Category, Themes
from outputs.record import Json
from outputs.site.scripts import Named, Raw
from outputs.site.shelf import Shelf
from outputs.spool import Place, Spool
from outputs.taxonomy import categories, category_groups

WORDINGS = 40


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


KEPT = ("case", "document", "start", "end", "text", "theme", "status", "quote", "places", "problem", "problem_text")


def _answer(said: Answered, whose: Whose) -> Json:
    one = orjson.loads(said.told())
    results = [result["text"] for result in one["results"]]
    told = {key: one[key] for key in KEPT} | {"tier": said.given.tier, "evidence": one["evidence"]}
    return told | {"figures": list(said.figures), "results": results} | whose.of(one)


def _mention(one: Json, whose: Whose) -> Json:
    kept = ("case", "document", "start", "end", "text", "status", "quote")
    return {key: one[key] for key in kept} | whose.of(one)


def _page(told: Category, whose: Whose) -> Json:
    """One problem: the wordings and mentions in order of frequency and of the folder, the answers best first."""
    wordings = Counter(mention.text for _, piece in told.pieces for mention in piece.mentions)
    said = sorted(wordings.items(), key=lambda one: (-one[1], one[0]))
    return {
        "wordings": [list(one) for one in said[:WORDINGS]],
        "wordings_in_all": len(said),
        "answers": [_answer(one, whose) for one in told.answers],
        "answer_totals": told.totals,
        "mentions": [_mention(orjson.loads(one), whose) for one in told.mentions],
        "mentions_in_all": told.mentions_in_all,
    }


def _row(told: Category) -> Json:
    return {
        "id": told.id,
        "mentions": told.mentions_in_all,
        "cases": len(told.cases),
        "statuses": dict(Counter(mention.status for _, piece in told.pieces for mention in piece.mentions)),
        "answers": told.totals,
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


class ProblemPages:
    """The pages of the problems, made one by one while `problems.json` is written."""

    def __init__(self, shelf: Shelf, aside: Spool) -> None:
        """Until they are written the pages lie `aside`."""
        self._whose, self._aside = Whose(shelf), aside
        self._rows: list[Json] = []
        self._pages: dict[str, Place] = {}
        self._themes = Themes()

    def add(self, told: Category) -> None:
        """Make the page of a category."""
        self._rows.append(_row(told))
        self._pages[told.id] = self._aside.add(fragment(_page(told, self._whose)))
        self._themes.add(told)

    def files(self) -> Iterator[Named]:
        """The list of problems, what themes answer them, and a file for each by its place in the list."""
        known = {one.id: one for one in categories()}
        rows = sorted(self._rows, key=lambda row: (-row["cases"], -row["mentions"], row["id"]))
        for number, row in enumerate(rows):
            one = known.get(row["id"])
            row["definition"] = one.definition if one else ""
            row["group"] = category_groups().get(one.group, "其他") if one else "其他"
            row["file"] = f"problem/{number}"
            yield row["file"], Raw(self._aside.get(self._pages[row["id"]]))
        yield "problems", {"problems": rows, "answered": _answered(self._themes.view())}
