"""Lexicons: YAML files that people write, checked when read, and phrases found with spaCy's PhraseMatcher.

taxonomy = read_lexicon("problems.yml", Taxonomy)
phrases = Phrases((variant, category.id) for category in taxonomy.categories for variant in category.variants)
for hit in phrases.find(document.folded): ...
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.fold import fold
from extractors.gram_rows import Openings, lowered

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

FOLDER = Path(__file__).parent / "lexicons"
QUOTES = "“”"
QUOTED = re.compile(f"[{QUOTES}]")
_REST = re.compile(f"[\u4e00-\u9fff]{{0,2}}{QUOTES[1]}")
SHORT = 100  # characters of a text that is matched whole

# The C loader is ten times faster; some builds of PyYAML lack it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file and the entry."""


class Strict(BaseModel):
    """Base of all that is read from a lexicon: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One entry of a lexicon. `match` are texts in which it must be found, `no_match` texts in which it must not."""

    id: str
    name: str
    definition: str = ""
    variants: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


Model = TypeVar("Model", bound=BaseModel)


def read_lexicon(name: str | Path, model: type[Model]) -> Model:
    """Read and check a YAML file: a name in the folder of lexicons, or a path. Raises LexiconError."""
    path = FOLDER / name
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # a safe loader, both of them
    except FileNotFoundError:
        raise LexiconError(f"{path.name}: no such lexicon at {path}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}") from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise LexiconError(_complaint(path.name, content, error)) from None


def unique(kind: str, names: Iterable[str]) -> None:
    """Raise ValueError where a name occurs twice; for validators of lexicon models."""
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(f"{kind} given twice: {'、'.join(twice)}")


def _complaint(file: str, content: object, error: ValidationError) -> str:
    lines = (f"{file}: {_where(content, found['loc'])}{found['msg']}" for found in error.errors())
    return "\n".join(lines)


def _where(content: object, loc: tuple[int | str, ...]) -> str:
    """The path to a fault, with the id of each entry on the way: `categories[3] (A3_dependence).variants: `."""
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
        content = _child(content, step)
        if isinstance(content, dict) and (label := content.get("id") or content.get("name")):
            path += f" ({label})"
    return f"{path.lstrip('.')}: " if path else ""


def _child(content: object, step: int | str) -> object:
    if isinstance(content, dict):
        return content.get(step)
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None


class Hit(NamedTuple):
    """A phrase found in a text: its range, the phrase as the lexicon has it, and its labels in their order."""

    start: int
    end: int
    phrase: str
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """The first label."""
        return self.labels[0]


class Phrases:
    """Phrases with labels, matched character by character in folded text.

    Quotes are passed over on both sides (联建不连心 finds 联建不连“心”, with the quote that closes the pair).
    A phrase may have several labels.
    Build one per process: the first one imports spaCy, which takes half a second.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._entries = _by_form(phrases)
        self._matcher: PhraseMatcher = _matcher(self._entries)
        self._openings = Openings(filter(None, self._entries))

    def find_all(self, folded: str) -> tuple[Hit, ...]:
        """All hits, overlapping ones too, by start, longest first."""
        bare, quotes = _unquoted(folded), _quotes(folded)
        found = sorted(self._matches(bare), key=lambda span: (span[0], -span[1]))
        return tuple(self._hit(folded, bare, quotes, *span) for span in found)

    def find(self, folded: str) -> tuple[Hit, ...]:
        """The hits that do not overlap, in the order of the text: longer ones win, then earlier ones."""
        return longest(self.find_all(folded))

    def _matches(self, bare: str) -> set[tuple[int, int]]:
        """The ranges of a text that are phrases."""
        if len(bare) <= SHORT:
            return {(start, end) for _, start, end in self._matcher(_characters(bare))}
        near = self._near(bare)
        told = self._matcher(_characters("".join(map(bare.__getitem__, near))))
        found = ((near[start], near[end - 1] + 1, end - start) for _, start, end in told)
        return {(start, end) for start, end, size in found if end - start == size}

    def _near(self, bare: str) -> list[int]:
        """The places that are part of a phrase: to make tokens of characters is most of the work."""
        found = set[int]()
        for at, forms in self._openings.in_text(lowered(bare)):
            found.update(range(at, at + len(forms[0])))
        return sorted(found)

    def _hit(self, folded: str, bare: str, quotes: list[int], start: int, end: int) -> Hit:
        phrase, labels = self._entries[bare[start:end].lower()]
        first, last = (at + bisect_right(quotes, at) for at in (start, end - 1))
        return Hit(*_paired(folded, first, last + 1), phrase, labels)


def longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits that do not overlap: longer ones win, then earlier ones."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _by_form(phrases: Iterable[tuple[str, str]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Folded and unquoted form -> the phrase as written first, and its labels."""
    entries: dict[str, tuple[str, tuple[str, ...]]] = {}
    for phrase, label in phrases:
        form = form_of(phrase)
        first, labels = entries.get(form, (phrase, ()))
        entries[form] = (first, labels if label in labels else (*labels, label))
    return entries


def form_of(phrase: str) -> str:
    """A phrase as it is compared with others: folded, without quotes, in lower case."""
    return _unquoted(fold(phrase)).lower()


def _unquoted(folded: str) -> str:
    return folded.replace(QUOTES[0], "").replace(QUOTES[1], "")


def _quotes(folded: str) -> list[int]:
    """Where the quotes would stand in the text without quotes."""
    return [found.start() - before for before, found in enumerate(QUOTED.finditer(folded))]


def _paired(folded: str, start: int, end: int) -> tuple[int, int]:
    """The range with the quote outside whose partner is inside: 联建不连“心”, “领头雁”效应; what is quoted is whole
    (集体经济“空壳村”).
    """
    opened, closed = (folded[start:end].count(quote) for quote in QUOTES)
    if opened > closed and (rest := _REST.match(folded, end)):
        return start, rest.end()
    if closed > opened and folded[start - 1 : start] == QUOTES[0]:
        return start - 1, end
    return start, end


def _matcher(forms: Iterable[str]) -> "PhraseMatcher":
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(_vocab(), attr="LOWER")
    matcher.add("phrase", list(_docs(forms)))
    return matcher


def _docs(forms: Iterable[str]) -> Iterator["Doc"]:
    return (_characters(form) for form in forms if form)


@cache
def _vocab() -> Any:
    import spacy

    return spacy.blank("zh").vocab


def _characters(text: str) -> "Doc":
    """One token a character, blanks too (the tokenizer joins those): places of tokens are places of characters."""
    from spacy.tokens import Doc

    return Doc(_vocab(), words=list(text), spaces=[False] * len(text))
