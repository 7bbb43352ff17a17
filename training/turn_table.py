"""The committed table of labelled turns: Parquet, one file a domain, recipes and verdicts only, no code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from backends.environment import Domain
from backends.outcome import Label
from training.labelled import Answer, LabelledTurn, read_rows
from training.recipes import Recipe

FOLDER = Path(__file__).with_name("turns")
ROW_GROUP = 20_000


def write_table(turns: Sequence[LabelledTurn], path: Path) -> None:
    """One row a turn, in the order of their families, which compresses best."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    named = pa.dictionary(pa.int32(), pa.string())
    metric = pa.struct([("name", pa.string()), ("value", pa.list_(pa.float64()))])
    answer = pa.struct(
        [
            ("tool", pa.string()), ("label", pa.string()), ("line", pa.int32()), ("code", pa.string()),
            ("signal", pa.string()), ("errors", pa.int32()), ("metrics", pa.list_(metric)), ("ms", pa.int32()),
            ("version", pa.string()),
        ]
    )  # fmt: skip
    mutation = pa.struct([("name", pa.string()), ("seed", pa.int32())])
    schema = pa.schema(
        [
            ("turn", pa.int32()), ("family", named), ("seed", pa.int32()), ("source", pa.string()),
            ("mutations", pa.list_(mutation)), ("sha256", pa.binary(16)), ("lines", pa.int32()), ("answers", pa.list_(answer)),
        ]
    )  # fmt: skip
    ordered = sorted(turns, key=lambda t: (t.recipe.family, t.recipe.source, t.recipe.seed, t.number))
    rows = [_row(turn) for turn in ordered]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.Table.from_pylist(rows, schema=schema),
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=ROW_GROUP,
    )


def read_table(domain: Domain, folder: Path = FOLDER) -> Iterator[LabelledTurn]:
    """Turns of a domain: of the committed table, or of a folder of ``hardsight train collect`` that is still growing."""
    table = folder / f"{domain}.parquet"
    if table.is_file():
        import pyarrow.parquet as pq

        for batch in pq.ParquetFile(table).iter_batches(1000):
            yield from (_turn(domain, row) for row in batch.to_pylist())
    for path in (folder / f"{domain}.jsonl", folder / f"{domain}-public.jsonl"):
        yield from (LabelledTurn.from_json(row) for row in read_rows(path) if "answers" in row)


def _row(turn: LabelledTurn) -> dict[str, Any]:
    return {
        "turn": turn.number,
        "family": turn.recipe.family,
        "seed": turn.recipe.seed,
        "source": turn.recipe.source,
        "mutations": [{"name": name, "seed": seed} for name, seed in turn.recipe.mutations],
        "sha256": bytes.fromhex(turn.digest),
        "lines": turn.lines,
        "answers": [
            {
                "tool": a.tool, "label": str(a.label), "line": a.line, "code": a.code, "signal": a.signal, "errors": a.errors,
                "metrics": [
                    {"name": k, "value": list(v) if isinstance(v, tuple) else [v]} for k, v in (a.metrics or {}).items()
                ],
                "ms": a.milliseconds, "version": a.version,
            }
            for a in turn.answers
        ],
    }  # fmt: skip


def _turn(domain: Domain, row: dict[str, Any]) -> LabelledTurn:
    recipe = Recipe(
        domain, row["family"], row["seed"], tuple((m["name"], m["seed"]) for m in row["mutations"]), row["source"]
    )
    answers = tuple(
        Answer(
            a["tool"], Label(a["label"]), a["line"], a["code"], a["signal"], a["errors"],
            {m["name"]: tuple(m["value"]) if len(m["value"]) > 1 else m["value"][0] for m in a["metrics"]},
            a["ms"], a["version"],
        )
        for a in row["answers"]
    )  # fmt: skip
    return LabelledTurn(row["turn"], recipe, row["sha256"].hex(), row["lines"], answers)
