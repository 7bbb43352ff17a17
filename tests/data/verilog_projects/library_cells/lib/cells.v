`celldefine
module cell_buf (a, y);
  input a;
  output y;
  buf (y, a);
  specify
    (a => y) = (0.1, 0.1);
  endspecify
endmodule
`endcelldefine
primitive mux_udp (y, s, a, b);
  output y; input s, a, b;
  table
    0 1 ? : 1;
    0 0 ? : 0;
    1 ? 1 : 1;
    1 ? 0 : 0;
  endtable
endprimitive
module cell_mux (input s, a, b, output y);
  mux_udp (y, s, a, b);
endmodule
