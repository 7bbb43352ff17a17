class TokenBucketRateLimiter extends uvm_component;
    // Parameters
    parameter int `TOKEN_BUCKET_SIZE = 100;  // Size of the token bucket
    parameter int `BUCKET_PERIOD = 10;   // Period in cycles at which tokens are added

    // Variables
    int token_count;
    int token_rate;  // Rate in tokens per cycle
    int time_step;  // Time step in cycles
    int timer;
    int clock_period;

    // Constructor
    function new(string name, uvm_component parent);
        super.new(name, parent);
    endfunction : new

    task build_phase(uvm_phase phase);
        super.build_phase(phase);
        // Set the token rate and time step
        token_rate = 10;  // 10 tokens per cycle
        time_step = 2;   // 2 cycles per token
        clock_period = 10;   // 10 cycles per tick
    endtask : build_phase

    task start_of_simulation(uvm_phase phase);
        super.start_of_simulation(phase);
        // Initialize the token counter and the timer
        token_count = `TOKEN_BUCKET_SIZE;
        timer = $time / clock_period;
        $time_start = $time;
    endtask : start_of_simulation

    task run_phase(uvm_phase phase);
        super.run_phase(phase);

        // Check if the timer has expired
        if ($time - $time_start >= token_rate * time_step / clock_period) begin
            // Reset the timer and add tokens
            timer = 0;
            token_count += `TOKEN_BUCKET_SIZE;
        end

        // Check if the token count is greater than zero
        if (token_count > 0) begin
            // Subtract a token
            token_count--;
            // Send a signal indicating the token has been used
            $send("token_used");
        end
    endtask : run_phase

    virtual function void connect_phase(uvm_phase phase);
        super.connect_phase(phase);
    endfunction : connect_phase

    virtual task report_phase(uvm_phase phase);
        super.report_phase(phase);
        // Report the token count and the time
        $display("Token count: %0d", token_count);
        $display("Time: %0d cycles", $time - $time_start);
    endtask : report_phase

endclass : TokenBucketRateLimiter
