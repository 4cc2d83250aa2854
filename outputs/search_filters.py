"""Filters of a search: by place, level, year, theme, problem, status and cluster, given as ids or in Chinese."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields

from corpus.fold import fold
from extractors.gazetteer import divisions, short_forms
from extractors.places import lexicon
from outputs.search_query import SearchError
from outputs.search_ranking import Mask, Ranking
from outputs.search_text import searchable

CODE = re.compile(r"\d{2}(?:\d{2}){0,2}", re.ASCII)
YEARS = re.compile(r"(\d{4})年?(?:\s*[-–—~至到]\s*(\d{4})年?)?", re.ASCII)
SHOWN = 8  # values that a message names


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be, None for whatever. `place`: an administrative code, whole or its beginning, or a name, which
    takes in what lies in the place; `year`: one (2021) or from one to another (2019-2021); `theme`, `problem`,
    `status` and `cluster`: an id or a name. A `status` beside a `problem` or `theme` is that of the finding.
    """

    place: str | None = None
    level: str | None = None
    year: str | None = None
    theme: str | None = None
    problem: str | None = None
    status: str | None = None
    cluster: str | None = None

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        told = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in told if value is not None}


def _values(database: sqlite3.Connection, kind: str) -> list[str]:
    return [row[0] for row in database.execute("SELECT value FROM facet WHERE kind = ?", (kind,))]


def _named(database: sqlite3.Connection, kind: str, asked: str) -> list[str]:
    """The values that an id or a name means: the one that is so called, else those whose names hold it.
    Raises SearchError.
    """
    rows = database.execute("SELECT value, name FROM facet_name WHERE kind = ? ORDER BY value", (kind,)).fetchall()
    told = searchable(asked).strip()
    same = [value for value, name in rows if told in (value.lower(), searchable(name))]
    found = same or [value for value, name in rows if told and told in searchable(name)]
    if not found:
        listed = "、".join(f"{name} ({value})" for value, name in rows[:SHOWN])
        raise SearchError(f"There is no {kind} {asked}. There are: {listed}{' …' if len(rows) > SHOWN else ''}")
    return found


def _stems(name: str) -> set[str]:
    """The beginnings of the codes of what lies in a place of this name."""
    return {one.stem for one in divisions() if fold(one.name) == name or name in map(fold, short_forms(one.name))}


def _placed(ranking: Ranking, asked: str) -> Mask:
    told = searchable(asked).strip()
    codes = _values(ranking.database, "code")
    if told.isdigit():
        if not CODE.fullmatch(told):
            raise SearchError(f"{asked} is no administrative code; give two, four or six digits, or a name.")
        stem = re.sub(r"(?<=\d\d)(?:00)+$", "", told)
        return ranking.having("code", [code for code in codes if code.startswith(stem)])
    names = [name for name in _values(ranking.database, "place") if told in name]
    within = [code for code in codes if code.startswith(tuple(_stems(told)))]
    return ranking.having("place", names) | ranking.having("code", within)


def _of_years(ranking: Ranking, asked: str) -> Mask:
    found = YEARS.fullmatch(searchable(asked).strip())
    if not found:
        raise SearchError(f"{asked} is no year; give one such as 2021 or some such as 2019-2021.")
    first, last = found[1], found[2] or found[1]
    if first > last:
        raise SearchError(f"{asked} runs backwards; give the earlier year first, {last}-{first}.")
    return ranking.having("year", [year for year in _values(ranking.database, "year") if first <= year <= last])


def _meant(asked: str) -> list[str]:
    """The levels of a word that is put together of endings of places (乡镇, 区县, 街道); nothing where it is not."""
    known = {ending: one.level for one in lexicon().levels for ending in one.endings}
    endings = sorted(map(re.escape, known), key=lambda ending: (-len(ending), ending))
    parts = re.compile("|".join(endings)).findall(asked)
    return list(dict.fromkeys(known[part] for part in parts)) if "".join(parts) == asked else []


def _leveled(ranking: Ranking, asked: str) -> Mask:
    levels = _values(ranking.database, "level")
    told = searchable(asked).strip()
    plain = told if told in levels else told.removesuffix("级")
    found = [plain] if plain in levels else [level for level in _meant(plain) if level in levels]
    if not found:
        raise SearchError(f"There is no case of the level {asked}. There are: {'、'.join(sorted(levels))}")
    return ranking.having("level", found)


def _of_findings(ranking: Ranking, given: dict[str, str]) -> Iterator[Mask]:
    """Theme, problem and status; a status is that of the findings asked for, where there are any."""
    database = ranking.database
    states = _named(database, "status", given["status"]) if "status" in given else []
    kinds = [kind for kind in ("theme", "problem") if kind in given]
    masks = []
    for kind in kinds:
        values = _named(database, kind, given[kind])
        yield ranking.having(kind, values)
        masks.append(ranking.having(kind, [f"{value}/{state}" for value in values for state in states]))
    if states:
        yield sum(masks[1:], masks[0]) if masks else ranking.having("status", states)


def allowed(ranking: Ranking, filters: Filters) -> Mask:
    """Which entries pass some filters. Raises SearchError where a filter names nothing that there is."""
    given = filters.given()
    mask = ranking.among(range(1, ranking.entries + 1))
    if "place" in given:
        mask &= _placed(ranking, given["place"])
    if "level" in given:
        mask &= _leveled(ranking, given["level"])
    if "year" in given:
        mask &= _of_years(ranking, given["year"])
    if "cluster" in given:
        mask &= ranking.having("cluster", _named(ranking.database, "cluster", given["cluster"]))
    for of_findings in _of_findings(ranking, given):
        mask &= of_findings
    return mask
