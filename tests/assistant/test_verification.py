from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.verification import Patience, Verdict, Verification, baseline_of, screen, verify
from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Outcome, Range, Severity, Stage
from backends.registry import static_backends
from backends.settings import ToolSettings

ADDER = """module adder (input [3:0] a, input [3:0] b, output [4:0] sum, output odd);
  assign sum = a + b;
  assign odd = sum[0];
endmodule
"""
BENCH = """module tb_adder;
  reg [3:0] a = 9, b = 8;
  wire [4:0] sum;
  wire odd;
  adder dut (.a(a), .b(b), .sum(sum), .odd(odd));
  initial begin
    #1 if (sum !== 5'd17) $error("sum is %d", sum);
    if (odd !== 1'b1) $error("odd is %b", odd);
    $finish;
  end
endmodule
"""
BROKEN = ADDER.replace("a + b;", "a + b")


def environment(bench: str | None = BENCH, **settings: object) -> Environment:
    files = () if bench is None else (SourceFile("/p/tb_adder.v", bench, Role.TESTBENCH),)
    return Environment(Domain.VERILOG, "/p/adder.v", "/p", "ice40", files, replace(ToolSettings(), **settings))


async def judged(before: str, after: str, where: Environment | None = None, **options: object) -> Verification:
    where = where or environment()
    (front_end,) = static_backends(Domain.VERILOG)
    trusted = bool(options.get("trusted", True))
    baseline = await baseline_of(before, where, front_end.analyze(before, where), trusted=trusted)
    static = front_end.analyze(after, where)
    screened = screen(baseline, after, static)
    verification = await verify(baseline, after, static, **options)  # type: ignore[arg-type]
    # What is rejected in milliseconds is rejected by the whole as well.
    assert screened.verdict is not Verdict.VERIFIED
    assert screened.verdict is not Verdict.REJECTED or verification.verdict is Verdict.REJECTED
    return verification


def reasons(verification: Verification) -> str:
    return "; ".join(verification.reasons)


async def test_every_tool_and_the_testbench_pass():
    found = await judged(BROKEN, ADDER)
    assert found.verdict is Verdict.VERIFIED, found.reasons
    assert {"slang", "interface", "testbench", "verilator"} <= set(found.checked)
    assert "timing" in found.not_checked
    assert found.reasons == () and found.settled
    assert found.summary().startswith("verified: slang, interface")


async def test_without_a_testbench_it_is_said_that_behaviour_was_not_checked():
    found = await judged(BROKEN, ADDER, environment(None))
    assert found.verdict is Verdict.VERIFIED
    assert "behaviour (no testbench)" in found.not_checked


async def test_a_testbench_that_fails_keeps_a_repair_from_being_verified():
    found = await judged(BROKEN, ADDER.replace("a + b", "a + 1"))
    assert found.verdict is not Verdict.VERIFIED
    found = await judged(BROKEN, ADDER.replace("a + b", "b + a + 5'd1"))
    assert found.verdict is Verdict.UNVERIFIED
    assert "WRONG_OUTPUT" in reasons(found)
    assert not found.settled


async def test_what_passed_before_must_not_fail():
    found = await judged(ADDER, ADDER.replace("a + b", "b + a + 5'd1"))
    assert found.verdict is Verdict.REJECTED
    assert "passed before and now" in reasons(found)


async def test_code_that_no_longer_compiles_is_rejected_without_running_a_tool():
    found = await judged(ADDER, BROKEN)
    assert found.verdict is Verdict.REJECTED
    assert "slang reports 1 error" in reasons(found)
    assert found.real == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("output [4:0] sum", "output [5:0] sum", "`sum` of `adder` was output, 5 bit"),
        ("input [3:0] a,", "input [3:0] a, input c,", "`c` of `adder` is new"),
        ("  assign odd = sum[0];\n", "", "removes `assign odd = sum[0]"),
        ("module adder", "module add", "`adder` is gone"),
    ],
)
async def test_interface_and_content_stay(old, new, why):
    found = await judged(BROKEN, ADDER.replace(old, new), environment(None))
    assert found.verdict is Verdict.REJECTED
    assert why in reasons(found)


async def test_a_new_hazard_is_something_that_passed_and_now_fails():
    after = ADDER.replace("  assign odd = sum[0];", "  reg r;\n  always @* if (a[0]) r = sum[0];\n  assign odd = r;")
    found = await judged(ADDER, after, environment(None))
    assert found.verdict is Verdict.REJECTED
    assert "now warns of latch" in reasons(found)


async def test_a_declaration_that_nothing_drives_is_no_repair():
    before = ADDER.replace("a + b;", "a + carry;")
    after = before.replace("  assign sum", "  wire [3:0] carry;\n  assign sum")
    found = await judged(before, after, environment(None))
    assert found.verdict is Verdict.REJECTED
    assert "no driver" in reasons(found)


async def test_a_hazard_that_may_have_been_there_before_is_settled_by_the_testbench():
    latch = ADDER.replace("  assign odd = sum[0];", "  reg r;\n  always @* if (a[0]) r = sum[0];\n  assign odd = r;")
    broken = latch.replace("a + b;", "a + b")
    with_bench = await judged(broken, latch)
    assert with_bench.verdict is Verdict.VERIFIED, with_bench.reasons
    without = await judged(broken, latch, environment(None))
    assert without.verdict is Verdict.UNVERIFIED
    assert "warns of latch" in reasons(without)
    # Where the tools had seen it before, it is none of the repair's business.
    elsewhere = latch.replace("sum[0];", "sum[0] & 1'b1;", 1)
    assert (await judged(latch, elsewhere, environment(None))).verdict is Verdict.VERIFIED


async def test_ambiguous_repairs_are_settled_by_a_testbench_only():
    assert (await judged(BROKEN, ADDER, environment(None), ambiguous=True)).verdict is Verdict.UNVERIFIED
    assert (await judged(BROKEN, ADDER, ambiguous=True)).verdict is Verdict.VERIFIED


async def test_a_port_that_the_error_is_about_needs_the_testbench():
    before = ADDER.replace("output odd", "input odd")
    with_bench = await judged(before, ADDER)
    without = await judged(before, ADDER, environment(None))
    assert without.verdict is Verdict.UNVERIFIED
    assert "was input, 1 bit, is output, 1 bit" in reasons(without)
    assert with_bench.verdict is Verdict.VERIFIED
    assert "interface" not in with_bench.checked and "interface, as changed" in with_bench.checked


async def test_outputs_that_the_complaint_does_not_reach_are_proven_unchanged():
    place = Range.of(2, 9, 2, 12)
    about_odd = Diagnostic(place, Severity.WARNING, "STYLE", "something about 'odd'", "verilator")
    harmless = ADDER.replace("sum[0]", "sum[0] & 1'b1")
    found = await judged(ADDER, harmless, answered=[about_odd])
    assert found.verdict is Verdict.VERIFIED
    assert "equivalence of sum" in found.checked
    meddling = harmless.replace("a + b", "(a + b) ^ {5{a == 4'd3}}")
    found = await judged(ADDER, meddling, answered=[about_odd])
    assert found.verdict is Verdict.REJECTED
    assert "output `sum` behaves differently" in reasons(found)


async def test_without_a_testbench_code_that_compiled_must_do_what_it_did():
    about_odd = Diagnostic(Range.of(2, 9, 2, 12), Severity.WARNING, "STYLE", "something about 'odd'", "verilator")
    same = ADDER.replace("sum[0]", "a[0] ^ b[0]")
    found = await judged(ADDER, same, environment(None), answered=[about_odd])
    assert found.verdict is Verdict.VERIFIED
    assert "equivalence of sum, odd" in found.checked
    other = ADDER.replace("sum[0]", "sum[1]")
    found = await judged(ADDER, other, environment(None), answered=[about_odd])
    assert found.verdict is Verdict.UNVERIFIED
    assert "it changes what the code does" in reasons(found)


async def test_a_testbench_that_compares_nothing_settles_nothing():
    silent = BENCH.replace("if (sum !== 5'd17) $error", "$display").replace("if (odd !== 1'b1) $error", "$display")
    found = await judged(BROKEN, ADDER, environment(silent), ambiguous=True)
    assert found.verdict is Verdict.UNVERIFIED
    assert "behaviour (the testbench passes, but compares nothing)" in found.not_checked
    assert (await judged(BROKEN, ADDER, environment(silent))).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("stage", "label", "verdict"),
    [
        (Stage.COMPILE, Label.COMPILATION_ERROR, Verdict.VERIFIED),
        (Stage.COMPILE, Label.UNAVAILABLE, Verdict.VERIFIED),
        (Stage.COMPILE, Label.PASS, Verdict.REJECTED),
        (Stage.SIMULATE, Label.WRONG_OUTPUT, Verdict.VERIFIED),
    ],
)
async def test_a_tool_that_had_seen_the_code_at_work_must_find_it_again(stage, label, verdict):
    """One that stopped at the error need not, and Icarus may answer where svling did before."""
    where = environment()
    (front_end,) = static_backends(Domain.VERILOG)
    baseline = await baseline_of(BROKEN, where, front_end.analyze(BROKEN, where), trusted=True)
    baseline = replace(baseline, real=(*baseline.real, Outcome("another tool", stage, label)))
    found = await verify(baseline, ADDER, front_end.analyze(ADDER, where))
    assert found.verdict is verdict
    assert ("another tool no longer finds anything to check" in found.reasons) == (verdict is Verdict.REJECTED)


async def test_in_an_untrusted_workspace_a_testbench_stays_a_doubt():
    found = await judged(BROKEN, ADDER, trusted=False)
    assert found.verdict is Verdict.UNVERIFIED
    assert "the testbench could not be run" in reasons(found)
    assert any("not trusted" in each for each in found.not_checked)


async def test_tools_that_are_missing_are_told_and_are_no_pass():
    missing = {"verilator": "/nowhere/verilator_bin", "iverilog": "/nowhere/iverilog"}
    found = await judged(BROKEN, ADDER, environment(None, tools=missing))
    assert not any(o.label is Label.PASS for o in found.outcomes if o.tool == "verilator")
    assert any(each.startswith("verilator") for each in found.not_checked)


async def test_with_no_tool_at_all_nothing_is_verified():
    everything = (
        "icarus",
        "icarus-simulation",
        "svling",
        "verilator",
        "verilator-simulation",
        "cocotb",
        "yosys",
        "nextpnr",
    )
    found = await judged(BROKEN, ADDER, environment(None, disabled=everything))
    assert found.verdict is Verdict.UNVERIFIED
    assert "no real tool could be run" in reasons(found)


async def test_outcomes_are_told_as_they_come():
    told: list[str] = []
    await judged(BROKEN, ADDER, on_outcome=lambda outcome: told.append(outcome.tool))
    assert {"verilator", "yosys"} <= set(told)


@pytest.mark.parametrize("patience", [Patience.QUICK, Patience.NONE])
async def test_what_a_quick_tool_has_refuted_need_not_be_seen_by_the_slow_ones(patience):
    found = await judged(BROKEN, ADDER.replace("a + b", "b + a + 5'd1"), patience=patience)
    assert found.verdict is Verdict.UNVERIFIED
    assert any(o.label is Label.WRONG_OUTPUT for o in found.outcomes)
    assert found.complete or not any(o.tool == "yosys" for o in found.outcomes) or patience is Patience.NONE
    whole = await judged(BROKEN, ADDER, patience=patience)
    assert whole.complete and whole.verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("  assign low = sum[0];\n  assign odd = low;", Verdict.VERIFIED),
        # Driven and never read: a slip, most likely, of a name that is read.
        ("  assign odd = sum[0];\n  assign ood = sum[1];", Verdict.UNVERIFIED),
    ],
)
async def test_a_net_that_nobody_declared_is_doubtful_unless_it_leads_somewhere(body, verdict):
    whole = ADDER.replace("  assign odd = sum[0];", body)
    found = await judged(whole.replace("a + b;", "a + b"), whole, environment(None))
    assert found.verdict is verdict, found.reasons


@pytest.mark.parametrize(("width", "verdict"), [("", Verdict.UNVERIFIED), ("[1:0] ", Verdict.VERIFIED)])
async def test_a_counter_of_one_bit_is_doubtful(width, verdict):
    whole = f"""module ticks (input clk, output tick);
  reg {width}n;
  reg spare;
  always @(posedge clk) n <= n + 1'b1;
  always @(posedge clk) spare <= &n;
  assign tick = spare;
endmodule
"""
    found = await judged(whole.replace("&n;", "&n"), whole, Environment(Domain.VERILOG, "/p/ticks.v", "/p", "ice40"))
    assert found.verdict is verdict, found.reasons
