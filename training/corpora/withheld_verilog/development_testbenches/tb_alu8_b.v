module tb;
  reg [7:0] a, b; reg [3:0] op; wire [7:0] r; wire z, c, v; reg [7:0] er; reg ec, ev; integer i, s;
  alu8 dut(.a(a), .b(b), .op(op), .result(r), .zero(z), .carry(c), .overflow(v));
  initial begin
    s = 1;
    for (i = 0; i < 5000; i = i + 1) begin
      a = ($random(s) >> 11); b = (i % 7 == 0) ? a : ($random(s) >> 11); op = ($random(s) >> 11); #1;
      er = 0; ec = 0; ev = 0;
      case (op)
        0: begin {ec, er} = a + b; ev = (a[7] == b[7]) && (er[7] != a[7]); end
        1: begin {ec, er} = {1'b0, a} - b; ev = (a[7] != b[7]) && (er[7] != a[7]); end
        2: er = a & b; 3: er = a | b; 4: er = a ^ b; 5: er = ~a;
        6: begin er = {a[6:0], 1'b0}; ec = a[7]; end
        7: begin er = {1'b0, a[7:1]}; ec = a[0]; end
        8: er = (a[7] != b[7]) ? a[7] : (a < b);
      endcase
      if (r !== er || c !== ec || v !== ev || z !== (er == 0)) $fatal(1, "op %0d a %h b %h: %h %b %b %b", op, a, b, r, z, c, v);
    end
    $display("PASS"); $finish;
  end
endmodule
