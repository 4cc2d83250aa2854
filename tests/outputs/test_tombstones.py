"""What is gone from a catalogue is named with what took its place, for as long as it stays gone."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.compact import Places, Saying, Sayings
from outputs.jsonfile import dumps, fragment, in_lines
from outputs.model import Case, Catalogue, Cluster, DocumentRecord, PracticeCluster
from outputs.publish import publish
from outputs.tombstones import with_tombstones
from outputs.views import clusters_view, practices_view
from tests.outputs.builders import Told, record
from tests.outputs.test_kept_ids import ORCHARD, SQUARE, VINEGAR

FULLER = f"{VINEGAR}\n合作社去年又添两条灌装线，添置冷库，还请人画了新商标，印在每一只瓶子上，卖到了省城的超市里。"
LATER = "后来村里又修了路，装上路灯，夜里也亮堂，孩子们在灯下跳绳，老人沿着河边散步，一直走到桥头。"


class Builds:
    """One catalogue folder, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> Any:
        return json.loads((self.folder / "out" / name).read_bytes())

    def build(self, *records: DocumentRecord) -> dict[str, dict[str, Any]]:
        """Name -> entry of documents.json."""
        self.publish(build_catalogue(records))
        return {one["name"]: one for one in self.read("documents.json")["documents"]}

    def publish(self, catalogue: Catalogue) -> None:
        publish(catalogue, self.folder / "out", self.folder / "state")

    def stones(self, kind: str = "case") -> dict[str, tuple[str | None, str | None]]:
        """Id -> title and successor."""
        listed = self.read("tombstones.json")["tombstones"]
        return {one["id"]: (one["title"], one["superseded_by"]) for one in listed if one["kind"] == kind}


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


def case_of(listed: dict[str, dict[str, Any]], name: str) -> str:
    (id_,) = listed[name]["cases"]
    return str(id_)


def test_nothing_is_gone_at_first_and_where_all_stays(builds: Builds) -> None:
    for _ in range(2):
        builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
        assert builds.read("tombstones.json")["tombstones"] == []


def test_a_moved_file_leaves_nothing(builds: Builds) -> None:
    builds.build(record("醋.txt", VINEGAR))
    builds.build(record("老/作坊.txt", VINEGAR))
    assert builds.read("tombstones.json")["tombstones"] == []


def test_what_nothing_took_the_place_of_leads_nowhere(builds: Builds) -> None:
    before = builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
    builds.build(record("醋.txt", VINEGAR))
    assert builds.stones() == {case_of(before, "果.txt"): ("桃园村的夜间课堂", None)}
    assert builds.stones("document") == {before["果.txt"]["id"]: ("果.txt", None)}


def test_a_removed_copy_leads_to_the_case_that_it_copied(builds: Builds) -> None:
    before = builds.build(record("醋.txt", FULLER), record("转.txt", VINEGAR), record("果.txt", ORCHARD))
    builds.build(record("醋.txt", FULLER), record("果.txt", ORCHARD))
    assert builds.stones() == {case_of(before, "转.txt"): ("酱坊村办起合作社", case_of(before, "醋.txt"))}


def test_a_removed_leading_case_leads_to_the_copy_that_is_left(builds: Builds) -> None:
    before = builds.build(record("醋.txt", FULLER), record("转.txt", VINEGAR), record("果.txt", ORCHARD))
    builds.build(record("转.txt", VINEGAR), record("果.txt", ORCHARD))
    assert builds.stones() == {case_of(before, "醋.txt"): ("酱坊村办起合作社", case_of(before, "转.txt"))}


def test_when_the_leading_case_goes_too_another_copy_takes_both_places(builds: Builds) -> None:
    files = [record("醋.txt", FULLER), record("转.txt", VINEGAR), record("又转.txt", f"{VINEGAR}\n某网")]
    before = builds.build(*files, record("果.txt", ORCHARD))
    left = case_of(builds.build(files[2], record("果.txt", ORCHARD)), "又转.txt")
    assert {id_: heir for id_, (_, heir) in builds.stones().items()} == {
        case_of(before, "醋.txt"): left,
        case_of(before, "转.txt"): left,
    }


def test_a_case_that_was_split_leads_to_the_part_with_most_of_its_words(builds: Builds) -> None:
    whole = f"两个村的做法\n{ORCHARD}\n{VINEGAR}\n（摘自内部交流材料，文字略有删节）"
    before = builds.build(record("村.txt", whole))
    at, end = whole.index("酱坊村办起合作社"), whole.index("\n（摘自")
    parts = [Case("夜课", "桃园村", "村", None, 7, at), Case("醋坊", "酱坊村", "村", None, at, end)]
    after = builds.build(record("村.txt", whole, Told(cases=parts)))
    texts = {id_: builds.read(f"cases/{id_}.json")["title"] for id_ in after["村.txt"]["cases"]}
    gone = case_of(before, "村.txt")
    assert texts[str(builds.stones()[gone][1])] == "醋坊"


def test_a_case_that_was_written_anew_leads_to_what_holds_its_words(builds: Builds) -> None:
    before = builds.build(record("醋.txt", f"开头\n{VINEGAR}\n{LATER}"), record("果.txt", ORCHARD))
    text = f"换了题目也换了开头的一篇\n先说别的事情。{VINEGAR[20:]}\n结尾也是新写的，与原来不同，只有中间还在。"
    told = builds.build(record("醋.txt", text, None, "换了题目"), record("果.txt", ORCHARD))
    gone, now = case_of(before, "醋.txt"), case_of(told, "醋.txt")
    assert gone != now
    assert builds.stones() == {gone: ("开头", now)}
    assert builds.stones("document") == {before["醋.txt"]["id"]: ("醋.txt", told["醋.txt"]["id"])}


def test_another_text_in_the_same_file_takes_no_place(builds: Builds) -> None:
    before = builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
    builds.build(record("醋.txt", SQUARE), record("果.txt", ORCHARD))
    assert builds.stones()[case_of(before, "醋.txt")] == ("酱坊村办起合作社", None)


def test_they_stay_over_builds_and_lead_to_what_lives(builds: Builds) -> None:
    files = [record("醋.txt", FULLER), record("转.txt", VINEGAR), record("又转.txt", f"{VINEGAR}\n某网")]
    first = builds.build(*files, record("果.txt", ORCHARD))
    second = builds.build(*files[1:], record("果.txt", ORCHARD))
    gone = case_of(first, "醋.txt")
    heir = str(builds.stones()[gone][1])
    (name,) = (name for name in ("转.txt", "又转.txt") if case_of(second, name) == heir)
    (left,) = (one for one in files[1:] if one.source.name != name)
    third = builds.build(left, record("果.txt", ORCHARD))
    for _ in range(2):
        last = case_of(third, left.source.name)
        assert {id_: to for id_, (_, to) in builds.stones().items()} == {gone: last, heir: last}
        third = builds.build(left, record("果.txt", ORCHARD))
    builds.build(record("果.txt", ORCHARD))
    assert {to for _, to in builds.stones().values()} == {None}


def test_an_id_that_comes_back_has_none(builds: Builds) -> None:
    before = builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
    builds.build(record("醋.txt", VINEGAR))
    assert case_of(before, "果.txt") in builds.stones()
    after = builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
    assert case_of(after, "果.txt") == case_of(before, "果.txt")
    assert builds.read("tombstones.json")["tombstones"] == []


def test_a_document_that_moved_and_changed_leads_to_where_its_cases_are(builds: Builds) -> None:
    before = builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))
    after = builds.build(record("新/作坊.txt", VINEGAR.replace("86", "88")), record("果.txt", ORCHARD))
    assert case_of(after, "新/作坊.txt") == case_of(before, "醋.txt")
    assert builds.stones("document") == {before["醋.txt"]["id"]: ("醋.txt", after["新/作坊.txt"]["id"])}


def in_clusters(catalogue: Catalogue, parts: dict[str, tuple[int, ...]]) -> Catalogue:
    """The cases, in order, in clusters, and in each a cluster of as many practices."""
    ids = [one.id for one in catalogue.cases]
    homes, kinds = [], []
    for label, chosen in parts.items():
        name = f"{ord(label):x}".ljust(12, "0")
        cases = tuple(ids[at] for at in chosen)
        homes.append(Cluster(f"k{name}", label, cases, cases[:1], (), ()))
        sayings = Sayings.of(Saying(f"p{at:012x}", f"做法{at}", Places()) for at in chosen)
        kinds.append(PracticeCluster(f"m{name}", label, "T01", sayings, (), ()))
    return replace(catalogue, clusters=tuple(homes), practice_clusters=tuple(kinds))


def practices(told: Catalogue) -> bytes:
    """`practices.json` of a catalogue."""
    listed = map(fragment, practices_view(told))
    return b"".join(in_lines("clusters", b"[]", listed, lambda: {"schema": ""}))


def test_a_cluster_leads_to_where_most_of_its_members_went(tmp_path: Path) -> None:
    cases = build_catalogue([record(f"{at}.txt", text) for at, text in enumerate((VINEGAR, ORCHARD, SQUARE, LATER))])
    before = in_clusters(cases, {"甲": (0, 1, 2), "乙": (3,)})
    (tmp_path / "clusters.json").write_bytes(dumps(clusters_view(before)))
    (tmp_path / "practices.json").write_bytes(practices(before))
    after = in_clusters(cases, {"丙": (1, 2), "丁": (0,)})
    found = with_tombstones(after, tmp_path).tombstones
    bing = next(one.id for one in after.clusters if one.label == "丙")[1:]
    told = [(one.kind, one.title, one.superseded_by) for one in found]
    assert told == [
        ("cluster", "乙", None),
        ("cluster", "甲", f"k{bing}"),
        ("practice_cluster", "乙", None),
        ("practice_cluster", "甲", f"m{bing}"),
    ]


def test_the_site_has_the_ways(builds: Builds) -> None:
    before = builds.build(record("醋.txt", FULLER), record("转.txt", VINEGAR))
    builds.build(record("醋.txt", FULLER))
    script = (builds.folder / "out/site/data/tombstones.js").read_text(encoding="utf-8")
    assert f'"{case_of(before, "转.txt")}":"{case_of(before, "醋.txt")}"' in script


def test_what_everybody_may_see_has_no_titles(builds: Builds) -> None:
    for texts in ((VINEGAR, ORCHARD), (VINEGAR,)):
        made = build_catalogue([record(f"{at}.txt", text) for at, text in enumerate(texts)])
        builds.publish(replace(made, profile="public"))
    assert [title for title, _ in builds.stones().values()] == [None]
