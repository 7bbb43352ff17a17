module WallaceTreeMultiplier4x4 (
    input [3:0] a, b, // inputs for the multipliers
    output reg [15:0] result // output of the multiplication
);

    // Wallace tree multiplier
    reg [3:0] stage1, stage2, stage3, stage4; // stages of the Wallace tree
    reg [3:0] carry;

    always @(posedge clk) begin
        // Initial stages
        if (reset) begin
            stage1 <= 4'b0000;
            stage2 <= 4'b0000;
            stage3 <= 4'b0000;
            stage4 <= 4'b0000;
        end else begin
            // Multiply the stages
            stage1 <= a[2] & b[2] | a[1] & b[1] | a[0] & b[0];
            stage2 <= (a[3] & b[3]) | (stage1[0] & b[3]) | (stage1[1] & b[2]) | (stage1[2] & b[1]) | (stage1[3] & b[0]);
            stage3 <= (a[2] & b[0]) | (stage2[0] & b[0]) | (stage2[1] & b[1]) | (stage2[2] & b[2]) | (stage2[3] & b[3]);
            stage4 <= (a[1] & b[0]) | (stage3[0] & b[0]) | (stage3[1] & b[1]) | (stage3[2] & b[2]) | (stage3[3] & b[3]);

            // Calculate carry and update
            carry = (stage1[1] | stage2[2] | stage3[3]) | (stage2[0] & stage3[1]) | (stage3[0] & stage4[1]) | (stage3[1] & stage4[2]);
            stage1 <= stage1[0] | carry;
            stage2 <= stage2[1] | carry;
            stage3 <= stage3[2] | carry;
            stage4 <= stage4[3] | carry;
        end
    end

    always @(*) begin
        result = (stage1[0] | stage2[1] | stage3[2] | stage4[3]) | (stage1[1] & stage2[2] | stage3[3]) | (stage2[0] & stage3[1]) | (stage3[0] & stage4[1]) | (stage3[1] & stage4[2]);
    end

endmodule
