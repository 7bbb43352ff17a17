"""Deterministic repairs of what Python itself says, shared by the domains whose files are Python."""

from __future__ import annotations

from assistant.repair import Repair
from assistant.repairs.python import (
    brackets,
    comparison_sign,
    foreign_words,
    indentation,
    missing_colon,
    missing_comma,
    name_spelling,
    sign_slips,
    string_end,
)
from backends.environment import Domain

RULES = (
    missing_colon.RULE,
    brackets.RULE,
    missing_comma.RULE,
    comparison_sign.RULE,
    indentation.RULE,
    string_end.RULE,
    sign_slips.RULE,
    foreign_words.RULE,
    foreign_words.VALUE,
    name_spelling.RULE,
)


def python_repairs(domain: Domain) -> tuple[Repair, ...]:
    """All of them, for files of one domain."""
    return tuple(rule.of(domain) for rule in RULES)
