module tb;
  reg [3:0] d; reg [6:0] m; wire [6:0] c; wire [3:0] o; wire k; integer i, j; reg [6:0] e;
  hamming74 dut(.data_in(d), .error_mask(m), .codeword(c), .data_out(o), .corrected(k));
  initial begin
    for (i = 0; i < 16; i = i + 1) for (j = 0; j < 8; j = j + 1) begin
      d = i; m = (j == 0) ? 0 : 1 << (j - 1); #1;
      e = {d[3:1], d[1] ^ d[2] ^ d[3], d[0], d[0] ^ d[2] ^ d[3], d[0] ^ d[1] ^ d[3]};
      if (c !== e || o !== d || k !== (j != 0)) $fatal(1, "d %h mask %b", d, m);
    end
    $display("PASS"); $finish;
  end
endmodule
