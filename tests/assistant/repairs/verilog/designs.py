"""Small correct designs that the tests break and have repaired."""

from __future__ import annotations

COUNTER = """module counter #(
    parameter WIDTH = 4
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             enable,
    output reg  [WIDTH-1:0] count,
    output wire             full
);
    assign full = (count == {WIDTH{1'b1}});

    always @(posedge clk) begin
        if (rst) begin
            count <= 0;
        end else if (enable) begin
            count <= count + 1;
        end
    end
endmodule
"""

FSM = """module fsm (
    input  wire       clk,
    input  wire       rst,
    input  wire       go,
    input  wire       stop,
    output reg        busy,
    output wire [1:0] shown
);
    localparam IDLE = 2'd0;
    localparam RUN = 2'd1;
    localparam DONE = 2'd2;
    reg [1:0] state;
    reg [1:0] next_state;
    assign shown = {1'b0, busy};

    always @(posedge clk or posedge rst) begin
        if (rst)
            state <= IDLE;
        else
            state <= next_state;
    end

    always @(*) begin
        next_state = state;
        busy = 1'b0;
        case (state)
            IDLE: if (go) next_state = RUN;
            RUN: begin
                busy = 1'b1;
                if (stop) next_state = DONE;
            end
            DONE: next_state = IDLE;
            default: next_state = IDLE;
        endcase
    end
endmodule
"""

MEMORY = """module memory (
    input  wire       clk,
    input  wire       rst,
    input  wire       write,
    input  wire [2:0] address,
    input  wire [7:0] data,
    output reg  [7:0] q
);
    reg [7:0] words [0:7];
    integer i;

    always @(posedge clk) begin
        if (rst) begin
            for (i = 0; i <= 7; i = i + 1)
                words[i] <= 0;
        end else if (write) begin
            words[address] <= data;
        end
        q <= words[address];
    end
endmodule
"""

ADDER = """module full_adder (
    input  a,
    input  b,
    input  cin,
    output sum,
    output cout
);
    assign sum = a ^ b ^ cin;
    assign cout = (a & b) | (cin & (a ^ b));
endmodule

module adder (
    input  [3:0] x,
    input  [3:0] y,
    output [3:0] total,
    output       carry_out
);
    wire [4:0] carry;
    assign carry[0] = 1'b0;
    genvar i;
    generate
        for (i = 0; i < 4; i = i + 1) begin : bits
            full_adder u_full_adder (.a(x[i]), .b(y[i]), .cin(carry[i]), .sum(total[i]), .cout(carry[i+1]));
        end
    endgenerate
    assign carry_out = carry[4];
endmodule
"""

ALU = """module alu (
    input  wire [7:0] a,
    input  wire [7:0] b,
    input  wire [1:0] op,
    input  wire       sel,
    output reg  [7:0] y,
    output wire [7:0] z,
    output wire       both
);
    wire [8:0] sum;
    assign sum = a + b;
    assign z = sel ? a : b;
    assign both = a[0] & b[0];

    always @(*) begin
        y = 8'h00;
        case (op)
            2'b00: y = sum[7:0];
            2'b01: y = a & b;
            2'b10: y = {a[6:0], 1'b0};
            default: y = 8'h1F;
        endcase
    end
endmodule
"""

FUNCTION = """module parity (
    input  wire [7:0] data,
    output wire       even,
    output wire [3:0] ones
);
    function [3:0] count_ones;
        input [7:0] value;
        integer k;
        begin
            count_ones = 4'd0;
            for (k = 0; k < 8; k = k + 1)
                count_ones = count_ones + {3'd0, value[k]};
        end
    endfunction

    assign even = ~^data;
    assign ones = count_ones(data);
endmodule
"""

LANES = """module lanes (
    input  wire [31:0] packed_in,
    input  wire [1:0]  lane,
    output reg  [7:0]  byte_out
);
    always @(*) begin
        byte_out = packed_in[lane*8 +: 8];
    end
endmodule
"""

MACROS = """`define LIMIT 4'd9
module bcd (
    input  wire       clk,
    input  wire       rst,
    output reg  [3:0] digit
);
    always @(posedge clk) begin
        if (rst)
            digit <= 4'd0;
        else if (digit == `LIMIT)
            digit <= 4'd0;
        else
            digit <= digit + 4'd1;
    end
endmodule
"""

OLD_STYLE = """module shifter (clk, load, d, q, last);
    input clk;
    input load;
    input [7:0] d;
    output [7:0] q;
    output last;
    reg [7:0] q;
    assign last = q[7];

    always @(posedge clk) begin
        if (load)
            q <= d;
        else
            q <= {q[6:0], 1'b0};
    end
endmodule
"""

ENUMERATION = """module light (
    input  logic clk,
    input  logic rst,
    output logic red
);
    typedef enum logic [1:0] {RED, GREEN, YELLOW} light_t;
    light_t now, after;

    always_ff @(posedge clk) begin
        if (rst) now <= RED;
        else now <= after;
    end

    always_comb begin
        after = now;
        case (now)
            RED: after = GREEN;
            GREEN: after = YELLOW;
            YELLOW: after = RED;
            default: after = RED;
        endcase
    end
    assign red = (now == RED);
endmodule
"""

GOOD = (COUNTER, FSM, MEMORY, ADDER, ALU, FUNCTION, LANES, MACROS, OLD_STYLE)
"""Correct Verilog-2005."""
