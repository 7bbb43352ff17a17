module leading_zeros #(
  parameter W = 16
) (
  input  wire         clk,
  input  wire         rst,
  input  wire         in_valid,
  input  wire [W-1:0] in_data,
  output reg          out_valid,
  output reg  [4:0]   out_count,
  output reg          out_all_zero
);
  reg [4:0] lzc;
  reg       stop;
  integer   idx;

  always @* begin
    lzc  = 5'd0;
    stop = 1'b0;
    for (idx = W - 1; idx >= 0; idx = idx - 1) begin
      if (in_data[idx])
        stop = 1'b1;
      if (!stop)
        lzc = lzc + 5'd1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      out_valid    <= 1'b0;
      out_count    <= 5'd0;
      out_all_zero <= 1'b0;
    end else begin
      out_valid <= in_valid;
      if (in_valid) begin
        out_count    <= lzc;
        out_all_zero <= (in_data == {W{1'b0}});
      end
    end
  end
endmodule
