"""How many turns there are, of which labels, on which side of the split."""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.labelled import LabelledTurn
from training.mutation import Kind, mutations
from training.splits import side_of

COLUMNS = ("domain", "side", "tool", "label", "turns", "share", "median_ms")


def label_counts(turns: Iterable[LabelledTurn]) -> list[dict[str, str]]:
    """One row for each label of each tool on each side; ``share`` is of the tool's answers on that side."""
    milliseconds: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    totals: Counter[tuple[str, str, str]] = Counter()
    for turn in turns:
        domain = str(turn.recipe.domain)
        side = str(side_of(turn.recipe.domain, turn.recipe.family) or "unassigned")
        for answer in turn.answers:
            milliseconds[(domain, side, answer.tool, str(answer.label))].append(answer.milliseconds)
            totals[(domain, side, answer.tool)] += 1
    return [
        {
            "domain": domain, "side": side, "tool": tool, "label": label, "turns": str(len(took)),
            "share": f"{len(took) / totals[(domain, side, tool)]:.4f}", "median_ms": f"{statistics.median(took):.0f}",
        }
        for (domain, side, tool, label), took in sorted(milliseconds.items())
    ]  # fmt: skip


def overview(turns: Iterable[LabelledTurn]) -> list[str]:
    """For each domain: turns, families, lengths, how many are unchanged, rewritten or broken."""
    lines = []
    by_domain: dict[str, list[LabelledTurn]] = defaultdict(list)
    for turn in turns:
        by_domain[str(turn.recipe.domain)].append(turn)
    for domain, found in by_domain.items():
        families = {t.recipe.family for t in found}
        changes = Counter(len(t.recipe.mutations) for t in found)
        lengths = [t.lines for t in found]
        lines.append(
            f"{domain}: {len(found):,} turns of {len(families)} families, {statistics.median(lengths):.0f} lines in the median, "
            f"{max(lengths)} at most; changes at once: " + ", ".join(f"{k} in {changes[k]:,}" for k in sorted(changes))
        )
    return lines


def unexpected_failures(turns: Iterable[LabelledTurn]) -> list[str]:
    """Generated designs that are whole, or only harmlessly rewritten, and yet failed: faults of a generator or of a rewriting."""
    found = []
    for turn in turns:
        known = mutations(turn.recipe.domain)
        if turn.recipe.public or not all(
            n in known and known[n].kind is Kind.REWRITE for n, _ in turn.recipe.mutations
        ):
            continue
        for answer in turn.answers:
            if answer.label.failed:
                applied = ", ".join(name for name, _ in turn.recipe.mutations) or "unchanged"
                found.append(
                    f"{turn.recipe.domain} {turn.recipe.family} seed {turn.recipe.seed} ({applied}): {answer.tool} says "
                    f"{answer.label} {answer.code} in line {answer.line + 1}"
                )
    return found


def write_counts(rows: list[dict[str, str]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
