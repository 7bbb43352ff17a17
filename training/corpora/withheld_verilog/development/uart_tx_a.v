module uart_tx #(parameter CLKS_PER_BIT = 8) (
    input        i_Clock,
    input        i_Reset,
    input        i_Tx_DV,
    input  [7:0] i_Tx_Byte,
    output reg   o_Tx_Active,
    output reg   o_Tx_Serial,
    output reg   o_Tx_Done
);

    localparam IDLE  = 3'b000;
    localparam START = 3'b001;
    localparam DATA  = 3'b010;
    localparam STOP  = 3'b011;
    localparam CLEAN = 3'b100;

    reg [2:0] r_SM_Main;
    reg [7:0] r_Clock_Count;
    reg [2:0] r_Bit_Index;
    reg [7:0] r_Tx_Data;

    always @(posedge i_Clock) begin
        if (i_Reset) begin
            r_SM_Main     <= IDLE;
            r_Clock_Count <= 0;
            r_Bit_Index   <= 0;
            r_Tx_Data     <= 8'h00;
            o_Tx_Active   <= 1'b0;
            o_Tx_Serial   <= 1'b1;
            o_Tx_Done     <= 1'b0;
        end else begin
            case (r_SM_Main)
                IDLE: begin
                    o_Tx_Serial   <= 1'b1;   // drive line high for idle
                    o_Tx_Done     <= 1'b0;
                    r_Clock_Count <= 0;
                    r_Bit_Index   <= 0;
                    if (i_Tx_DV == 1'b1) begin
                        o_Tx_Active <= 1'b1;
                        r_Tx_Data   <= i_Tx_Byte;
                        r_SM_Main   <= START;
                    end
                end

                START: begin
                    o_Tx_Serial <= 1'b0;
                    if (r_Clock_Count < CLKS_PER_BIT-1)
                        r_Clock_Count <= r_Clock_Count + 1;
                    else begin
                        r_Clock_Count <= 0;
                        r_SM_Main     <= DATA;
                    end
                end

                DATA: begin
                    o_Tx_Serial <= r_Tx_Data[r_Bit_Index];
                    if (r_Clock_Count < CLKS_PER_BIT-1)
                        r_Clock_Count <= r_Clock_Count + 1;
                    else begin
                        r_Clock_Count <= 0;
                        if (r_Bit_Index < 7)
                            r_Bit_Index <= r_Bit_Index + 1;
                        else begin
                            r_Bit_Index <= 0;
                            r_SM_Main   <= STOP;
                        end
                    end

                STOP: begin
                    o_Tx_Serial <= 1'b1;
                    if (r_Clock_Count < CLKS_PER_BIT-1)
                        r_Clock_Count <= r_Clock_Count + 1;
                    else begin
                        o_Tx_Done     <= 1'b1;
                        r_Clock_Count <= 0;
                        o_Tx_Active   <= 1'b0;
                        r_SM_Main     <= CLEAN;
                    end
                end

                CLEAN: begin
                    o_Tx_Done <= 1'b1;
                    r_SM_Main <= IDLE;
                end

                default: r_SM_Main <= IDLE;
            endcase
        end
    end
endmodule
