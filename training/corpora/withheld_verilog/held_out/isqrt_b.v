// Iterative integer square root of a 16-bit operand
module isqrt (
   input             clk,
   input             rst,
   input             go,
   input      [15:0] x,
   output reg [7:0]  root,
   output reg [8:0]  rem,
   output reg        done
);
   reg [15:0] op;
   reg [15:0] res;
   reg [15:0] one;

   always @(posedge clk) begin
      if (rst) begin
         op   <= 0;
         res  <= 0;
         one  <= 0;
         busy <= 0;
         root <= 0;
         rem  <= 0;
         done <= 0;
      end
      else begin
         done <= 0;
         if (!busy) begin
            if (go) begin
               op   <= x;
               res  <= 0;
               one  <= 16'h4000;
               busy <= 1;
            end
         end
         else if (one != 0) begin
            if (op >= res + one) begin
               op  <= op - (res + one);
               res <= (res >> 1) + one;
            end
            }
            else
               res <= res >> 1;
            one <= one >> 2;
         end
         else begin
            root <= res[7:0];
            rem  <= op[8:0];
            done <= 1;
            busy <= 0;
         end
      end
   end
endmodule
