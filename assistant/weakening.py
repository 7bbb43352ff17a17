"""What a proposed repair takes away. Deleting the offending code, or weakening a check, is never a fix.

Works on tokens, because the code before a repair often does not parse. Layout, punctuation, types and declarations may
change freely; what the author wrote to happen must still be there, if need be spelt otherwise in the same place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.tokens import Kind, Token, closing, comments, tokenize
from backends.environment import Domain


@dataclass(frozen=True, slots=True)
class _Rules:
    """What silences a tool (in a comment), what evades a fault, and what checks something, in one language."""

    silencers: re.Pattern[str]
    evasions: frozenset[str]
    checks: frozenset[str]


_VERILOG = _Rules(
    re.compile(
        r"\b(translate_off|synthesis_off|lint_off|lint_save|tracing_off|coverage_off|full_case|parallel_case)\b"
    ),
    frozenset("`ifdef `ifndef `undef $finish $stop $exit $assertoff $assertkill disable release".split()),
    frozenset("assert assume cover restrict expect $error $fatal $warning".split()),
)
_PYTHON = _Rules(
    re.compile(r"\b(noqa|type:\s*ignore|pragma:\s*no cover|pylint:\s*disable)\b"),
    frozenset("except suppress exit _exit quit skip xfail filterwarnings simplefilter".split()),
    frozenset(
        "assert raise allclose assert_close assert_allclose assert_array_equal device_assert static_assert".split()
    ),
)
_VERDICT_TEXT = re.compile(r"pass|succe|\bok\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(module|macromodule|package|interface|program|function|task|class|primitive)\b[^.!?]{0,40}?[(;#]"
    r"|`(define|include|timescale|default_nettype)"
)

# Changed places so close together are one change: a lone bracket or comma between them is not what the author kept.
_NEAR = 2
_DUPLICATE_TOKENS = 4
_CHECK_REACH = 60
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens ``old`` of the original were replaced by ``new``; ``start`` is the offset in the original."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    start: int
    new_start: int


def hunks(before: Sequence[Token], after: Sequence[Token]) -> list[Hunk]:
    """The differing places, those near each other merged."""
    head = 0
    while head < min(len(before), len(after)) and before[head].text == after[head].text:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail].text == after[-1 - tail].text:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(None, [t.text for t in old], [t.text for t in new], autojunk=False)
    spans: list[list[int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if spans and i1 - spans[-1][1] <= _NEAR:
            spans[-1][1], spans[-1][3] = i2, j2
        else:
            spans.append([i1, i2, j1, j2])
    end, new_end = (_end(before), _end(after))
    return [
        Hunk(
            tuple(old[i1:i2]),
            tuple(new[j1:j2]),
            before[head + i1].start if head + i1 < len(before) else end,
            after[head + j1].start if head + j1 < len(after) else new_end,
        )
        for i1, i2, j1, j2 in spans
    ]


def weakenings(
    before: str,
    after: str,
    domain: Domain,
    unknown_names: Iterable[str] = (),
    refused: Sequence[tuple[int, int]] = (),
) -> tuple[str, ...]:
    """Sentences saying what ``after`` lacks or evades; empty when nothing was weakened.

    ``unknown_names`` are names that the tools did not know in ``before``: spelling them otherwise is not weakening.
    ``refused`` are the ``[start, end)`` of arguments in ``before`` that may not be there at all: they may go.
    """
    old, new = tokenize(before, domain), tokenize(after, domain)
    changed = hunks(old, new)
    unknown = frozenset(unknown_names)
    return (
        *_removals(before, after, old, new, changed, domain, unknown, refused),
        *_evasions(before, after, new, changed, domain),
        *_lost_checks(old, new, domain, unknown),
    )


def checks_something(code: str, domain: Domain) -> bool:
    """True when the text compares or asserts anything, so that its passing means something."""
    return any(True for _ in _checks(tokenize(code, domain), domain))


def _removals(
    before: str,
    after: str,
    old: Sequence[Token],
    new: Sequence[Token],
    changed: Sequence[Hunk],
    domain: Domain,
    unknown: frozenset[str],
    refused: Sequence[tuple[int, int]],
) -> list[str]:
    net = Counter(t.text for t in old if t.significant)
    net.subtract(t.text for t in new if t.significant)
    gone = {text for text, count in net.items() if count > 0}
    # `if … else …` may become `… ? … : …`.
    choices = sum(t.text == "?" for t in new) - sum(t.text == "?" for t in old)
    if 0 < net["if"] <= choices:
        gone -= {"if", "else"}
    found = []
    for hunk in changed:
        lost = Counter(t.text for t in hunk.old if t.significant and not _within(t, refused))
        gained = Counter(t.text for t in hunk.new if t.significant)
        lost, gained = lost - gained, gained - lost
        missing = sum(count for text, count in lost.items() if text in gone) - sum(gained.values())
        missing -= _put_right(lost, hunk)
        if missing <= 0:
            continue
        text = before[hunk.start : hunk.old[-1].end]
        if _is_unknown_connection(hunk, unknown):
            continue
        if not _superfluous(hunk, old, new, domain) and not _is_foreign_comment(text, before, after, domain):
            found.append(f"removes `{_excerpt(text)}`")
    return found


def _within(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


def _put_right(lost: Counter[str], hunk: Hunk) -> int:
    """How many of the lost names were misspelt words of the language: ``wier`` that became ``wire``."""
    words = [t.text for t in hunk.new if t.kind is Kind.SHAPE and t.text.isidentifier()]
    right = 0
    for text in lost.elements():
        match = next((w for w in words if SequenceMatcher(None, text, w).ratio() >= _ALIKE), None)
        if match is not None:
            words.remove(match)
            right += 1
    return right


def _is_foreign_comment(text: str, before: str, after: str, domain: Domain) -> bool:
    """``# words`` or ``-- words``, a comment in other languages, that became one in Verilog."""
    if domain is not Domain.VERILOG or not text.startswith(("#", "--")) or set(text) & set("=();"):
        return False
    words = re.findall(r"\w+", text)
    known = Counter(comments(before, domain))
    return any(re.findall(r"\w+", c) == words for c in (Counter(comments(after, domain)) - known))


def _superfluous(hunk: Hunk, old: Sequence[Token], new: Sequence[Token], domain: Domain) -> bool:
    """True when what went was said twice, was only a declaration or a range, or was no code at all."""
    texts = [t.text for t in hunk.old]
    if hunk.new and any(t.significant for t in hunk.new):
        return False
    stripped = _strip(texts)
    if len(stripped) >= _DUPLICATE_TOKENS and _occurs(stripped, [t.text for t in new]):
        return True
    if _repeats_neighbour(hunk, old):
        return True
    if domain is not Domain.VERILOG:
        return False
    if texts[0] == "[" and texts[-1] == "]":
        return True
    return _is_duplicate_declaration(hunk, new) or _is_outside_of_design(hunk, old)


def _is_unknown_connection(hunk: Hunk, unknown: frozenset[str]) -> bool:
    """``.clk(clk)``, of which the tools said that the module has no such port. The cut may begin at either of its ends."""
    shape = Counter(t.text for t in hunk.old if not t.significant and t.text != ",")
    names = [t.text for t in hunk.old if t.significant]
    return not hunk.new and shape == Counter(".()") and len(names) <= 2 and bool(unknown & set(names))


def _is_duplicate_declaration(hunk: Hunk, new: Sequence[Token]) -> bool:
    """``reg [3:0] q;`` goes while ``q`` stays declared elsewhere; a declaration that assigns is more than one."""
    if hunk.old[0].kind is not Kind.SHAPE or any(
        t.kind in (Kind.OPERATOR, Kind.KEYWORD) and t.text != "-" for t in hunk.old
    ):
        return False
    if any(t.text.startswith("$") for t in hunk.old) or "(" in {t.text for t in hunk.old}:
        return False
    remaining = {t.text for t in new}
    return all(t.text in remaining for t in hunk.old if t.kind is Kind.NAME)


def _is_outside_of_design(hunk: Hunk, old: Sequence[Token]) -> bool:
    """Prose or a code fence before the first or after the last design unit."""
    text = " ".join(t.text for t in hunk.old)
    if _UNIT.search(text):
        return False
    units = [
        t
        for before, t in zip([None, *old], old, strict=False)
        if t.text
        in ("module", "package", "interface", "program", "endmodule", "endpackage", "endinterface", "endprogram")
        # "Here is a module that counts": no name stands right before the word in code.
        and (before is None or before.kind is not Kind.NAME or before.text.startswith("`"))
    ]
    depth = 0
    for token in units:
        if token.start >= hunk.start:
            break
        depth += -1 if token.text.startswith("end") else 1
    return bool(units) and depth <= 0


def _repeats_neighbour(hunk: Hunk, old: Sequence[Token]) -> bool:
    """The same token, or run of tokens, twice in a row: ``assign assign``."""
    texts = [t.text for t in hunk.old]
    at = next((i for i, t in enumerate(old) if t.start == hunk.old[0].start), 0)
    size = len(texts)
    before = [t.text for t in old[max(0, at - size) : at]]
    after = [t.text for t in old[at + size : at + 2 * size]]
    return texts in (before, after)


def _evasions(before: str, after: str, new: Sequence[Token], changed: Sequence[Hunk], domain: Domain) -> list[str]:
    rules = _rules(domain)
    found = []
    silenced = Counter(c for c in comments(after, domain) if rules.silencers.search(c))
    silenced.subtract(c for c in comments(before, domain) if rules.silencers.search(c))
    found += [f"silences a check by `{c}`" for c, count in silenced.items() if count > 0]
    for hunk in changed:
        old_texts = {t.text for t in hunk.old}
        # A misspelt `$finsh` put right replaces one token by one.
        adds = sum(t.significant for t in hunk.new) > sum(t.significant for t in hunk.old)
        for token in hunk.new:
            if adds and token.text in rules.evasions and token.text not in old_texts:
                found.append(f"adds `{token.text}`, which can hide the fault")
            elif token.kind is Kind.LITERAL and token.text[:1] in "\"'" and token.text not in old_texts:
                was = next((t for t in hunk.old if t.kind is Kind.LITERAL and _VERDICT_TEXT.search(t.text)), None)
                if _VERDICT_TEXT.search(token.text) and len(token.text) > 2 and was is None:
                    found.append(f"prints a verdict of its own, {token.text}")
    if domain is Domain.VERILOG:
        found += _constant_conditions(new, changed)
    return found


def _constant_conditions(new: Sequence[Token], changed: Sequence[Hunk]) -> list[str]:
    inserted = {t.start for h in changed for t in h.new}
    found = []
    for index, token in enumerate(new[:-2]):
        if token.text in ("if", "while") and new[index + 1].text == "(":
            end = closing(list(new), index + 1)
            inside = new[index + 2 : end]
            touched = any(t.start in inserted for t in inside)
            if touched and inside and all(t.kind is Kind.LITERAL or t.text in ("!", "~") for t in inside):
                found.append(f"makes a condition constant: `{token.text} ({''.join(t.text for t in inside)})`")
    return found


def _lost_checks(old: Sequence[Token], new: Sequence[Token], domain: Domain, unknown: frozenset[str]) -> list[str]:
    kept = list(_checks(new, domain))
    found = []
    for check in _checks(old, domain):
        match = next((k for k in kept if _same_check(check, k, unknown)), None)
        if match is None:
            found.append(f"changes or drops the check `{_excerpt(' '.join(check))}`")
        else:
            kept.remove(match)
    return found


def _checks(tokens: Sequence[Token], domain: Domain) -> Iterable[tuple[str, ...]]:
    """Each check with its arguments and, in Verilog, the condition under which it speaks."""
    names = _rules(domain).checks
    all_tokens = list(tokens)
    for index, token in enumerate(all_tokens):
        if token.text not in names:
            continue
        guard = _guard(all_tokens, index) if domain is Domain.VERILOG and token.text.startswith("$") else ()
        following = index + 1
        while following < len(all_tokens) and all_tokens[following].text in ("property", "final", "#", "0", "else"):
            following += 1
        if following < len(all_tokens) and all_tokens[following].text == "(":
            body = all_tokens[following : closing(all_tokens, following) + 1]
        elif domain is Domain.VERILOG:
            body = []
        else:
            body = _to_statement_end(all_tokens, index)
        # A bracket that is never closed would take the rest of the file for the check's arguments.
        body = body[:_CHECK_REACH]
        yield (*guard, token.text, *(t.text for t in body if t.significant or t.kind is Kind.OPERATOR))


def _guard(tokens: list[Token], check: int) -> tuple[str, ...]:
    """The nearest condition before a check, with nothing between that ends the statement it guards."""
    depth = 0
    for index in range(check - 1, max(-1, check - _CHECK_REACH), -1):
        text = tokens[index].text
        if text in (")", "]", "}"):
            depth += 1
        elif text in ("(", "[", "{"):
            depth -= 1
            if depth == 0 and index and tokens[index - 1].text == "if":
                inside = tokens[index : closing(tokens, index) + 1]
                return ("if", *(t.text for t in inside if t.significant or t.kind is Kind.OPERATOR))
        elif depth == 0 and text in ("end", "module", "always", "initial", "else"):
            return ()
    return ()


def _to_statement_end(tokens: list[Token], index: int) -> list[Token]:
    depth, out = 0, []
    for position in range(index + 1, min(len(tokens), index + _CHECK_REACH)):
        token = tokens[position]
        if token.text in "([{":
            depth += 1
        elif token.text in ")]}":
            depth -= 1
        elif (
            depth == 0
            and token.kind is Kind.KEYWORD
            and token.text in ("assert", "return", "raise", "def", "for", "import", "while", "with", "from")
        ):
            break
        out.append(token)
    return out


def _same_check(a: Sequence[str], b: Sequence[str], unknown: frozenset[str]) -> bool:
    return len(a) == len(b) and all(x == y or x in unknown for x, y in zip(a, b, strict=True))


def _strip(texts: list[str]) -> list[str]:
    out = list(texts)
    while out and out[0] in (",", ";"):
        out.pop(0)
    while out and out[-1] in (",", ";"):
        out.pop()
    return out


def _occurs(run: list[str], texts: list[str]) -> bool:
    size = len(run)
    return any(texts[at : at + size] == run for at, text in enumerate(texts) if text == run[0])


def _rules(domain: Domain) -> _Rules:
    return _VERILOG if domain is Domain.VERILOG else _PYTHON


def _excerpt(text: str, limit: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _end(tokens: Sequence[Token]) -> int:
    return tokens[-1].end if tokens else 0
