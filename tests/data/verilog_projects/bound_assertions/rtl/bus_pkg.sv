package bus_pkg;
  import base_pkg::*;
  export base_pkg::*;
  localparam byte_t FLIP = rev(8'h01);
  parameter int N_CH = 4;
  typedef enum logic [1:0] { IDLE = 2'd0, BUSY, DONE } st_e;
  typedef struct packed { st_e st; byte_t data; } ch_t;
endpackage
