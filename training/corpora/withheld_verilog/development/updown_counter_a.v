// Parameterized up/down counter with synchronous load
module updown_counter #(
    parameter WIDTH = 8
) (
    input  wire             clk,
    input  wire             rst_n,
    input  wire             en,
    input  wire             up,
    input  wire             load,
    input  wire [WIDTH-1:0] d,
    output reg  [WIDTH-1:0] count,
    output wire             tc
);

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            count <= WIDTH'b0;
        end else if (load) begin
            count <= d;
        end else if (en) begin
            if (up)
                count <= count + 1'b1;
            else
                count <= count - 1'b1;
        end
    end

    // terminal count
    assign tc = up ? (count == {WIDTH{1'b1}}) : (count == WIDTH'b0);

endmodule
