"""Cache tag stores: lookup, fill, valid bits."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "tag_store|cache_tags|tag_array|direct_mapped_tags",
        "tag store of a direct-mapped cache",
    )
    index, tag = rng.choice([2, 3]), rng.choice([4, 6])
    flush = rng.random() < 0.5
    lines = 1 << index
    m.parameter("INDEX", index)
    m.parameter("TAG", tag)
    m.clock()
    m.input("lookup", note="an access in this cycle")
    m.input("address", "TAG+INDEX")
    m.input("fill", note="stores the tag of address")
    if flush:
        m.input("flush", note="all lines become invalid")
    m.output("hit")
    m.output("misses", 8, "misses so far", register=True)
    m.signal("tags", "TAG", depth=f"{lines}" if not m.style.parametrized else "(1<<INDEX)")
    m.signal("valid_bits", lines)
    m.signal("line", "INDEX", net=True)
    m.signal("tag", "TAG", net=True)
    m.assign("line", "address[INDEX-1:0]")
    m.assign("tag", "address[TAG+INDEX-1:INDEX]")
    m.assign("hit", "lookup && valid_bits[line] && (tags[line] == tag)", "the tag matches and the line is valid")
    m.flip_flops("if (fill) tags[line] <= tag;", note="tags need no reset")
    body = "if (fill) valid_bits[line] <= 1'b1;"
    clear = f"valid_bits <= {{{lines}{{1'b0}}}};"
    m.flip_flops(f"if (flush) {clear} else {body}" if flush else body, clear, "valid bits")
    m.flip_flops("if (lookup && !hit) misses <= misses + 1'b1;", "misses <= 8'd0;", "statistics")

    def model() -> Step:
        stored: dict[int, int] = {}
        misses = 0

        def step(i: Values) -> Values:
            nonlocal stored, misses
            at, value = i["address"] % lines, i["address"] >> index
            hit = int(i["lookup"] and stored.get(at) == value)
            out = {"hit": hit, "misses": misses}
            misses += int(i["lookup"] and not hit)
            if flush and i["flush"]:
                stored = {}
            elif i["fill"]:
                stored = {**stored, at: value}
            return out

        return step

    pool = [rng.getrandbits(tag + index) for _ in range(6)]

    def stimulus(cycle: int) -> Values:
        values = {
            "lookup": int(rng.random() < 0.8),
            "address": rng.choice([*pool, rng.choice(pool) ^ 1 << index]),
            "fill": int(rng.random() < 0.4),
        }
        return values | ({"flush": int(rng.random() < 0.04)} if flush else {})

    return clocked_design(m, model, stimulus, 90)
