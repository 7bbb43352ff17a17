module huffman_bit_packer (
    input wire [7:0] symbol, // Current symbol being processed
    input wire [3:0] frequency, // Frequency of the current symbol
    input wire [3:0] next_frequency, // Frequency of the next symbol (if any)
    input wire [7:0] next_symbol, // Next symbol (if any)
    input wire [7:0] carry,
    input wire reset,
    input wire clk,
    output reg [7:0] packed_bits, // Packed bits stream
    output reg [1:0] packed_size // Size of the packed bits stream
);

// Huffman Tree Node Structure
typedef struct {
    bit [3:0] frequency;
    bit [7:0] symbol;
    bit [1:0] left;
    bit [1:0] right;
} HuffmanTree;

// Priority Queue (Min Heap)
typedef enum {NOT_FOUND, MIN} PriorityQueueStatus;
typedef struct {
    HuffmanTree tree;
    PriorityQueueStatus status;
} PriorityQueue;

// Initialize the Priority Queue
PriorityQueue init PriorityQueue() {
    return {0, NOT_FOUND};
}

// Insert a new node into the Priority Queue
PriorityQueue insertPriorityQueue(PriorityQueue pq, HuffmanTree new_node) {
    if (pq.status == NOT_FOUND) {
        pq.tree = new_node;
        pq.status = MIN;
        return pq;
    }

    if (new_node.frequency < pq.tree.frequency) {
        pq.tree = new_node;
    }

    return pq;
}

// Delete the smallest node from the Priority Queue
PriorityQueue deletePriorityQueue(PriorityQueue pq) {
    if (pq.status == NOT_FOUND) {
        return pq;
    }

    pq.tree = pq.tree.left;
    if (pq.tree.symbol == 0) {
        pq.status = NOT_FOUND;
    }

    return pq;
}

// Huffman Encoding
void huffman_encoding(PriorityQueue pq, bit [7:0] symbol, bit [3:0] frequency) {
    while (pq.status != NOT_FOUND) {
        HuffmanTree current_node = pq.tree;
        pq = deletePriorityQueue(pq);

        if (current_node.right == 0) {
            // Leaf node, add the symbol to the packed_bits
            packed_bits = packed_bits << 1;
            packed_bits = packed_bits | current_node.symbol;
        } else {
            // Internal node, continue the process
            huffman_encoding(pq, current_node.symbol, frequency);
            huffman_encoding(pq, current_node.right, frequency);
        }
    }
}

// Reset the Module
always @(posedge clk or posedge reset) begin
    if (reset) begin
        packed_bits <= 8'b0;
        packed_size <= 2'b0;
    end else begin
        // Initialize Priority Queue with the first symbol and frequency
        PriorityQueue pq = initPriorityQueue();
        pq = insertPriorityQueue(pq, {frequency, symbol});

        // Continue encoding until we reach the end of the symbol list
        if (current_symbol != 0) begin
            huffman_encoding(pq, current_symbol, next_frequency);
        end

        // Update packed_bits and packed_size
        packed_bits = packed_bits << 1;
        packed_bits = packed_bits | current_symbol;
        packed_size <= packed_size + 1;
    end
end

endmodule
