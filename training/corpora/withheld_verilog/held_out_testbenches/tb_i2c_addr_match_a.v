module tb;
  reg clk = 0, rst = 1, scl = 1, sda = 1; wire busy, m, rw, st, sp; integer i, k, s, ns, np; reg [7:0] a;
  i2c_addr_match #(.MY_ADDR(7'h2b)) dut(.clk(clk), .rst(rst), .scl(scl), .sda(sda), .bus_busy(busy), .addr_match(m), .rw(rw), .start_det(st), .stop_det(sp));
  always #5 clk = ~clk;
  always @(negedge clk) if (!rst) begin #3; ns = ns + (st === 1); np = np + (sp === 1); end
  task w; repeat (2) @(negedge clk); endtask
  initial begin
    s = 3; ns = 0; np = 0; repeat (2) @(negedge clk); if (busy !== 0 || m !== 0 || rw !== 0) $fatal(1, "reset"); rst = 0; w;
    for (i = 1; i < 60; i = i + 1) begin
      a = (i % 3) ? {7'h2b, i[0]} : $random(s) >> 10; if (i % 7 == 0) a = 8'h2a; 
      sda = 0; w; if (busy !== 1 || m !== 0) $fatal(1, "start"); scl = 0; w;
      for (k = 7; k >= 0; k = k - 1) begin sda = a[k]; w; if (m !== 0) $fatal(1, "early"); scl = 1; w; scl = 0; w; end
      if (m !== (a[7:1] == 7'h2b) || rw !== a[0]) $fatal(1, "address %h", a);
      sda = 0; w; scl = 1; w; scl = 0; w; if (m !== (a[7:1] == 7'h2b) || rw !== a[0]) $fatal(1, "ninth");
      sda = 0; w; scl = 1; w; sda = 1; w; if (busy !== 0 || m !== 0) $fatal(1, "stop"); w;
      if (ns != i || np != i) $fatal(1, "events %0d %0d %0d", i, ns, np);
    end
    $display("PASS"); $finish;
  end
endmodule
