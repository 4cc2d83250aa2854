"""The page that tells why a document was cut as it was."""

from dataclasses import replace

from rich.console import Console

from corpus.document import prepare_text
from corpus.model import Outcome, Removed, Source
from outputs.model import Case, DocumentRecord
from pipeline.explain import explain

TEXT = (
    "首页 > 要闻 > 正文\n"
    "花桥镇的集市窗口\n"
    "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。\n"
    "一、主要做法\n"
    "一是定时开窗。逢五逢十开窗，雨雪天不停，窗口挂出办事清单。二是上门代办。年老体弱的由村干部上门收件。\n"
    "责任编辑：某某\n"
)


def shown(record: DocumentRecord, width: int = 100) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False)
    with console.capture() as capture:
        console.print(explain(record))
    return capture.get()


def record(text: str, *cases: Case) -> DocumentRecord:
    document = prepare_text(text, "窗口.txt")
    return DocumentRecord(document.source, Outcome("ok"), document.media_type, document, cases=cases)


def test_the_page_tells_sections_cases_and_what_went() -> None:
    page = shown(record(TEXT, Case("花桥镇的集市窗口", "花桥镇", "镇", None, 0, 40)))
    lines = [" ".join(line.strip(" │├└─┗┣━").split()) for line in page.splitlines()]
    assert "1 主要做法 practice ← number 一、" in lines
    assert "4 定时开窗 practice run-in ← number 一是" in lines
    assert "case 花桥镇 镇 花桥镇的集市窗口" in lines
    assert "breadcrumb 首页 > 要闻 > 正文 12" in lines
    assert "editor_credit 责任编辑：某某 7" in lines


def test_items_stand_under_their_heading() -> None:
    lines = shown(record(TEXT)).splitlines()
    indents = {words: next(line.index(words) for line in lines if words in line) for words in ("主要做法", "定时开窗")}
    assert indents["定时开窗"] > indents["主要做法"]


def test_no_line_is_wider_than_the_terminal() -> None:
    long = TEXT + "一、" + "很长的标题" * 8 + "\n" + "正文" * 40 + "。\n"
    page = Console(width=60)
    for line in shown(record(long), 60).splitlines():
        assert page.measure(line).maximum <= 60


def test_a_rejected_file_gives_its_reason() -> None:
    page = shown(DocumentRecord(Source("锁.pdf", "0" * 64, 1), Outcome("rejected:encrypted", "It needs a password.")))
    assert "rejected:encrypted" in page
    assert "It needs a password." in page


def test_words_of_a_document_cannot_steer_the_terminal() -> None:
    escape = "\x1b[2J"
    removed = (Removed(0, 4, "navigation", f"首页{escape}"),)
    document = replace(prepare_text("标题\n正文。"), removed=removed, warnings=(escape,))
    page = shown(DocumentRecord(document.source, Outcome("partial", f"读到一半{escape}"), "text/plain", document))
    assert escape not in page
    assert page.count("\\x1b[2J") == 3
