from __future__ import annotations

from backends.environment import Domain
from backends.outcome import Position, Range
from server.symbols import Kind, Symbol, headlines, symbols_of

VERILOG = """\
`define MACRO module hidden; endmodule
`MACRO
module fifo #(parameter W = 8) (input clk, output reg [W-1:0] q);
  wire [3:0] a, b;
  ram u_ram (.x(a)), u_two (.x(b));
  always @(posedge clk) begin
    q <= a;
  end
  function f(input x); f = x; endfunction
  generate for (genvar i = 0; i < 3; i++) begin : g cell_t u_cell(); end endgenerate
endmodule
package p; typedef enum {A, B} state_t; endpackage
module broken(input /* 🚀 */ d; wire
"""


def names(symbols: tuple[Symbol, ...]) -> list[tuple[str, str]]:
    return [(s.name, str(s.kind)) for s in symbols]


def test_the_outline_of_verilog_survives_errors_and_leaves_macros_out() -> None:
    fifo, package, broken = symbols_of(Domain.VERILOG, "/p/a.sv", VERILOG)
    assert names((fifo, package, broken)) == [("fifo", "module"), ("p", "package"), ("broken", "module")]
    assert names(fifo.children) == [
        ("W", "parameter"),
        ("clk", "port"),
        ("q", "port"),
        ("a", "variable"),
        ("b", "variable"),
        ("u_ram", "instance"),
        ("u_two", "instance"),
        ("always @(posedge clk)", "block"),
        ("f", "function"),
        ("u_cell", "instance"),
    ]
    assert fifo.children[2].detail == "output reg [W-1:0]"
    assert fifo.children[5].detail == "ram"
    assert fifo.name_range == Range.of(2, 7, 2, 11)
    assert broken.children[0].name_range.start == Position(12, 28)


def test_every_symbol_holds_its_name_and_its_children() -> None:
    def check(symbol: Symbol) -> None:
        assert symbol.range.contains(symbol.name_range.start) and symbol.range.contains(symbol.name_range.end)
        for child in symbol.children:
            assert symbol.range.contains(child.range.start) and symbol.range.contains(child.range.end)
            check(child)

    for symbol in symbols_of(Domain.VERILOG, "/p/a.sv", VERILOG):
        check(symbol)


TRITON = """\
import triton
@triton.autotune(configs=[], key=[])
@triton.jit
def add(a, b, N: tl.constexpr):
    x = 1

def launch():
    pass
"""


def test_kernels_are_told_from_functions() -> None:
    kernel, launch = symbols_of(Domain.TRITON, "/p/k.py", TRITON)
    assert (kernel.kind, launch.kind) == (Kind.KERNEL, Kind.FUNCTION)
    assert kernel.range.start == Position(1, 0) and kernel.name_range == Range.of(3, 4, 3, 7)


def test_kernels_are_found_in_a_file_that_does_not_parse() -> None:
    symbols = symbols_of(Domain.TRITON, "/p/k.py", TRITON + "x = (\n")
    assert names(symbols) == [("add", "kernel"), ("launch", "function")]


def test_the_last_result_of_a_script_is_the_part() -> None:
    text = "import cadquery as cq\nresult = cq.Workplane()\nresult = result.box(1, 2, 3)\n"
    (found,) = headlines(symbols_of(Domain.CADQUERY, "/p/part.py", text))
    assert found.name_range.start.line == 2


def test_nothing_is_declared_in_nothing() -> None:
    assert symbols_of(Domain.VERILOG, "/p/a.v", "") == ()
    assert symbols_of(None, "/p/notes.txt", "module m;") == ()
    assert symbols_of(Domain.CADQUERY, "/p/a.py", "\0") == ()
