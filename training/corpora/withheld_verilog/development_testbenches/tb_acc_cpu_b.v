module tb;
  reg clk = 0, rst = 1; reg [7:0] in; wire [4:0] pc; wire [7:0] acc; wire h, z; reg [4:0] mp; reg [7:0] ma; reg mh; integer i, s;
  acc_cpu dut(.clk(clk), .rst(rst), .instr(in), .pc(pc), .acc(acc), .halted(h), .zero(z));
  always #5 clk = ~clk;
  initial begin
    s = 14; in = 0; mp = 0; ma = 0; mh = 0; repeat (2) @(negedge clk); rst = 0;
    for (i = 0; i < 4000; i = i + 1) begin
      rst = (i % 40 == 39); in = ($random(s) >> 11); if (i % 6 == 0) in = 8'h20; if (i % 40 < 25 && in[7:5] == 7) in[7:5] = 6;
      if (rst) begin mp = 0; ma = 0; mh = 0; end
      else if (!mh) case (in[7:5])
        1: begin ma = in[4:0]; mp = mp + 1; end 2: begin ma = ma + in[4:0]; mp = mp + 1; end 3: begin ma = ma - in[4:0]; mp = mp + 1; end
        4: begin ma = ma & in[4:0]; mp = mp + 1; end 5: mp = in[4:0]; 6: mp = (ma != 0) ? in[4:0] : mp + 1; 7: mh = 1; default: mp = mp + 1;
      endcase
      @(negedge clk) if (pc !== mp || acc !== ma || h !== mh || z !== (ma == 0)) $fatal(1, "at %0d", i);
    end
    $display("PASS"); $finish;
  end
endmodule
