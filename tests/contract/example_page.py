"""The example site in a real browser over HTTP, with a record of every field that it reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, expect

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
# Wraps what fetch gives in proxies that note each property by where its schema tells of it.
RECORDER = """
window.fieldsRead = new Set();
const watched = (value, place) => typeof value !== "object" || value === null ? value : new Proxy(value, {
  get(target, key, receiver) {
    const found = Reflect.get(target, key, receiver);
    if (typeof key === "symbol" || key === "then" || typeof found === "function") return found;
    if (Array.isArray(target)) return watched(found, isNaN(key) ? place : `${place}/items`);
    window.fieldsRead.add(`${place}/${key}`);
    return watched(found, `${place}/${key}`);
  },
});
const json = Response.prototype.json;
Response.prototype.json = async function () {
  const value = await json.call(this);
  return watched(value, value.schema.split(":").at(-2));
};
"""


class _Served(SimpleHTTPRequestHandler):
    """The example at the root, a catalogue below catalogue/."""

    def __init__(self, *args: Any, catalogue: Path, **more: Any) -> None:
        self.catalogue = catalogue
        super().__init__(*args, directory=str(EXAMPLE), **more)

    def translate_path(self, path: str) -> str:
        below = path.split("?")[0].removeprefix("/catalogue/")
        return str(self.catalogue / below) if path.startswith("/catalogue/") else super().translate_path(path)

    def log_message(self, *args: Any) -> None:
        """Say nothing: the tests see what fails."""


@contextmanager
def served(catalogue: Path) -> Iterator[str]:
    """The address of the example over a catalogue."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Served, catalogue=catalogue)) as server:
        server.daemon_threads = True  # a connection that the browser keeps open must not hold up the end
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@contextmanager
def opened(chrome: Browser, address: str, expected: Sequence[str] = ()) -> Iterator[Page]:
    """A page whose reads are noted; what the browser complains of, fetches from elsewhere or runs fails."""
    complaints: list[str] = []
    page = chrome.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    page.add_init_script(RECORDER)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith((address.split("#")[0], "data:")) else complaints.append(r.url)
    )
    page.goto(address)
    expect(page.locator("#count")).not_to_be_empty(timeout=20_000)
    yield page
    assert page.evaluate("window.ran") is None
    page.close()
    assert [one for one in complaints if not any(words in one for words in expected)] == []


def fields_read(page: Page) -> set[str]:
    """The properties that were read so far, each by the place that its schema has for it."""
    return set(page.evaluate("[...window.fieldsRead]"))
