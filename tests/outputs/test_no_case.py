"""Why a document gave no case: text -> reason, and its Chinese."""

import re

import pytest

from corpus.document import prepare_text
from extractors.about import of_articles
from extractors.extract import extract
from extractors.relative_dates import of_articles as dates_of_articles
from outputs.assemble import assemble
from outputs.no_case import SAID, no_case
from outputs.outcomes import warning

TALK = "天气晴好，山色宜人，远处的云慢慢散开，林间的鸟叫得正欢。" * 20
DEEDS = "建起夜校，把课堂搬到田头；成立合作社，流转土地两千亩；组建志愿队，走访老人六百户；修通道路，安装路灯。" * 8


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("关于开展春季防火工作的通知\n各乡镇人民政府：\n现将有关事项通知如下。", "orders"),
        ("柳塘镇开展义诊\n柳塘镇组织医生下乡义诊，二百余名群众受益。", "short"),
        (f"柳塘镇的春天\n{TALK}", "deeds"),
        (f"把好事办实\n{DEEDS}", "nobody"),
    ],
)
def test_reason(text: str, reason: str) -> None:
    document = prepare_text(text)
    findings = extract(document)
    abouts = of_articles(document, findings.dates)
    assert assemble(document, findings, abouts, dates_of_articles(document, [None] * len(abouts))) == ()
    assert no_case(document, findings) == SAID[reason]


def test_a_document_without_articles_is_too_short() -> None:
    document = prepare_text("")
    assert no_case(document, extract(document)) == SAID["short"]


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_analysts_read_it_in_chinese(said: str) -> None:
    assert re.search("[a-z]", warning(said)) is None
