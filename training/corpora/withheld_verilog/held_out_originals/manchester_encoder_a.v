module manchester_encoder (
	input wire clk,
	input wire rst,
	input wire [3:0] data,
	input wire send,
	output wire line,
	output reg busy
);

	reg [3:0] shreg;
	reg [1:0] bit_idx;
	reg       phase;

	// IEEE 802.3: 0 is high-low, 1 is low-high
	assign line = busy ? ~(shreg[3] ^ phase) : 1'b0;

	always @(posedge clk) begin
		if (rst) begin
			busy    <= 1'b0;
			phase   <= 1'b0;
			shreg   <= 4'b0000;
			bit_idx <= 2'd0;
		end
		else if (!busy) begin
			if (send) begin
				shreg   <= data;
				busy    <= 1'b1;
				phase   <= 1'b0;
				bit_idx <= 2'd0;
			end
		end
		else begin
			phase <= ~phase;
			if (phase) begin
				shreg   <= shreg << 1;
				bit_idx <= bit_idx + 1'b1;
				if (bit_idx == 2'd3)
					busy <= 1'b0;
			end
		end
	end

endmodule
