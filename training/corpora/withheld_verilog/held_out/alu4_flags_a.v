module alu4_flags(A, B, ALU_Sel, ALU_Out, N, Z, C, V);
  input [3:0] A, B;
  input [2:0] ALU_Sel;
  output [3:0] ALU_Out;
  output N, Z, C, V;

  reg [4:0] ALU_Result;
  wire [3:0] B_mux

  assign is_sub = (ALU_Sel == 3'b001);
  assign B_mux = is_sub ? ~B : B;
  assign ALU_Out = ALU_Result[3:0];
  assign N = ALU_Result[3];
  assign Z = ~|ALU_Result[3:0];
  assign C = ALU_Result[4];
  assign V = (ALU_Sel[2:1] == 2'b00) & (A[3] ~^ B_mux[3]) & (A[3] ^ ALU_Result[3]);

  always @(*)
  begin
    case (ALU_Sel)
      3'b000: ALU_Result = A + B;                    // Addition
      3'b001: ALU_Result = {1'b0, A} + {1'b0, B_mux} + 5'd1; // Subtraction
      3'b010: ALU_Result = {1'b0, A & B};
      3'b011: ALU_Result = {1'b0, A | B};
      3'b100: ALU_Result = {1'b0, A ^ B};
      3'b101: ALU_Result = {A, 1'b0};                // shift left
      3'b110: ALU_Result = {A[0], 1'b0, A[3:1]};     // shift right
      default: ALU_Result = {1'b0, B};
    endcase
  end
endmodule
