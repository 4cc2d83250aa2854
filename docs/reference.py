"""What the pages of reference show, made from the program itself when the site of the docs is built: a hook of MkDocs.

A page of its own holds the prose, and where its line {{ settings }} stands comes what is made. Nothing that is made is
kept, so none of it can fall behind.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any, cast

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from prefect.utilities.callables import parameter_schema
from pydantic.fields import FieldInfo
from typer.core import TyperGroup
from typer.main import get_command

from extractors.lexicon import read_lexicon
from outputs.outcomes import wording
from outputs.schemas import schemas
from outputs.taxonomy import THEMES, Themes, categories, category_groups
from outputs.workbook_explanation import NOTES, Notes
from outputs.workbook_words import words
from pipeline.cli import app
from pipeline.flows import build_catalogue
from pipeline.kept import FAILURES, PASSING
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("corpus", "extractors", "outputs", "pipeline")
IGNORED = re.compile(r'"ignored:(\w+)"')
PLACE = re.compile(r"^\{\{ (\w+) \}\}$", re.MULTILINE)
KINDS = re.compile(r" <([^>]{1,60})>")  # what the library says of a value that has no name of its own
SWITCHES = {"None": "", "True": "1", "False": "0"}
KIND_NAMES = {"int range": " N", "float range": " N", "str": " TEXT"}
Json = Mapping[str, Any]
Row = Sequence[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table of Markdown; a bar in a cell would end the cell."""
    lines = [head, ["---"] * len(head), *rows]
    cells = [[cell.replace("\n", " ").replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def plain(text: str) -> str:
    """Words that hold no mark-up but code, as Markdown that shows them as they are."""
    pieces = text.split("`")
    pieces[::2] = [re.sub(r"[<*\[\]]", lambda found: f"&#{ord(found[0])};", piece) for piece in pieces[::2]]
    return "`".join(pieces)


def code(text: object) -> str:
    """Words of a program, nothing where there are none; a bar would end the cell of a table."""
    shown = str(text)
    return f"<code>{escape(shown).replace('|', '&#124;')}</code>" if "|" in shown else f"`{shown}`" if shown else ""


# The command line


def command_line() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    return "\n\n".join(_command(name, one) for name, one in cast(TyperGroup, get_command(app)).commands.items())


def _command(name: str, command: Any) -> str:
    context = typer.Context(command, info_name=f"jingyan {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = table(["", "is", "default, bounds"], (_option(*one.get_help_record(context)) for one in command.params))
    return f"## {name}\n\n{plain(command.help)}\n\n```text\n{usage}\n```\n\n{options}"


def _option(names: str, said: str) -> Row:
    """`--limit <int range>`, `Hits to print.  [default: 20; 1<=x<=10000]`; an argument has a name without its kind."""
    words, _, rest = said.partition("  [")
    kinds = KIND_NAMES if names.startswith("-") else {}
    shown = KINDS.sub(lambda kind: kinds.get(kind[1], kind[0] if "|" in kind[1] else ""), names)
    return [code(shown.strip()), plain(words), plain(rest.removesuffix("]").replace("<=x<=", " to "))]


# Settings, and the parameters of the flow


def settings() -> str:
    """The environment variables."""
    rows = (_setting(*one) for one in Settings.model_fields.items())
    return table(["variable", "default", "bounds", "is"], rows)


def flow() -> str:
    """The parameters of the flow, as the form on its page in Prefect shows them."""
    rows = (
        [code(name), code(one.get("default") or ""), plain(one["description"])]
        for name, one in parameter_schema(build_catalogue.fn).properties.items()
    )
    return table(["parameter", "default", "is"], rows)


def _setting(name: str, field: FieldInfo) -> Row:
    bounds = ", ".join(f"{sign} {bound:,g}" for sign, bound in _bounds(field))
    default = "" if field.default_factory else SWITCHES.get(str(field.default), field.default)
    return [
        code(f"JINGYAN_{name.upper()}"),
        code(f"{default:g}" if isinstance(default, float) else default),
        bounds,
        plain(field.description or ""),
    ]


def _bounds(field: FieldInfo) -> Iterator[tuple[str, float]]:
    signs = {"ge": "≥", "gt": ">", "le": "≤"}
    for bound in field.metadata:
        for name, sign in signs.items():
            if hasattr(bound, name):
                yield sign, getattr(bound, name)


# The files of a catalogue


def files() -> str:
    """Every file of the JSON contract with all of its fields, from the schemas."""
    return "\n\n".join(_file(name, one) for name, one in schemas().items())


def _file(name: str, schema: Json) -> str:
    version = f"`{schema['$id']}`, {schema['$comment']}"
    parts = [f"## {name}", plain(schema["description"]), version]
    if found := list(_fields(schema, "", name)):
        parts.append(table(["field", "type", "is"], found))
    for part, said in sorted(schema.get("$defs", {}).items()):
        parts += [f"### {name}: {part}", plain(said.get("description", "")), f"Type: {_type(said, name)}"]
        if found := [row for one in (said, *said.get("allOf", ())) for row in _fields(one, "", name)]:
            parts.append(table(["field", "type", "is"], found))
    return "\n\n".join(filter(None, parts))


def _fields(schema: Json, path: str, name: str) -> Iterator[Row]:
    """A row for each field, the fields of what it holds behind it."""
    for field, said in schema.get("properties", {}).items():
        mark = "" if field in schema.get("required", ()) else " ?"
        yield [code(f"{path}{field}") + mark, _type(said, name), plain(said.get("description", ""))]
        yield from _within(said, f"{path}{field}", name)


def _within(said: Json, path: str, name: str) -> Iterator[Row]:
    for one in (said, *said.get("allOf", ()), *said.get("anyOf", ()), *said.get("oneOf", ())):
        if "properties" in one:
            yield from _fields(one, f"{path}.", name)
        if isinstance(one.get("items"), Mapping):
            yield from _within(one["items"], f"{path}[]", name)
        if isinstance(one.get("additionalProperties"), Mapping):
            yield from _within(one["additionalProperties"], f"{path}{{}}", name)


def _type(said: Json, name: str) -> str:
    if "$ref" in said:
        return _reference(said["$ref"], name)
    if "const" in said:
        return code(said["const"])
    if "enum" in said:
        return ", ".join(code("null" if one is None else one) for one in said["enum"])
    if "allOf" in said:
        return _type(said["allOf"][0], name)  # the rest of it adds fields, which have rows of their own
    if choices := said.get("anyOf") or said.get("oneOf"):
        return " or ".join(dict.fromkeys(_type(one, name) for one in choices))
    kinds = said.get("type", "any")
    return " or ".join(_kind(kind, said, name) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _kind(kind: str, said: Json, name: str) -> str:
    if kind == "array" and isinstance(said.get("items"), Mapping):
        return f"list of {_type(said['items'], name)}"
    return kind


def _reference(to: str, name: str) -> str:
    """A link to the definition that is meant, of this file or of another."""
    urn, _, part = to.partition("#/$defs/")
    file = urn.split(":")[3] if urn else name
    return f"[{part or file}](#{file}{f'-{part.lower()}' if part else ''})"


# The words that analysts read


def outcomes() -> str:
    """Every code of an outcome: what it means, and when such a document is read again."""
    ignored = _ignored()
    rows = (
        [code(f"{'ignored' if name in ignored else 'rejected'}:{name}"), said, _again(name, name in ignored)]
        for name, said in wording().reasons.items()
    )
    return table(["code", "what analysts read", "is read again"], sorted(rows))


def _ignored() -> set[str]:
    texts = (path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {name for text in texts for name in IGNORED.findall(text)}


def _again(name: str, ignored: bool) -> str:
    if ignored:
        return ""
    if f"rejected:{name}" in PASSING:
        return "at every build"
    if f"rejected:{name}" in FAILURES:
        return "once more; after that by `jingyan retry` alone, or when a limit is raised"
    return "once it is installed" if name.startswith("needs_") else "when the file or the program changes"


def problem_categories() -> str:
    """The categories of problems with their ids."""
    groups = category_groups()
    rows = ([code(one.id), one.name, one.definition, groups[one.group]] for one in categories())
    return table(["编号", "名称", "含义", "所属大类"], rows)


def practice_themes() -> str:
    """The themes of practices with their ids."""
    rows = ([code(one.id), one.name, one.definition] for one in read_lexicon(THEMES, Themes).themes)
    return table(["编号", "名称", "含义"], rows)


def marked_columns() -> str:
    """The columns of the workbook in which one may write, by sheet."""
    columns = ((sheet, chain.from_iterable(groups.values())) for sheet, groups in words().marks.items())
    return table(["表", "黄色的列"], ([sheet, "、".join(map(code, names))] for sheet, names in columns))


def how_to_mark() -> str:
    """How these are filled in."""
    return table(["列或表", "怎么填"], ([name, plain(said)] for name, said in read_lexicon(NOTES, Notes).marks))


def sheets() -> str:
    """What the other sheets and columns hold."""
    told = read_lexicon(NOTES, Notes)
    return table(["列或表", "内容"], ([name, plain(said)] for name, said in (*told.notes, *told.volumes)))


# The hook


def contributing() -> str:
    """What contributors find beside the README."""
    return (ROOT / "CONTRIBUTING.md").read_text("utf-8")


MADE: Mapping[str, Callable[[], str]] = {
    made.__name__: made
    for made in (
        command_line,
        contributing,
        files,
        flow,
        how_to_mark,
        marked_columns,
        outcomes,
        practice_themes,
        problem_categories,
        settings,
        sheets,
    )
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keep what cuts Chinese for the search from telling how long it took to load."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put what is made where the page asks for it."""
    return PLACE.sub(lambda asked: MADE[asked[1]](), markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say of pages in Chinese that they are, so that browsers choose its fonts and readers its voice."""
    return f'<div lang="{page.meta["lang"]}">{html}</div>' if "lang" in page.meta else html
