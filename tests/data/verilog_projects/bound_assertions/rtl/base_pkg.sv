package base_pkg;
  typedef logic [7:0] byte_t;
  function automatic byte_t rev(byte_t b);
    for (int i = 0; i < 8; i++) rev[i] = b[7-i];
  endfunction
endpackage
