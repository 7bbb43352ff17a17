module bubble_sorter (
    input wire [7:0] data [7:0],
    input wire clk,
    input wire reset,
    output reg [7:0] sorted_data [7:0]
);

    // Internal registers to hold the state of the bubble sort
    reg [7:0] temp;
    reg [7:0] compare;

    // Counter to keep track of the number of iterations
    reg [3:0] iteration_count;

    always @(posedge clk or posedge reset) begin
        if (reset) begin
            // Reset the counters and data
            sorted_data <= {8{1'b0}};
            iteration_count <= 4'b0;
        end else begin
            // Sort the data in each iteration
            for (iteration_count = 0; iteration_count < 7; iteration_count++) begin
                for (compare = 0; compare < 7; compare++) begin
                    if (data[compare] > data[compare + 1]) begin
                        // Swap the elements
                        temp = data[compare];
                        data[compare] = data[compare + 1];
                        data[compare + 1] = temp;
                    end
                end
            end
            // Copy the sorted data to the output
            sorted_data <= data;
        end
    end

endmodule
