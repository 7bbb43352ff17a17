// Sends a few bytes over the link and compares what arrives, and the CRC, with a model.
`timescale 1ns/1ps
`include "serial_defs.vh"

module serial_link_tb;

    reg clk = 0;
    reg rst = 1;
    reg start = 0;
    reg [7:0] tx_byte = 0;
    wire line, busy, rx_valid;
    wire [7:0] rx_byte, crc;
    reg [7:0] stimulus [0:7];
    reg [7:0] expected_crc;
    integer i, k;
    integer mismatches = 0;

    serial_link dut (
        .clk(clk), .rst(rst), .start(start), .tx_byte(tx_byte),
        .line(line), .busy(busy), .rx_byte(rx_byte), .rx_valid(rx_valid), .crc(crc)
    );

    always #5 clk = ~clk;

    initial begin
        $readmemh("stimulus.hex", stimulus);
        expected_crc = 8'h00;
        repeat (4) @(negedge clk);
        rst = 0;
        for (i = 0; i < 8; i = i + 1) begin
            @(negedge clk);
            tx_byte = stimulus[i];
            start = 1;
            @(negedge clk);
            start = 0;
            wait (rx_valid);
            if (rx_byte !== stimulus[i]) begin
                mismatches = mismatches + 1;
                $display("MISMATCH rx_byte: got %h want %h", rx_byte, stimulus[i]);
            end
            expected_crc = expected_crc ^ stimulus[i];
            for (k = 0; k < 8; k = k + 1)
                expected_crc = expected_crc[7] ? (expected_crc << 1) ^ 8'h07 : expected_crc << 1;
            wait (!busy);
            @(negedge clk);
            if (crc !== expected_crc) begin
                mismatches = mismatches + 1;
                $display("MISMATCH crc: got %h want %h", crc, expected_crc);
            end
        end
        $display("done, %0d mismatches", mismatches);
        $finish;
    end

endmodule
