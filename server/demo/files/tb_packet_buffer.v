`timescale 1ns/1ps
// Sends good and bad packets and checks what comes out, byte for byte.
module tb_packet_buffer;
    reg        clk = 0, rst_n = 0;
    reg        in_valid = 0, in_last = 0, out_ready = 0;
    reg  [7:0] in_data = 0;
    wire       in_ready, out_valid, out_last, almost_full;
    wire [7:0] out_data, dropped;
    wire [6:0] packets;

    packet_buffer #(.DEPTH_LOG2(6), .WIDTH(8)) dut (
        .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_data(in_data), .in_last(in_last), .in_ready(in_ready),
        .out_valid(out_valid), .out_data(out_data), .out_last(out_last), .out_ready(out_ready),
        .packets(packets), .dropped(dropped), .almost_full(almost_full));

    always #5 clk = ~clk;

    integer errors = 0, received = 0, i, p;
    reg [7:0] expected [0:1023];
    integer   expected_count = 0;
    reg [7:0] sum;

    task send_byte(input [7:0] value, input last);
        begin
            @(negedge clk);
            in_valid = 1; in_data = value; in_last = last;
            while (!in_ready) @(negedge clk);
            @(negedge clk);
            in_valid = 0; in_last = 0;
        end
    endtask

    task send_packet(input integer length, input good);
        begin
            sum = 0;
            for (i = 0; i < length; i = i + 1) begin
                send_byte(i * 7 + length, 0);
                sum = sum ^ (i * 7 + length);
                if (good) begin expected[expected_count] = i * 7 + length; expected_count = expected_count + 1; end
            end
            send_byte(good ? sum : ~sum, 1);
            if (good) begin expected[expected_count] = sum; expected_count = expected_count + 1; end
            repeat (3) @(negedge clk);
        end
    endtask

    always @(posedge clk) if (rst_n && out_valid && out_ready) begin
        if (out_data !== expected[received]) begin
            $display("FAIL: byte %0d is %h, expected %h", received, out_data, expected[received]);
            errors = errors + 1;
        end
        received = received + 1;
    end

    initial begin
        repeat (3) @(negedge clk);
        rst_n = 1;
        send_packet(5, 1);
        if (packets !== 1) begin $display("FAIL: packets is %0d, expected 1", packets); errors = errors + 1; end
        send_packet(9, 0);
        if (dropped !== 1) begin $display("FAIL: dropped is %0d, expected 1", dropped); errors = errors + 1; end
        out_ready = 1;
        for (p = 0; p < 12; p = p + 1) send_packet(3 + p, p % 4 != 2);
        repeat (80) @(negedge clk);
        if (received !== expected_count) begin
            $display("FAIL: received %0d bytes, expected %0d", received, expected_count);
            errors = errors + 1;
        end
        if (almost_full !== 0) begin $display("FAIL: almost_full is %b when empty, expected 0", almost_full); errors = errors + 1; end
        if (errors == 0) $display("PASS: %0d bytes", received);
        else begin $display("%0d errors", errors); $fatal(1); end
        $finish;
    end

    initial begin #200000 $display("FAIL: no end"); $fatal(1); end
endmodule
