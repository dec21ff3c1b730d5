"""Just enough of a document to ask a page what it says: the standard parser, and small selectors.

Selectors: tag, #id, .class, [name], [name=value], [name^=value], :first-child, descendants, > children, commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_STEP = re.compile(r"([#.]?[\w-]+)|\[([\w-]+)(?:(\^?=)\"?([^\]\"]*)\"?)?\]|(:first-child)")


@dataclass(eq=False)
class Node:
    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    parts: list[Node | str] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        return [part for part in self.parts if isinstance(part, Node)]

    def __getitem__(self, nth: int) -> Node:
        return self.children[nth]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def text_content(self) -> str:
        return "".join(part if isinstance(part, str) else part.text_content() for part in self.parts)

    def below(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.below()

    def cssselect(self, selectors: str) -> list[Node]:
        wanted = [_parsed(selector) for selector in selectors.split(",")]
        return [node for node in self.below() if any(_fits(node, steps) for steps in wanted)]

    def get_element_by_id(self, name: str) -> Node:
        return next(node for node in self.below() if node.get("id") == name)


def _parsed(selector: str) -> list[tuple[str, str]]:
    """Steps from the last to the first, each with the combinator that leads to the next."""
    steps = []
    combinator = ""
    for token in reversed(selector.split()):
        if token == ">":
            combinator = ">"
            continue
        steps.append((token, combinator))
        combinator = ""
    return steps


def _fits(node: Node | None, steps: list[tuple[str, str]]) -> bool:
    if node is None or not _is(node, steps[0][0]):
        return False
    if len(steps) == 1:
        return True
    rest = steps[1:]
    above = node.parent
    if rest[0][1] == ">":
        return _fits(above, rest)
    while above is not None:
        if _fits(above, rest):
            return True
        above = above.parent
    return False


def _is(node: Node, compound: str) -> bool:
    for simple, name, operator, value, first in _STEP.findall(compound):
        if first and (node.parent is None or node.parent.children[0] is not node):
            return False
        if simple.startswith(".") and simple[1:] not in (node.get("class") or "").split():
            return False
        if simple.startswith("#") and node.get("id") != simple[1:]:
            return False
        if simple and simple[0] not in ".#" and node.tag != simple:
            return False
        if name:
            held = node.get(name)
            if held is None or (operator == "=" and held != value) or (operator == "^=" and not held.startswith(value)):
                return False
    return True


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document", {})
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.parts.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def parsed(text: str) -> Node:
    """The document. Every element must be closed by name, in order: a page of ours is well-formed."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.tag}> is never closed"
    return builder.root
