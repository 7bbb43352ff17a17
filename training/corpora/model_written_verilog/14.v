module bubble_sorter (
    input [7:0] data,
    input clk,
    output [7:0] sorted
);

    always @(posedge clk)
    begin
        if (!done)
        begin
            bubble_sort(data);
            done <= 1'b1;
        end
    end

    always @(data)
    begin
        sorted <= data;
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);
        end
    end

    always @(posedge data)
    begin
        if (!done)
        begin
            bubble_sort(data);