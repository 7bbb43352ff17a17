module credit_based_flow_controller #(parameter CREDITS = 100, MAX_FLOW = 100) (
    input clk,
    input rst,
    input [7:0] in_data, // input data to be processed
    input [3:0] in_credit, // input credit
    output reg [7:0] out_data, // output data to be processed
    output reg [3:0] out_credit, // output credit
    output reg flow_done // flow done signal
);

reg [3:0] credit_remaining = CREDITS; // remaining credit
reg [3:0] flow_counter = 0; // flow counter

always @(posedge clk or posedge rst) begin
    if (rst) begin
        credit_remaining = CREDITS;
        flow_counter = 0;
        flow_done = 0;
    end
    else begin
        if (in_credit > credit_remaining) begin
            out_data = in_data; // no credit, data is passed as is
            out_credit = credit_remaining; // remaining credit is reduced to zero
        end
        else begin
            out_data = in_data; // credit is available, data is passed as is
            credit_remaining = credit_remaining - in_credit; // credit is reduced by the amount of credit available
        end
        flow_counter = flow_counter + in_credit; // credit is added to the flow counter
        if (flow_counter > MAX_FLOW) begin
            flow_done = 1; // flow is done
        end
    end
end

endmodule
