module tb;
  reg [3:0] a, b; reg [2:0] op; wire [3:0] o; wire n, z, c, v; integer i, sa, sb, r; reg [4:0] e; reg ev;
  alu4_flags dut(.A(a), .B(b), .ALU_Sel(op), .ALU_Out(o), .N(n), .Z(z), .C(c), .V(v));
  initial begin
    for (i = 0; i < 2048; i = i + 1) begin
      {op, a, b} = i; #1; ev = 0; sa = a[3] ? a - 16 : a; sb = b[3] ? b - 16 : b;
      case (op)
        0: begin e = a + b; r = sa + sb; ev = (r > 7 || r < -8); end
        1: begin e[3:0] = a - b; e[4] = (a >= b); r = sa - sb; ev = (r > 7 || r < -8); end
        2: e = a & b; 3: e = a | b; 4: e = a ^ b; 5: e = a * 2; 6: e = {a[0], 1'b0, a[3:1]}; default: e = b;
      endcase
      if (o !== e[3:0] || c !== e[4] || n !== e[3] || z !== (e[3:0] == 0) || v !== ev) $fatal(1, "op %0d a %0d b %0d", op, a, b);
    end
    $display("PASS"); $finish;
  end
endmodule
