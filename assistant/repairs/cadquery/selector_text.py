"""A selector that CadQuery cannot read: the nearest one that it can."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.cadquery.selector_grammar import TYPES, selector_error
from backends.outcome import Diagnostic
from backends.python_analysis import nearest_names

_VIEWS = {
    "top": ">Z", "upper": ">Z", "up": ">Z", "highest": ">Z", "zmax": ">Z", "maxz": ">Z", "bottom": "<Z", "lower": "<Z",
    "down": "<Z", "lowest": "<Z", "zmin": "<Z", "minz": "<Z", "rightmost": ">X", "leftmost": "<X", "vertical": "|Z",
    "horizontal": "#Z", "rear": ">Y", "xmax": ">X", "maxx": ">X", "xmin": "<X", "minx": "<X", "ymax": ">Y", "maxy": ">Y",
    "ymin": "<Y", "miny": "<Y", "round": "%CIRCLE", "circular": "%CIRCLE", "flat": "%PLANE", "planar": "%PLANE",
}  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = _literal(diagnostic, view)
    text = node.value if node is not None else None
    if node is None or not isinstance(text, str) or text != diagnostic.data.get("selector"):
        return
    quote = view.text(node)[:1]
    for place, (candidate, why) in enumerate(candidates(text)):
        yield Finding(
            (view.replace(node, f"{quote}{candidate}{quote}"),),
            f"Change {text!r} to {candidate!r}",
            why,
            0.85 * 0.6**place,
        )


def _literal(diagnostic: Diagnostic, view: View) -> ast.Constant | None:
    """The selector itself, which the kernel's diagnostics name only by its call."""
    node = view.expression(diagnostic)
    if not isinstance(node, ast.Constant):
        call = view.call(diagnostic)
        node = view.sites.argument(call, "selector", 0) if call is not None and method_of(call) else None
    return node if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def candidates(text: str) -> Iterator[tuple[str, str]]:
    """Readable selectors near ``text`` with the reason for each, best first."""
    seen = {text}
    for candidate, why in _changes(text):
        if candidate not in seen and candidate and selector_error(candidate) is None:
            seen.add(candidate)
            yield candidate, why


def _changes(text: str) -> Iterator[tuple[str, str]]:
    word = re.sub(r"[^a-z]", "", text.lower())
    if word in _VIEWS and re.fullmatch(r"[\W_]*[A-Za-z_ ]+", text):
        yield _VIEWS[word], f"{_VIEWS[word]} is how CadQuery says {word}"
    typed = _typed(text)
    yield typed, "the name of a type of curve or surface is misspelt"
    fixed = _words(typed)
    yield fixed, "axes are capital letters, and the operators are words"
    yield _upper(fixed), "axes are capital letters"
    turned = re.sub(r"\b([XYZ]{1,2})\s*([<>|#%+-])", r"\2\1", _upper(fixed))
    yield turned, "the operator comes before the axis"
    yield _doubled(turned), "the operator is a single sign"
    joined = re.sub(r"(?<=[XYZ\]])\s*(?=[<>|#%+-])", " and ", _doubled(turned))
    yield joined, "two selectors are joined by and"


def _words(text: str) -> str:
    text = re.sub(r"\s*(&&|&)\s*", " and ", text)
    text = re.sub(r"\s*(\|\||,)\s*(?=[<>|#%+\-(])", " or ", text)
    text = re.sub(r"!\s*", "not ", text)
    return re.sub(r"\b(AND|OR|NOT|EXCEPT|EXC)\b", lambda m: m[0].lower(), text).strip()


def _typed(text: str) -> str:
    """``%CIRCEL`` with the nearest type there is."""
    return re.sub(r"(?<=%)\s*(\w+)", lambda m: next(iter(nearest_names(m[1].upper(), TYPES)), m[1]), text)


def _upper(text: str) -> str:
    """Axis letters as capitals, words of the grammar left alone."""
    return re.sub(r"(?<![A-Za-z])([xyz]{1,2})(?![A-Za-z])", lambda m: m[0].upper(), text, flags=re.IGNORECASE)


def _doubled(text: str) -> str:
    return re.sub(r"([|#%+=-])\1+|[=]", lambda m: m[1] or "", text)


REPAIR = repair("selector-text", find, "bad-selector")
