// compile order
+incdir+src/common
src/common/types_pkg.sv
src/core/alu_core.sv
src/core/pipe.sv
