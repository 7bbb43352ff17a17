"""Reserved words of Verilog and SystemVerilog (IEEE 1364-2005 annex B, IEEE 1800-2017 annex B), grouped by what they open."""

from __future__ import annotations

VERILOG_2005 = frozenset(
    """always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config deassign default defparam
    design disable edge else end endcase endconfig endfunction endgenerate endmodule endprimitive endspecify endtable
    endtask event for force forever fork function generate genvar highz0 highz1 if ifnone incdir include initial inout
    input instance integer join large liblist library localparam macromodule medium module nand negedge nmos nor
    noshowcancelled not notif0 notif1 or output parameter pmos posedge primitive pull0 pull1 pulldown pullup
    pulsestyle_onevent pulsestyle_ondetect rcmos real realtime reg release repeat rnmos rpmos rtran rtranif0 rtranif1
    scalared showcancelled signed small specify specparam strong0 strong1 supply0 supply1 table task time tran tranif0
    tranif1 tri tri0 tri1 triand trior trireg unsigned use uwire vectored wait wand weak0 weak1 while wire wor xnor
    xor""".split()
)

SYSTEMVERILOG_ONLY = frozenset(
    """accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit break byte chandle
    checker class clocking const constraint context continue cover covergroup coverpoint cross dist do endchecker
    endclass endclocking endgroup endinterface endpackage endprogram endproperty endsequence enum eventually expect
    export extends extern final first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies
    import inside int interconnect interface intersect join_any join_none let local logic longint matches modport
    nettype new nexttime null package packed priority program property protected pure rand randc randcase randsequence
    ref reject_on restrict return s_always s_eventually s_nexttime s_until s_until_with sequence shortint shortreal
    soft solve static string strong struct super sync_accept_on sync_reject_on tagged this throughout timeprecision
    timeunit type typedef union unique unique0 until until_with untyped var virtual void wait_order weak wildcard with
    within""".split()
)

KEYWORDS = VERILOG_2005 | SYSTEMVERILOG_ONLY

NETS = frozenset("wire tri wand wor triand trior tri0 tri1 trireg uwire supply0 supply1".split())
VARIABLES = frozenset("reg logic integer int bit byte shortint longint time real realtime".split())
DIRECTIONS = frozenset(("input", "output", "inout"))
PARAMETERS = frozenset(("parameter", "localparam"))
DECLARING = NETS | VARIABLES | DIRECTIONS | PARAMETERS | {"genvar"}

PROCEDURES = frozenset("always always_ff always_comb always_latch initial final".split())

CLOSERS = {
    "begin": "end",
    "case": "endcase",
    "casez": "endcase",
    "casex": "endcase",
    "module": "endmodule",
    "macromodule": "endmodule",
    "function": "endfunction",
    "task": "endtask",
    "generate": "endgenerate",
    "fork": "join",
}
"""What closes each block keyword."""

CASES = frozenset(("case", "casez", "casex"))

MODULE_ITEMS = (
    PROCEDURES
    | {"assign", "endmodule", "module", "generate", "endgenerate", "function", "task", "specify", "defparam", "genvar"}
    | PARAMETERS
)
"""Keywords that can only stand at module level, hence end any statement or parenthesis left open before them."""

SYSTEM_NAMES = tuple(
    """$display $displayb $displayh $displayo $write $writeb $writeh $strobe $monitor $monitoron $monitoroff $finish
    $stop $fatal $error $warning $info $time $realtime $stime $random $urandom $urandom_range $readmemh $readmemb
    $writememh $writememb $dumpfile $dumpvars $dumpon $dumpoff $dumpall $signed $unsigned $clog2 $bits $size $high $low
    $left $right $countones $onehot $onehot0 $isunknown $fopen $fclose $fwrite $fdisplay $fscanf $fgets $feof $sformat
    $sformatf $swrite $sscanf $test$plusargs $value$plusargs $rtoi $itor $realtobits $bitstoreal $timeformat
    $past $rose $fell $stable $ln $log10 $exp $sqrt $pow $floor $ceil $sin $cos $tan""".split()
)
"""System tasks and functions that simulators and synthesizers accept (clauses 20 and 21)."""
