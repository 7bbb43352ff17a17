from __future__ import annotations

import asyncio

from assistant.proposals import Repairs
from assistant.repair import Proposal
from assistant.search import Allowance, State, StaticSearch
from backends.environment import Domain, Environment
from backends.registry import static_backends
from tests.assistant.small_repairs import GOOD, DeleteLine, Faulty, MissingToken, NearestName, OutputReg, insertion

COUNTER = """module counter (input clk, input rst, input enable, output reg [3:0] count, output tick);
  wire [3:0] following = count + 1;
  always @(posedge clk)
    if (rst) count <= 0;
    else if (enable) count <= following;
  assign tick = (count == 15);
endmodule
"""
BROKEN = (
    COUNTER.replace("+ 1;", "+ 1")
    .replace("output reg", "output")
    .replace("(enable)", "(enabel)")
    .replace("<= following", "<= folowing")
    .replace("count == 15);", "count == 15)")
)


def search(repairs: Repairs = GOOD, **allowance: float) -> StaticSearch:
    given = Allowance(**{"states": 300, "seconds": 20.0, **allowance})  # type: ignore[arg-type]
    environment = Environment(Domain.VERILOG, "/p/counter.v", "/p")
    return StaticSearch(environment, static_backends(Domain.VERILOG)[0], repairs, given)


async def first_goal(code: str, looking: StaticSearch) -> State | None:
    root = looking.root(code)
    looking.push(root)
    return await looking.next_goal()


async def test_five_errors_of_three_kinds_are_repaired_in_five_steps():
    goal = await first_goal(BROKEN, search())
    assert goal is not None
    assert goal.code == COUNTER
    assert sorted(p.repair for p in goal.path) == ["missing-token"] * 2 + ["nearest-name"] * 2 + ["output-reg"]
    assert goal.ancestors[0].code == BROKEN
    assert len(goal.ancestors) == 5


async def test_the_cheapest_goal_comes_first_and_others_follow():
    looking = search(Repairs([MissingToken(), NearestName(), OutputReg(), DeleteLine()]))
    looking.push(looking.root(COUNTER.replace("count == 15);", "cout == 15);")))
    goals = []
    while len(goals) < 3 and (goal := await looking.next_goal()) is not None:
        goals.append(goal.code)
    assert COUNTER in goals
    assert len(set(goals)) == len(goals)


async def test_what_nobody_can_repair_ends_and_remembers_how_far_it_came():
    looking = search(Repairs([MissingToken()]))
    assert await first_goal(BROKEN, looking) is None
    assert looking.best is not None
    assert len(looking.best.static.errors) < len(looking.root(BROKEN).static.errors)


async def test_a_repair_with_a_bug_stops_nobody_else(caplog):
    goal = await first_goal(BROKEN, search(Repairs([Faulty(), *GOOD.repairs])))
    assert goal is not None and goal.code == COUNTER
    assert "faulty" in caplog.text


async def test_a_net_that_was_never_declared_and_loses_bits_is_repaired_though_it_is_no_error():
    class Declare(MissingToken):
        def propose(self, diagnostic, context):  # type: ignore[no-untyped-def]
            text = f"  wire [3:0] {diagnostic.data['name']};\n"
            yield Proposal("declare", "Declare", "d", (insertion(1, 0, text),), 0.5)

    declare = Repairs([Declare(codes=frozenset({"slang:ImplicitNet"}))])
    code = "module m(input [3:0] a, output [3:0] y);\n  assign t = ~a;\n  assign y = t;\nendmodule\n"
    goal = await first_goal(code, search(declare))
    assert goal is not None and "wire [3:0] t;" in goal.code
    looking = search(Repairs([MissingToken()]))
    goal = await first_goal(code, looking)
    assert goal is not None and goal.code == code
    one_bit = code.replace("[3:0] ", "")
    assert (await first_goal(one_bit, search(declare))).code == one_bit  # type: ignore[union-attr]


async def test_the_allowance_is_kept():
    looking = search(states=3)
    assert await first_goal(BROKEN, looking) is None
    assert looking.visited <= 3
    assert await first_goal(BROKEN, search(seconds=0.0)) is None


async def test_a_search_leaves_the_event_loop_free_and_can_be_cancelled():
    many = "module m(input a);\n" + "".join(f"  wire w{n} = aa{n}\n" for n in range(60)) + "endmodule\n"
    looking = search(states=100_000, seconds=600)
    task = asyncio.create_task(first_goal(many, looking))
    ticks = 0
    while looking.visited < 20:
        await asyncio.sleep(0)
        ticks += 1
    assert ticks >= 10
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    stopped = looking.visited
    await asyncio.sleep(0.05)
    assert looking.visited == stopped
