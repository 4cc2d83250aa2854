"""The example site lists, filters, searches and shows: on a catalogue just built, and on that of the last release. No
change of the schemas that would break it goes unseen.
"""

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.closed import Family, Schema
from tests.contract.conftest import ROOT
from tests.contract.differences import alternatives, breaks_in
from tests.contract.example_page import EXAMPLE, fields_read, opened, served
from tests.contract.release import releases, schemas_in
from tests.outputs.site_pages import HOSTILE, browser

pytestmark = pytest.mark.slow
SHOTS = ROOT / "test-results" / "example"
HIGHLIGHTED = """kind => [...CSS.highlights.get(kind)].map(one =>
  one.startContainer.data.slice(one.startOffset, one.endOffset))"""


@pytest.fixture(scope="module")
def chrome(chromium: Path) -> Iterator[Browser]:
    with browser(chromium) as launched:
        yield launched


@pytest.fixture(scope="module", params=["built", "released"])
def catalogue(request: pytest.FixtureRequest) -> Path:
    """The catalogue just built, and that of the last release."""
    found: Path = request.getfixturevalue("built") if request.param == "built" else releases()[-1] / "catalogue"
    return found


def rows(catalogue: Path) -> list[dict[str, Any]]:
    """The rows of all cases that are no copies."""
    shards = [json.loads(path.read_bytes())["cases"] for path in sorted(catalogue.glob("shards/*.json"))]
    return [row for row in chain.from_iterable(shards) if not row["duplicate_of"]]


def titles(page: Page) -> list[str]:
    return page.locator("#list a").all_text_contents()


def case(catalogue: Path, row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((catalogue / row["file"]).read_bytes())
    return found


def walk_through(page: Page, catalogue: Path) -> None:
    """All that the example can do, each time held against the files."""
    known = rows(catalogue)
    assert titles(page) == [row["title"] for row in known]
    for key in ("theme", "level", "problem"):
        value = max((one for row in known for one in row["facets"].get(key, [])), key=str)
        page.locator(f"select[name={key}]").select_option(value)
        kept = [row["title"] for row in known if value in row["facets"].get(key, [])]
        assert titles(page) == kept
        assert page.locator("#count").text_content() == f"{len(kept)} 个案例"
        page.locator(f"select[name={key}]").select_option("")
    wanted = max(known, key=lambda row: len(row["practices"]))
    page.locator("#search").fill(f"{wanted['place']} {wanted['practices'][-1]['text']}")
    assert wanted["title"] in titles(page)
    assert len(titles(page)) < len(known)
    page.locator("#search").fill("这句话哪里都没有")
    assert titles(page) == []
    page.locator("#search").fill("")
    page.get_by_role("link", name=wanted["title"], exact=True).first.click()
    expect(page.locator("#case h2")).to_have_text(wanted["title"])


def test_it_lists_filters_searches_and_shows(chrome: Browser, catalogue: Path) -> None:
    with served(catalogue) as address, opened(chrome, address) as page:
        walk_through(page, catalogue)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{catalogue.parent.name}.png")


def test_findings_are_highlighted_at_their_places(chrome: Browser, catalogue: Path) -> None:
    with served(catalogue) as address, opened(chrome, address) as page:
        for row in rows(catalogue):
            one = case(catalogue, row)
            page.evaluate("id => { location.hash = id; }", row["id"])
            expect(page.locator("#case .text")).to_have_js_property("textContent", one["text"])
            assert page.locator("#case h2").text_content() == one["title"]
            for kind in ("practices", "problems"):
                assert page.evaluate(HIGHLIGHTED, kind) == [found["text"] for found in one[kind]]


def moved(value: Any) -> Any:
    """A case behind characters that are two units each: offsets in code points and in units differ from its start."""
    more, text = 2, "𠮷家村"
    for found in (value, *value["practices"], *value["problems"]):
        found["utf16"] = [at + more for at in found["utf16"]]
    for found in (*value["practices"], *value["problems"]):
        found["utf16"] = [at + len(text) + 1 for at in found["utf16"]]
    return {**value, "text": text + value["text"]}


@pytest.fixture
def altered(tmp_path: Path) -> Path:
    """The released catalogue with a first case that holds rare characters and words that try to run."""
    folder = tmp_path / "catalogue"
    shutil.copytree(releases()[-1] / "catalogue", folder)
    row = rows(folder)[0]
    hostile = moved(case(folder, row)) | {"title": HOSTILE}
    (folder / row["file"]).write_text(json.dumps({**hostile, "text": hostile["text"] + HOSTILE}), "utf-8")
    for shard in folder.glob("shards/*.json"):
        shard.write_text(
            shard.read_text("utf-8").replace(json.dumps(row["title"], ensure_ascii=False), json.dumps(HOSTILE))
        )
    dead = {"id": "c000000000000", "kind": "case", "title": None, "superseded_by": row["id"]}
    graves = {"schema": "urn:jingyan:schema:tombstones:1", "tombstones": [dead]}
    (folder / "tombstones.json").write_text(json.dumps(graves), "utf-8")
    return folder


def test_rare_characters_hostile_words_and_ids_that_are_gone(chrome: Browser, altered: Path) -> None:
    row = rows(altered)[0]
    one = case(altered, row)
    with served(altered) as address, opened(chrome, f"{address}#c000000000000") as page:
        expect(page.locator("#case h2")).to_have_text(HOSTILE)
        assert page.url.endswith(f"#{row['id']}")
        assert page.evaluate(HIGHLIGHTED, "practices") == [found["text"] for found in one["practices"]]
        assert page.locator("#case img, #list img, script:not([src])").count() == 0
        assert HOSTILE in titles(page)
        page.evaluate("location.hash = 'cffffffffffff'")
        expect(page.locator("#case")).to_have_text("没有这个案例。")


def test_a_catalogue_of_another_version_is_not_shown(chrome: Browser, altered: Path) -> None:
    manifest = json.loads((altered / "catalogue.json").read_bytes())
    (altered / "catalogue.json").write_text(json.dumps(manifest | {"schema_version": 2}), "utf-8")
    with served(altered) as address, opened(chrome, address) as page:
        expect(page.locator("#count")).to_contain_text("打不开目录")


def test_nothing_runs_but_its_own_script(chrome: Browser, altered: Path) -> None:
    page_source = (EXAMPLE / "index.html").read_text("utf-8")
    assert "default-src 'none'" in page_source
    assert "unsafe" not in page_source
    with served(altered) as address, opened(chrome, address, ["Content Security Policy", "Trusted"]) as page:
        refused = "() => { try { document.body.innerHTML = '<b>'; return false; } catch { return true; } }"
        assert page.evaluate(refused)
        page.evaluate("document.body.append(Object.assign(document.createElement('img'), { src: '/x.png' }))")
        assert page.evaluate("document.querySelectorAll('[onclick], [onload], [style]').length") == 0


NULL = {"type": "null"}
# What breaks a reader of one field: each is done to the schema that tells of it.
MUTATIONS = {
    "removed": lambda owner, name: owner["properties"].pop(name),
    "renamed": lambda owner, name: owner["properties"].update({f"{name}_2": owner["properties"].pop(name)}),
    "optional": lambda owner, name: owner["required"].remove(name),
    "null": lambda owner, name: owner["properties"].update(
        {name: {"anyOf": [owner["properties"][name], {"type": "null"}]}}
    ),
    "of another type": lambda owner, name: owner["properties"].update({name: {"type": "boolean"}}),
}


def owner_of(known: dict[str, Schema], place: str) -> tuple[Schema, str] | None:
    """The schema that names the last step of a place, and its name; None for a key of a map."""
    name, *steps = place.split("/")
    family = Family(known)
    family.schemas |= known
    family.by_id = {schema["$id"]: schema for schema in known.values()}
    here = [known[name]]
    for number, step in enumerate(steps):
        parts = [part for one in here for part in all_parts(family, one)]
        named = [part for part in parts if step in part.get("properties", {})]
        if number == len(steps) - 1:
            return (named[0], step) if named else None
        here = [part["properties"][step] for part in named] or [
            part[key] for part in parts for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)
        ]
    return None


def all_parts(family: Family, schema: Schema) -> list[Schema]:
    """A schema with what its references and alternatives say."""
    found = list(family.resolved(schema))
    return found + [part for one in found for other in one.get("anyOf", []) for part in all_parts(family, other)]


@pytest.fixture(scope="module")
def used(chrome: Browser, catalogue: Path) -> set[str]:
    """Every field that the example reads, as its schema places it."""
    with served(catalogue) as address, opened(chrome, address) as page:
        walk_through(page, catalogue)
        page.evaluate("location.hash = 'cffffffffffff'")
        expect(page.locator("#case")).to_have_text("没有这个案例。")
        return fields_read(page)


def test_what_it_reads_is_promised(used: set[str]) -> None:
    assert used >= {"catalogue/shards/items/path", "shard/cases/items/facets/theme", "case/practices/items/utf16"}
    known = deepcopy(schemas_in(releases()[-1]).schemas)
    owners = {place: owner_of(known, place) for place in used}
    maps = {place for place, owner in owners.items() if not owner}
    assert maps <= {f"shard/cases/items/facets/{key}" for key in ("theme", "level", "problem")}
    assert [place for place, owner in owners.items() if owner and owner[1] not in owner[0].get("required", [])] == []


def may_be_null(family: Family, schema: Schema) -> bool:
    return any(one.get("type") == "null" for one in alternatives(family, schema))


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_no_change_of_what_it_reads_goes_unseen(used: set[str], mutation: str) -> None:
    released = schemas_in(releases()[-1])
    unseen = []
    for place in sorted(used):
        known = deepcopy(released.schemas)
        owner = owner_of(known, place)
        if owner and not (mutation == "null" and may_be_null(released, owner[0]["properties"][owner[1]])):
            MUTATIONS[mutation](*owner)
            unseen += [] if any(breaks_in(released, Family(known), place.split("/")[0])) else [place]
    assert unseen == []
