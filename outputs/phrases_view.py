"""The forms in which wordings worth adding are published: phrases.json, and phrases.yml to go on with."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.base import Guess
from extractors.problem_category import UNSPECIFIED
from outputs.answers import quote
from outputs.aside import in_order
from outputs.model import Unseen, Wording, Wordings
from outputs.placing import placing
from outputs.recent import recent
from outputs.record import Json, place_in_source
from outputs.taxonomy import category_names, theme_names
from outputs.views import schema_id

HEAD = """# 待收词语草稿：由 jingyan build 生成，每次生成目录都会重写。
# 用法：把本文件复制到自己的词表文件夹，逐条核对，再运行 jingyan build … --taxonomy 词表文件夹。
# 一、没有 # 的行把握较大，已按猜测归类：不对的删去，或移到正确的编号下面。
# 二、“待定”的行不起作用：定好类别后，把减号起的部分另起一行，放到相应的编号下面；没有该编号就照样子加一行。
# 编号见 extractors/lexicons/problems.yml 和 practice_themes.yml。每行末尾是出现的文件数、处数和可能的类别。
"""


class Example(NamedTuple):
    """Where a wording was first said, as it is published but for its document's id; and the title of the section."""

    told: Json
    section: str | None


class Examples(NamedTuple):
    """The examples of all wordings, in their order."""

    problems: Sequence[Example]
    practices: Sequence[Example]


@recent(1)  # the list and the sheet of the workbook ask for them
def examples(unseen: Unseen) -> Examples:
    """The examples, looked up document by document, each of which is fetched once for both kinds."""
    many = len(unseen.problems.listed)
    found = in_order((*unseen.problems.listed, *unseen.practices.listed), lambda one: one.record, _example)
    return Examples(found[:many], found[many:])


def phrases_view(unseen: Unseen, ids: Mapping[str, str]) -> Json:
    """`phrases.json`; `ids` are those of the documents by their names."""
    found = examples(unseen)
    return {
        "schema": schema_id("phrases"),
        "problems": _view(unseen.problems, found.problems, category_names(), ids),
        "practices": _view(unseen.practices, found.practices, theme_names(), ids),
    }


def _view(wordings: Wordings, found: Sequence[Example], names: Mapping[str, str], ids: Mapping[str, str]) -> Json:
    both = zip(wordings.listed, found, strict=True)
    listed = [_entry(one, names) | {"example": {**at.told, "document": ids[at.told["name"]]}} for one, at in both]
    return {"recurring": wordings.recurring, "phrases": listed}


def _entry(one: Wording, names: Mapping[str, str]) -> Json:
    return {
        "phrase": one.forms[0],
        "forms": list(one.forms),
        "count": one.count,
        "documents": one.documents,
        "certainty": one.certainty,
        "likeliest": [{"id": g.id, "name": names.get(g.id, g.id), "chance": g.chance} for g in one.likeliest],
    }


def _example(one: Wording) -> Example:
    document, found = one.record.document, one.example
    assert document is not None
    section = document.section_at(found.start)
    told = {
        "name": one.record.source.name,
        "start": found.start,
        "end": found.end,
        "utf16": placing(one.record).units.range(found.start, found.end),
        "text": found.text,
        "quote": quote(document, found.start, found.end).of(document.text),
    }
    return Example(told | place_in_source(document, found.start, found.end), section.title if section else None)


def guesses(likeliest: Sequence[Guess], names: Mapping[str, str]) -> str:
    """The ids that a wording may belong to, with their names and chances, for people."""
    return ";".join(f"{one.id} {names.get(one.id, one.id)} {one.chance:.0%}" for one in likeliest)


def draft(unseen: Unseen) -> str:
    """`phrases.yml`: an overlay of the wordings that are sure enough, each under its likeliest id, and the others as
    comments.
    """
    problems = _part("problems", "问题", unseen.problems, category_names())
    practices = _part("practices", "做法", unseen.practices, theme_names())
    return HEAD + "".join(f"{line}\n" for line in (*problems, *practices))


def _part(key: str, label: str, wordings: Wordings, names: Mapping[str, str]) -> Iterator[str]:
    sure: dict[str, list[str]] = defaultdict(list)
    unsure: list[str] = []
    written: set[str] = set()
    for one in wordings.listed:
        best, new = one.likeliest[0].id, [form for form in one.forms if form not in written]
        written.update(new)
        if not new:
            continue
        if one.certainty == "high" and one.count > 1 and best != UNSPECIFIED:
            sure[best] += [f"    - {_scalar(form)} # {_counts(one)}" for form in new]
        else:
            unsure += [f"# 待定 - {_scalar(form)} # {_counts(one)};{guesses(one.likeliest, names)}" for form in new]
    yield f"# {label}:反复出现的共 {wordings.recurring} 种,列出 {len(wordings.listed)} 种。"
    if sure:
        yield from (f"{key}:", "  add:")
    for id_, lines in sorted(sure.items()):
        yield from (f"    {id_}: # {names.get(id_, id_)}", *lines)
    yield from unsure


def _counts(one: Wording) -> str:
    return f"{one.documents} 份文件 {one.count} 处"


def _scalar(form: str) -> str:
    """A form as YAML takes it for a text: Han alone as it is."""
    plain = all("\u4e00" <= char <= "\u9fff" for char in form)
    return form if plain else json.dumps(form, ensure_ascii=False)
