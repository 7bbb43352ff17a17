module axi4_slave (
    input wire clk,
    input wire rst,

    input wire s_axis_aclk,
    input wire s_axisaresetn,
    input wire s_axis_airq,

    input wire s_axis_ado,
    input wire s_axis_aclkq,
    input wire s_axis_adoq,

    input wire s_axis_awready,
    input wire s_axis_arready,
    input wire s_axis_wready,

    input wire [31:0] s_axis_wdata,
    input wire [7:0] s_axis_wstrb,
    input wire s_axis_wlast,

    output wire [7:0] s_axis_rdata,
    output wire [7:0] s_axis_rstrb,
    output wire s_axis_rvalid,
    output wire s_axis_rlast,

    input wire s_axis_bready,
    output wire s_axis_bresp
);

// Register file
reg [7:0] registers [0:7];
reg [7:0] s_axis_rdata_reg;
reg [7:0] s_axis_rstrb_reg;
reg [7:0] s_axis_rvalid_reg;
reg [7:0] s_axis_rlast_reg;

// AXI4-Lite Slave
always @(posedge clk or posedge rst) begin
    if (rst) begin
        registers <= 8'b00000000;
        s_axis_rdata_reg <= 8'b00000000;
        s_axis_rstrb_reg <= 8'b00000000;
        s_axis_rvalid_reg <= 1'b0;
        s_axis_rlast_reg <= 1'b0;
    end else begin
        // Write data to register
        if (s_axis_wready && s_axis_wlast) begin
            registers[s_axis_wstrb] <= s_axis_wdata;
            s_axis_rstrb_reg <= s_axis_wstrb;
        end

        // Read data from register
        if (s_axis_arready) begin
            s_axis_rdata_reg <= registers[s_axis_arstrb];
            s_axis_rstrb_reg <= s_axis_arstrb;
            s_axis_rvalid_reg <= 1'b1;
            if (s_axis_rstrb == 8'b11111111) begin
                s_axis_rvalid_reg <= 1'b0;
                s_axis_rlast_reg <= 1'b1;
            end
        end

        // Bypass all signals in the event of a bus error
        if (s_axis_bready) begin
            s_axis_rdata_reg <= 8'b00000000;
            s_axis_rstrb_reg <= 8'b00000000;
            s_axis_rvalid_reg <= 1'b0;
            s_axis_rlast_reg <= 1'b1;
        end
    end
end

assign s_axis_wdata = s_axis_wdata_reg;
assign s_axis_wstrb = s_axis_wstrb_reg;
assign s_axis_wlast = s_axis_wlast_reg;

assign s_axis_rdata = s_axis_rdata_reg;
assign s_axis_rstrb = s_axis_rstrb_reg;
assign s_axis_rvalid = s_axis_rvalid_reg;
assign s_axis_rlast = s_axis_rlast_reg;

assign s_axis_bresp = 2'b0; // Always return success

endmodule
