"""The import statements of a Python text, also of one that does not parse at the moment.

Found by their own line, not by parsing the whole: a parse takes a hundred times as long, and an error anywhere in a
half-typed text would hide all of its modules. Text in a string that reads like an import counts as one.
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from backends.text_cache import cached_by_text

# Each part can match in one way only: of a bracket that is never closed every way would be tried.
_STATEMENT = re.compile(
    r"""(?:^|[;:]) [ \t\f]*
        ( (?: from [ \t] [.\w \t]+ )? (?<!\w) import \b
          (?: [^\n(\\;] | \\\n )*
          (?: \( (?: [^()\#] | \#[^\n]*\n )* \) )? )""",
    re.MULTILINE | re.VERBOSE,
)


class ImportStatement(NamedTuple):
    """``level`` counts the dots; ``names`` are those after ``from … import``, empty for a plain import."""

    level: int
    module: tuple[str, ...]
    names: tuple[str, ...]


@cached_by_text
def import_statements(text: str) -> tuple[ImportStatement, ...]:
    """In the order of the text, wherever in it they stand."""
    found: list[ImportStatement] = []
    for match in _STATEMENT.finditer(text):
        try:
            statements = ast.parse(match[1].strip()).body
        except (SyntaxError, ValueError):
            continue
        for node in statements:
            if isinstance(node, ast.Import):
                found += [ImportStatement(0, tuple(alias.name.split(".")), ()) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                module = tuple(node.module.split(".")) if node.module else ()
                found.append(ImportStatement(node.level, module, tuple(alias.name for alias in node.names)))
    return tuple(found)
