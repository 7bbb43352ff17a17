from __future__ import annotations

from assistant.signal_flow import signal_flow

MODULE = """module m(input clk, input [3:0] a, b, output reg [3:0] q, output y, z, w, v, p, output [1:0] k);
  wire [3:0] n = a + 1;
  assign {y, k[0]} = {a[0], n[b]};
  always @(posedge clk) begin : blk
    reg t;
    t = y;
    if (t) q[3:0] <= n; else q <= f(a);
  end
  function [3:0] f(input [3:0] x); f = x + b; endfunction
  task t2(output o); o = a[2]; endtask
  always @* t2(p);
  sub u (.a(q), .b(z));
  generate if (1) begin assign w = b[1]; end endgenerate
  assign v = a[3];
  integer i;
  always @* for (i = 0; i < 2; i++) k[1] = b[i];
endmodule
"""


def reached(*names: str) -> set[str]:
    flow = signal_flow(MODULE)
    assert flow is not None
    return set(flow.reached(names)) & {"q", "y", "z", "w", "v", "p", "k"}


def test_what_depends_on_a_signal_is_found_through_every_kind_of_item():
    assert reached("n") == {"y", "k", "q", "z"}
    assert reached("t") == {"q", "z"}
    assert reached("f") == {"q", "z"}
    assert reached("w") == {"w"}
    assert reached("v") == {"v"}
    assert reached("a") == {"y", "k", "q", "z", "v", "p"}
    assert reached("b") >= {"k", "w", "q"}
    assert reached("i") == {"k"}


def test_what_a_place_assigns():
    flow = signal_flow(MODULE)
    assert flow is not None
    assert flow.written_at(MODULE.index("a[3]")) == {"v"}
    assert flow.written_at(MODULE.index("t = y")) == {"t", "q"}


def test_broken_and_hostile_text_is_read_as_far_as_it_goes():
    assert signal_flow("module m; assign y = ; assign z = a; en") is not None
    assert signal_flow("") is not None
    assert signal_flow("x" * (2 << 20)) is None
    signal_flow("module m; assign y = " + "(" * 20000 + "; endmodule")
