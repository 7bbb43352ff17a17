// Asynchronous FIFO with gray-coded pointers
module async_fifo #(
    parameter DSIZE = 8,
    parameter ASIZE = 3
) (
    input  wire             wclk, wrst_n, winc,
    input  wire [DSIZE-1:0] wdata,
    output reg              wfull,
    input  wire             rclk, rrst_n, rinc,
    output wire [DSIZE-1:0] rdata,
    output reg              rempty
);
    localparam DEPTH = 1 << ASIZE;

    reg [DSIZE-1:0] mem [0:DEPTH-1];
    reg [ASIZE:0] wbin, wptr, rbin, rptr;
    reg [ASIZE:0] wq1_rptr, wq2_rptr;

    wire [ASIZE:0] wbin_next, wgray_next;
    wire [ASIZE:0] rbin_next, rgray_next;

    // write domain
    assign wbin_next  = wbin + (winc & ~wfull);
    assign wgray_next = (wbin_next >> 1) ^ wbin_next;

    always @(posedge wclk or negedge wrst_n)
        if (!wrst_n) begin
            wbin <= 0;
            wptr <= 0;
        end else begin
            wbin <= wbin_next;
            wptr <= wgray_next;
        end

    always @(posedge wclk)
        if (winc && !wfull)
            mem[wbin[ASIZE-1:0]] <= wdata;

    always @(posedge wclk or negedge wrst_n)
        if (!wrst_n)
            {wq2_rptr, wq1_rptr} <= 0;
        else
            {wq2_rptr, wq1_rptr} <= {wq1_rptr, rptr};

    always @(posedge wclk or negedge wrst_n)
        if (!wrst_n)
            wfull <= 1'b0;
        else
            wfull <= (wgray_next == {~wq2_rptr[ASIZE:ASIZE-1], wq2_rptr[ASIZE-2:0]});

    // read domain
    assign rbin_next  = rbin + (rinc & ~rempty);
    assign rgray_next = (rbin_next >> 1) ^ rbin_next;
    assign rdata      = mem[rbin[ASIZE-1:0]];

    always @(posedge rclk or negedge rrst_n)
        if (!rrst_n) begin
            rbin <= 0;
            rptr <= 0;
        end else begin
            rbin <= rbin_next;
            rptr <= rgray_next;
        end

    always @(posedge rclk or negedge rrst_n)
        if (!rrst_n)
            {rq2_wptr, rq1_wptr} <= 0;
        else
            {rq2_wptr, rq1_wptr} <= {rq1_wptr, wptr};

    always @(posedge rclk or negedge rrst_n)
        if (!rrst_n)
            rempty <= 1'b1;
        else
            rempty <= (rgray_next == rq2_wptr);
endmodule
