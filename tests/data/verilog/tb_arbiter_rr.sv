// Checks arbiter_rr with immediate assertions: one-hot grants, only to requesters, and nobody starves.
`timescale 1ns/1ps

module tb_arbiter_rr;

    localparam int N = 4;

    logic clk = 0;
    logic rst_n = 0;
    logic [N-1:0] request = 0;
    logic accept = 1;
    logic [N-1:0] grant;
    logic any;
    logic [1:0] winner;
    int waiting [0:N-1];
    int rounds = 0;

    arbiter_rr #(.N(N)) dut (.*);

    always #5 clk = ~clk;

    initial begin
        for (int i = 0; i < N; i++) waiting[i] = 0;
        #12 rst_n = 1;
        repeat (200) begin
            @(negedge clk);
            request = $random;
            #1;
            if (any) begin
                if ((grant & (grant - 1)) != 0) $error("grant %b is not one-hot", grant);
                if ((grant & ~request) != 0) $error("grant %b without request %b", grant, request);
                if (grant[winner] !== 1'b1) $error("winner %0d does not match grant %b", winner, grant);
            end else if (grant != 0) begin
                $error("grant %b although nobody asks", grant);
            end
            for (int i = 0; i < N; i++) begin
                if (request[i] && !grant[i]) waiting[i] = waiting[i] + 1;
                else waiting[i] = 0;
                if (waiting[i] > N) $fatal(1, "requester %0d starves", i);
            end
            rounds = rounds + 1;
        end
        $display("%0d rounds done", rounds);
        $finish;
    end

endmodule
