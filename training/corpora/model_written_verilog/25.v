module wishbone_gpio (
  input clk,
  input rst,
  input [31:0] wb_adr,
  input [31:0] wb_data,
  input wb_we,
  input wb_stb,
  input wb_cyc,
  input wb_addr_valid,
  input wb_data_valid,
  output wb_ack
);

  // GPIO control signals
  output reg gpio_enable;
  output reg gpio_pin;

  // GPIO data signals
  input reg gpio_data;

  // GPIO output signals
  output reg gpio_out;

  // GPIO input signals
  input reg gpio_in;

  // GPIO state signals
  reg [3:0] gpio_state;

  // Register for GPIO control
  reg [1:0] control_reg;

  // Register for GPIO data
  reg [31:0] data_reg;

  always @(posedge clk or posedge rst)
  begin
    if (rst)
      begin
        // Reset all signals to default
        gpio_enable = 0;
        gpio_pin = 0;
        gpio_data = 0;
        gpio_out = 0;
        gpio_in = 0;
        gpio_state = 0;
        control_reg = 0;
        data_reg = 0;
      end
    else
      begin
        // Set GPIO state based on control register
        gpio_state = control_reg;

        // Control GPIO pin based on control register
        gpio_enable = control_reg[0];
        gpio_pin = control_reg[1];

        // Set GPIO output based on control register and data register
        if (gpio_enable && gpio_pin)
          gpio_out = data_reg;

        // Set GPIO input based on control register and data register
        if (gpio_enable)
          gpio_in = data_reg;
      end
  end

  // Wishbone interface
  assign wb_ack = (wb_cyc && wb_stb && wb_addr_valid);

  assign wb_data_valid = (wb_cyc && wb_stb && wb_addr_valid);

  // Wishbone interface read
  assign wb_data = (wb_addr_valid && wb_adr == 8'b00000000) ? gpio_in : 8'b00000000;

  // Wishbone interface write
  assign data_reg = (wb_addr_valid && wb_adr == 8'b00000001) ? wb_data : data_reg;

endmodule
