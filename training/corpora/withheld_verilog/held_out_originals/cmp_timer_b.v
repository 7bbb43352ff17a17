//////////////////////////////////////////////
// Timer with compare match and interrupt flag
//////////////////////////////////////////////
module cmp_timer (
    input         clk,
    input         rst_n,
    input         wr,
    input  [1:0]  addr,
    input  [15:0] wdata,
    output reg [15:0] rdata,
    output        irq
);
    // register map
    localparam REG_CTRL  = 2'd0;   // bit0 enable, bit1 irq enable, bit2 one-shot
    localparam REG_CMP   = 2'd1;
    localparam REG_COUNT = 2'd2;
    localparam REG_STAT  = 2'd3;   // write 1 to clear

    reg [2:0]  ctrl;
    reg [15:0] cmp;
    reg [15:0] count;
    reg        flag;

    wire match = ctrl[0] && (count == cmp);

    assign irq = flag & ctrl[1];

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            ctrl  <= 3'b000;
            cmp   <= 16'hFFFF;
            count <= 16'd0;
            flag  <= 1'b0;
        end else begin
            if (match)
                count <= 16'd0;
            else if (ctrl[0])
                count <= count + 16'd1;

            if (match && ctrl[2])
                ctrl[0] <= 1'b0;

            if (match)
                flag <= 1'b1;
            else if (wr && addr == REG_STAT && wdata[0])
                flag <= 1'b0;

            if (wr) begin
                case (addr)
                    REG_CTRL:  ctrl  <= wdata[2:0];
                    REG_CMP:   cmp   <= wdata;
                    REG_COUNT: count <= wdata;
                    default: ;
                endcase
            end
        end
    end

    always @(*) begin
        case (addr)
            REG_CTRL:  rdata = {13'd0, ctrl};
            REG_CMP:   rdata = cmp;
            REG_COUNT: rdata = count;
            REG_STAT:  rdata = {15'd0, flag};
            default:   rdata = 16'd0;
        endcase
    end
endmodule
