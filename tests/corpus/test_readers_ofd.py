"""OFD documents: the text layer in reading order, paragraphs, furniture, and what is refused."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.limits import Limits, limiting
from corpus.model import Reading, RejectionError
from corpus.readers import read
from corpus.readers.ocr import PictureText
from corpus.sniff import OFD
from tests.corpus.ofd_files import HEAD, LEFT, SIZE, SPACE, document, ofd, page, set_paragraphs, text

FIRST = (
    "近年来，某县坚持党建引领，着力破解支部联建联而不动的问题，签订协议147份，选派书记12人，"
    "群众满意度明显提升，取得了较好成效。"
)
SECOND = "一是强化组织领导，成立领导小组，由县委书记任组长，定期研究解决问题。"
THIRD = "二是健全长效机制，定期通报情况。"
LAST = "三是下一步将总结推广各地的经验。"
IMAGE = '<ofd:ImageObject ID="2" Boundary="0 0 210 297" ResourceID="3"/>'


def body(reading: Reading) -> list[str]:
    """The paragraphs that are no furniture."""
    found: list[str] = []
    for block in reading.blocks:
        words = reading.text[block.start : block.end]
        if not block.furniture:
            found[-1:] = [found[-1] + words] if block.continues else [*found[-1:], words]
    return found


def furniture(reading: Reading) -> list[tuple[str, str]]:
    return [(b.furniture, reading.text[b.start : b.end]) for b in reading.blocks if b.furniture]


def code_of(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.ofd")
    assert caught.value.reason.endswith(".")
    return caught.value.code


def one(content: str, **options: str) -> bytes:
    return ofd(document([page(content)], **options))


def test_lines_become_paragraphs_with_page_and_box() -> None:
    reading = read(one(set_paragraphs([FIRST, SECOND, THIRD])), "a.bin")
    assert (reading.media_type, reading.addressing, reading.pages, reading.partial) == (OFD, "page", 1, None)
    assert body(reading) == [FIRST, SECOND, THIRD]
    first = reading.blocks[0]
    assert first.where.page == 1
    assert first.where.box is not None
    assert first.where.box[0] == pytest.approx((LEFT + 2 * SIZE) * 72 / 25.4, abs=0.1)
    assert first.size == pytest.approx(SIZE * 72 / 25.4, abs=0.1)


def test_the_order_of_objects_does_not_matter() -> None:
    objects = set_paragraphs([FIRST, SECOND, THIRD]).split("<ofd:TextObject")[1:]
    mixed = "".join(f"<ofd:TextObject{one}" for one in reversed(objects))
    assert body(read(one(mixed), "a")) == [FIRST, SECOND, THIRD]


def test_characters_one_by_one_and_marks_half_as_wide() -> None:
    spread = "".join(text(LEFT + 2 * SIZE + n * SIZE, 40, char) for n, char in enumerate("某县坚持党建引领"))
    mark = text(100, 60, "供应计划") + text(100 + 4 * SIZE, 60, "，") + text(100 + 4.5 * SIZE, 60, "某区大道北侧")
    assert body(read(one(spread + mark), "a")) == ["某县坚持党建引领", "供应计划，某区大道北侧"]


def test_a_text_that_was_drawn_twice_is_read_once() -> None:
    twice = text(LEFT, 40, "某县经验材料") + text(LEFT + 0.1, 40, "某县经验材料")
    assert body(read(one(twice), "a")) == ["某县经验材料"]


def test_maps_of_objects_and_steps_in_every_notation() -> None:
    scaled = (
        '<ofd:TextObject ID="1" Boundary="28 40 80 8" CTM="0.3527 0 0 0.3527 0 0" Size="15.9">'
        '<ofd:TextCode X="0" Y="15" DeltaX="15.9 g 2 15.9 15.9">支部联建经验</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="60">共12条abc</ofd:TextCode></ofd:TextObject>'
    )
    reading = read(one(scaled), "a")
    assert reading.text == "支部联建经验\n共12条abc"
    assert reading.blocks[0].size == pytest.approx(15.9, abs=0.2)


@pytest.mark.parametrize("steps", ["1.59", "g 2 1.59 1.59", "g 9 1.59", ""])
@pytest.mark.parametrize("down", ["", "0", "g 5 0"])
def test_steps_that_are_fewer_than_the_characters(steps: str, down: str) -> None:
    amount = text(LEFT, 40, "10000.00", 3.18, steps=steps).replace("<ofd:TextCode", f'<ofd:TextCode DeltaY="{down}"')
    reading = read(one(amount), "a")
    assert body(reading) == ["10000.00"]
    box = reading.blocks[0].where.box
    assert box is not None
    assert box[2] - box[0] == pytest.approx(8 * 1.59 * 72 / 25.4, abs=0.2)


def test_drawings_that_pages_refer_to() -> None:
    content = f"<ofd:Content>{text(28, 40, SECOND)}</ofd:Content>"
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="9" Height="9">{content}</ofd:CompositeGraphicUnit>'
    resources = f"{HEAD}<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    used = '<ofd:CompositeObject ID="5" Boundary="0 0 210 297" CTM="0.5 0 0 0.5 0 0" ResourceID="7"/>'
    data = ofd(
        document([page(used)], common="<ofd:DocumentRes>/Doc_0/Res.xml</ofd:DocumentRes>"),
        more={"Doc_0/Res.xml": resources},
    )
    reading = read(data, "a")
    assert body(reading) == [SECOND]
    assert reading.blocks[0].size == pytest.approx(SIZE / 2 * 72 / 25.4, abs=0.1)


def drawing(*units: str) -> bytes:
    """A page that refers to the first of drawings, numbered from 7, a few times."""
    listed = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}">{unit}</ofd:CompositeGraphicUnit>'
        for number, unit in enumerate(units, 7)
    )
    resources = f"{HEAD}<ofd:Res {SPACE}>{listed}</ofd:Res>"
    return ofd(
        document([page(referring(7))], common="<ofd:PublicRes>Res.xml</ofd:PublicRes>"),
        more={"Doc_0/Res.xml": resources},
    )


def referring(number: int, times: int = 20) -> str:
    return f'<ofd:CompositeObject ID="5" Boundary="0 0 9 9" ResourceID="{number}"/>' * times


def test_drawings_that_hold_themselves_or_each_other_end() -> None:
    with limiting(Limits(characters=2_000)):
        assert body(read(drawing(referring(7) + text(LEFT, 40, THIRD)), "a")) == [THIRD]
        assert body(read(drawing(referring(8, 1), referring(7) + text(LEFT, 40, THIRD)), "a")) == [THIRD]
        assert code_of(drawing(*(referring(number) for number in range(8, 14)))) == "too_large"


def test_parts_that_are_referred_to_over_and_over() -> None:
    entries = document([page(set_paragraphs([FIRST]))])
    root = str(entries["Doc_0/Document.xml"])
    at = root.index("<ofd:Page ID")
    again = root[at : root.index("/>", at) + 2] * 50
    with limiting(Limits(unpacked_bytes=20_000)):
        assert code_of(ofd(entries, more={"Doc_0/Document.xml": root[:at] + again + root[at:]})) == "too_large"


ROWS = [["乡镇", "支部（个）", "项目"], ["东风镇", "23", "11"], ["红旗乡", "18", "7"]]


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    data = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="3" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.25">{data}</ofd:PathObject>'


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line as some writers draw it: a thin filled box, mapped to its place."""
    data = "<ofd:AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</ofd:AbbreviatedData>"
    wide, high = max(x1 - x0, 0.2) / 10, max(y1 - y0, 0.2) / 10
    box = f'Boundary="{x0} {y0} {wide * 10} {high * 10}" CTM="{wide} 0 0 {high} 0 0"'
    return f'<ofd:PathObject ID="3" {box} Stroke="false" Fill="true">{data}</ofd:PathObject>'


def ruled_table(top: float, rule: Callable[[float, float, float, float], str]) -> str:
    down = [rule(30 + 50 * n, top, 30 + 50 * n, top + 30) for n in range(4)]
    across = [rule(30, top + 10 * n, 180, top + 10 * n) for n in range(4)]
    words = [
        text(33 + 50 * column, top + 7 + 10 * row, cell, 4)
        for row, cells in enumerate(ROWS)
        for column, cell in enumerate(cells)
    ]
    return "".join([*down, *across, *words])


@pytest.mark.parametrize("rule", [line, bar])
def test_ruled_tables_are_rows_in_their_place(rule: Callable[[float, float, float, float], str]) -> None:
    content = set_paragraphs([FIRST]) + ruled_table(90, rule) + set_paragraphs([SECOND], top=140)
    reading = read(ofd(document([page(content)]), document([page(content)], folder="Doc_1")), "a")
    rows = ["\t".join(row) for row in ROWS]
    assert body(reading) == [FIRST, *rows, SECOND] * 2
    numbers = [(block.table, block.row) for block in reading.blocks if block.kind == "row"]
    assert numbers == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_pictures_of_pages_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = {b"one": PictureText((SECOND, THIRD), doubtful=("一是",)), b"two": PictureText(unread=2)}
    monkeypatch.setattr("corpus.readers.ocr.picture_text", lambda data, _: pictures[data])
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{number}.jpg</ofd:MediaFile></ofd:MultiMedia>'
        for number in (3, 4)
    )
    resources = f'{HEAD}<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    pages = [page(set_paragraphs([FIRST])), page(IMAGE), page(IMAGE.replace('ResourceID="3"', 'ResourceID="4"'))]
    data = ofd(
        document(
            [*pages, page(set_paragraphs([LAST], top=60))], common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        ),
        more={"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/3.jpg": b"one", "Doc_0/Res/4.jpg": b"two"},
    )
    reading = read(data, "a")
    assert body(reading) == [FIRST, SECOND, THIRD, LAST]
    assert [block.where.page for block in reading.blocks if not block.continues] == [1, 2, 2, 4]
    assert (reading.partial or "").startswith("Page 3: 2 lines")
    assert reading.warnings[0].startswith("The text of page 2 was recognised")
    assert "“一是”" in reading.warnings[1]


def test_templates_annotations_and_page_numbers_are_furniture() -> None:
    head = '<ofd:Template TemplateID="8" ZOrder="Background"/>'
    told = [[FIRST, SECOND], [THIRD, FIRST]]
    pages = [page(set_paragraphs(words) + text(100, 280, f"— {n} —", 4), head) for n, words in enumerate(told, 1)]
    template = page(text(150, 15, "某县委办公室"))
    place = '<ofd:Page PageID="1"><ofd:FileLoc>Pages/Page_1/A.xml</ofd:FileLoc></ofd:Page>'
    annots = f"{HEAD}<ofd:Annotations {SPACE}>{place}</ofd:Annotations>"
    stamp = text(100, 250, "某县委公章", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    shown = f'<ofd:Annot ID="4" Type="Stamp"><ofd:Appearance Boundary="0 0 9 9">{stamp}</ofd:Appearance></ofd:Annot>'
    seal = f"{HEAD}<ofd:PageAnnot {SPACE}>{shown}</ofd:PageAnnot>"
    data = ofd(
        document(
            pages,
            common='<ofd:TemplatePage ID="8" BaseLoc="Tpls/T.xml"/>',
            more="<ofd:Annotations>Annots.xml</ofd:Annotations>",
        ),
        more={"Doc_0/Tpls/T.xml": template, "Doc_0/Annots.xml": annots, "Doc_0/Pages/Page_1/A.xml": seal},
    )
    reading = read(data, "a")
    assert body(reading) == [FIRST, SECOND, THIRD, FIRST]
    assert furniture(reading) == [
        ("running_head", "某县委办公室"),
        ("page_number", "— 1 —"),
        ("running_head", "某县委办公室"),
        ("page_number", "— 2 —"),
        ("watermark", "某县委公章"),
    ]


def test_several_documents_are_read_one_after_the_other() -> None:
    first = document([page(set_paragraphs([FIRST])), page(set_paragraphs([SECOND]))])
    second = document([page(set_paragraphs([THIRD]))], folder="Doc_1")
    reading = read(ofd(first, second), "a")
    assert body(reading) == [FIRST, SECOND, THIRD]
    assert [block.where.page for block in reading.blocks if not block.continues] == [1, 2, 3]
    assert reading.pages == 3


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    words = FIRST + FIRST
    cut = 25 + 27
    last = set_paragraphs([words[:cut]], top=250)
    rest = [words[at : at + 27] for at in range(cut, len(words), 27)]
    pages = [page(last), page("".join(text(LEFT, 37 + 10 * n, line) for n, line in enumerate(rest)))]
    assert body(read(ofd(document(pages)), "a")) == [words]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 0 0", "-1 0 0 -1 0 0", "0 -1 1 0 0 0"])
def test_a_page_that_is_turned(matrix: str) -> None:
    a, b, c, d, *_ = map(float, matrix.split())
    lines = [FIRST[:25], FIRST[25:52], FIRST[52:]]
    # On the turned page the lines run as before; the place of each is turned with it.
    objects = "".join(
        f'<ofd:TextObject ID="1" Boundary="{105 - a * 60 + c * n * 10} {148 - b * 60 + d * n * 10} 9 9" '
        f'CTM="{matrix}" Size="5">'
        f'<ofd:TextCode X="{0 if n else 10}" Y="0" DeltaX="g {len(line)} 5">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    )
    assert "".join(body(read(one(objects), "a"))) == FIRST


def test_words_that_run_down_stay_one_piece() -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 3 0" DeltaY="g 3 6">购买方栏</ofd:TextCode>'
    down = f'<ofd:TextObject ID="1" Boundary="20 40 6 60" Size="5">{code}</ofd:TextObject>'
    assert body(read(one(down), "a")) == ["购买方栏"]


def test_text_beneath_a_scan_is_read() -> None:
    hidden = set_paragraphs([FIRST]).replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" ')
    assert body(read(one(IMAGE + hidden), "a")) == [FIRST]
    assert body(read(one(set_paragraphs([SECOND]) + hidden.replace("县", "市")), "a")) == [SECOND]


def test_pages_without_a_text_layer() -> None:
    assert code_of(one(IMAGE)) == "needs_ocr"
    assert code_of(one(IMAGE + text(100, 250, "某县"))) == "needs_ocr"
    assert code_of(one('<ofd:PathObject ID="3" Boundary="0 0 1 1"/>' * 300)) == "needs_ocr"
    assert code_of(one(text(LEFT, 40, "\ue11e\ue236\ue28a" * 20 + "的"))) == "needs_ocr"
    assert code_of(one("")) == "empty"


def test_documents_that_are_read_in_part() -> None:
    mixed = ofd(document([page(set_paragraphs([FIRST])), page(IMAGE), page(IMAGE), page(set_paragraphs([SECOND]))]))
    reading = read(mixed, "a")
    assert body(reading) == [FIRST, SECOND]
    assert reading.partial is not None
    assert "not read: 2–3. " in reading.partial
    entries = document([page(set_paragraphs([FIRST])), page("")])
    del entries["Doc_0/Pages/Page_1/Content.xml"]
    assert (read(ofd(entries), "a").partial or "").endswith("broken: 2.")
    gaps = read(one(set_paragraphs([FIRST]).replace("领导", "\ue001\ue002").replace("党建", "\ue001\ue002")), "a")
    assert (gaps.partial or "").endswith("on these pages: 1.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xmlns:ofd", "xmlns:x"),
        ("http://www.ofdspec.org/2016", "http://other"),
        ("Doc_0/Document.xml</", "/Doc_0/Document.xml</"),
        ("Doc_0/Document.xml</", "doc_0\\DOCUMENT.xml</"),
    ],
)
def test_namespaces_and_locations_in_every_way_of_writing(old: str, new: str) -> None:
    entries = document([page(set_paragraphs([FIRST]))])
    root = f"{HEAD}<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    changed = root.replace(old, new).replace("ofd:", "x:" if "xmlns:x" in new else "ofd:").replace("xmlns:ofd:", "x:")
    assert body(read(ofd(entries, more={"OFD.xml": changed}), "a")) == [FIRST]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"OFD.xml": "<a/>"}, "damaged"),
        ({"OFD.xml": "no xml"}, "damaged"),
        ({"OFD.xml": LAUGHS}, "doctype"),
        ({"OFD.xml": LAUGHS.encode("utf-16")}, "doctype"),
        ({"OFD.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}, "doctype"),
        ({"Doc_0/Document.xml": LAUGHS}, "doctype"),
        ({"Doc_0/Document.xml": ""}, "damaged"),
        ({"Doc_0/Pages/Page_0/Content.xml": "<a>" * 5000}, "depth"),
        ({"Doc_0/Pages/Page_0/Content.xml": "<a>&#0;</a>"}, "damaged"),
        ({"Encryptions.xml": "<a/>", "decryptseed.dat": "x"}, "encrypted"),
        ({"Doc_0/big.bmp": b"\0" * 3_000_000}, "ratio"),
    ],
)
def test_what_is_refused(entries: dict[str, str | bytes], code: str) -> None:
    assert code_of(ofd(document([page(set_paragraphs([FIRST]))]), more=entries)) == code


def test_locations_never_leave_the_container() -> None:
    entries = document([page(set_paragraphs([FIRST]))])
    root = str(entries["Doc_0/Document.xml"]).replace("Pages/Page_0/Content.xml", "../../../../etc/passwd")
    assert code_of(ofd(entries, more={"Doc_0/Document.xml": root})) == "damaged"


def test_too_many_pages_and_characters() -> None:
    with limiting(Limits(pages=3)):
        assert code_of(ofd(document([page(text(LEFT, 40, "某县经验材料"))] * 4))) == "too_large"
    with limiting(Limits(characters=100)):
        assert code_of(one(set_paragraphs([FIRST, SECOND]))) == "too_large"


ODD_NUMBERS = st.sampled_from(
    ["", "nan", "inf", "-inf", "1e308", "-1e9", "0", "x", "g", "g 9999999999 1", "g -3 2", "5 5"]
)
ODD_TEXT = st.text(alphabet="某县 \t\n\xa4\ue000\u2028\u202ea1，", max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.tuples(ODD_NUMBERS, ODD_NUMBERS, ODD_NUMBERS, ODD_NUMBERS, ODD_NUMBERS, ODD_TEXT), max_size=4),
    st.sampled_from(["", "0 0 0 0", "0 0 nan inf", "0 0 1e300 1", "0 0 210"]),
)
def test_numbers_that_are_none_never_break_the_reader(
    objects: list[tuple[str, str, str, str, str, str]], box: str
) -> None:
    made = "".join(
        f'<ofd:TextObject ID="1" Boundary="{a} {b}" CTM="{c}" Size="{d}"><ofd:TextCode X="{a}" Y="{b}" DeltaX="{e}" '
        f'DeltaY="{c}">{words}</ofd:TextCode></ofd:TextObject>'
        for a, b, c, d, e, words in objects
    )
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    reading = read(ofd(document([page(made + set_paragraphs([FIRST]), area)])), "a")
    assert all(len(reading.text[b.start : b.end].splitlines()) == 1 for b in reading.blocks)
    assert "党建引领" in reading.text
