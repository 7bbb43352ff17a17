"""Counts through a whole lap and checks every value."""

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import FallingEdge


async def start(dut):
    cocotb.start_soon(Clock(dut.clk, 10, "ns").start())
    dut.rst.value = 1
    dut.enable.value = 0
    await FallingEdge(dut.clk)
    await FallingEdge(dut.clk)
    dut.rst.value = 0


@cocotb.test()
async def counts_in_decimal(dut):
    await start(dut)
    dut.enable.value = 1
    for expected in range(1, 130):
        await FallingEdge(dut.clk)
        got = int(dut.tens.value) * 10 + int(dut.ones.value)
        assert got == expected % 100, f"counter shows {got}, expected {expected % 100}"


@cocotb.test()
async def holds_without_enable(dut):
    await start(dut)
    for _ in range(5):
        await FallingEdge(dut.clk)
        assert int(dut.ones.value) == 0, "ones moved without enable"
