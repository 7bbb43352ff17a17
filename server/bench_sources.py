"""Verilog of any length for measuring: the modules a small system is made of, over and over, all of it elaborated."""

from __future__ import annotations

from itertools import cycle

_FIFO = """\
// Synchronous FIFO with programmable thresholds.
module fifo_{n} #(
    parameter WIDTH = 8,
    parameter DEPTH_LOG2 = 4
) (
    input  wire             clk,
    input  wire             rst_n,
    input  wire             push,
    input  wire             pop,
    input  wire [WIDTH-1:0] din,
    output wire [WIDTH-1:0] dout,
    output wire             full,
    output wire             empty,
    output reg              almost_full
);
    localparam DEPTH = 1 << DEPTH_LOG2;
    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [DEPTH_LOG2:0] write_pointer;
    reg [DEPTH_LOG2:0] read_pointer;
    wire [DEPTH_LOG2:0] level = write_pointer - read_pointer;

    assign full  = (level == DEPTH);
    assign empty = (level == 0);
    assign dout  = memory[read_pointer[DEPTH_LOG2-1:0]];

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            write_pointer <= 0;
            read_pointer  <= 0;
            almost_full   <= 1'b0;
        end else begin
            if (push && !full) begin
                memory[write_pointer[DEPTH_LOG2-1:0]] <= din;
                write_pointer <= write_pointer + 1'b1;
            end
            if (pop && !empty)
                read_pointer <= read_pointer + 1'b1;
            almost_full <= (level >= DEPTH - 2);
        end
    end
endmodule
"""

_UART = """\
// UART transmitter, 8N1.
module uart_tx_{n} #(
    parameter DIVISOR = 104
) (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       start,
    input  wire [7:0] data,
    output reg        tx,
    output reg        busy
);
    localparam [1:0] IDLE = 2'd0, START = 2'd1, DATA = 2'd2, STOP = 2'd3;
    reg [1:0] state;
    reg [7:0] shift;
    reg [2:0] bit_index;
    reg [15:0] divider;
    wire tick = (divider == DIVISOR - 1);

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state <= IDLE;
            shift <= 8'h00;
            bit_index <= 3'd0;
            divider <= 16'd0;
            tx <= 1'b1;
            busy <= 1'b0;
        end else begin
            divider <= tick ? 16'd0 : divider + 16'd1;
            case (state)
                IDLE: begin
                    tx <= 1'b1;
                    busy <= 1'b0;
                    if (start) begin
                        shift <= data;
                        busy <= 1'b1;
                        divider <= 16'd0;
                        state <= START;
                    end
                end
                START: begin
                    tx <= 1'b0;
                    bit_index <= 3'd0;
                    if (tick) state <= DATA;
                end
                DATA: begin
                    tx <= shift[0];
                    if (tick) begin
                        shift <= {{1'b0, shift[7:1]}};
                        bit_index <= bit_index + 3'd1;
                        if (bit_index == 3'd7) state <= STOP;
                    end
                end
                STOP: begin
                    tx <= 1'b1;
                    if (tick) state <= IDLE;
                end
                default: state <= IDLE;
            endcase
        end
    end
endmodule
"""

_ALU = """\
// Arithmetic unit with registered flags.
module alu_{n} (
    input  wire        clk,
    input  wire [3:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output reg  [31:0] y,
    output reg         zero,
    output reg         negative,
    output reg         carry
);
    reg [32:0] sum;

    always @(*) begin
        sum = 33'd0;
        case (op)
            4'h0: sum = {{1'b0, a}} + {{1'b0, b}};
            4'h1: sum = {{1'b0, a}} - {{1'b0, b}};
            4'h2: sum = {{1'b0, a & b}};
            4'h3: sum = {{1'b0, a | b}};
            4'h4: sum = {{1'b0, a ^ b}};
            4'h5: sum = {{1'b0, a << b[4:0]}};
            4'h6: sum = {{1'b0, a >> b[4:0]}};
            4'h7: sum = {{1'b0, $signed(a) >>> b[4:0]}};
            4'h8: sum = {{32'd0, $signed(a) < $signed(b)}};
            4'h9: sum = {{32'd0, a < b}};
            default: sum = 33'd0;
        endcase
    end

    always @(posedge clk) begin
        y <= sum[31:0];
        carry <= sum[32];
        zero <= (sum[31:0] == 32'd0);
        negative <= sum[31];
    end
endmodule
"""

_ARBITER = """\
// Round-robin arbiter.
module arbiter_{n} #(
    parameter PORTS = 4
) (
    input  wire             clk,
    input  wire             rst_n,
    input  wire [PORTS-1:0] request,
    output reg  [PORTS-1:0] grant
);
    reg [PORTS-1:0] mask;
    wire [PORTS-1:0] masked = request & mask;
    wire [PORTS-1:0] first_masked = masked & (~masked + 1'b1);
    wire [PORTS-1:0] first_any = request & (~request + 1'b1);
    integer i;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            grant <= {{PORTS{{1'b0}}}};
            mask <= {{PORTS{{1'b1}}}};
        end else begin
            grant <= (masked != 0) ? first_masked : first_any;
            for (i = 0; i < PORTS; i = i + 1)
                if (grant[i])
                    mask <= ~((2 << i) - 1);
        end
    end
endmodule
"""

_CHANNEL = """\
// One channel: queue, arithmetic, line and arbitration wired together.
module channel_{n} (
    input  wire        clk,
    input  wire        rst_n,
    input  wire [7:0]  byte_in,
    input  wire        push,
    input  wire [3:0]  request,
    input  wire [31:0] operand,
    output wire        tx,
    output wire [31:0] result,
    output wire [3:0]  grant
);
    wire [7:0] queued;
    wire full, empty, almost_full, busy, zero, negative, carry;
    fifo_{n} #(.WIDTH(8), .DEPTH_LOG2(4)) u_fifo (
        .clk(clk), .rst_n(rst_n), .push(push), .pop(!busy && !empty), .din(byte_in), .dout(queued),
        .full(full), .empty(empty), .almost_full(almost_full)
    );
    uart_tx_{n} #(.DIVISOR(16)) u_tx (
        .clk(clk), .rst_n(rst_n), .start(!empty), .data(queued), .tx(tx), .busy(busy)
    );
    alu_{n} u_alu (
        .clk(clk), .op(request), .a(operand), .b({{24'd0, queued}}), .y(result),
        .zero(zero), .negative(negative), .carry(carry)
    );
    arbiter_{n} #(.PORTS(4)) u_arbiter (
        .clk(clk), .rst_n(rst_n), .request(request & {{4{{!full & !almost_full & !(zero & negative & carry)}}}}), .grant(grant)
    );
endmodule
"""


def verilog_of_length(lines: int, prefix: str = "") -> str:
    """About ``lines`` lines, ending in a module ``{prefix}top`` that instantiates every channel."""
    parts: list[str] = []
    count = channels = 0
    number = 0
    for template in cycle((_FIFO, _UART, _ALU, _ARBITER, _CHANNEL)):
        text = template.format(n=f"{prefix}{number}")
        if template is _FIFO and count + 14 + 3 * channels >= lines:
            break
        parts.append(text)
        count += text.count("\n") + 1
        if template is _CHANNEL:
            channels += 1
            number += 1
    return "\n".join([*parts, _top(prefix, max(channels, 1) if channels else 0)])


def module_named(name: str) -> str:
    """One module of an ordinary size, for projects of many files."""
    return _UART.format(n="x").replace("uart_tx_x", name)


def _top(prefix: str, channels: int) -> str:
    width = max(channels, 1)
    ports = f"""\
module {prefix}top (
    input  wire        clk,
    input  wire        rst_n,
    input  wire [7:0]  byte_in,
    input  wire        push,
    input  wire [3:0]  request,
    input  wire [31:0] operand,
    output wire [{width - 1}:0] tx,
    output reg  [31:0] total
);
    wire [31:0] result [0:{width - 1}];
    wire [3:0] grant [0:{width - 1}];
"""
    instances = "".join(
        f"    channel_{prefix}{n} u_channel_{n} (.clk(clk), .rst_n(rst_n), .byte_in(byte_in), .push(push & grant[{n}][0]),\n"
        f"        .request(request), .operand(operand), .tx(tx[{n}]), .result(result[{n}]), .grant(grant[{n}]));\n"
        for n in range(channels)
    )
    body = """\
    // The line a keystroke is measured in.
    always @(posedge clk)
        total <= result[0] + 32'd1;
endmodule
"""
    return ports + instances + body
