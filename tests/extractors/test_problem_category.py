"""The classifier of problem categories: what it learns from, and what it answers on wordings it has not learnt."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from corpus.document import prepare_text
from corpus.fold import fold
from corpus.model import Span
from extractors import problem_samples
from extractors.lexicon import FOLDER, LexiconError
from extractors.problem_category import (
    UNSPECIFIED,
    WEIGHTS,
    Judgement,
    around,
    category_of,
    chances,
    judged,
    probabilities,
    weights,
)
from extractors.problem_grams import Grams, by_start, features, learnt
from extractors.problem_patterns import taxonomy
from extractors.problem_samples import PHRASES, WORDS, digest, phrases, word_classes
from extractors.problems import extract

CASES = Path(__file__).parents[1] / "cases" / "problem_category.yml"


def unseen() -> list[tuple[str, str]]:
    told: dict[str, list[str]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [(fold(words), label) for label, listed in told.items() for words in listed]


def test_most_wordings_that_were_never_learnt_get_their_category() -> None:
    answers = [(category_of(words), label) for words, label in unseen()]
    assert sum(found == label for found, label in answers) >= 0.7 * len(answers)


def test_the_right_category_is_nearly_always_among_the_first_three() -> None:
    labels = np.array(weights().categories)
    near = [label in labels[np.argsort(-probabilities(words))[:3]] for words, label in unseen()]
    assert sum(near) >= 0.85 * len(near)


def test_no_case_is_learnt() -> None:
    learnt = {fold(words) for listed in phrases().values() for words in listed}
    assert not learnt & {words for words, _ in unseen()}


def test_what_was_learnt_is_known() -> None:
    told = [(words, label) for label, listed in phrases().items() for words in listed[::10]]
    right = sum(category_of(fold(words)) == label for words, label in told)
    assert right >= 0.95 * len(told)


def test_every_category_has_phrases_and_none_stands_twice() -> None:
    assert phrases().keys() == {category.id for category in taxonomy().categories}
    everything = [words for listed in phrases().values() for words in listed]
    assert len(everything) == len(set(everything))


@pytest.fixture
def lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*PHRASES, WORDS):
        shutil.copy(FOLDER / name, tmp_path / name)
    monkeypatch.setattr(problem_samples, "PHRASES", tuple(tmp_path / name for name in PHRASES))
    monkeypatch.setattr(problem_samples, "WORDS", tmp_path / WORDS)
    return tmp_path


def edited(path: Path, key: str, change: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content[key])
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_an_unknown_category_is_refused(lexicons: Path) -> None:
    edited(lexicons / PHRASES[0], "phrases", lambda told: told.update({"Q9_nothing": ["没有这一类"]}))
    with pytest.raises(LexiconError, match="no such category: Q9_nothing"):
        phrases()


def test_a_category_in_both_files_is_refused(lexicons: Path) -> None:
    edited(lexicons / PHRASES[1], "phrases", lambda told: told.update({"A1_awareness": ["认识跟不上"]}))
    with pytest.raises(LexiconError, match="A1_awareness stand in another file"):
        phrases()


def test_a_category_without_phrases_is_refused(lexicons: Path) -> None:
    edited(lexicons / PHRASES[0], "phrases", lambda told: told.pop("D1_funding"))
    with pytest.raises(LexiconError, match="no phrases of D1_funding"):
        phrases()


def test_a_missing_file_is_refused(lexicons: Path) -> None:
    (lexicons / PHRASES[1]).unlink()
    with pytest.raises(LexiconError, match="no such lexicon"):
        phrases()


def test_a_word_of_two_classes_is_refused(lexicons: Path) -> None:
    edited(lexicons / WORDS, "words", lambda told: told.update({"又": ["党员"]}))
    with pytest.raises(LexiconError, match="word given twice: 党员"):
        word_classes()


def test_the_fingerprint_counts_phrases_but_not_comments(lexicons: Path) -> None:
    path, before = lexicons / PHRASES[0], digest(taxonomy())
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert digest(taxonomy()) == before == weights().digest
    edited(path, "phrases", lambda told: told["D1_funding"].append("手头紧得揭不开锅"))
    assert digest(taxonomy()) != before


def test_the_weights_stay_small() -> None:
    assert WEIGHTS.stat().st_size < 2_000_000


def test_words_of_like_meaning_share_a_feature() -> None:
    classes = by_start({"教师": "学校人", "老师": "学校人", "走": "离开", "跳槽": "离开"})
    assert {"<学校人>", "<离开>", "<学校人+离开>"} <= features("教师走", classes).keys() & features(
        "老师跳槽", classes
    ).keys()


def test_chances_add_up_with_and_without_what_stands_around() -> None:
    for context in ("", "村里没有钱,电也停了"):
        assert probabilities("办不起事", context).sum() == pytest.approx(1)


def test_the_features_of_a_place_are_those_of_its_words() -> None:
    text = "İ村里没有钱,“办不起”事ABC;村里没有钱"  # the first letter has a small one of two characters
    spans = [Span(0, 0), Span(1, 2), Span(1, 6), Span(3, 16), Span(6, 7), Span(17, 22), Span(1, len(text))]
    meanings = {"没有": "缺", "钱": "财"}
    classes = by_start(meanings)
    rows = {gram: at for at, gram in enumerate(sorted(features("村里没有钱,办不起事", classes)))}
    numbers, found, times = Grams(text, learnt(rows, meanings)).of(spans)
    for number, span in enumerate(spans):
        told = features(span.of(text), classes)
        counted = [(row, n) for at, row, n in zip(numbers, found, times, strict=True) if at == number]
        assert {row: n for row, n in counted if row < len(rows)} == {rows[g]: n for g, n in told.items() if g in rows}
        assert sorted(n for row, n in counted if row >= len(rows)) == sorted(
            n for g, n in told.items() if g not in rows
        )


def test_many_problems_are_judged_as_each_is_alone() -> None:
    text = "村里没有钱,办不起事;教师留不住;跟不上"
    asked = [(Span(6, 10), Span(0, 10)), (Span(11, 16), Span(16, 16)), (Span(17, 20), Span(17, 20))]
    told = chances(text, asked)
    alone = [probabilities(own.of(text), beside.of(text)) for own, beside in asked]
    assert np.allclose(told, alone, atol=1e-12)
    assert len(chances(text, [])) == 0


def test_what_stands_around_decides_between_like_categories() -> None:
    words = "跟不上"
    assert category_of(words, "经费投入跟不上,欠账多,缺口大") == "D1_funding"
    assert category_of(words, "村医和教师留不住,人才培养跟不上") == "C2_talent_shortage"


def test_around_is_cut_at_the_sentence_but_not_at_the_clause() -> None:
    text = "前一句话。村里没有钱,办不起事,电也停了;后面的话"
    place = text.index("办不起事")
    assert around(text, Span(place, place + 4)).of(text) == "村里没有钱,办不起事,电也停了"


def test_a_whole_wording_may_speak_against_the_set_phrase_in_it() -> None:
    words = "化工园区污水直接排进河里、河水发黑发臭,粪污直排"
    assert category_of(words, "", ("E4_low_effect",)) == "I8_environment"


def test_a_set_phrase_keeps_its_category() -> None:
    assert category_of("最后一公里", "", ("B6_landing_gap", "G2_service_gap")) in {"B6_landing_gap", "G2_service_gap"}
    assert category_of("单一", "形式单一", ("E4_low_effect",)) == "E4_low_effect"


@pytest.mark.parametrize("words", ["ωλφ", "", "、“”"])
def test_nothing_known_is_unspecified(words: str) -> None:
    assert category_of(words) == UNSPECIFIED


def test_what_a_set_phrase_names_is_certain_and_has_no_guesses() -> None:
    assert judged("形式单一", "", ("E4_low_effect",)) == Judgement("E4_low_effect", "set", ())


@pytest.mark.parametrize(
    ("words", "certainty", "categories"),
    [
        ("没有专项经费", "high", ["D1_funding"]),
        ("说话没人听", "low", ["B2_weak_party_role", "E4_low_effect", "F4_bureaucracy"]),
        ("ωλφ", "low", []),
    ],
)
def test_the_model_tells_its_guesses_and_how_far_to_trust_them(
    words: str, certainty: str, categories: list[str]
) -> None:
    told = judged(words)
    chances = dict(zip(weights().categories, probabilities(words).tolist(), strict=True))
    assert told.certainty == certainty
    assert [one.id for one in told.likeliest if one.chance >= 0.05] == categories
    assert [one.chance for one in told.likeliest] == [round(chances[one.id], 2) for one in told.likeliest]
    assert [one.chance for one in told.likeliest] == sorted((round(c, 2) for c in chances.values()), reverse=True)[:3]


def test_a_set_phrase_that_is_overruled_settles_nothing() -> None:
    told = judged("化工园区污水直接排进河里、河水发黑发臭,粪污直排", "", ("E4_low_effect",))
    assert (told.category, told.certainty, told.likeliest[0].id) == ("I8_environment", "high", "I8_environment")


@pytest.mark.parametrize(("text", "certainty"), [("一些村集体经济薄弱。", "set"), ("一些村没有专项经费。", "high")])
def test_the_problems_of_a_text_say_what_their_category_rests_on(text: str, certainty: str) -> None:
    (problem,) = extract(prepare_text(text))
    assert problem.certainty == certainty
    assert bool(problem.likeliest) == (certainty != "set")
