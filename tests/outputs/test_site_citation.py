"""How a case is cited, and where the page says that its original file lies."""

from collections.abc import Sequence
from pathlib import Path

from outputs.site.write import write_site
from tests.outputs.sample import catalogue
from tests.outputs.site_pages import browser, opened

REFERENCES = (
    (("张三、李四", "县委办", "办〔2022〕3号", "2022-11"), None, "张三, 李四. 题: 办〔2022〕3号[R]. 县委办, 2022-11."),
    (("甲、乙、丙、丁", None, None, None), 3, "甲, 乙, 丙, 等. 题[R]: 3."),
    ((None, "青禾县委办", None, "2022"), 12, "青禾县委办. 题[R]. 2022: 12."),
    ((None, None, None, "--05"), None, "题[R]."),
)  # fmt: skip
FILES: Sequence[tuple[dict[str, str], str, int | None, str | None]] = (
    ({"": "../a b"}, "x/y#.pdf", 3, "../a%20b/x/y%23.pdf#page=3"),
    ({"": "../a"}, "x/包.zip/里/乙.docx", None, "../a/x/%E5%8C%85.zip"),
    ({"甲": "../a", "乙": "../../b"}, "乙/x.txt", 2, "../../b/%E4%B9%99/x.txt"),
    ({"甲": "../甲"}, "丙/x.txt", None, None),
    ({}, "x.txt", None, None),
    ({"": ""}, "javascript:window.ran=1", None, "javascript%3Awindow.ran%3D1"),
)


def test_references_and_files(chromium: Path, tmp_path: Path) -> None:
    write_site(catalogue(), tmp_path / "site")
    with browser(chromium) as chrome, opened(chrome, tmp_path / "site", "#/cases") as page:
        for (author, issuer, number, date), at, wanted in REFERENCES:
            source = {"title": "题", "about": {"author": author, "issuer": issuer, "number": number, "date": date}}
            assert page.evaluate("([source, page]) => citation(source, page)", [source, at]) == wanted
        for roots, name, at, wanted_href in FILES:
            found = page.evaluate("([roots, name, page]) => originHref(roots, name, page)", [roots, name, at])
            assert found == wanted_href
