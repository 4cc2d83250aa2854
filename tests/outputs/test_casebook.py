"""The reader of chosen cases (案例选编): what it quotes stands in the sources, and it opens everywhere."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from lxml import etree

from outputs.casebook.chosen import Asked, choose
from outputs.casebook.pages import EXCERPTS, REMARKS, Layout
from outputs.casebook.wordml import run, w
from outputs.export import export_reader
from outputs.jsonfile import dumps
from outputs.public import public
from outputs.publish import publish
from outputs.search import Filters, SearchError
from outputs.show_read import DamagedError, Folder, ShowError
from outputs.views import schema_id
from tests.corpus.office_files import saved_as
from tests.outputs.casebooks import bare, made, read_back, texts
from tests.outputs.sample import catalogue

PORT = "港务公司党建与业务融合的做法"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("casebook")
    publish(catalogue(), folder / "out", folder / "state")
    return folder / "out"


def part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def ids(built: Path, asked: Asked) -> list[str]:
    return [case["id"] for case in choose(Folder(built), asked).cases]


def titled(built: Path, title: str) -> Iterator[dict[str, object]]:
    return (case for case in Folder(built).cases() if case["title"] == title)


def test_every_quotation_stands_in_its_source_where_the_note_says(built: Path, tmp_path: Path) -> None:
    found, known = read_back(made(built, tmp_path / "a.docx")), texts(built)
    assert len(found.notes) >= 8
    words = bare(found.text)
    for number, start, end in found.notes:
        _, name, digest = found.sources[number]
        text, sha256 = known[name]
        assert sha256.startswith(digest)
        assert f"“{bare(text[start:end])}”" in words
    labels = ("问题：“", "做法：“", "结果：“", "数字：“")
    assert sum(line.startswith(labels) for line in found.lines) == len(found.notes)


def test_a_problem_stands_with_what_answers_it_what_it_is_and_how_that_is_known(built: Path, tmp_path: Path) -> None:
    (lead,) = (case for case in titled(built, PORT) if not case["duplicate_of"])
    lines = read_back(made(built, tmp_path / "a.docx", Asked((str(lead["id"]),)))).lines
    first = next(at for at, line in enumerate(lines) if line.startswith("问题："))
    assert lines[first].startswith("问题：“针对党建业务两张皮，公司党委建立双向述职制度，把支部建到班组。”")
    assert lines[first + 1].startswith("做法：“建立双向述职制度”")
    assert lines[first + 1].endswith("（原文直接说明针对该问题）")
    assert any(line.startswith("做法：“(一)推行项目化管理”") for line in lines)
    assert (
        sum("全年立项36个，完成率97.5%，节约资金约480万元。" in line for line in lines) == 2
    )  # quoted once, then in full


def test_the_text_is_there_in_full_unless_it_is_to_be_short(built: Path, tmp_path: Path) -> None:
    whole, short = made(built, tmp_path / "a.docx"), made(built, tmp_path / "b.docx", layout=Layout(short=True))
    cases = choose(Folder(built), Asked(semantic=False)).cases
    told, brief = bare(read_back(whole).text), bare(read_back(short).text)
    assert all(bare(case["text"]) in told for case in cases)
    assert not any(bare(case["text"]) in brief for case in cases if len(case["text"]) > 100)
    assert "原文" in read_back(whole).lines
    assert "原文" not in read_back(short).lines


def test_the_same_cases_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    first, second = (made(built, tmp_path / name).read_bytes() for name in ("a.docx", "b.docx"))
    assert first == second


def test_the_contents_name_every_heading_in_its_order(built: Path, tmp_path: Path) -> None:
    path = made(built, tmp_path / "a.docx")
    document = docx.Document(str(path))
    told = [(p.style.name[-1], p.text.strip()) for p in document.paragraphs if p.style and p.style.name[:4] == "toc "]
    heads = ("Heading 1", "Heading 2")
    there = [(p.style.name[-1], p.text) for p in document.paragraphs if p.style and p.style.name in heads]
    assert told == there
    assert len([level for level, _ in there if level == "2"]) == len(choose(Folder(built), Asked(semantic=False)).cases)
    assert there[-1] == ("1", "资料来源")


def test_fields_notes_and_marks_fit_together(built: Path, tmp_path: Path) -> None:
    path = made(built, tmp_path / "a.docx")
    body, notes = part(path, "document"), part(path, "footnotes")
    kinds = Counter(one.get(w("fldCharType")) for one in body.iter(w("fldChar")))
    assert kinds["begin"] == kinds["separate"] == kinds["end"] > 0
    marks = {one.get(w("name")) for one in body.iter(w("bookmarkStart"))}
    codes = [str(one.text).split() for one in body.iter(w("instrText"))]
    assert {code[1] for code in codes if code[0] == "PAGEREF"} == marks
    referred = [one.get(w("id")) for one in body.iter(w("footnoteReference"))]
    assert referred == [one.get(w("id")) for one in notes if not one.get(w("type"))]


def test_title_date_and_remarks_are_on_the_first_pages(built: Path, tmp_path: Path) -> None:
    lines = read_back(made(built, tmp_path / "a.docx", layout=Layout("移风易俗案例", "2026年11月"))).lines
    assert lines[0] == "移风易俗案例"
    assert lines[2] == "2026年11月"
    assert REMARKS[1] in lines


def test_copies_are_left_out_unless_they_are_named(built: Path) -> None:
    lead, copy = sorted(titled(built, PORT), key=lambda case: bool(case["duplicate_of"]))
    found = choose(Folder(built), Asked(query="双向述职", semantic=False))
    assert lead["id"] in [case["id"] for case in found.cases]
    assert copy["id"] not in [case["id"] for case in found.cases]
    assert found.copies == 1
    assert ids(built, Asked((str(copy["id"]),))) == [copy["id"]]


def test_a_search_its_filters_and_the_limit_choose(built: Path) -> None:
    everything = ids(built, Asked(semantic=False))
    assert ids(built, Asked(filters=Filters(place="330281"))) == [
        case["id"] for case in titled(built, "鹿亭村的議事規矩")
    ]
    few = choose(Folder(built), Asked(limit=2, semantic=False))
    assert (len(few.cases), few.more) == (2, True)
    assert not choose(Folder(built), Asked(limit=len(everything), semantic=False)).more
    searched = choose(Folder(built), Asked(query="党", limit=1, semantic=False))
    assert (len(searched.cases), searched.more) == (1, True)


def test_what_there_is_not_is_told_with_what_is_near(built: Path) -> None:
    known = ids(built, Asked(semantic=False))[0]
    with pytest.raises(ShowError, match=rf"no case {known[:-1]} .*Nearest: .*{known}"):
        choose(Folder(built), Asked((known[:-1],)))
    with pytest.raises(ShowError, match="Nothing"):
        choose(Folder(built), Asked(query="量子纠缠", semantic=False))
    with pytest.raises(SearchError, match="no year"):
        choose(Folder(built), Asked(filters=Filters(year="去年")))


@pytest.mark.parametrize(
    ("heir", "said"), [("c0123456789ab", "gone; c0123456789ab took its place"), (None, "nothing took its place")]
)
def test_of_a_case_that_is_gone_its_heir_is_told(built: Path, tmp_path: Path, heir: str | None, said: str) -> None:
    folder = copied(built, tmp_path)
    grave = {"id": "c999999999999", "kind": "case", "superseded_by": heir, "title": None}
    value = {"schema": schema_id("tombstones"), "tombstones": [grave]}
    (folder / "tombstones.json").write_bytes(dumps(value))
    with pytest.raises(ShowError, match=said):
        choose(Folder(folder), Asked(("c999999999999",)))


def copied(built: Path, to: Path) -> Path:
    """The JSON of a catalogue, to be spoilt."""
    return Path(shutil.copytree(built, to / "copy", ignore=shutil.ignore_patterns("site", "*.xlsx")))


def test_a_damaged_document_is_told(built: Path, tmp_path: Path) -> None:
    broken = copied(built, tmp_path)
    case = next(Folder(broken).cases())
    (broken / "documents" / f"{case['document']['id']}.json").write_text("{", encoding="utf-8")
    with pytest.raises(DamagedError, match="is no JSON"):
        made(broken, tmp_path / "a.docx", Asked((case["id"],)))


def test_a_public_catalogue_gives_quotes_without_texts(tmp_path: Path) -> None:
    publish(public(catalogue()), tmp_path / "out", tmp_path / "state")
    said = export_reader(tmp_path / "out", tmp_path / "a.docx", Asked(semantic=False), Layout())
    assert "no full texts" in said
    found, known = read_back(tmp_path / "a.docx"), texts(tmp_path / "out")
    assert EXCERPTS in found.lines
    assert "原文" not in found.lines
    assert len(found.notes) >= 8
    words = bare(found.text)
    assert all(f"“{bare(known[found.sources[number][1]][0][a:b])}”" in words for number, a, b in found.notes)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("甲\x00乙\x0b丙\ud800\ufffe", ["甲乙丙"]), ("甲\n乙\t丙", ["甲", None, "乙", None, "丙"]), (" <&> ", [" <&> "])],
)
def test_words_are_what_xml_can_hold(words: str, wanted: list[str | None]) -> None:
    again = etree.fromstring(etree.tostring(run(words)))
    assert [one.text for one in again] == wanted


def test_libreoffice_opens_it_with_all_its_pages(soffice: Path, built: Path, tmp_path: Path) -> None:
    path = made(built, tmp_path / "a.docx", layout=Layout(date="2026年"))
    printed = saved_as(soffice, tmp_path, path.read_bytes(), "pdf")["pdf"]
    with pypdfium2.PdfDocument(printed) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert "经验案例选编" in pages[0]
    assert "目" in pages[1]
    assert all(f"— {number} —" in bare_of(page) for number, page in enumerate(pages[1:], 2))
    assert f"[{max(read_back(path).sources)}]" in pages[-1]
    assert PORT in "".join(pages)


def bare_of(page: str) -> str:
    return " ".join(page.split())
