// APB slave with four registers, one wait-free access
module apb_regs (
    input             PCLK,
    input             PRESETn,
    input             PSEL,
    input             PENABLE,
    input             PWRITE,
    input      [7:0]  PADDR,
    input      [31:0] PWDATA,
    output reg [31:0] PRDATA,
    output            PREADY,
    output            PSLVERR,
    output     [7:0]  gpio_out,
    input      [7:0]  gpio_in
);
    localparam ADDR_ID    = 8'h00;
    localparam ADDR_GPIO  = 8'h04;
    localparam ADDR_IN    = 8'h08;
    localparam ADDR_SCR   = 8'h0C;

    reg [7:0]  gpio_reg;
    reg [31:0] scratch;

    wire apb_write = PSEL & PENABLE & PWRITE;
    wire apb_read  = PSEL & ~PWRITE;
    wire bad_addr  = (PADDR > ADDR_SCR) | (PADDR[1:0] != 2'b00);

    assign PREADY   = 1'b1;
    assign PSLVERR  = PSEL & PENABLE & bad_addr;
    assign gpio_out = gpio_reg;

    always @(posedge PCLK or negedge PRESETn) begin
        if (!PRESETn) begin
            gpio_reg <= 8'h00;
            scratch  <= 32'hDEADBEEF;
        end else if (apb_write) begin
            case (PADDR)
                ADDR_GPIO: gpio_reg <= PWDATA[7:0];
                ADDR_SCR:  scratch  <= PWDATA;
                default: ;
            endcase
        end
    end

    always @(*) begin
        PRDATA = 32'd0;
        if (apb_read) begin
            case (PADDR)
                ADDR_ID:   PRDATA = 32'h4150_4231;
                ADDR_GPIO: PRDATA = {24'd0, gpio_reg};
                ADDR_IN:   PRDATA = {24'd0, gpio_in};
                ADDR_SCR:  PRDATA = scratch;
                default:   PRDATA = 32'd0;
            endcase
        end
    end
endmodule
