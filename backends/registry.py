"""Which backends there are, by domain; imported lazily so that the server loads only what a file needs."""

from __future__ import annotations

from functools import cache

from backends.environment import Domain
from backends.protocol import Backend, StaticBackend


@cache
def static_backends(domain: Domain) -> tuple[StaticBackend, ...]:
    match domain:
        case Domain.VERILOG:
            from backends.verilog import slang_front_end

            return (slang_front_end.SlangFrontEnd(),)
        case Domain.TRITON:
            from backends.triton import static_analysis

            return (static_analysis.TritonStatic(),)
        case Domain.CADQUERY:
            from backends.cadquery import static_analysis as cadquery_static

            return (cadquery_static.CadQueryStatic(),)
    return ()


@cache
def backends(domain: Domain) -> tuple[Backend, ...]:
    """In the order in which their answers matter to a reader."""
    match domain:
        case Domain.VERILOG:
            from backends.verilog import (
                cocotb,
                icarus,
                nextpnr,
                svling,
                verilator_lint,
                verilator_simulation,
                yosys_synthesis,
            )

            return (
                icarus.IcarusCompile(),
                verilator_lint.VerilatorLint(),
                icarus.IcarusSimulation(),
                svling.SvlingSimulation(),
                verilator_simulation.VerilatorSimulation(),
                cocotb.CocotbSimulation(),
                yosys_synthesis.YosysSynthesis(),
                yosys_synthesis.YosysSynthesis(full=True),
                nextpnr.Nextpnr(),
            )
        case Domain.TRITON:
            from backends.triton import compiler, interpreter, launch

            return (*compiler.compilers(), interpreter.TritonInterpreter(), launch.TritonLaunch())
        case Domain.CADQUERY:
            from backends.cadquery import kernel

            return (kernel.CadQueryKernel(),)
    return ()
