"""Labelled turns as arrays: each turn's code made again, encoded, and its targets beside it, in shards that are kept.

``FOLDER/encoded/<domain>-<number>.npz`` holds ``SHARD`` turns; a shard that is there is not made again, so that a table that
has grown costs only its new rows. Rows whose generators have changed are left out and counted.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from backends.environment import Domain
from backends.outcome import Label
from backends.registry import static_backends
from icwm.encoding import FACTS, Encoded, encode
from icwm.tokens import HASHED, SIZE, Vocabulary, parts_of, text_rows
from icwm.world import LABELS, NUMBERS, TOOL_INDEX, TOOLS
from training.environments import environment_of
from training.labelled import LabelledTurn
from training.mutation import Kind, mutations
from training.recipes import FetchDesign, Stale, build, change, original
from training.splits import Side, side_of

SHARD = 500
CLASSES = 32
"""Message classes told apart for each tool; the first is "any other"."""
COUNTED = 4000
"""Turns a vocabulary is counted from."""
LEAST = 3
"""Turns a token must occur in."""


@dataclass(frozen=True)
class Language:
    """What the model's input and output are made of: the vocabulary, and the message classes of each tool."""

    vocabulary: Vocabulary
    classes: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, folder: Path) -> Language:
        classes = json.loads((folder / "classes.json").read_text("utf-8"))
        return cls(Vocabulary.read(folder / "vocabulary.json"), {tool: tuple(names) for tool, names in classes.items()})

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.vocabulary.write(folder / "vocabulary.json")
        (folder / "classes.json").write_text(
            json.dumps({t: list(c) for t, c in self.classes.items()}, indent=1), "utf-8"
        )

    def message_class(self, tool: str, code: str) -> int:
        names = self.classes.get(tool, ())
        return names.index(code) + 1 if code in names else 0


def make_language(turns: Sequence[LabelledTurn], fetch: FetchDesign | None = None) -> Language:
    """Counted on turns of the training side only."""
    trained = [t for t in turns if side_of(t.recipe.domain, t.recipe.family) is Side.TRAIN]
    sample = Random(0).sample(trained, min(COUNTED, len(trained)))
    documents: Counter[str] = Counter()
    for turn in sample:
        try:
            _, design = build(turn.recipe, turn.digest, fetch)
        except Stale:
            continue
        environment = environment_of(design)
        static = static_backends(design.domain)[0].analyze(design.code, environment)
        seen = {token for row in text_rows(design.code, design.domain) for token in row.tokens}
        for file in environment.files[:4]:
            seen |= {token for row in islice(text_rows(file.text, design.domain), 400) for token in row.tokens}
        seen |= {part for token in list(seen) for part in parts_of(token)}
        seen |= {f"<{d.severity}:{d.code}>" for d in static.diagnostics} | {f"<static:{static.label}>"}
        documents.update(seen)
    special = {f"<domain:{d}>" for d in Domain} | {
        "<bench>",
        "<no bench>",
        "<verilog>",
        "<systemverilog>",
        "<target:ice40>",
    }
    special |= {f"<neighbours:{n}>" for n in range(9)}
    frequent = [
        t for t, n in documents.most_common(SIZE - HASHED - 1 - len(special)) if n >= LEAST and t not in special
    ]
    counts: dict[str, Counter[str]] = {tool.name: Counter() for tool in TOOLS}
    for turn in trained:
        for answer in turn.answers:
            if answer.code and answer.tool in counts:
                counts[answer.tool][answer.code] += 1
    classes = {tool: tuple(c for c, _ in found.most_common(CLASSES - 1)) for tool, found in counts.items()}
    return Language(Vocabulary([*sorted(special), *frequent]), classes)


def encode_turns(
    turns: Iterable[LabelledTurn], language: Language, folder: Path, fetch: FetchDesign | None = None
) -> Iterator[tuple[Path, int]]:
    """The shards of all turns, made where they are missing, with how many turns of each are stale."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = sha256("\n".join((*language.vocabulary.tokens, *FACTS)).encode()).hexdigest()[:8]
    stream = iter(turns)
    while group := list(islice(stream, SHARD)):
        digest = sha256("".join(t.digest + str(len(t.answers)) for t in group).encode()).hexdigest()[:16]
        path = folder / f"{group[0].recipe.domain}-{stamp}-{digest}.npz"
        stale = 0
        if not path.is_file():
            arrays, stale = _arrays(group, language, fetch)
            new = path.with_suffix(".new.npz")
            np.savez_compressed(new, **arrays)
            new.replace(path)
        yield path, stale


def _arrays(turns: Sequence[LabelledTurn], language: Language, fetch: FetchDesign | None) -> tuple[dict[str, Any], int]:
    encoded: list[Encoded] = []
    kept: list[LabelledTurn] = []
    wrong: list[list[int]] = []
    failed: list[bool] = []
    for turn in turns:
        try:
            _, design = build(turn.recipe, turn.digest, fetch)
        except Stale:
            continue
        environment = environment_of(design)
        static = static_backends(design.domain)[0].analyze(design.code, environment)
        lines = changed_lines(turn, design.code, fetch)
        encoded.append(encode(design.code, environment, static, language.vocabulary))
        kept.append(turn)
        failed.append(static.label.failed)
        wrong.append([int(line in lines) for line in encoded[-1].lines])
    rows = [row for e in encoded for row in e.rows]
    arrays = {
        "tokens": np.array([t for row in rows for t in row], np.int16),
        "row_tokens": np.array([len(row) for row in rows], np.uint8),
        "row_line": np.array([line for e in encoded for line in e.lines], np.int16),
        "row_segment": np.array([s for e in encoded for s in e.segments], np.uint8),
        "row_wrong": np.array([w for each in wrong for w in each], np.uint8),
        "turn_rows": np.array([len(e.rows) for e in encoded], np.int32),
        "facts": np.array([e.facts for e in encoded], np.float32),
        "static_failed": np.array(failed, bool),
        "family": np.array([t.recipe.family for t in kept]),
        "domain": np.array([str(t.recipe.domain) for t in kept]),
        "code_lines": np.array([t.lines for t in kept], np.int32),
        "changes": np.array([len(t.recipe.mutations) for t in kept], np.int8),
    }
    return arrays | _targets(kept, language), len(turns) - len(kept)


def _targets(turns: Sequence[LabelledTurn], language: Language) -> dict[str, Any]:
    """``label`` -1, ``line`` -1 and ``number`` NaN where nothing is known."""
    shape = (len(turns), len(TOOLS))
    label, line = np.full(shape, -1, np.int8), np.full(shape, -1, np.int16)
    message, took = np.zeros(shape, np.int8), np.zeros(shape, np.float32)
    number = np.full((len(turns), len(NUMBERS)), np.nan, np.float32)
    for index, turn in enumerate(turns):
        for answer in turn.answers:
            at = TOOL_INDEX.get(answer.tool)
            if at is None:
                continue
            label[index, at] = LABELS.index(answer.label)
            took[index, at] = answer.milliseconds
            if answer.label is not Label.PASS:
                line[index, at] = answer.line
                message[index, at] = language.message_class(answer.tool, answer.code)
        for at, wanted in enumerate(NUMBERS):
            found = turn.answer(wanted.tool)
            value = wanted.of(dict(found.metrics or {})) if found is not None else None
            if value is not None and found is not None and not found.label.failed:
                number[index, at] = value
    return {"label": label, "line": line, "message": message, "ms": took, "number": number}


def changed_lines(turn: LabelledTurn, code: str, fetch: FetchDesign | None = None) -> set[int]:
    """The lines in which ``code`` differs from what it was before its errors came in (after harmless rewritings)."""
    changes = list(turn.recipe.mutations)
    known = mutations(turn.recipe.domain)
    before = original(turn.recipe, fetch).code
    while changes and known[changes[0][0]].kind is Kind.REWRITE:
        before = change(before, turn.recipe.domain, *changes.pop(0)) or before
    if not changes:
        return set()
    old, new = before.split("\n"), code.split("\n")
    found: set[int] = set()
    for kind, _, _, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("replace", "insert"):
            found.update(range(start, end))
        elif kind == "delete":
            found.add(min(start, len(new) - 1))
    return found
