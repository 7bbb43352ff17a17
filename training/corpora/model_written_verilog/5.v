module median_filter (
    input wire [7:0] a, b, c,   // Input pixels
    output reg [7:0] output   // Output median value
);

// Define the 3-state FSM
always @(posedge clk or posedge reset) begin
    if (reset)
        state <= 0;
    else begin
        case (state)
            0: begin
                if (a < b) begin
                    if (b < c) begin
                        state <= 1;
                    end
                end else begin
                    if (a < c) begin
                        state <= 2;
                    end
                end
            end
            1: begin
                if (b < a) begin
                    if (a < c) begin
                        state <= 2;
                    end
                end else begin
                    if (b < c) begin
                        state <= 0;
                    end
                end
            end
            2: begin
                if (c < a) begin
                    if (a < b) begin
                        state <= 0;
                    end
                end else begin
                    if (c < b) begin
                        state <= 1;
                    end
                end
            end
        endcase
    end
end

// Assign the output based on the state
always @(posedge clk) begin
    if (state == 0) begin
        output <= a;
    end else if (state == 1) begin
        output <= b;
    end else if (state == 2) begin
        output <= c;
    end
end

endmodule
