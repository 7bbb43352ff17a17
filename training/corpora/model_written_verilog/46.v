module lcd_hd44780_init_controller (
    input wire clk,
    input wire rst,
    output reg [7:0] data,
    output reg [3:0] command,
    output reg enable,
    output reg busy
);

    // Initial states
    reg [2:0] state = 3'b000;

    // Data and command initialization
    reg [7:0] data_init = 8'b00000000;
    reg [3:0] command_init = 4'b0000;

    // Time constants
    localparam T_CLK = 10ns;
    localparam T_CMD = 10ns;
    localparam T_DATA = 5ns;

    // Time variables
    reg [1:0] t_clk = 2'b00;
    reg [1:0] t_cmd = 2'b00;
    reg [1:0] t_data = 2'b00;

    // State logic
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            state <= 3'b000;
            data <= data_init;
            command <= command_init;
            enable <= 1'b0;
            busy <= 1'b0;
        end else begin
            case (state)
                3'b000: begin
                    enable <= 1'b1;
                    t_clk <= 2'b00;
                    t_cmd <= 2'b00;
                    t_data <= 2'b00;
                end
                3'b001: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b00;
                    t_data <= 2'b00;
                end
                3'b010: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b00;
                end
                3'b011: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b01;
                end
                3'b100: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b01;
                end
                3'b101: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b01;
                end
                3'b110: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b01;
                end
                3'b111: begin
                    t_clk <= 2'b01;
                    t_cmd <= 2'b01;
                    t_data <= 2'b01;
                end
                default: begin
                    state <= 3'b000;
                    data <= data_init;
                    command <= command_init;
                    enable <= 1'b0;
                    busy <= 1'b0;
                end
            endcase

            // Update data and command
            if (t_clk == 2'b00) begin
                data <= data_init;
                command <= command_init;
            end else if (t_clk == 2'b01) begin
                if (t_cmd == 2'b00) begin
                    command <= command_init;
                    t_cmd <= 2'b01;
                end else if (t_cmd == 2'b01) begin
                    command <= command_init;
                    t_cmd <= 2'b00;
                end
            end else if (t_clk == 2'b10) begin
                if (t_cmd == 2'b00) begin
                    data <= data_init;
                    t_cmd <= 2'b01;
                end else if (t_cmd == 2'b01) begin
                    data <= data_init;
                    t_cmd <= 2'b00;
                end
            end else if (t_clk == 2'b11) begin
                if (t_cmd == 2'b00) begin
                    data <= data_init;
                    t_cmd <= 2'b01;
                end else if (t_cmd == 2'b01) begin
                    data <= data_init;
                    t_cmd <= 2'b00;
                end
            end

            // Increment time variables
            if (t_clk == 2'b00) begin
                t_clk <= 2'b01;
            end else if (t_clk == 2'b01) begin
                t_clk <= 2'b00;
            end else if (t_clk == 2'b10) begin
                t_clk <= 2'b11;
            end else if (t_clk == 2'b11) begin
                t_clk <= 2'b10;
            end

            // Check for busy signal
            if (t_clk == 2'b01) begin
                busy <= 1'b1;
            end else if (t_clk == 2'b10) begin
                busy <= 1'b0;
            end
        end
    end

endmodule
