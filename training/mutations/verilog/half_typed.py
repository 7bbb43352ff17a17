"""The code as it stands between two keystrokes: a line begun, a block opened, a statement in the middle of being typed."""

from __future__ import annotations

from random import Random

from training.mutation import Kind
from training.mutations.verilog._source import Source, choose, mutation


def _end_of_line(code: str, at: int) -> int:
    end = code.find("\n", at)
    return len(code) if end < 0 else end


def _inside(source: Source, rng: Random) -> int | None:
    """An offset at the beginning, in the middle or at the end of a token of the module's body."""
    at = choose(rng, source.behaviour)
    if at is None:
        return None
    token = source.tokens[at]
    return rng.choice([token.start, token.start + len(token.text) // 2, token.end])


def rest_of_line_missing(source: Source, rng: Random) -> str | None:
    """The line is typed up to the cursor; what follows it stands."""
    at = _inside(source, rng)
    if at is None:
        return None
    return source.code[:at].rstrip(" ") + source.code[_end_of_line(source.code, at) :]


def rest_of_file_missing(source: Source, rng: Random) -> str | None:
    at = _inside(source, rng)
    return None if at is None else source.code[:at] + "\n"


def rest_of_statement_missing(source: Source, rng: Random) -> str | None:
    """A statement being typed, the next ones follow."""
    node = choose(rng, [n for n in (*source.assignments, *source.continuous) if n.last - n.first > 2])
    if node is None:
        return None
    at = rng.randrange(node.first + 1, node.last + 1)
    token = source.tokens[at]
    end = token.start if rng.random() < 0.6 else token.start + len(token.text) // 2
    return source.code[:end].rstrip(" ") + source.code[source.tokens[node.last].end :]


def rest_of_block_missing(source: Source, rng: Random) -> str | None:
    """A block being typed: its end is not there yet, what stands below it is."""
    node = choose(rng, [n for n in source.statements if n.kind in ("block", "case") and n.last > n.first + 2])
    if node is None:
        return None
    at = rng.randrange(node.first + 1, node.last)
    return source.code[: source.tokens[at].end] + source.code[source.tokens[node.last].end :]


def rest_of_item_missing(source: Source, rng: Random) -> str | None:
    """A process or instance being typed, the items after it stand."""
    node = choose(rng, [n for n in source.items if n.last > n.first + 3])
    if node is None:
        return None
    at = rng.randrange(node.first, node.last)
    return source.code[: source.tokens[at].end] + source.code[source.tokens[node.last].end :]


def deleted_words(source: Source, rng: Random) -> str | None:
    """A few tokens deleted before others are typed in their place."""
    first = choose(rng, source.behaviour[:-4])
    if first is None:
        return None
    last = min(first + rng.randrange(1, 5), len(source.tokens) - 1)
    return source.code[: source.tokens[first].start] + source.code[source.tokens[last].end :]


def opened_line(source: Source, rng: Random) -> str | None:
    """A new line just begun above another."""
    names = [d.name for d in source.signals] or ["x"]
    name, other = rng.choice(names), rng.choice(names)
    started = rng.choice(
        [
            "if (",
            f"if ({name}",
            f"if ({name} ==",
            f"if ({name}) begin",
            "else",
            "case (",
            f"case ({name})",
            f"{name} <=",
            f"{name} <= {other} +",
            f"{name}",
            f"{name}[",
            f"{other[: max(1, len(other) // 2)]}",
            "for (i = 0; i <",
            "begin",
        ]
    )
    node = choose(rng, [n for n in source.statements if n.kind == "leaf"])
    if node is None:
        return None
    start = source.tokens[node.first].start
    return f"{source.code[:start]}{started}\n{source.indent_of(node.first)}{source.code[start:]}"


def opened_item(source: Source, rng: Random) -> str | None:
    """A declaration, assignment or process just begun between two items."""
    names = [d.name for d in source.signals] or ["x"]
    name = rng.choice(names)
    started = rng.choice(
        [
            "assign",
            f"assign {name}",
            f"assign {name} =",
            "always",
            "always @(",
            "always @(posedge",
            "reg [",
            "wire [7:0]",
            "reg",
            "alwa",
            "localparam",
            "// TODO",
            f"assign {name} = {rng.choice(names)} &",
            "always @(*) begin",
        ]
    )
    node = choose(rng, source.items)
    if node is None:
        return None
    start = source.tokens[node.first].start
    return f"{source.code[:start]}{started}\n{source.indent_of(node.first)}{source.code[start:]}"


def typed_port(source: Source, rng: Random) -> str | None:
    """A port being added to the list."""
    signal = choose(
        rng,
        [
            d
            for d in source.signals
            if d.kind.startswith(("input", "output")) and source.text(d.token + 1) in (",", ")")
        ],
    )
    if signal is None:
        return None
    end = source.tokens[signal.token].end
    return (
        source.code[:end]
        + rng.choice([", ", ", input", ", input [", ", output reg", ", inp", " wire"])
        + source.code[end:]
    )


def shortened_name(source: Source, rng: Random) -> str | None:
    """A name typed half."""
    names = {d.name for d in source.declared}
    at = choose(rng, [k for k in source.behaviour if source.text(k) in names and len(source.text(k)) > 2])
    if at is None:
        return None
    text = source.text(at)
    return source.replaced(at, at, text[: rng.randrange(1, len(text))])


MUTATIONS = tuple(
    mutation(Kind.HALF_TYPED, change)
    for change in (
        rest_of_line_missing,
        rest_of_file_missing,
        rest_of_statement_missing,
        rest_of_block_missing,
        rest_of_item_missing,
        deleted_words,
        opened_line,
        opened_item,
        typed_port,
        shortened_name,
    )
)
