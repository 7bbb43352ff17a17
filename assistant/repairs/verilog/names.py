"""How alike two identifiers are: misspellings, and the abbreviations designers use for one another."""

from __future__ import annotations

from collections.abc import Iterable

_SYNONYMS = (
    ("reset", "rst"), ("clock", "clk"), ("count", "cnt", "counter"), ("enable", "en"), ("address", "addr"),
    ("pointer", "ptr"), ("write", "wr", "we"), ("read", "rd", "re"), ("data", "dat", "d"), ("input", "in", "i"),
    ("output", "out", "o"), ("register", "reg", "r", "q"), ("valid", "vld"), ("ready", "rdy"), ("index", "idx"),
    ("request", "req"), ("acknowledge", "ack"), ("next", "nxt"), ("current", "curr", "cur"), ("temporary", "temp", "tmp"),
    ("memory", "mem"), ("number", "num"), ("length", "len"), ("select", "sel"), ("bit", "b"), ("state", "st"),
)  # fmt: skip
_ANTONYMS = frozenset(
    frozenset(pair.split("/"))
    for pair in """read/write input/output tx/rx full/empty min/max start/end start/stop first/last left/right up/down set/clear
    push/pop head/tail master/slave src/dst high/low msb/lsb row/col next/prev next/current request/acknowledge""".split()
)
_CANONICAL = {word: group[0] for group in _SYNONYMS for word in group}


def distance(a: str, b: str) -> int:
    """Optimal string alignment distance: insertions, deletions, substitutions, adjacent transpositions."""
    if abs(len(a) - len(b)) > 4:
        return abs(len(a) - len(b))
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            best = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, previous = previous, current
    return previous[-1]


def likeness(a: str, b: str) -> float:
    """From 0 (unlike) to 1 (the same but for case and underscores)."""
    x, y = a.lower(), b.lower()
    if x.replace("_", "") == y.replace("_", ""):
        return 1.0
    parts_x, parts_y = _parts(x), _parts(y)
    if parts_x == parts_y:
        return 0.95
    if _without_doubles(x) == _without_doubles(y):
        return 0.9
    steps = distance(x, y)
    shorter = min(len(x), len(y))
    # Digits tell signals apart (d0, d1), so two names that differ only there are not a misspelling.
    if _without_digits(x) == _without_digits(y):
        return 0.3
    if _opposite(parts_x, parts_y):
        return 0.45
    score = 1.0 - steps / max(len(x), len(y))
    if steps == 1 and shorter >= 3:
        score = max(score, 0.85)
    elif steps == 1 and (len(x) != len(y) or sorted(x) == sorted(y)):
        # One letter too many, one too few, or two exchanged: in a short name that is all a slip can be.
        score = max(score, 0.65)
    if f"_{x}_" in f"_{y}_" or f"_{y}_" in f"_{x}_":
        score = max(score, 0.75)
    if set(parts_x) > set(parts_y) or set(parts_x) < set(parts_y):
        score = max(score, 0.72)
    elif len(parts_x) == len(parts_y) > 1 and all(
        p == q or p.startswith(q) or q.startswith(p) for p, q in zip(parts_x, parts_y, strict=True)
    ):
        score = max(score, 0.82)
    elif shorter >= 3 and (x.startswith(y) or y.startswith(x)):
        score = max(score, 0.7)
    elif shorter >= 3 and (x.endswith(y) or y.endswith(x)):
        score = max(score, 0.65)
    elif {p for p in parts_x if len(p) > 2} & {p for p in parts_y if len(p) > 2}:
        # ``m_valid_reg`` and ``out_valid`` name the same thing, seen differently.
        score = max(score, 0.6)
    return score


def nearest(name: str, candidates: Iterable[str], *, least: float = 0.6, most: int = 3) -> list[tuple[str, float]]:
    """The candidates like ``name``, most alike first, with their likeness."""
    rated = [(c, likeness(name, c)) for c in set(candidates) if c != name]
    return sorted(((c, s) for c, s in rated if s >= least), key=lambda p: (-p[1], p[0]))[:most]


def _opposite(parts_x: tuple[str, ...], parts_y: tuple[str, ...]) -> bool:
    """``rd_ptr`` and ``wr_ptr``, ``h_total`` and ``v_total``: signals of one kind that are meant to be told apart."""
    if len(parts_x) != len(parts_y):
        return False
    differing = [(p, q) for p, q in zip(parts_x, parts_y, strict=True) if p != q]
    if len(differing) != 1:
        return False
    p, q = differing[0]
    return frozenset((p, q)) in _ANTONYMS or (len(parts_x) > 1 and len(p) == len(q) == 1)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(_CANONICAL.get(p, p) for p in name.split("_") if p)


def _without_doubles(name: str) -> str:
    """``qq`` is a slip for ``q``, but ``s00`` is another signal than ``s0``."""
    return "".join(c for i, c in enumerate(name) if i == 0 or c != name[i - 1] or c.isdigit())


def _without_digits(name: str) -> str:
    return "".join(c for c in name if not c.isdigit())
