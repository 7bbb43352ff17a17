module clock_divider(input wire clk, input wire reset, input wire enable,
                  input wire [3:0] ratio, output reg [15:0] output_clk);
    parameter ratio = 4'd4; // default ratio is 4:1
    integer i;
    
    // create a counter to count down the ratio
    always @(posedge clk or posedge reset)
        if(reset)
            i = ratio; // reset counter to the desired ratio
        else if(enable)
            i--; // decrement counter on enable
    
    // divide clock by the counter value
    always @(posedge clk or posedge reset)
        if(reset)
            output_clk = 0; // reset output to 0 when reset is high
        else if(enable)
            output_clk = clk[i]; // output clock is the i-th bit of clk
endmodule
