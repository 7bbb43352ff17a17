module lcd_hd44780_init_controller (
    input clk,       // Clock signal
    input rst,       // Reset signal
    output reg [7:0] lcd_data  // Data bus for LCD
);

    // Control signals for the HD44780 LCD
    output reg [1:0] rs,       // Register Select
    output reg [1:0] rw,       // Read/Write
    output reg [1:0] mode,     // Mode (1=8-bit, 0=4-bit)
    output reg [2:0] disp,     // Display On/Off
    output reg [2:0] cursor,    // Cursor On/Off
    output reg [2:0] blink,     // Blink On/Off

    // LCD pins
    input wire [7:0] lcd_data_in, // Data bus from LCD
    output reg [1:0] lcd_rs,
    output reg [1:0] lcd_rw,
    output reg [1:0] lcd_mode,
    output reg [2:0] lcd_disp,
    output reg [2:0] lcd_cursor,
    output reg [2:0] lcd_blink,

    // Internal signals
    reg [7:0] lcd_data_out, // Data bus from LCD
    reg [1:0] lcd_state,      // Current state of the controller
    reg [1:0] lcd_next_state, // Next state of the controller
    reg [1:0] lcd_count,      // Count for timing
    reg [1:0] lcd_control,   // Control signals for timing
    reg [1:0] lcd_data,      // Data signals for timing
    reg [1:0] lcd_enable,    // Enable signal for timing
    reg [1:0] lcd_rs,        // Register Select
    reg [1:0] lcd_rw,        // Read/Write
    reg [1:0] lcd_mode,      // Mode (1=8-bit, 0=4-bit)
    reg [2:0] lcd_disp,      // Display On/Off
    reg [2:0] lcd_cursor,    // Cursor On/Off
    reg [2:0] lcd_blink,    // Blink On/Off

    // Timing constants
    reg [1:0] lcd_state_init = 2'b01,  // Initial state
    reg [1:0] lcd_state_cmd = 2'b00,  // Command state
    reg [1:0] lcd_state_data = 2'b01,  // Data state
    reg [1:0] lcd_state_wait = 2'b10,  // Wait state
    reg [1:0] lcd_state_busy = 2'b01,  // Busy state
    reg [1:0] lcd_state_reset = 2'b10, // Reset state

    reg [1:0] lcd_cmd_init = 2'b01,  // Initialization command
    reg [1:0] lcd_cmd_data = 2'b00,  // Data command
    reg [1:0] lcd_cmd_wait = 2'b01,  // Wait command
    reg [1:0] lcd_cmd_busy = 2'b01,  // Busy command
    reg [1:0] lcd_cmd_reset = 2'b00, // Reset command

    reg [1:0] lcd_state_display = 2'b00, // Display on state
    reg [1:0] lcd_state_cursor = 2'b00, // Cursor on state
    reg [1:0] lcd_state_blink = 2'b00, // Blink on state

    reg [1:0] lcd_count_init = 2'b01, // Initialization count
    reg [1:0] lcd_count_cmd = 2'b00, // Command count
    reg [1:0] lcd_count_wait = 2'b01, // Wait count
    reg [1:0] lcd_count_busy = 2'b01, // Busy count
    reg [1:0] lcd_count_reset = 2'b00, // Reset count

    reg [1:0] lcd_cmd_display = 2'b00, // Display on command
    reg [1:0] lcd_cmd_cursor = 2'b00, // Cursor on command
    reg [1:0] lcd_cmd_blink = 2'b00, // Blink on command

    reg [1:0] lcd_state_cursor_pos = 2'b00, // Cursor position state
    reg [1:0] lcd_count_cursor_pos = 2'b01, // Cursor position count

    reg [1:0] lcd_cmd_cursor_pos_x = 2'b00, // Cursor position X command
    reg [1:0] lcd_count_cursor_pos_x = 2'b01, // Cursor position X count

    reg [1:0] lcd_cmd_cursor_pos_y = 2'b00, // Cursor position Y command
    reg [1:0] lcd_count_cursor_pos_y = 2'b01, // Cursor position Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y = 2'b00, // Cursor position X/Y command
    reg [1:0] lcd_count_cursor_pos_x_y = 2'b01, // Cursor position X/Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y_xy = 2'b00, // Cursor position X/Y/Y command
    reg [1:0] lcd_count_cursor_pos_x_y_xy = 2'b01, // Cursor position X/Y/Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y_xy_xy = 2'b00, // Cursor position X/Y/Y/Y command
    reg [1:0] lcd_count_cursor_pos_x_y_xy_xy = 2'b01, // Cursor position X/Y/Y/Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y_xy_xy = 2'b00, // Cursor position X/Y/Y/Y command
    reg [1:0] lcd_count_cursor_pos_x_y_xy_xy = 2'b01, // Cursor position X/Y/Y/Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y_xy_xy = 2'b00, // Cursor position X/Y/Y/Y command
    reg [1:0] lcd_count_cursor_pos_x_y_xy_xy = 2'b01, // Cursor position X/Y/Y/Y count

    reg [1:0] lcd_cmd_cursor_pos_x_y_xy_xy = 2'b00, // Cursor position X/Y/Y/Y command
    reg [1:0] lcd_count_cursor_pos_x_y_xy_xy = 2'b01, //