module seq_detector(
  input clk,
  input rst,
  input din,
  output reg detected
);

  // Detects 1011, overlapping (Mealy -> registered state, Moore output)
  parameter S0 = 3'b000;
  parameter S1 = 3'b001;   // 1
  parameter S10 = 3'b010;  // 10
  parameter S101 = 3'b011; // 101
  parameter S1011 = 3'b100;

  reg [2:0] current_state;

  always @(posedge clk) begin
    if (rst) current_state <= S0;
    else current_state <= next_state;
  end

  always @(current_state, din begin
    case (current_state)
      S0: begin
        if (din) next_state = S1;
        else next_state = S0;
      end
      S1: begin
        if (din) next_state = S1;
        else next_state = S10;
      end
      S10: begin
        if (din) next_state = S101;
        else next_state = S0;
      end
      S101: begin
        if (din) next_state = S1011;
        else next_state = S10;
      end
      S1011: begin
        if (din) next_state = S1;
        else next_state = S10;
      end
      default: next_state = S0;
    endcase
  end

  assign detected = (current_state == S1011);

endmodule
