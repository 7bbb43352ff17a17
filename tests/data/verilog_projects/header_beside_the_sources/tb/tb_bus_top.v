`timescale 1ns / 1ps
`include "bus_defs.vh"
module tb_bus_top;
    reg clk = 1'b0, rst_n = 1'b0, req = 1'b0, we = 1'b0;
    reg [3:0] addr = 4'd0;
    reg [`BUS_DW-1:0] wdata = 0;
    wire [`BUS_DW-1:0] rdata;
    wire ack;
    integer errors = 0, k;

    bus_top dut (.clk(clk), .rst_n(rst_n), .req(req), .we(we), .addr(addr), .wdata(wdata), .rdata(rdata), .ack(ack));
    always #5 clk = ~clk;

    task write(input [3:0] a, input [`BUS_DW-1:0] d);
        begin
            @(negedge clk); req = 1; we = 1; addr = a; wdata = d;
            @(negedge clk); req = 0; we = 0;
        end
    endtask
    task check(input [3:0] a, input [`BUS_DW-1:0] d);
        begin
            @(negedge clk); req = 1; we = 0; addr = a;
            @(negedge clk); req = 0;
            if (rdata !== d) begin
                errors = errors + 1;
                $display("ERROR: addr %0d read %h expected %h", a, rdata, d);
            end
        end
    endtask
    initial begin
        $dumpfile("bus.vcd"); $dumpvars(0, tb_bus_top);
        #22 rst_n = 1'b1;
        for (k = 0; k < 16; k = k + 1) write(k[3:0], 32'hA000_0000 + k);
        for (k = 0; k < 16; k = k + 1) check(k[3:0], 32'hA000_0000 + k);
        if (errors == 0) $display("PASS"); else $display("FAIL: %0d errors", errors);
        $finish;
    end
endmodule
