module tb;
  reg [7:0] b; wire [3:0] h, t, o; integer i;
  bin2bcd dut(.bin(b), .hundreds(h), .tens(t), .ones(o));
  initial begin
    for (i = 0; i < 256; i = i + 1) begin b = i; #1 if (h !== i / 100 || t !== (i / 10) % 10 || o !== i % 10) $fatal(1, "%0d: %0d %0d %0d", i, h, t, o); end
    $display("PASS"); $finish;
  end
endmodule
