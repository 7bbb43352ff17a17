//Gray code counter
module gray_counter (input clk, input rst, input en, output reg [4:0] gray, output [4:0] bin, output wrap);

	parameter N = 5;

	input  clk;
	input  rst;
	input  en;
	output [N-1:0] gray;
	output [N-1:0] bin;
	output wrap;

	reg [N-1:0] gray;
	reg [N-1:0] count;
	wire [N-1:0] count_next;
	wire [N-1:0] gray_next;

	assign count_next = count + 1'b1;
	assign gray_next  = count_next ^ (count_next >> 1);

	always @(posedge clk or posedge rst) begin
		if (rst) begin
			count <= 0;
			gray  <= 0;
		end
		else if (en) begin
			count <= count_next;
			gray  <= gray_next;
		end
	end

	assign bin  = count;
	assign wrap = en & (&count);

endmodule
