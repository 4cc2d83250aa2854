"""The docs as a site: built without a warning, it asks for nothing outside of itself, and each link leads somewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

from outputs.outcomes import wording
from outputs.schemas import schemas
from outputs.taxonomy import category_names, theme_names
from pipeline.cli import app
from pipeline.settings import Settings
from tests.house.documented import DOCS, ROOT
from tests.outputs.site_pages import browser

pytestmark = pytest.mark.slow
LEADING = {"a", "area"}  # whose address is asked for once somebody follows it
ASKED = re.compile(r"""@import\s+["']([^"']{1,300})|url\(\s*["']?([^"')]{1,300})""")
SEARCHED = {"quarantine": "quarantine", "更正": "更正", "套话": "套话", "JINGYAN_KEEP": "KEEP"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it, but in a folder of its own."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    recipe = re.search(r"^docs: .+\n\t(.+ build --strict .+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe
    command = f"{recipe[1].replace('$(BIN)', str(Path(sys.executable).parent))} --site-dir '{folder}'"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pages(site: Path) -> list[Path]:
    """All pages but the one for wrong addresses, which no page leads to."""
    return sorted(path for path in site.rglob("*.html") if path.name != "404.html")


@cache
def parsed(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def links(path: Path) -> Iterator[tuple[bool, str]]:
    """Every address that a page names, and whether it is only followed by who clicks."""
    for element, attribute, address, _ in parsed(path).iterlinks():
        yield attribute == "href" and element.tag in LEADING, address


def outside(address: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE))


def test_every_page_becomes_one_of_the_site(site: Path) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert {path.relative_to(site) for path in pages(site)} == written
    assert not list(site.rglob("*.py"))


def test_no_page_asks_for_anything_outside(site: Path) -> None:
    asked = {(path.name, address) for path in site.rglob("*.html") for led, address in links(path) if not led}
    assert len(asked) > len(pages(site))
    assert {found for found in asked if outside(found[1])} == set()


def test_no_style_asks_for_anything_outside(site: Path) -> None:
    styles = {path: path.read_text("utf-8") for path in site.rglob("*.css")}
    assert styles
    found = {(path.name, "".join(address)) for path, text in styles.items() for address in ASKED.findall(text)}
    assert {one for one in found if outside(one[1])} == set()


def test_every_link_leads_somewhere(site: Path) -> None:
    inside = [(path, address) for path in pages(site) for _, address in links(path) if not outside(address)]
    assert len(inside) > 300
    assert [(path.name, address) for path, address in inside if not led_somewhere(path, address)] == []


def led_somewhere(path: Path, address: str) -> bool:
    if address.startswith(("data:", "mailto:")):
        return True
    file, anchor = urldefrag(address)
    to = (path.parent / unquote(file)).resolve() if file else path
    to = to / "index.html" if to.is_dir() else to
    return to.is_file() and (not anchor or to.suffix != ".html" or unquote(anchor) in anchors(to))


@cache
def anchors(path: Path) -> frozenset[str]:
    named = parsed(path).xpath("//@id | //a/@name")
    return frozenset(map(str, named)) | {"", "__top"}


def test_the_reference_tells_all_that_there_is(site: Path) -> None:
    def told(name: str) -> str:
        return str(parsed(site / "reference" / f"{name}.html").text_content())

    commands = {one.callback.__name__ for one in app.registered_commands if one.callback}
    assert {name for name in commands if f"jingyan {name} " not in told("command-line")} == set()
    assert {name for name in Settings.model_fields if f"JINGYAN_{name.upper()}" not in told("settings")} == set()
    assert {name for name in schemas() if f"urn:jingyan:schema:{name}:" not in told("files")} == set()
    assert {code for code in wording().reasons if f":{code}" not in told("outcomes")} == set()
    assert {id_ for id_ in (*category_names(), *theme_names()) if id_ not in told("taxonomy")} == set()
    assert not [path for path in pages(site) if "{{" in parsed(path).text_content()]


def test_every_field_has_a_row(site: Path) -> None:
    rows = parsed(site / "reference" / "files.html").xpath("count(//td[1]/code)")
    assert rows == sum(map(fields, schemas().values()))


def fields(schema: object) -> int:
    if isinstance(schema, list):
        return sum(map(fields, schema))
    if not isinstance(schema, dict):
        return 0
    within = [part for name, part in schema.items() if name != "if"]  # a condition names fields again
    return len(schema.get("properties", {})) + sum(map(fields, within))


def test_opened_from_the_folder_it_searches_and_asks_nobody(site: Path, chromium: Path) -> None:
    asked: list[str] = []
    with browser(chromium) as opened:
        page = opened.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        for query, words in SEARCHED.items():
            page.fill("input[name=query]", query)
            page.press("input[name=query]", "End")  # the theme looks at what was typed when a key is let go
            found = page.locator(".md-search-result__article", has_text=words).first
            found.wait_for(state="attached")
            assert found.locator("mark").count(), query
    assert len(asked) > 5
    assert {url for url in asked if not url.startswith((site.as_uri(), "data:"))} == set()
