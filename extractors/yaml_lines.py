"""YAML that people write, read with the line of every entry, so that a fault can be told with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from extractors.lexicon import LOADER

Loc = tuple[int | str, ...]
WRONG_COMMAS = frozenset("，、")


class YamlError(ValueError):
    """Text that is no YAML, or says something twice; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Written:
    """What a YAML text says, and its nodes; an empty text says nothing."""

    content: Any
    node: yaml.Node | None

    def line(self, loc: Loc) -> int:
        """The line of an entry, or of the nearest one around it that is there."""
        node, line = self.node, 1
        for step in loc:
            key, child = _child(node, step)
            if child is None:
                break
            node, line = child, (key or child).start_mark.line + 1
        return line


def read_yaml(text: str) -> Written:
    """Read one YAML document; raises YamlError."""
    try:
        node = yaml.compose(text, Loader=LOADER)
        content = yaml.load(text, Loader=LOADER)  # a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        hint = "; a colon here is written ': '" if any("：" in near for near in text.split("\n")[:line][-2:]) else ""
        raise YamlError(line, f"not readable as YAML: {' '.join(str(error.problem).split())}{hint}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(1, f"not readable as YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise YamlError(1, "not readable as YAML: nested too deeply") from None
    if node is not None:
        _refuse_slips(node)
    return Written(content, node)


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key (of a mapping) and the value of one entry."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _refuse_slips(node: yaml.Node) -> None:
    """Refuse what YAML takes in silence and nobody means: a key given twice, and a list parted by the wrong comma."""
    for one in _all(node):
        if isinstance(one, yaml.MappingNode):
            keys = [key.value for key, _ in one.value]
            for at, (key, _) in enumerate(one.value):
                if key.value in keys[:at]:
                    raise YamlError(key.start_mark.line + 1, f"{key.value} is given twice")
        elif isinstance(one, yaml.SequenceNode) and one.flow_style:
            for item in one.value:
                if isinstance(item, yaml.ScalarNode) and not item.style and WRONG_COMMAS & set(item.value):
                    message = f"{item.value}: part a list by ', '; one phrase with a comma in it stands in quotes"
                    raise YamlError(item.start_mark.line + 1, message)


def _all(node: yaml.Node) -> Iterator[yaml.Node]:
    """A node and all under it; one that is named and used again comes once."""
    waiting, seen = [node], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, yaml.MappingNode):
            waiting += [part for pair in reversed(one.value) for part in reversed(pair)]
        elif isinstance(one, yaml.SequenceNode):
            waiting += reversed(one.value)
