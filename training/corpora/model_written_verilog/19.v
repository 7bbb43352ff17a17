module manchester_encoder (
    input wire clk,
    input wire rst,
    input wire [7:0] data_in,
    output reg [7:0] manchester_out
);

    // State definition
    enum reg [1:0] { IDLE, START, BIT1, BIT0 } state;
    reg [1:0] next_state;

    // Flag to track the state of the Manchester encoding
    reg [1:0] sync_flag;
    reg [1:0] sync_next;

    // Counter to count the number of bits in the current byte
    reg [2:0] bit_count;

    // Temporary buffer to hold the current Manchester code
    reg [1:0] manchester_buffer;

    // Counter to count the number of Manchester codewords generated
    reg [2:0] word_count;

    // Initialize the FSM and counters
    initial begin
        state = IDLE;
        next_state = IDLE;
        sync_flag = IDLE;
        sync_next = IDLE;
        bit_count = 0;
        manchester_buffer = 0;
        word_count = 0;
    end

    // State update logic
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            state = IDLE;
            next_state = IDLE;
            sync_flag = IDLE;
            sync_next = IDLE;
            bit_count = 0;
            manchester_buffer = 0;
            word_count = 0;
        end else begin
            state = next_state;
            sync_flag = sync_next;
            manchester_buffer = manchester_buffer << 1;
        end

        // Generate Manchester codewords
        case (state)
            IDLE: begin
                if (sync_flag == START) begin
                    next_state = START;
                    bit_count = 0;
                    manchester_buffer = 0;
                end else begin
                    next_state = IDLE;
                end
            end
            START: begin
                if (bit_count < 8) begin
                    next_state = BIT1;
                    bit_count++;
                end else begin
                    next_state = IDLE;
                    manchester_buffer = 0;
                end
            end
            BIT1: begin
                if (data_in[0]) begin
                    next_state = BIT0;
                    manchester_buffer = 0b11;
                end else begin
                    next_state = BIT1;
                    manchester_buffer = 0b00;
                end
            end
            BIT0: begin
                if (data_in[0]) begin
                    next_state = BIT1;
                    manchester_buffer = 0b01;
                end else begin
                    next_state = BIT0;
                    manchester_buffer = 0b10;
                end
            end
        endcase

        // Generate the Manchester out
        manchester_out = manchester_buffer;
    end

    // Synchronization logic
    always @(posedge clk or posedge rst) begin
        if (rst) begin
            sync_flag = IDLE;
            sync_next = IDLE;
        end else begin
            sync_flag = sync_next;
            sync_next = (sync_flag == IDLE) ? (data_in[0] == 1'b1) : (sync_flag == START) ? (data_in[0] == 1'b1) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b1) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b1) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == BIT0) ? (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag == BIT0) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b0) : (sync_flag == START) : (sync_flag == BIT1) ? (data_in[0] == 1'b1) : (sync_flag