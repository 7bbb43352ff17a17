module barrel_shifter #(
  parameter WIDTH = 16,
  parameter SHW   = 4
)(
  input  [WIDTH-1:0] data_in,
  input  [SHW-1:0]   shamt,
  input  [1:0]       mode,    // 0: sll, 1: srl, 2: sra, 3: rotate right
  output [WIDTH-1:0] data_out
);
  wire [WIDTH-1:0] stage [0:SHW];
  wire             fill;

  assign fill     = (mode == 2'd2) & data_in[WIDTH-1];
  assign stage[0] = data_in;

  generate
    for (g = 0; g < SHW; g = g + 1) begin : shift_stage
      localparam AMT = 1 << g;
      wire [WIDTH-1:0] left;
      wire [WIDTH-1:0] right;

      assign left  = {stage[g][WIDTH-1-AMT:0], {AMT{1'b0}}};
      assign right = (mode == 2'd3) ? {stage[g][AMT-1:0], stage[g][WIDTH-1:AMT]}
                                    : {{AMT{fill}}, stage[g][WIDTH-1:AMT]};
      assign stage[g+1] = !shamt[g] ? stage[g] : (mode == 2'd0) ? left : right;
    end
  endgenerate

  assign data_out = stage[SHW];
endmodule
