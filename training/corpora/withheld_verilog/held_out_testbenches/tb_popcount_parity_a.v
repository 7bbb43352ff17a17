module tb;
  reg [15:0] d; wire [4:0] o; wire p, m; integer i, k, s, n;
  popcount_parity dut(.data(d), .ones(o), .parity(p), .majority(m));
  initial begin
    s = 3;
    for (i = 0; i < 3000; i = i + 1) begin
      d = (i < 17) ? (1 << i) - 1 : $random(s) >> 9; #1; n = 0; for (k = 0; k < 16; k = k + 1) n = n + d[k];
      if (o !== n || p !== (n % 2) || m !== (n > 8)) $fatal(1, "%b", d);
    end
    $display("PASS"); $finish;
  end
endmodule
