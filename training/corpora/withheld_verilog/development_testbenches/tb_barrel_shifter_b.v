module tb;
  reg [15:0] d; reg [3:0] a; reg [1:0] m; wire [15:0] o; reg [15:0] e; integer i, s;
  barrel_shifter dut(.data_in(d), .shamt(a), .mode(m), .data_out(o));
  initial begin
    s = 3;
    for (i = 0; i < 4000; i = i + 1) begin
      d = ($random(s) >> 11); a = ($random(s) >> 11); m = ($random(s) >> 11); #1;
      case (m) 0: e = d << a; 1: e = d >> a; 2: e = $signed(d) >>> a; default: e = ({d, d} >> a); endcase
      if (o !== e) $fatal(1, "mode %0d %h by %0d: %h, expected %h", m, d, a, o, e);
    end
    $display("PASS"); $finish;
  end
endmodule
