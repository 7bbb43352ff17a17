module tb;
  reg [7:0] d; reg [12:0] f; wire [12:0] c; wire [7:0] o; wire s1, d2; integer i, j, k; reg [12:0] prev;
  secded8 dut(.data_i(d), .flip(f), .code_o(c), .data_o(o), .single_err(s1), .double_err(d2));
  initial begin
    for (i = 0; i < 256; i = i + 1) begin
      d = i; f = 0; #1 if (o !== d || s1 !== 0 || d2 !== 0 || ^c !== 0 || {c[11:8], c[6:4], c[2]} !== d) $fatal(1, "clean %h", d);
      if (c[0] !== (d[0] ^ d[1] ^ d[3] ^ d[4] ^ d[6]) || c[7] !== ^d[7:4]) $fatal(1, "code");
      for (j = 0; j < 13; j = j + 1) begin
        f = 1 << j; #1 if (o !== d || s1 !== 1 || d2 !== 0) $fatal(1, "single %0d", j);
        for (k = 0; k < j; k = k + 1) begin f = (1 << j) | (1 << k); #1 if (s1 !== 0 || d2 !== 1) $fatal(1, "double %0d %0d", j, k); end
      end
    end
    $display("PASS"); $finish;
  end
endmodule
