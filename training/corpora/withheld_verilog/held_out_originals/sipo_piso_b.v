// Loopback of a PISO and a SIPO shift register
module sipo_piso (clk, rst_n, load, din, dout, dout_valid, serial);
    input        clk;
    input        rst_n;
    input        load;
    input  [7:0] din;
    output [7:0] dout;
    output       dout_valid;
    output       serial;

    wire ser_valid;

    piso u_piso (
        .clk   (clk),
        .rst_n (rst_n),
        .load  (load),
        .d     (din),
        .so    (serial),
        .sv    (ser_valid)
    );

    sipo u_sipo (
        .clk   (clk),
        .rst_n (rst_n),
        .si    (serial),
        .sv    (ser_valid),
        .q     (dout),
        .done  (dout_valid)
    );
endmodule

module piso (
    input        clk,
    input        rst_n,
    input        load,
    input  [7:0] d,
    output       so,
    output       sv
);
    reg [7:0] sh;
    reg [3:0] n;

    always @(posedge clk or negedge rst_n)
        if (!rst_n) begin
            sh <= 8'd0;
            n  <= 4'd0;
        end else if (load && n == 4'd0) begin
            sh <= d;
            n  <= 4'd8;
        end else if (n != 4'd0) begin
            sh <= {sh[6:0], 1'b0};
            n  <= n - 4'd1;
        end

    assign so = sh[7];
    assign sv = (n != 4'd0);
endmodule

module sipo (
    input            clk,
    input            rst_n,
    input            si,
    input            sv,
    output reg [7:0] q,
    output reg       done
);
    reg [2:0] n;

    always @(posedge clk or negedge rst_n)
        if (!rst_n) begin
            q    <= 8'd0;
            n    <= 3'd0;
            done <= 1'b0;
        end else begin
            done <= sv && (n == 3'd7);
            if (sv) begin
                q <= {q[6:0], si};
                n <= n + 3'd1;
            end
        end
endmodule
