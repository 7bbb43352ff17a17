module watchdog_timer (
  input clk,
  input rst,
  output reg [7:0] out
);

parameter window_width = 8;

reg [7:0] counter;
reg [7:0] window;
reg [7:0] window_counter;

always @(posedge clk) begin
  if (rst) begin
    counter <= 0;
    window <= 0;
    window_counter <= 0;
  end else begin
    if (window_counter < window_width) begin
      window_counter <= window_counter + 1;
    end else begin
      window_counter <= 0;
      out <= 1;
    end
    counter <= counter + 1;
    if (counter >= window) begin
      out <= 1;
    end else begin
      out <= 0;
    end
  end
end

endmodule
