"""What goes wrong in any Python text: damaged syntax, misspelt and unknown names, code as it stands between keystrokes."""

from __future__ import annotations

import ast
import builtins
import io
import keyword as keywords
import re
import tokenize
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.mutation import Kind, Mutation
from training.mutations.python_source import Source, nodes, one_of

_MODULES = ("tl", "torch", "triton", "cq", "math", "self")


def _tokens(code: str) -> list[tokenize.TokenInfo]:
    try:
        return list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return []


def _offsets(code: str) -> list[int]:
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _without_token(code: str, rng: Random, wanted: frozenset[str]) -> str | None:
    found = [t for t in _tokens(code) if t.type == tokenize.OP and t.string in wanted]
    if not found:
        return None
    token = rng.choice(found)
    at = _offsets(code)[token.start[0] - 1] + token.start[1]
    return code[:at] + code[at + len(token.string) :]


def missing_closing_bracket(code: str, rng: Random) -> str | None:
    return _without_token(code, rng, frozenset(")]}"))


def missing_opening_bracket(code: str, rng: Random) -> str | None:
    return _without_token(code, rng, frozenset("([{"))


def missing_comma(code: str, rng: Random) -> str | None:
    return _without_token(code, rng, frozenset(","))


def missing_colon(code: str, rng: Random) -> str | None:
    found = [m.start() for m in re.finditer(r":(?=[ \t]*(#.*)?$)", code, re.MULTILINE)]
    if not found:
        return None
    at = rng.choice(found)
    return code[:at] + code[at + 1 :]


def missing_operator(code: str, rng: Random) -> str | None:
    return _without_token(code, rng, frozenset({"+", "*", "=", "/", "-", "<"}))


def doubled_operator(code: str, rng: Random) -> str | None:
    found = [t for t in _tokens(code) if t.type == tokenize.OP and t.string in ("+", "=", ",", ".", "<", "/")]
    if not found:
        return None
    token = rng.choice(found)
    at = _offsets(code)[token.start[0] - 1] + token.start[1]
    return code[:at] + token.string + code[at:]


def unterminated_string(code: str, rng: Random) -> str | None:
    found = [t for t in _tokens(code) if t.type == tokenize.STRING and t.start[0] == t.end[0] and len(t.string) > 2]
    if not found:
        return None
    token = rng.choice(found)
    at = _offsets(code)[token.end[0] - 1] + token.end[1]
    return code[: at - 1] + code[at:]


def wrong_indentation(code: str, rng: Random) -> str | None:
    """A statement that begins too far left or right."""
    source = Source.of(code)
    if source is None:
        return None
    lines = code.splitlines(keepends=True)
    starts = sorted({s.lineno - 1 for block in source.blocks() for s in block})
    if not starts:
        return None
    at = rng.choice(starts)
    line = lines[at]
    shifts = (
        ["  " + line, "    " + line]
        if not line.startswith("    ")
        else [line[1:], "  " + line, line[4:], "\t" + line[4:]]
    )
    lines[at] = rng.choice(shifts)
    return "".join(lines)


def assignment_in_condition(code: str, rng: Random) -> str | None:
    found = [m.start() for m in re.finditer(r"==", code)]
    if not found:
        return None
    at = rng.choice(found)
    return code[:at] + "=" + code[at + 2 :]


def foreign_syntax(code: str, rng: Random) -> str | None:
    """A line as it would be written in C."""
    lines = code.splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if re.match(r"\s+\w+ (\+=|=) .*\w\)?$", line.rstrip("\n"))]
    if not found:
        return None
    at = rng.choice(found)
    stripped = lines[at].rstrip("\n")
    space = stripped[: len(stripped) - len(stripped.lstrip())]
    lines[at] = (
        rng.choice((f"{space}float {stripped.lstrip()};", f"{stripped}  // value", f"{space}auto {stripped.lstrip()}"))
        + "\n"
    )
    return "".join(lines)


def keyword_misspelt(code: str, rng: Random) -> str | None:
    words = {
        "def": "func",
        "return": "retrun",
        "import": "imoprt",
        "for": "foreach",
        "in": "of",
        "class": "clas",
        "if": "fi",
    }
    found = [t for t in _tokens(code) if t.type == tokenize.NAME and t.string in words]
    if not found:
        return None
    token = rng.choice(found)
    at = _offsets(code)[token.start[0] - 1] + token.start[1]
    return code[:at] + words[token.string] + code[at + len(token.string) :]


# Names ----------------------------------------------------------------------------------------------------------------


def misspelt(word: str, rng: Random) -> str:
    """One slip of the fingers."""
    at = rng.randrange(max(1, len(word) - 1))
    form = rng.choice(("drop", "swap", "double", "case"))
    if form == "drop" and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if form == "swap" and len(word) > 2 and word[at : at + 1] != word[at + 1 : at + 2]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if form == "case":
        return word.lower() if word != word.lower() else word.upper() if len(word) < 4 else word[0].upper() + word[1:]
    return word[: at + 1] + word[at] + word[at + 1 :]


def misspelt_variable(code: str, rng: Random) -> str | None:
    """A name as it is nowhere defined."""
    source = Source.of(code)
    if source is None:
        return None
    known = {n.id for n in ast.walk(source.tree) if isinstance(n, ast.Name)}
    loads = [
        n
        for n in nodes([source.tree], ast.Name)
        if isinstance(n, ast.Name)
        and isinstance(n.ctx, ast.Load)
        and not hasattr(builtins, n.id)
        and n.id not in ("tl", "cq")
    ]

    def edit(node: ast.Name) -> str:
        new = misspelt(node.id, rng)
        valid = new.isidentifier() and not keywords.iskeyword(new) and new not in known
        return source.put((node, new)) if valid else code

    return one_of(rng, code, [edit(n) for n in loads])


def other_variable(code: str, rng: Random) -> str | None:
    """A name of the same function in the place of another."""
    source = Source.of(code)
    if source is None:
        return None
    edits = []
    scopes = [
        (f.body, [a.arg for a in f.args.args]) for f in source.functions() if not f.name.startswith(("test_", "check_"))
    ]
    scopes.append(([s for s in source.tree.body if isinstance(s, (ast.Assign, ast.AugAssign, ast.For, ast.Expr))], []))
    for body, parameters in scopes:
        names = [n for n in nodes(body, ast.Name) if isinstance(n, ast.Name) and n.id not in _MODULES]
        local = sorted({n.id for n in names if isinstance(n.ctx, ast.Store)} | set(parameters))
        for node in names:
            others = [x for x in local if x != node.id]
            if isinstance(node.ctx, ast.Load) and node.id in local and others:
                edits.append(source.put((node, rng.choice(others))))
    return one_of(rng, code, edits)


def missing_import(code: str, rng: Random) -> str | None:
    source = Source.of(code)
    if source is None:
        return None
    found = [
        n
        for n in source.tree.body
        if isinstance(n, (ast.Import, ast.ImportFrom)) and getattr(n, "module", "") != "__future__"
    ]
    return source.without_statement(rng.choice(found)) if found else None


def use_before_definition(code: str, rng: Random) -> str | None:
    """Two neighbouring assignments in the wrong order, the second of which needs the first."""
    source = Source.of(code)
    if source is None:
        return None
    edits = []
    for block in source.blocks():
        for first, second in pairwise(block):
            if not (isinstance(first, ast.Assign) and isinstance(second, ast.Assign)):
                continue
            stored = {n.id for t in first.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            if stored & {n.id for n in ast.walk(second.value) if isinstance(n, ast.Name)}:
                edits.append(source.put((first, source.text(second)), (second, source.text(first))))
    return one_of(rng, code, edits)


def missing_statement(code: str, rng: Random) -> str | None:
    """One line forgotten."""
    source = Source.of(code)
    if source is None:
        return None
    tests = [n for f in source.functions() if f.name.startswith(("test_", "check_")) for n in ast.walk(f)]
    found = [
        s for block in source.blocks() for s in block
        if isinstance(s, (ast.Assign, ast.AugAssign, ast.Expr)) and s not in tests
        and not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
    ]  # fmt: skip
    return one_of(rng, code, [source.without_statement(s) for s in found])


def missing_return(code: str, rng: Random) -> str | None:
    source = Source.of(code)
    if source is None:
        return None
    found = [n for n in ast.walk(source.tree) if isinstance(n, ast.Return) and n.value is not None]
    return one_of(rng, code, [source.without_statement(n) for n in found])


# Half-typed -----------------------------------------------------------------------------------------------------------


def cut_line(code: str, rng: Random) -> str | None:
    """One line typed only so far; what follows it was there before."""
    lines = code.splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if len(line.strip()) > 3 and not line.strip().startswith("#")]
    if not found:
        return None
    at = rng.choice(found)
    line = lines[at].rstrip("\n")
    start = len(line) - len(line.lstrip())
    lines[at] = line[: rng.randint(start + 1, len(line) - 1)] + "\n"
    return "".join(lines)


def cut_file(code: str, rng: Random) -> str | None:
    """Everything up to the cursor; nothing after it yet."""
    if len(code) < 80:
        return None
    return code[: rng.randint(len(code) // 4, len(code) - 2)] + "\n"


def call_begun(code: str, rng: Random) -> str | None:
    """A new line with the beginning of a call or an assignment."""
    lines = code.splitlines(keepends=True)
    found = [
        i
        for i, line in enumerate(lines)
        if line.startswith("    ") and re.match(r"\s+\w+ \+?= [^(]*(\(.*\).*)?$", line)
    ]
    if not found:
        return None
    at = rng.choice(found)
    space = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    name = re.findall(r"[A-Za-z_]\w*", lines[at])[0]
    begun = rng.choice(
        (f"{name}.", f"{name} =", f"new = {name}(", f"x = {name} +", f"if {name}", f"for i in range({name}", f"{name}[")
    )
    return "".join([*lines[: at + 1], f"{space}{begun}\n", *lines[at + 1 :]])


def word_begun(code: str, rng: Random) -> str | None:
    """The last word of a line typed halfway."""
    lines = code.splitlines(keepends=True)
    found = [
        i for i, line in enumerate(lines) if re.search(r"[A-Za-z_]{4,}\W*$", line) and not line.strip().startswith("#")
    ]
    if not found:
        return None
    at = rng.choice(found)
    line = lines[at].rstrip("\n")
    match = list(re.finditer(r"[A-Za-z_]{4,}", line))[-1]
    lines[at] = line[: match.start() + rng.randint(1, match.end() - match.start() - 1)] + "\n"
    return "".join(lines)


SYNTAX = (
    missing_closing_bracket, missing_opening_bracket, missing_comma, missing_colon, missing_operator, doubled_operator,
    unterminated_string, wrong_indentation, assignment_in_condition, foreign_syntax, keyword_misspelt, misspelt_variable,
    missing_import, missing_return,
)  # fmt: skip
SEMANTIC = (other_variable, use_before_definition, missing_statement)
HALF_TYPED = (cut_line, cut_file, call_begun, word_begun)


def python_mutations(domain: Domain) -> tuple[Mutation, ...]:
    """All of this module, for one domain."""
    return (
        *(Mutation(f.__name__, domain, Kind.SYNTAX, f) for f in SYNTAX),
        *(Mutation(f.__name__, domain, Kind.SEMANTIC, f) for f in SEMANTIC),
        *(Mutation(f.__name__, domain, Kind.HALF_TYPED, f) for f in HALF_TYPED),
    )
