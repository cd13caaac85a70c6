"""XML written as nested values: ``("cbc:ID", "4711")``, ``("cac:Party", [children])``, attributes as a third part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

Node = tuple[Any, ...]
"""Name with prefix; text or a list of nodes; optionally a dict of attributes."""


def write_xml(root: Node, namespaces: Mapping[str | None, str]) -> bytes:
    """The document as UTF-8 with declaration, indented; nodes that are None or have no content are left out."""
    element = etree.Element(_name(root[0], namespaces), nsmap=dict(namespaces))  # type: ignore[arg-type]
    _fill(element, root[1], namespaces)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _fill(element: etree._Element, content: str | Sequence[Node | None], namespaces: Mapping[str | None, str]) -> None:
    if isinstance(content, str):
        element.text = content
        return
    for node in content:
        if node is None or not node[1]:
            continue
        child = etree.SubElement(element, _name(node[0], namespaces), node[2] if len(node) > 2 else {})
        _fill(child, node[1], namespaces)


def _name(name: str, namespaces: Mapping[str | None, str]) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{namespaces[prefix or None]}}}{local}"
