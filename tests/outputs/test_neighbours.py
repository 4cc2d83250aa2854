"""Neighbours are the same whether each text is compared with each or looked up in an index, and in every run."""

import random

import numpy as np
import pytest

from outputs import neighbours, semantic
from outputs.neighbours import count, nearest
from outputs.semantic import centred

TOPICS = [
    "退休法官 矛盾纠纷 调解委员会 信访积案 司法确认 网格员巡查 邻里债务 当场说和",
    "茶叶合作社 土地入股 保底收购 电商直播 龙头企业 年底分红 加工厂房 注册商标",
    "政务大厅 数据共享 智慧平台 自动预警 电子证照 线上核验 手机应用 办理时限",
    "流动党校 理论宣讲 师徒结对 业务比武 轮训课程 党课讲稿 结业考试 现场点评",
]


def texts(number: int) -> dict[str, str]:
    """Texts of four topics, each with some of a topic's words and a few of another."""
    draw, found = random.Random(5), {}
    for at in range(number):
        own, other = TOPICS[at % 4].split(), TOPICS[draw.randrange(4)].split()
        found[f"t{at:03}"] = "。".join([*draw.sample(own, 5), *draw.sample(other, 1), f"第{at}号"])
    return found


def listed(number: int) -> dict[str, set[str]]:
    return {one.id: {id_ for id_, _ in one.neighbours} for one in nearest(texts(number))}


@pytest.mark.parametrize("very_many", [50, 1000])
def test_vectors_and_an_index_find_nearly_all_neighbours(very_many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = nearest(texts(200))
    monkeypatch.setattr(neighbours, "MANY", 50)
    monkeypatch.setattr(neighbours, "VERY_MANY", very_many)
    found = nearest(texts(200))
    assert all(one.id not in dict(one.neighbours) for one in found)
    worst = {one.id: one.neighbours[-1][1] for one in exact}  # ties are as good
    near = [like >= worst[one.id] - 0.05 for one in found for _, like in one.neighbours]
    assert len(near) == 200 * count(200)
    assert sum(near) >= 0.9 * len(near)


@pytest.mark.parametrize("many", [(50, 50), (50, 1000), (1000, 1000)])
def test_neighbours_are_the_same_in_every_run_and_order(many: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MANY", many[0])
    monkeypatch.setattr(neighbours, "VERY_MANY", many[1])
    mixed = list(texts(120).items())
    random.Random(1).shuffle(mixed)
    assert nearest(texts(120)) == nearest(dict(mixed)) == nearest(texts(120))


def test_neighbours_are_of_one_topic() -> None:
    found = listed(120)
    same = [int(one[1:]) % 4 == int(other[1:]) % 4 for one, others in found.items() for other in others]
    assert sum(same) >= 0.95 * len(same)


def test_meaning_decides_where_words_do_not() -> None:
    plain = {f"t{at}": f"{word}。" for at, word in enumerate(["结对", "帮扶", "航天", "火箭", "互助", "卫星"])}
    kin = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [0.9, 0], [0, 0.9]], dtype=np.float32)
    found = {one.id: {id_ for id_, _ in one.neighbours[:2]} for one in nearest(plain, centred(kin))}
    assert found["t0"] == {"t1", "t4"}
    assert found["t3"] == {"t2", "t5"}


def test_without_the_extra_there_is_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "installed", lambda: False)
    assert semantic.meanings(["一", "二"]) is None


def test_many_centred_rows_lose_what_all_share() -> None:
    draw = np.random.default_rng(2)
    rows = draw.normal(size=(400, 8)).astype(np.float32)
    rows[:, 0] = 20 * rows[:, 0] + 5  # one direction drowns the others
    found = centred(rows)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert np.abs(found[:, 0]).mean() < 0.05


def test_a_text_alone_has_no_neighbours() -> None:
    assert [one.neighbours for one in nearest({"t": "一个"})] == [()]
