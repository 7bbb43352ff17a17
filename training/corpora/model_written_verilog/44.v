module stack_machine (
    input clk, reset,
    input push, pop,
    output reg [3:0] stack
);

    // Register to hold the stack
    reg [3:0] reg_stack;

    // Push operation
    always @(posedge clk or posedge reset) begin
        if (reset) begin
            reg_stack <= 4'b0000; // Initialize the stack to zero
        end else if (push) begin
            reg_stack <= {reg_stack[2:0], reg_stack[3], push}; // Push the value to the top of the stack
        end
    end

    // Pop operation
    always @(posedge clk or posedge reset) begin
        if (reset) begin
            reg_stack <= 4'b0000; // Initialize the stack to zero
        end else if (pop) begin
            reg_stack <= {pop, reg_stack[2:1]}; // Pop the top of the stack
        end
    end

    // Output the current stack value
    always @(posedge clk) begin
        stack <= reg_stack;
    end

endmodule
