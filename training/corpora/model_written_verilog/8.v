module fifo #(parameter WIDTH = 8, DEPTH = 16)
  (
    input clk,
    input rst,
    input write_en,
    input [WIDTH-1:0] write_data,
    input read_en,
    output [WIDTH-1:0] read_data,
    output reg full,
    output reg empty,
    output reg almost_full
  );

  // Counter to track the number of items in the FIFO
  reg [DEPTH-1:0] counter;

  // Programmable almost_full threshold
  reg [WIDTH-1:0] almost_full_threshold;
  reg almost_full_reg;

  // Write pointer and read pointer
  reg [DEPTH-1:0] write_ptr;
  reg [DEPTH-1:0] read_ptr;

  // Initialize the FIFO
  initial begin
    counter = 0;
    write_ptr = 0;
    read_ptr = 0;
    full = 0;
    empty = 1;
    almost_full = 0;
    almost_full_threshold = WIDTH;
  end

  // Write data to the FIFO
  always @(posedge clk or posedge rst) begin
    if (rst) begin
      counter = 0;
      write_ptr = 0;
      read_ptr = 0;
      full = 0;
      empty = 1;
      almost_full = 0;
      almost_full_threshold = WIDTH;
    end else begin
      if (write_en) begin
        if (counter < DEPTH) begin
          write_data <= read_data;
          write_ptr <= write_ptr + 1;
          if (write_ptr == DEPTH) begin
            full = 1;
          end else begin
            full = 0;
          end
          if (counter < almost_full_threshold) begin
            almost_full_reg <= 1;
          end else begin
            almost_full_reg <= 0;
          end
        end
      end
    end
  end

  // Read data from the FIFO
  always @(posedge clk or posedge rst) begin
    if (rst) begin
      counter = 0;
      write_ptr = 0;
      read_ptr = 0;
      full = 0;
      empty = 1;
      almost_full = 0;
      almost_full_threshold = WIDTH;
    end else begin
      if (read_en) begin
        if (counter > 0) begin
          read_data <= read_data;
          read_ptr <= read_ptr - 1;
          if (read_ptr < 0) begin
            read_ptr = DEPTH - 1;
          end
          if (counter < almost_full_threshold) begin
            almost_full_reg <= 1;
          end else begin
            almost_full_reg <= 0;
          end
        end
      end
    end
  end

endmodule
