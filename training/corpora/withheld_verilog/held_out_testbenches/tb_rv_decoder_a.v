module tb;
  reg [31:0] n; wire rw, mr, mw, br, as, il; wire [1:0] rs; wire [31:0] im; wire [4:0] r1, r2, rd; integer i, s, k; reg [7:0] e; reg [31:0] ei;
  rv_decoder dut(.instr(n), .reg_write(rw), .mem_read(mr), .mem_write(mw), .branch(br), .alu_src(as), .result_src(rs), .imm(im), .rs1(r1), .rs2(r2), .rd(rd), .illegal(il));
  initial begin
    s = 3;
    for (i = 0; i < 4000; i = i + 1) begin
      n = $random(s) ^ ($random(s) << 12); k = i % 6;
      case (k) 0: n[6:0] = 7'h33; 1: n[6:0] = 7'h13; 2: n[6:0] = 7'h03; 3: n[6:0] = 7'h23; 4: n[6:0] = 7'h63; endcase
      if (k == 5) case (n[6:0]) 7'h33, 7'h13, 7'h03, 7'h23, 7'h63: n[6:0] = 0; endcase
      #1;
      case (k) 0: begin e = 8'b10000000; ei = 0; end
        1: begin e = 8'b10001000; ei = $signed(n[31:20]); ei = {{20{n[31]}}, n[31:20]}; end
        2: begin e = 8'b11001010; ei = {{20{n[31]}}, n[31:20]}; end
        3: begin e = 8'b00101000; ei = {{20{n[31]}}, n[31:25], n[11:7]}; end
        4: begin e = 8'b00010000; ei = {{20{n[31]}}, n[7], n[30:25], n[11:8], 1'b0}; end
        default: begin e = 8'b00000001; ei = 0; end endcase
      if ({rw, mr, mw, br, as, rs == 2, rs == 1, il} !== e || im !== ei || r1 !== n[19:15] || r2 !== n[24:20] || rd !== n[11:7]) $fatal(1, "instr %h", n);
    end
    $display("PASS"); $finish;
  end
endmodule
