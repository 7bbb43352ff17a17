"""The split: fixed by family, whatever is added later."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from backends.environment import Domain
from training.designs import families
from training.public_corpora import SIDES
from training.splits import Side, assigned, side_of, sides, write_sides


def test_new_families_take_the_side_that_lacks_most_and_old_ones_stay() -> None:
    first = assigned(Domain.VERILOG, [f"family_{i}" for i in range(40)], {})
    counts = Counter(first.values())
    assert (counts[Side.TRAIN], counts[Side.VALIDATION], counts[Side.TEST]) == (28, 4, 8)
    later = assigned(Domain.VERILOG, [f"family_{i}" for i in range(60)], first)
    assert {key: side for key, side in later.items() if key in first} == first
    assert Counter(later.values())[Side.TEST] == 12


def test_the_order_in_which_families_are_named_does_not_matter() -> None:
    names = [f"family_{i}" for i in range(20)]
    assert assigned(Domain.TRITON, names, {}) == assigned(Domain.TRITON, names[::-1], {})


def test_the_committed_table_has_every_side_in_every_domain() -> None:
    for domain in (Domain.VERILOG, Domain.TRITON, Domain.CADQUERY):
        found = {side for (d, name), side in sides().items() if d == domain and "/" not in name}
        assert {Side.TRAIN, Side.VALIDATION, Side.TEST} <= found
        assert any(side_of(domain, name) is not None for name in families(domain))
    assert {(d, n): s for (d, n), s in sides().items() if "/" in n}.keys() == {
        (d, n) for (d, n) in sides() if n in SIDES
    }


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = tmp_path / "splits.csv"
    found = assigned(Domain.VERILOG, ["a", "b", "c"], {})
    write_sides(found, table)
    assert sides(table) == found
