// Direct-mapped cache tag store with hit/miss counters
module cache_tags (
    input             clk,
    input             rst_n,
    input             lookup,
    input      [15:0] addr,
    input             refill,
    input             invalidate_all,
    output            hit,
    output reg [7:0]  hit_count,
    output reg [7:0]  miss_count
);
    // address = {tag[7:0], index[3:0], offset[3:0]}
    parameter TAG_W = 8;
    parameter IDX_W = 4;
    localparam LINES = 1 << IDX_W;

    reg [TAG_W-1:0] tag_mem [0:LINES-1];
    reg [LINES-1:0] valid;

    wire [TAG_W-1:0] tag   = addr[15:8];
    wire [IDX_W-1:0] index = addr[7:4];

    assign hit = lookup & valid[index] & (tag_mem[index] == tag);

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            valid      <= {LINES{1'b0}};
            hit_count  <= 8'd0;
            miss_count <= 8'd0;
        end else begin
            if (invalidate_all)
                valid <= {LINES{1'b0}};
            else if (refill) begin
                valid[index]   <= 1'b1;
                tag_mem[index] <= tag;
            end

            if (lookup) begin
                if (hit)
                    hit_count <= hit_count + 8'd1;
                else
                    miss_count <= miss_count + 8'd1;
            end
        end
    end
endmodule
