module vending_machine_fsm(
    input wire clk,
    input wire reset,
    input wire [2:0] coin,
    output reg [2:0] dispense,
    output reg [2:0] change,
    output reg [2:0] change_dispense
);

    parameter init_state = 3'b000,
                  state1 = 3'b001,
                  state2 = 3'b010,
                  state3 = 3'b011,
                  state4 = 3'b100,
                  state5 = 3'b101,
                  state6 = 3'b110,
                  state7 = 3'b111;

    reg [2:0] current_state;
    reg [2:0] expected_state;
    reg [1:0] remaining_coins;
    reg [1:0] expected_coins;

    always @(posedge clk or negedge reset) begin
        if (reset == 1'b1)
            current_state <= init_state;
        else
            current_state <= expected_state;
    end

    always @(posedge clk) begin
        case (current_state)
            init_state: begin
                current_state <= state1;
                expected_state <= state1;
                remaining_coins <= 2'b00;
                expected_coins <= 2'b00;
            end
            state1: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else if (coin == 3'b001) begin
                    expected_state <= state2;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else if (coin == 3'b010) begin
                    expected_state <= state4;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else begin
                    expected_state <= state3;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end
            end
            state2: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b10;
                    expected_coins <= 2'b10;
                end else if (coin == 3'b001) begin
                    expected_state <= state3;
                    remaining_coins <= 2'b10;
                    expected_coins <= 2'b10;
                end else if (coin == 3'b010) begin
                    expected_state <= state5;
                    remaining_coins <= 2'b10;
                    expected_coins <= 2'b10;
                end else begin
                    expected_state <= state4;
                    remaining_coins <= 2'b10;
                    expected_coins <= 2'b10;
                end
            end
            state3: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b11;
                    expected_coins <= 2'b11;
                end else if (coin == 3'b001) begin
                    expected_state <= state4;
                    remaining_coins <= 2'b11;
                    expected_coins <= 2'b11;
                end else if (coin == 3'b010) begin
                    expected_state <= state6;
                    remaining_coins <= 2'b11;
                    expected_coins <= 2'b11;
                end else begin
                    expected_state <= state5;
                    remaining_coins <= 2'b11;
                    expected_coins <= 2'b11;
                end
            end
            state4: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b001) begin
                    expected_state <= state2;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b010) begin
                    expected_state <= state7;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else begin
                    expected_state <= state5;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end
            end
            state5: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else if (coin == 3'b001) begin
                    expected_state <= state2;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else if (coin == 3'b010) begin
                    expected_state <= state6;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end else if (coin == 3'b011) begin
                    dispense <= 2'b11;
                    expected_state <= state7;
                    remaining_coins <= 2'b01;
                    expected_coins <= 2'b01;
                end
            end
            state6: begin
                if (coin == 3'b000) begin
                    expected_state <= state1;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b001) begin
                    expected_state <= state2;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b010) begin
                    expected_state <= state7;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b011) begin
                    dispense <= 2'b11;
                    expected_state <= state7;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end
            end
            state7: begin
                if (coin == 3'b000) begin
                    dispense <= 2'b11;
                    change_dispense <= 2'b10;
                    expected_state <= init_state;
                    remaining_coins <= 2'b00;
                    expected_coins <= 2'b00;
                end else if (coin == 3'b001) begin