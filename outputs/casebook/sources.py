"""The source documents of a reader: numbered in the order in which they are first needed, cited as GB/T 7714 says."""

from dataclasses import dataclass

from outputs.citation import citation
from outputs.record import Json
from outputs.show_read import Folder

DIGITS = 12  # of a sha256, as ids have them


@dataclass(frozen=True, slots=True)
class Source:
    """A document with its number in the list."""

    number: int
    id: str
    record: Json

    @property
    def name(self) -> str:
        """Its file."""
        name: str = self.record["document"]["name"]
        return name

    def reference(self) -> str:
        """How it is cited, then its file and the first digits of that one's sha256."""
        about = self.record.get("about") or {}
        said = {key: told["value"] for key, told in about.items() if told and key != "kind"}
        title = said.get("title") or self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        digest = self.record["document"]["sha256"][:DIGITS]
        return f"{citation(_plain(title), said)} 文件：{self.name}（SHA-256：{digest}…）"


def _plain(title: str) -> str:
    return " ".join(title.split())


class Sources:
    """The documents of some cases, each opened once."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._known: dict[str, Source] = {}

    def of(self, case: Json) -> Source:
        """The document of a case."""
        id_: str = case["document"]["id"]
        if id_ not in self._known:
            record = self._folder.read(f"documents/{id_}.json")
            self._known[id_] = Source(len(self._known) + 1, id_, record)
        return self._known[id_]

    def listed(self) -> list[Source]:
        """All that were needed, in the order of their numbers."""
        return list(self._known.values())
