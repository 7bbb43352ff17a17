"""Which blocks are not closed, or closed twice, judged by keywords and indentation together."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.repair import RepairContext
from assistant.repairs.verilog.keywords import CLOSERS
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.tokens import Kind

_CLOSING = frozenset(CLOSERS.values()) | {"join_any", "join_none"}
_OUTERMOST = frozenset(("module", "macromodule"))
_MODULE_LEVEL = frozenset(
    (
        "always",
        "always_ff",
        "always_comb",
        "always_latch",
        "initial",
        "endmodule",
        "module",
        "function",
        "task",
        "generate",
        "endgenerate",
    )
)


@dataclass(frozen=True, slots=True)
class Missing:
    """``word`` belongs on a line of its own before token ``before`` (``len`` at the end of the text), closing ``opener``."""

    word: str
    before: int
    opener: int
    column: int


@dataclass(slots=True)
class Balance:
    missing: list[Missing] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    """Closing words that close nothing."""

    @property
    def even(self) -> bool:
        return not self.missing and not self.extra


@dataclass(frozen=True, slots=True)
class _Open:
    word: str
    index: int
    column: int


def balance_of(view: View) -> Balance:
    """The balance by indentation when that explains all, made once."""
    context: RepairContext = view.context
    balance = context.parsed.get("verilog.balance")
    if balance is None:
        balance = context.parsed["verilog.balance"] = _balance(view)
    return balance  # type: ignore[no-any-return]


def is_even(view: View) -> bool:
    """Every opening word has its closing word in the right order."""
    stack: list[str] = []
    for i, token in enumerate(view.source.tokens):
        if token.kind is not Kind.KEYWORD:
            continue
        if _opens(view, i):
            stack.append(CLOSERS[token.text])
        elif token.text in _CLOSING:
            if not stack or (stack[-1] != token.text and not (stack[-1] == "join" and token.text.startswith("join"))):
                return False
            stack.pop()
    return not stack


def _opens(view: View, i: int) -> bool:
    source = view.source
    if source.word(i) not in CLOSERS or source.word(i - 1) in ("extern", "wait", "disable"):
        return False
    # "end module" on one line closes; on two it closes something else and opens the module.
    return source.word(i - 1) != "end" or source[i].first


def _balance(view: View) -> Balance:
    balance = Balance()
    if is_even(view):
        return balance
    source = view.source
    stack: list[_Open] = []
    indented = _is_indented(view)
    for i, token in enumerate(source.tokens):
        word = token.text
        if token.first and indented:
            _close_by_indentation(view, i, stack, balance)
        if token.kind is not Kind.KEYWORD:
            continue
        if _opens(view, i):
            if word in _OUTERMOST:
                _close_all(stack, i, balance)
            elif word in ("function", "task") and stack and stack[-1].word in ("begin", "case"):
                _close_until(stack, _OUTERMOST | {"generate"}, i, balance)
            stack.append(_Open(word, i, source.column(i)))
        elif word in _CLOSING:
            _close(view, i, stack, balance)
    _close_all(stack, len(source), balance)
    return balance


def _is_indented(view: View) -> bool:
    """Some block's contents stand further right than the line that opens it."""
    source = view.source
    for i, token in enumerate(source.tokens):
        if (
            token.text == "begin"
            and i + 1 < len(source)
            and source[i + 1].first
            and source.column(i + 1) > source.column(i)
        ):
            return True
    return False


def _close_by_indentation(view: View, i: int, stack: list[_Open], balance: Balance) -> None:
    """A line that begins at or left of an open block's own line, without closing it, lies outside the block."""
    source = view.source
    word = source.word(i)
    column = source.column(i)
    while stack and stack[-1].word not in _OUTERMOST:
        top = stack[-1]
        if source[top.index].line == source[i].line or word in ("`", ""):
            return
        closer = CLOSERS[top.word]
        outside = column < top.column or (column == top.column and word not in (closer, "begin"))
        if word in _MODULE_LEVEL and top.word not in ("generate",) and not _generate_block(view, top):
            outside = outside or word not in (closer,)
        if not outside or (word in _CLOSING and column == top.column and word != closer and word == "end"):
            return
        if column < top.column and word == closer and not _closes_outer(stack, closer, column):
            return
        stack.pop()
        balance.missing.append(Missing(closer, i, top.index, top.column))


def _closes_outer(stack: list[_Open], closer: str, column: int) -> bool:
    """Some block further out stands at this column and takes the same closing word."""
    return any(CLOSERS[o.word] == closer and o.column == column for o in stack[:-1])


def _generate_block(view: View, opened: _Open) -> bool:
    """A ``begin`` at module level, which may hold always blocks."""
    source = view.source
    if opened.word != "begin":
        return False
    return source.word(opened.index + 1) == ":" and view.outline.procedure_at(opened.index) is None


def _close(view: View, i: int, stack: list[_Open], balance: Balance) -> None:
    word = view.source.word(i)
    wanted = {"join_any": "join", "join_none": "join"}.get(word, word)
    if stack and CLOSERS[stack[-1].word] == wanted:
        stack.pop()
        return
    depth = next((n for n, o in enumerate(reversed(stack)) if CLOSERS[o.word] == wanted), None)
    if depth is None or (
        wanted == "end" and stack[-1].word in ("case", "casez", "casex") and view.source.column(i) > stack[-1].column
    ):
        balance.extra.append(i)
        return
    if wanted == "end" and any(o.word in ("function", "task", *_OUTERMOST) for o in stack[len(stack) - depth :]):
        balance.extra.append(i)
        return
    for _ in range(depth):
        top = stack.pop()
        balance.missing.append(Missing(CLOSERS[top.word], i, top.index, top.column))
    stack.pop()


def _close_until(stack: list[_Open], words: frozenset[str], i: int, balance: Balance) -> None:
    while stack and stack[-1].word not in words:
        top = stack.pop()
        balance.missing.append(Missing(CLOSERS[top.word], i, top.index, top.column))


def _close_all(stack: list[_Open], i: int, balance: Balance) -> None:
    _close_until(stack, frozenset(), i, balance)
