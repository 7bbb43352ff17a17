module tb;
  reg clk = 0, rst_n = 0, en = 0, up = 1, load = 0; reg [7:0] d = 0; wire [7:0] count; wire tc;
  reg [7:0] m; integer i, s;
  updown_counter #(.WIDTH(8)) dut(.clk(clk), .rst_n(rst_n), .en(en), .up(up), .load(load), .d(d), .count(count), .tc(tc));
  always #5 clk = ~clk;
  initial begin
    m = 0; s = 3;
    #12 if (count !== 0) $fatal(1, "reset");
    @(negedge clk) rst_n = 1;
    for (i = 0; i < 900; i = i + 1) begin
      en = ($random(s) >> 11) | (i < 300); up = (i < 300) ? 1 : ($random(s) >> 11); load = (i > 300) && ($random(s) % 11 == 0); d = (i % 3 == 0) ? 8'hff : ($random(s) >> 11);
      #1 if (tc !== (up ? m == 8'hff : m == 0)) $fatal(1, "tc");
      @(posedge clk); if (load) m = d; else if (en) m = up ? m + 1 : m - 1;
      @(negedge clk) if (count !== m) $fatal(1, "count %h %h", count, m);
    end
    #2 rst_n = 0; #1 if (count !== 0) $fatal(1, "async reset");
    $display("PASS"); $finish;
  end
endmodule
