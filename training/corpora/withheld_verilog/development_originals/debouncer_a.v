//-----------------------------------------------------------
// Button debouncer with synchroniser
//-----------------------------------------------------------
module debouncer
  #(parameter N = 4)
   (input  clk,
    input  rst_n,
    input  btn_in,
    output reg btn_out,
    output btn_pressed,
    output btn_released);

   reg sync_0, sync_1;
   reg [N-1:0] cnt;
   reg btn_prev;

   always @(posedge clk or negedge rst_n)
     if (!rst_n) begin
        sync_0 <= 1'b0;
        sync_1 <= 1'b0;
     end
     else begin
        sync_0 <= btn_in;
        sync_1 <= sync_0;
     end

   wire changed = (btn_out != sync_1);
   wire cnt_max = &cnt;

   always @(posedge clk or negedge rst_n)
     if (!rst_n) begin
        cnt     <= 0;
        btn_out <= 1'b0;
     end
     else if (!changed)
       cnt <= 0;
     else begin
        cnt <= cnt + 1'b1;
        if (cnt_max)
          btn_out <= ~btn_out;
     end

   always @(posedge clk or negedge rst_n)
     if (!rst_n) btn_prev <= 1'b0;
     else        btn_prev <= btn_out;

   assign btn_pressed  =  btn_out & ~btn_prev;
   assign btn_released = ~btn_out &  btn_prev;
endmodule
