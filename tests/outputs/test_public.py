"""A public catalogue has the same facts, ids and links as the full one, and short quotes instead of the texts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.model import Outcome
from extractors.about import of_articles
from extractors.extract import extract
from extractors.relative_dates import of_articles as dates_of_articles
from outputs.assemble import assemble
from outputs.catalogue import build_catalogue
from outputs.checks import checks
from outputs.excerpt import LONGEST
from outputs.model import Catalogue, DocumentRecord
from outputs.promise import broken
from outputs.public import public
from outputs.publish import PublishError, publish
from outputs.search import search
from tests.outputs import sample
from tests.published import published_texts

SENTENCES = (
    "岭北县是农业大县，共有18个乡镇、236个行政村。",
    "老话讲得好，人心齐了泰山也能移。",
    "一、主要做法",
    "（一）建强产业链党组织",
    "针对党建与业务“两张皮”问题，县委推行支部联建，选派干部120名驻村指导，群众满意度提高到96.5%。",
    "全县去年投入资金3200万元，其中县级财政1200万元、乡镇自筹2000万元。",
    "二是建立定期会商制度，每月召开一次联席会议，解决用地难、用工难等问题47件",
    "二、存在问题",
    "部分村集体经济薄弱，年轻党员外出务工多，组织生活不经常。",
    "姓名\t人数\t金额\n东坪村\t12人\t3.5万元\n合计\t12人\t3.5万元",
    "2019年6月，东坪村党支部牵头成立合作社，带动农户86户，户均增收4100元。",
    "下一步，将推广积分管理，完善考核办法。",
    "农村发展的经验一再说明，事情要靠大家商量着办，急不得也等不得，走得稳才走得远。",
)


def read(name: str, text: str) -> DocumentRecord:
    """The record of a text file, as the worker makes it."""
    document = prepare_text(text, name)
    found = extract(document)
    about = of_articles(document, found.dates)
    relative = dates_of_articles(document, [one.date.value if one.date else None for one in about])
    return DocumentRecord(
        document.source, Outcome("ok"), "text/plain", document, found,
        assemble(document, found, about, relative), about, relative, checks=checks(document, found),
    )  # fmt: skip


def catalogue(*texts: str) -> Catalogue:
    return replace(build_catalogue(read(f"{at}.txt", text) for at, text in enumerate(texts)), profile="public")


REPORT = "岭北县：支部联建促振兴\n" + "\n".join(SENTENCES)


@cache
def whole() -> Catalogue:
    """Reports and a copy of one with another figure, and the sample with what was made by hand."""
    made = (
        read("甲.txt", REPORT),
        read("乙.txt", REPORT.replace("3200万", "3300万")),
        read("丙.txt", SENTENCES[-1] * 9),
    )
    return build_catalogue([*made, *sample.records()])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=14), min_size=1, max_size=3))
def test_every_finding_is_where_it_says(texts: list[list[str]]) -> None:
    full = catalogue(*("关于支部联建的经验\n" + "\n".join(lines) for lines in texts))
    assert list(broken(public(full))) == []


def facts(one: DocumentRecord) -> list[list[Any]]:
    found = one.findings
    return [
        [(q.text, q.value, q.unit, q.counted, q.owner and q.owner.text) for q in found.quantities],
        [(d.text, d.value) for d in found.dates],
        [(p.text, p.theme, [a.text for a in p.actors], [r.text for r in p.results]) for p in found.practices],
        [(p.text, p.category, p.status) for p in found.problems],
        [(c.rule, c.verdict, [s.text for s in c.spans]) for c in one.checks or ()],
    ]


def test_it_has_the_same_facts() -> None:
    short = public(whole())
    assert sum(len(kind) for one in whole().records for kind in facts(one)) > 100
    for mine, full in zip(short.records, whole().records, strict=True):
        assert facts(mine) == facts(full)


def test_little_of_what_a_report_says_beside_its_facts_is_left() -> None:
    lengths = [
        (len(mine.document.text), len(full.document.text))
        for mine, full in zip(public(whole()).records, whole().records, strict=True)
        if mine.document and full.document and len(full.document.text) > 300
    ]
    assert lengths
    assert all(mine < 0.75 * full for mine, full in lengths)
    prose = next(one for one in public(whole()).records if one.source.name == "丙.txt")
    assert prose.document is not None
    assert len(prose.document.text) <= 60


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("public")
    for profile in ("full", "public"):
        publish(replace(whole(), profile=profile), folder / profile, folder / "state" / profile, {"engine": "local"})
    return {profile: folder / profile for profile in ("full", "public")}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_ids_stay_as_in_the_full_catalogue(built: dict[str, Path]) -> None:
    def known(profile: str) -> Any:
        return json.loads((built[profile] / "identity.json").read_bytes())["cases"]

    def findings(profile: str) -> list[list[str]]:
        read = [json.loads(path.read_bytes()) for path in sorted((built[profile] / "cases").glob("*.json"))]
        return [[one["id"] for kind in ("practices", "problems", "quantities") for one in case[kind]] for case in read]

    assert known("public") == known("full") != []
    assert findings("public") == findings("full")


def test_links_stay_as_in_the_full_catalogue(built: dict[str, Path]) -> None:
    for path in sorted((built["full"] / "cases").glob("*.json")):
        full, mine = (json.loads((built[one] / "cases" / path.name).read_bytes()) for one in ("full", "public"))
        for name in ("duplicate_of", "similar", "cluster", "own_share", "themes"):
            assert mine[name] == full[name]
        for name in ("answers", "copy_conflicts", "checks", "parts"):
            assert len(mine[name]) == len(full[name]), name
        assert [one["evidence"] for one in mine["answers"]] == [one["evidence"] for one in full["answers"]]
    conflicts = [one for case in public(whole()).cases for one in case.copy_conflicts]
    assert {one.text for one in conflicts} == {"3200万元", "3300万元"}


def test_the_manifest_names_the_profile(built: dict[str, Path]) -> None:
    told = {one: json.loads((folder / "catalogue.json").read_bytes())["profile"] for one, folder in built.items()}
    assert told == {"full": "full", "public": "public"}


def test_words_that_are_not_quoted_are_not_found(built: dict[str, Path]) -> None:
    def shown(profile: str, words: str) -> bool:
        return any(words in one["snippet"] for one in search(built[profile], words)["hits"])

    assert shown("full", "泰山也能移")
    assert not shown("public", "泰山也能移")
    assert shown("public", "选派干部120名")


def test_no_long_stretch_of_a_text_stands_in_any_file(built: dict[str, Path]) -> None:
    texts = list(published_texts(built["public"]))
    assert len(texts) > 20
    sources = [one.document.text for one in whole().records if one.document and len(one.document.text) > LONGEST]
    grams = {source[at : at + LONGEST + 1] for source in sources for at in range(len(source) - LONGEST)}
    for name, text in texts:
        assert not any(text[at : at + LONGEST + 1] in grams for at in range(len(text) - LONGEST)), name


@pytest.mark.parametrize(("there", "then"), [("full", "public"), ("public", "full")])
def test_one_profile_does_not_replace_the_other(built: dict[str, Path], there: str, then: str) -> None:
    before = dict(files(built[there]))
    with pytest.raises(PublishError, match=f"profile {there}.*Name another folder"):
        publish(replace(whole(), profile=then), built[there], built[there].parent / "state" / there)  # type: ignore[arg-type]
    assert dict(files(built[there])) == before


def test_it_replaces_one_of_its_kind(built: dict[str, Path], tmp_path: Path) -> None:
    one = replace(whole(), profile="public")
    publish(one, tmp_path / "out", tmp_path / "state")
    made = publish(one, tmp_path / "out", tmp_path / "state")
    assert not any(made.changes[kind][which] for kind in ("cases", "documents") for which in ("added", "updated"))
