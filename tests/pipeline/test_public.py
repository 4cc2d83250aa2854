"""The public profile of a salted corpus: nothing private is left in any file, and no ordinary figure is gone."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from corpus.fold import fold
from outputs.site.search import search_index
from pipeline.extract import read_files
from pipeline.settings import Settings
from tests.contract.closed import unnamed
from tests.pipeline.test_cli import run
from tests.published import published_texts
from tests.salted import KEPT, SPOKEN, Salted, Secret, corpus

BETWEEN = re.compile(r"(?<=[\dxX])[\s\-—–.·,，、/()（）|…\u200b]{1,4}(?=[\dxX])")
WRITTEN = {ord(han): chr(digit) for digit, han in SPOKEN.items()}
WINDOW = 9  # digits of a number that are a leak already
SHOWN = 5

salted = cache(corpus)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("salted") / "报告"
    for name, data in salted().files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("out")
    for profile in ("full", "public"):
        done = run("build", sources, "--out", out / profile, "--engine", "local", "--profile", profile)
        assert done.returncode == 0, done.stderr
    return {profile: out / profile for profile in ("full", "public")}


def secrets(made: Salted) -> list[tuple[str, Secret]]:
    return [(name, secret) for name, planted in made.secrets.items() for secret in planted]


@cache
def searched(folder: Path) -> tuple[tuple[str, str, str], ...]:
    """Name of a file, each text in it folded and without blanks, and with its digits drawn together."""
    folded = ((name, fold(text)) for name, text in dict.fromkeys(published_texts(folder)))
    return tuple(
        (name, re.sub(r"\s", "", text), BETWEEN.sub("", text.translate(WRITTEN)).upper()) for name, text in folded
    )


def pieces(secret: Secret) -> Iterator[str]:
    words = secret.words
    yield from (words[at : at + WINDOW] for at in range(len(words) - WINDOW + 1))


def holds(text: str, digits: str, secret: Secret) -> bool:
    return secret.words in text if secret.kind == "person" else any(piece in digits for piece in pieces(secret))


def found(folder: Path, planted: list[tuple[str, Secret]]) -> list[str]:
    """What of the planted stands in some file, the first of it with the names of the files."""
    told = searched(folder)
    whole = "\0".join(text for _, text, _ in told), "\0".join(digits for *_, digits in told)
    left = [(home, secret) for home, secret in planted if holds(*whole, secret)]
    return [
        f"{one.kind} {one.words} of {home}: {_where(told, one) if at < SHOWN else ''}"
        for at, (home, one) in enumerate(left)
    ]


def _where(told: tuple[tuple[str, str, str], ...], secret: Secret) -> list[str]:
    return sorted({name for name, text, digits in told if holds(text, digits, secret)})


def test_there_is_enough_salt() -> None:
    counts = Counter(secret.kind for _, secret in secrets(salted()))
    assert sum(counts.values()) >= 200
    assert all(counts[kind] >= 40 for kind in ("identity", "phone", "bank", "person"))


def test_the_search_for_leaks_finds_them_in_the_full_catalogue(built: dict[str, Path]) -> None:
    """The full profile holds it all; were this search blind, the next test would tell nothing."""
    planted = secrets(salted())
    assert len(found(built["full"], planted)) > 0.95 * len(planted)
    held = {name.split(".")[-1] for one in planted[:4] for name in _where(searched(built["full"]), one[1])}
    assert held >= {"json", "sqlite", "xlsx", "js"}


def test_nothing_private_is_left_in_any_file(built: dict[str, Path]) -> None:
    assert found(built["public"], secrets(salted())) == []


def test_the_site_searches_in_nothing_but_what_is_published(built: dict[str, Path]) -> None:
    """Postings hold the places of all pairs of characters: the index must be that of the published texts alone."""
    folder = built["public"]
    cases = [json.loads(path.read_bytes()) for path in (folder / "cases").glob("*.json")]
    cases.sort(key=lambda one: (one["document"]["name"], one["start"], one["id"]))
    fields = [(one["title"], one["place"] or "", one["organisation"] or "", one["text"]) for one in cases]
    telling = {one["document"]["name"] for one in cases}
    read = [json.loads(path.read_bytes()) for path in (folder / "documents").glob("*.json")]
    rest = sorted(
        (one for one in read if one["document"]["name"] not in telling), key=lambda one: one["document"]["name"]
    )
    told = [(_title(one), one["document"]["name"], one["text"]) for one in rest]
    shards = [content for name, content in search_index([*fields, *told]) if name != "search"]
    for number, content in enumerate(shards):
        assert json.dumps(content) in (folder / f"site/data/search/{number}.js").read_text("utf-8")
    assert not (folder / f"site/data/search/{len(shards)}.js").exists()


def _title(one: Any) -> str:
    stated = one["about"]["title"] if len(one["articles"]) < 2 else None
    return str(stated["value"]) if stated else ""


def test_marked_documents_are_left_out(built: dict[str, Path]) -> None:
    listed = json.loads((built["public"] / "documents.json").read_bytes())["documents"]
    status = {one["name"]: one["status"] for one in listed}
    assert {status[name] for name in salted().marked} == {"ignored:marked"}
    assert not any(words in text for words in salted().marked.values() for _, text, _ in searched(built["public"]))


def figures(folder: Path) -> Counter[tuple[str, Any, str]]:
    """The quantities of a catalogue: words, value and unit."""
    read = (json.loads(path.read_bytes()) for path in (folder / "documents").glob("*.json"))
    return Counter((q["text"], q["value"], q["unit"]) for one in read for q in one["quantities"])


def test_no_ordinary_figure_is_lost(built: dict[str, Path]) -> None:
    mine, full = figures(built["public"]), figures(built["full"])
    planted = Counter(chain.from_iterable(salted().ordinary.values()))
    assert len(planted) > 150
    told = {words: [(value, unit) for text, value, unit in full if words in text] for words in planted}
    assert sum(map(bool, told.values())) > 0.97 * len(told)
    lost = [words for words, found in told.items() if found and not any(words in text for text, *_ in mine)]
    assert lost == []
    assert [one for one in full if one[0] in planted and mine[one] < full[one]] == []


def test_what_is_ordinary_is_not_masked(sources: Path) -> None:
    files = sorted(path for path in sources.rglob("*") if path.is_file())
    records = list(read_files(files, Settings(jobs=2, profile="public")))
    texts = {record.source.name: record.document.text for record in records if record.document}
    reports = [text for text in texts.values() if "一、主要做法" in text]
    assert len(reports) >= 15
    for text in reports:
        joined = re.sub(r"\s", "", text)
        assert [one for one in KEPT if one not in joined] == [], text


def test_the_full_profile_warns_of_each_file(built: dict[str, Path]) -> None:
    listed = json.loads((built["full"] / "documents.json").read_bytes())["documents"]
    said = {one["name"]: " ".join(one["warnings"]) for one in listed}
    called = {"identity": "identity number", "phone": "telephone", "bank": "bank account", "person": "private person"}
    for name, planted in salted().secrets.items():
        for kind in {secret.kind for secret in planted}:
            assert called[kind] in said[name], (name, kind)
    for name in salted().marked:
        assert "marked" in said[name]


@pytest.mark.parametrize("profile", ["full", "public"])
def test_what_was_masked_is_in_the_schemas(built: dict[str, Path], profile: str) -> None:
    assert unnamed(built[profile]) == {}
