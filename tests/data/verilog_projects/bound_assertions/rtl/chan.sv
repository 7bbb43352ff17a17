`define REG(name, w) logic [w-1:0] name``_q, name``_d;
module chan import bus_pkg::*; #(parameter type T = byte_t, parameter int ID = 0) (
  input  logic clk, rst_n, start,
  input  T     din,
  output ch_t  ch
);
  `REG(cnt, 3)
  st_e st;
  (* ram_style = "distributed" *) T mem [0:7];
  always_comb begin
    cnt_d = cnt_q;
    if (st == BUSY) cnt_d = cnt_q + 3'd1;
  end
  always_ff @(posedge clk, negedge rst_n)
    if (!rst_n) begin
      st <= IDLE;
      cnt_q <= '0;
    end else begin
      cnt_q <= cnt_d;
      unique case (st)
        IDLE: if (start) st <= BUSY;
        BUSY: if (&cnt_q) st <= DONE;
        DONE: st <= IDLE;
        default: st <= IDLE;
      endcase
    end
  always_ff @(posedge clk) if (st == BUSY) mem[cnt_q] <= din;
  assign ch = '{st: st, data: rev(mem[0])};
endmodule
