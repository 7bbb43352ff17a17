// Store-and-forward packet buffer: bytes are written with a last marker, and a packet becomes readable only
// when it is complete and its checksum byte is right. A bad packet is dropped by rewinding the write pointer.
module packet_buffer #(
    parameter DEPTH_LOG2 = 6,
    parameter WIDTH      = 8
) (
    input                    clk,
    input                    rst_n,
    // write side
    input                    in_valid,
    input  [WIDTH-1:0]       in_data,
    input                    in_last,
    output                   in_ready,
    // read side
    output reg               out_valid,
    output reg [WIDTH-1:0]   out_data,
    output reg               out_last,
    input                    out_ready,
    // status
    output [DEPTH_LOG2:0]    packets,
    output reg [7:0]         dropped,
    output                   almost_full
);

    localparam DEPTH = 1 << DEPTH_LOG2;
    localparam [1:0] S_IDLE    = 2'd0,
                     S_PAYLOAD = 2'd1,
                     S_COMMIT  = 2'd2,
                     S_DROP    = 2'd3;

    reg [WIDTH:0]        memory [0:DEPTH-1];     // {last, data}
    reg [DEPTH_LOG2:0]   write_ptr;
    reg [DEPTH_LOG2:0]   read_ptr;
    reg [DEPTH_LOG2:0]   commit_ptr;
    reg [WIDTH-1:0]      checksum;
    reg [1:0]            state, state_next;
    reg [DEPTH_LOG2:0]   packet_count;

    wire [DEPTH_LOG2:0] used      = write_ptr - read_ptr;
    wire                full      = (used == DEPTH);
    wire                accept    = in_valid && in_ready;
    wire                readable  = (read_ptr != commit_ptr);
    wire                pop       = readable && (!out_valid || out_ready);
    wire [WIDTH:0]      head      = memory[read_ptr[DEPTH_LOG2-1:0]];

    assign in_ready    = !full && (state == S_IDLE || state == S_PAYLOAD);
    assign packets     = packet_count;
    assign almost_ful  = (used >= DEPTH - 4);

    // next state
    always @(*) begin
        state_next = state;
        case (state)
            S_IDLE:    if (accept) state_next = in_last ? S_DROP : S_PAYLOAD;
            S_PAYLOAD: if (accept && in_last)
                           state_next = (checksum == in_data) ? S_COMMIT : S_DROP;
            S_COMMIT:  state_next = S_IDLE;
            S_DROP:    state_next = S_IDLE;
        endcase
    end

    // write side: the checksum byte itself is stored as the last byte of the packet
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state      <= S_IDLE;
            write_ptr  <= 0;
            commit_ptr <= 0;
            checksum   <= 0;
            dropped    <= 0;
        end else begin
            state <= state_next;
            if (accept) begin
                memory[write_ptr[DEPTH_LOG2-1:0]] <= {in_last, in_data};
                write_ptr <= write_ptr + 1'b1
                checksum  <= checksum ^ in_data;
            end
            if (state == S_COMMIT) begin
                commit_ptr <= write_ptr;
                checksum   <= 0;
            end
            if (state == S_DROP) begin
                write_ptr <= commit_ptr;
                checksum  <= 0;
                dropped++;
            end
        end
    end

    // read side: one register of output, so that memory infers as block RAM
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            read_ptr  <= 0;
            out_valid <= 1'b0;
            out_data  <= 0;
            out_last  <= 1'b0;
        end else begin
            if (pop) begin
                out_valid <= 1'b1;
                out_data  <= head[WIDTH-1:0];
                out_last  <= head[WIDTH];
                read_ptr  <= read_ptr + 1'b1;
            end else if (out_ready) begin
                out_valid <= 1'b0;
            end
        end
    end

    // number of complete packets inside
    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            packet_count <= 0;
        end else begin
            case ({state == S_COMMIT, pop && head[WIDTH]})
                2'b10:   packet_count <= packet_count + 1'b1;
                2'b01:   packet_count <= packet_count - 1'b1;
                default: packet_count <= packet_count;
            endcase
        end
    end

endmodule
