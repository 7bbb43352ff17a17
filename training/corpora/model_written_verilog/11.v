module priority_encoder_16_to_4 (
    input wire [15:0] input_value,
    output wire [3:0] output_value
);

    // Create a 16-bit register to hold the input_value
    reg [15:0] reg_input_value;

    // Create a 4-bit register to hold the output_value
    reg [3:0] reg_output_value;

    // Assign the input_value to the register
    assign reg_input_value = input_value;

    // Create a 4-bit register to hold the temporary output
    reg [3:0] temp_output;

    // Create a 4-bit register to hold the priority value
    reg [3:0] priority_value;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value2;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value3;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value4;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value5;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value6;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value7;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value8;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value9;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value10;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value11;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value12;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value13;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value14;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value15;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value16;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value17;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value18;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value19;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value20;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value21;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value22;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value23;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value24;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value25;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value26;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value27;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value28;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value29;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value30;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value31;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value32;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value33;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value34;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value35;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value36;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value37;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value38;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value39;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value40;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value41;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value42;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value43;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value44;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value45;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value46;

    // Create a 4-bit register to hold the temporary priority value
    reg [3:0] temp_priority_value47;

    // Create a 4-bit register to hold the temporary priority value