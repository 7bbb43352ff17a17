// Self-checking testbench of fifo_sync: directed corner cases, then random traffic against a model.
`timescale 1ns/1ps

module tb_fifo_sync;

    localparam WIDTH      = 8;
    localparam DEPTH_LOG2 = 4;
    localparam DEPTH      = 16;

    reg              clk = 1'b0;
    reg              rst = 1'b1;
    reg              clear_errors = 1'b0;
    reg              wr_en = 1'b0;
    reg  [WIDTH-1:0] wr_data = 0;
    reg              rd_en = 1'b0;
    wire [WIDTH-1:0] rd_data;
    wire             full, empty, almost_full, almost_empty, overflow, underflow;
    wire [DEPTH_LOG2:0] level;

    integer errors = 0;
    integer checks = 0;
    integer i;
    integer seed = 32'h1234;

    // The model: a queue in an array.
    reg [WIDTH-1:0] model [0:4095];
    integer head = 0;
    integer tail = 0;

    fifo_sync #(
        .WIDTH(WIDTH),
        .DEPTH_LOG2(DEPTH_LOG2),
        .ALMOST_FULL(14),
        .ALMOST_EMPTY(2)
    ) dut (
        .clk(clk),
        .rst(rst),
        .clear_errors(clear_errors),
        .wr_en(wr_en),
        .wr_data(wr_data),
        .full(full),
        .almost_full(almost_full),
        .rd_en(rd_en),
        .rd_data(rd_data),
        .empty(empty),
        .almost_empty(almost_empty),
        .level(level),
        .overflow(overflow),
        .underflow(underflow)
    );

    always #5 clk = ~clk;

    task check;
        input            condition;
        input [8*24-1:0] what;
        begin
            checks = checks + 1;
            if (condition !== 1'b1) begin
                errors = errors + 1;
                $display("ERROR at %0t: %0s", $time, what);
            end
        end
    endtask

    task check_data;
        input [WIDTH-1:0] got;
        input [WIDTH-1:0] expected;
        begin
            checks = checks + 1;
            if (got !== expected) begin
                errors = errors + 1;
                $display("ERROR at %0t: rd_data = %h, expected %h", $time, got, expected);
            end
        end
    endtask

    task push;
        input [WIDTH-1:0] value;
        begin
            @(negedge clk);
            wr_en   = 1'b1;
            wr_data = value;
            if (tail - head < DEPTH) begin
                model[tail] = value;
                tail = tail + 1;
            end
            @(negedge clk);
            wr_en = 1'b0;
        end
    endtask

    task pop;
        begin
            @(negedge clk);
            if (tail > head) begin
                check_data(rd_data, model[head]);
                head = head + 1;
            end
            rd_en = 1'b1;
            @(negedge clk);
            rd_en = 1'b0;
        end
    endtask

    initial begin
        repeat (3) @(negedge clk);
        rst = 1'b0;
        @(negedge clk);
        check(empty === 1'b1, "empty after reset");
        check(full === 1'b0, "not full after reset");
        check(level === 0, "level 0 after reset");

        for (i = 0; i < DEPTH; i = i + 1) push(8'hA0 + i);
        check(full === 1'b1, "full after 16 writes");
        check(almost_full === 1'b1, "almost_full when full");
        check(level === DEPTH, "level 16 when full");
        check(overflow === 1'b0, "no overflow yet");
        push(8'hFF);
        check(overflow === 1'b1, "overflow is sticky");

        for (i = 0; i < DEPTH; i = i + 1) pop;
        check(empty === 1'b1, "empty after reads");
        check(almost_empty === 1'b1, "almost_empty");
        pop;
        check(underflow === 1'b1, "underflow is sticky");

        @(negedge clk) clear_errors = 1'b1;
        @(negedge clk) clear_errors = 1'b0;
        check(overflow === 1'b0 && underflow === 1'b0, "errors cleared");

        for (i = 0; i < 300; i = i + 1) begin
            if ($random(seed) & 1) push($random(seed));
            else if (tail > head) pop;
        end

        if (errors == 0) $display("PASS: %0d checks", checks);
        else $display("FAIL: %0d of %0d checks", errors, checks);
        $finish;
    end

endmodule
