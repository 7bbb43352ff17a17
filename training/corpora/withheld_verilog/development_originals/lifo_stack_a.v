module lifo_stack(clk, rst, push, pop, data_in, data_out, full, empty, error);
  parameter WIDTH = 8;
  parameter DEPTH = 8;

  input clk, rst;
  input push, pop;
  input [WIDTH-1:0] data_in;
  output [WIDTH-1:0] data_out;
  output full, empty;
  output error;

  reg [WIDTH-1:0] data_out;
  reg error;
  reg [WIDTH-1:0] stack_mem [DEPTH-1:0];
  reg [3:0] sp;

  assign empty = (sp == 0);
  assign full = (sp == DEPTH);

  always @(posedge clk) begin
    if (rst) begin
      sp <= 0;
      data_out <= 0;
      error <= 0;
    end
    else begin
      error <= 0;
      if (push && !pop) begin
        if (full) begin
          error <= 1;
        end
        else begin
          stack_mem[sp] <= data_in;
          sp <= sp + 1;
        end
      end
      else if (pop && !push) begin
        if (empty) begin
          error <= 1;
        end
        else begin
          data_out <= stack_mem[sp - 1];
          sp <= sp - 1;
        end
      end
    end
  end
endmodule
