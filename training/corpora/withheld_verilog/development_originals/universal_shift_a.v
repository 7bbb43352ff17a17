module universal_shift (clk, rst, mode, sl_in, sr_in, pin, q, sout);
  input        clk;
  input        rst;
  input  [1:0] mode;
  input        sl_in;
  input        sr_in;
  input  [7:0] pin;
  output [7:0] q;
  output       sout;

  reg [7:0] q;

  // 00 hold, 01 shift right, 10 shift left, 11 parallel load
  always @(posedge clk) begin
    if (rst)
      q <= 8'b0;
    else begin
      case (mode)
        2'b00: q <= q;
        2'b01: q <= {sr_in, q[7:1]};
        2'b10: q <= {q[6:0], sl_in};
        2'b11: q <= pin;
        default: q <= q;
      endcase
    end
  end

  assign sout = (mode == 2'b10) ? q[7] : q[0];
endmodule
