"""Figures that only illustrate the problem before them, and figures that name one."""

import pytest

from corpus.beginnings import begun
from corpus.document import prepare_text
from corpus.model import Span
from extractors.problem_figures import illustrates
from extractors.problem_patterns import Cue, patterns, spelled
from extractors.problems import extract


@pytest.mark.parametrize("cue", patterns().figures, ids=lambda cue: cue.id)
def test_examples_of_figure_cues(cue: Cue) -> None:
    pattern = begun(spelled(cue.pattern, {}))
    assert all(pattern.search(text) for text in cue.match)
    assert not any(pattern.search(text) for text in cue.no_match)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Of an item: what stands before the figure in it names the problem, also over another figure or its source.
        ("焊工留不住,两年走了5人。", ["焊工留不住"]),
        ("队伍老化。平均年龄58岁,本科以上的仅3人。", ["队伍老化"]),
        ("存在的问题:台账不规范。抽查档案40份,合格的只有7份。", ["台账不规范"]),
        ("存在的不足\n三、图书更新慢\n新书只占2%。", ["图书更新慢"]),
        # Of its own: no problem before it, another item, something bad named by the figure, more than the figure said.
        ("全乡懂水电维修的不足三成。", ["全乡懂水电维修的不足三成"]),
        ("焊工留不住;专职安全员只有1名。", ["焊工留不住", "专职安全员只有1名"]),
        ("焊工留不住,负债总额高达90万元。", ["焊工留不住", "负债总额高达90万元"]),
        ("存在的问题:人手紧张,报表每天要填七八张。", ["人手紧张", "报表每天要填七八张"]),
    ],
)
def test_figures_belong_to_what_stands_before_them(text: str, told: list[str]) -> None:
    assert [problem.text for problem in extract(prepare_text(text))] == told


def words_at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_a_clause_without_end_is_no_statistic() -> None:
    words = "党务干部少," + "的" * 100 + "只有1名"
    assert not illustrates(words, words_at(words, "只有1名"), range(5))
    assert illustrates("党务干部少,专职的只有1名", words_at("党务干部少,专职的只有1名", "只有1名"), range(5))
