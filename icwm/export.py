"""Trajectories out of the store and into it: JSON lines for anything, Parquet for data sets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from icwm.record import from_record, to_record
from icwm.trajectory import FeedbackEvent, Trajectory

Kept = tuple[Trajectory, tuple[FeedbackEvent, ...]]

ROW_GROUP = 256


class ParquetUnavailable(RuntimeError):
    """The Parquet writer is not installed; the text says how to install it."""


def write_jsonl(kept: Iterable[Kept], out: IO[str]) -> int:
    """One self-contained record a line (``icwm.record``); returns how many."""
    count = 0
    for trajectory, feedback in kept:
        out.write(json.dumps(to_record(trajectory, feedback), ensure_ascii=True) + "\n")
        count += 1
    return count


def read_jsonl(lines: Iterable[str]) -> Iterator[Kept]:
    """Trajectories of an export. Raises ``ValueError`` naming the line that is not one."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from_record(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"line {number}: {error}") from error


def write_parquet(kept: Iterable[Kept], path: Path) -> int:
    """One row a trajectory; turns and feedback are lists of structs, nested JSON stays text. Returns how many rows.

    Raises ``ParquetUnavailable`` when pyarrow is missing.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise ParquetUnavailable(
            "Parquet export needs pyarrow: pip install 'hardsight[data]' (JSONL needs nothing)"
        ) from error
    text, number = pa.string(), pa.float64()
    verdict = pa.struct([("tool", text), ("stage", text), ("label", text), ("provenance", text), ("body", text)])
    turn = pa.struct(
        [
            ("code", text),
            ("sha256", text),
            ("reasoning", text),
            ("proposer", text),
            ("edits", text),
            ("outcomes", pa.list_(verdict)),
            ("seconds", number),
        ]
    )
    event = pa.struct([("kind", text), ("at", number), ("code", text), ("detail", text)])
    schema = pa.schema(
        [
            ("id", text),
            ("created", number),
            ("domain", text),
            ("path", text),
            ("target", text),
            ("environment", text),
            ("turns", pa.list_(turn)),
            ("verdict", text),
            ("provenance", text),
            ("checked", pa.list_(text)),
            ("not_checked", pa.list_(text)),
            ("metadata", text),
            ("feedback", pa.list_(event)),
        ],
        metadata={"format": "hardsight-trajectory", "version": "1"},
    )
    count = 0
    rows = iter(kept)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := [_row(t, f) for t, f in islice(rows, ROW_GROUP)]:
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def _row(trajectory: Trajectory, feedback: tuple[FeedbackEvent, ...]) -> dict[str, Any]:
    record = to_record(trajectory, feedback)
    environment = record["environment"]
    for turn in record["turns"]:
        turn["edits"] = json.dumps(turn["edits"])
        turn["outcomes"] = [
            {**{k: o[k] for k in ("tool", "stage", "label", "provenance")}, "body": json.dumps(o)}
            for o in turn["outcomes"]
        ]
    for event in record["feedback"]:
        event["detail"] = json.dumps(event["detail"])
    return {
        **record,
        "domain": environment["domain"],
        "path": environment["path"],
        "target": environment["target"],
        "environment": json.dumps(environment),
        "metadata": json.dumps(record["metadata"]),
    }
