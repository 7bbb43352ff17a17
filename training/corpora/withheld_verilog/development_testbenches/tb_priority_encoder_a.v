module tb;
  reg en; reg [7:0] d; wire [2:0] o; wire v; wire [7:0] h; integer i, k, e;
  priority_encoder dut(.enable(en), .in(d), .out(o), .valid(v), .onehot(h));
  initial begin
    for (i = 0; i < 512; i = i + 1) begin
      {en, d} = i; #1; e = 0; for (k = 0; k < 8; k = k + 1) if (d[k] && en) e = k;
      if (o !== e || v !== (en && d != 0) || h !== ((en && d != 0) ? 1 << e : 0)) $fatal(1, "en %b in %b", en, d);
    end
    $display("PASS"); $finish;
  end
endmodule
