"""Every outcome that the code gives can be told to an analyst in Chinese."""

import re
from pathlib import Path

import pytest

from corpus.model import Outcome
from outputs.outcomes import kind_name, reason, wording

ROOT = Path(__file__).parents[2]
CODES = re.compile(r'(?:"(?:rejected|ignored):|RejectionError\(\s*")([a-z_]+)"')
TEXTS = [path.read_text("utf-8") for room in ("corpus", "pipeline") for path in (ROOT / room).rglob("*.py")]
GIVEN = sorted({code for text in TEXTS for code in CODES.findall(text)})


def test_codes_are_found() -> None:
    assert {"damaged", "lock", "timeout"} <= set(GIVEN)


@pytest.mark.parametrize("code", GIVEN)
def test_every_code_has_a_sentence(code: str) -> None:
    assert code in wording().reasons
    assert reason(Outcome(f"rejected:{code}", "an English reason")) == wording().reasons[code]


def test_kinds_have_names() -> None:
    statuses = ("ok", "partial", "rejected:empty", "ignored:lock")
    assert [kind_name(Outcome(status)) for status in statuses] == ["完整读取", "部分读取", "未能读取", "略过"]
