module baud (clk, rst, en, tick);
  parameter DIV = 16;
  input clk, rst, en;
  output tick;
  reg tick;
  reg [7:0] cnt;
  always @(posedge clk or posedge rst)
    if (rst) begin cnt <= 8'd0; tick <= 1'b0; end
    else if (en) begin
      if (cnt == DIV - 1) begin cnt <= 8'd0; tick <= 1'b1; end
      else begin cnt <= cnt + 8'd1; tick <= 1'b0; end
    end
endmodule
