`timescale 1ns / 1ps
// Transfers a single-cycle pulse from clk_a to clk_b using a toggle
module pulse_sync (
    input  wire clk_a,
    input  wire rst_a_n,
    input  wire pulse_a,
    input  wire clk_b,
    input  wire rst_b_n,
    output wire pulse_b,
    output reg  [7:0] pulse_count
);
    reg toggle_a;
    (* ASYNC_REG = "TRUE" *) reg [2:0] sync_b;

    // Source domain
    always @(posedge clk_a or negedge rst_a_n) begin
        if (!rst_a_n)
            toggle_a <= 1'b0;
        else if (pulse_a)
            toggle_a <= ~toggle_a;
    end

    // Destination domain
    always @(posedge clk_b or negedge rst_b_n) begin
        if (!rst_b_n)
            sync_b <= 3'b000;
        else
            sync_b <= {sync_b[1:0], toggle_a};
    end

    assign pulse_b = sync_b[2] ^ sync_b[1];

    always @(posedge clk_b or negedge rst_b_n) begin
        if (!rst_b_n)
            pulse_count <= 8'd0;
        else if (pulse_b)
            pulse_count <= pulse_count + 8'd1;
    end
endmodule
