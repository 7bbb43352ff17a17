module register_file(clk, reset, we, waddr, wdata, raddr1, raddr2, rdata1, rdata2);
    parameter DATA_W = 32;
    parameter ADDR_W = 5;

    input                clk, reset, we;
    input  [ADDR_W-1:0]  waddr;
    input  [DATA_W-1:0]  wdata;
    output [DATA_W-1:0]  rdata1, rdata2;

    reg [DATA_W-1:0] regs [0:(1<<ADDR_W)-1];
    integer i;

    // register 0 is always zero, write-through on the read ports
    assign rdata1 = (raddr1 == 0) ? {DATA_W{1'b0}} :
                    (we && (waddr == raddr1)) ? wdata : regs[raddr1];
    assign rdata2 = (raddr2 == 0) ? {DATA_W{1'b0}} :
                    (we && (waddr == raddr2)) ? wdata : regs[raddr2];

    always @(posedge clk or posedge reset)
    begin
        if (reset)
        begin
            for (i = 0; i < (1<<ADDR_W); i = i + 1)
                regs[i] <= {DATA_W{1'b0}};
        end
        else if (we && waddr != 0)
            regs[waddr] <= wdata;
    end
endmodule
