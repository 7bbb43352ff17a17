// I2C bus monitor: start/stop detection and 7-bit address match
module i2c_addr_match #(
    parameter [6:0] MY_ADDR = 7'h50
) (
    input            clk,
    input            rst,
    input            scl,
    input            sda,
    output reg       bus_busy,
    output reg       addr_match,
    output reg       rw,
    output reg       start_det,
    output           stop_det
);
    reg scl_d, sda_d;
    reg [3:0] bit_cnt;
    reg [7:0] shift;

    assign start_det = scl & scl_d & sda_d & ~sda;
    assign stop_det  = scl & scl_d & ~sda_d & sda;
    wire scl_rise    = scl & ~scl_d;

    always @(posedge clk) begin
        if (rst) begin
            scl_d <= 1'b1;
            sda_d <= 1'b1;
        end else begin
            scl_d <= scl;
            sda_d <= sda;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            bus_busy   <= 1'b0;
            addr_match <= 1'b0;
            rw         <= 1'b0;
            bit_cnt    <= 4'd0;
            shift      <= 8'd0;
        end else if (start_det) begin
            bus_busy   <= 1'b1;
            addr_match <= 1'b0;
            bit_cnt    <= 4'd0;
        end else if (stop_det)
            bus_busy   <= 1'b0;
            addr_match <= 1'b0;
        end else if (bus_busy && scl_rise && bit_cnt < 4'd8) begin
            shift   <= {shift[6:0], sda};
            bit_cnt <= bit_cnt + 4'd1;
            if (bit_cnt == 4'd7) begin
                rw         <= sda;
                addr_match <= (shift[6:0] == MY_ADDR);
            end
        end
    end
endmodule
