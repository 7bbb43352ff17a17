// Receives what uart_tx sends by sampling in the middle of each bit; stops with $fatal at the first wrong byte.
`timescale 1ns/1ps

module uart_tx_tb;

    localparam CLOCKS = 8;

    reg        clk = 0;
    reg        rst = 1;
    reg        valid = 0;
    reg  [7:0] data = 0;
    wire       ready;
    wire       txd;

    reg  [7:0] received;
    integer    i;
    integer    n;

    uart_tx #(.CLOCKS_PER_BIT(CLOCKS)) dut (
        .clk(clk), .rst(rst), .valid(valid), .data(data), .ready(ready), .txd(txd)
    );

    always #10 clk = ~clk;

    task send;
        input [7:0] value;
        begin
            wait (ready);
            @(negedge clk);
            data  = value;
            valid = 1;
            @(negedge clk);
            valid = 0;
        end
    endtask

    task receive;
        output [7:0] value;
        begin
            @(negedge txd);
            repeat (CLOCKS / 2) @(posedge clk);
            if (txd !== 1'b0) begin
                $display("Error: start bit of txd is %b at %0t", txd, $time);
                $fatal;
            end
            for (i = 0; i < 8; i = i + 1) begin
                repeat (CLOCKS) @(posedge clk);
                value[i] = txd;
            end
            repeat (CLOCKS) @(posedge clk);
            if (txd !== 1'b1) begin
                $display("Error: stop bit of txd is %b at %0t", txd, $time);
                $fatal;
            end
        end
    endtask

    initial begin
        repeat (4) @(posedge clk);
        rst = 0;
        for (n = 0; n < 256; n = n + 17) begin
            fork
                send(n[7:0]);
                receive(received);
            join
            if (received !== n[7:0]) begin
                $display("Error: sent %h, received %h", n[7:0], received);
                $fatal;
            end
        end
        $display("All bytes received");
        $finish;
    end

    initial begin
        #2000000;
        $display("Error: watchdog expired, txd = %b", txd);
        $fatal;
    end

endmodule
