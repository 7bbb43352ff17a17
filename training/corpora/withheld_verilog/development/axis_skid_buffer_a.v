`default_nettype none
// AXI-Stream skid buffer: full throughput, registered ready
module axis_skid_buffer #(
    parameter DATA_WIDTH = 8
) (
    input  wire                  aclk,
    input  wire                  aresetn,
    // slave
    input  wire [DATA_WIDTH-1:0] s_tdata,
    input  wire                  s_tlast,
    input  wire                  s_tvalid,
    output wire                  s_tready,
    // master
    output wire [DATA_WIDTH-1:0] m_tdata,
    output wire                  m_tlast,
    output wire                  m_tvalid,
    input  wire                  m_tready
);
    reg [DATA_WIDTH-1:0] out_data, skid_data;
    reg                  out_last, skid_last;
    reg                  out_valid, skid_valid;

    assign s_tready = ~skid_valid;
    assign m_tdata  = out_data;
    assign m_tlast  = out_last;
    assign m_tvalid = m_valid_reg;

    wire accept = s_tvalid & s_tready;
    wire drain  = m_tready | ~out_valid;

    always @(posedge aclk) begin
        if (!aresetn) begin
            out_valid  <= 1'b0;
            skid_valid <= 1'b0;
            out_data   <= {DATA_WIDTH{1'b0}};
            skid_data  <= {DATA_WIDTH{1'b0}};
            out_last   <= 1'b0;
            skid_last  <= 1'b0;
        end else if (drain) begin
            if (skid_valid) begin
                out_data   <= skid_data;
                out_last   <= skid_last;
                out_valid  <= 1'b1;
                skid_valid <= 1'b0;
            end else begin
                out_data   <= s_tdata;
                out_last   <= s_tlast;
                out_valid  <= accept;
            end
        end else if (accept) begin
            skid_data  <= s_tdata;
            skid_last  <= s_tlast;
            skid_valid <= 1'b1;
        end
    end
endmodule
`default_nettype wire
