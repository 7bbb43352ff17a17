"""Video timing generators: counters, sync pulses, blanking."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "vga_timing|video_timing|sync_generator|vga_sync", "video timing generator"
    )
    h = {
        "H_ACTIVE": rng.choice([6, 8, 10]),
        "H_FRONT": rng.choice([1, 2]),
        "H_SYNC": rng.choice([2, 3]),
        "H_BACK": rng.choice([1, 2]),
    }
    v = {"V_ACTIVE": rng.choice([3, 4]), "V_FRONT": 1, "V_SYNC": rng.choice([1, 2]), "V_BACK": 1}
    low = rng.random() < 0.5
    m.purpose = f"video timing, sync pulses active {'low' if low else 'high'}"
    for name, value in (h | v).items():
        m.constant(name, str(value))
    enable = rng.random() < 0.5
    m.clock()
    if enable:
        m.input("enable", note="pixel clock enable")
    m.output("hsync")
    m.output("vsync")
    m.output("active", note="inside the picture")
    m.output("x", 5, register=True)
    m.output("y", 4, register=True)
    h_total, v_total = sum(h.values()), sum(v.values())
    m.constant("H_TOTAL", "H_ACTIVE + H_FRONT + H_SYNC + H_BACK")
    m.constant("V_TOTAL", "V_ACTIVE + V_FRONT + V_SYNC + V_BACK")
    body = "if (x == H_TOTAL - 1) begin x <= 5'd0; if (y == V_TOTAL - 1) y <= 4'd0; else y <= y + 1'b1; end else x <= x + 1'b1;"
    m.flip_flops(
        f"if (enable) begin {body} end" if enable else body, "x <= 5'd0; y <= 4'd0;", "pixel and line counters"
    )
    sign = "~" if low else ""
    m.assign("hsync", f"{sign}((x >= H_ACTIVE + H_FRONT) && (x < H_ACTIVE + H_FRONT + H_SYNC))", "sync pulses")
    m.assign("vsync", f"{sign}((y >= V_ACTIVE + V_FRONT) && (y < V_ACTIVE + V_FRONT + V_SYNC))")
    m.assign("active", "(x < H_ACTIVE) && (y < V_ACTIVE)")

    def model() -> Step:
        x = y = 0

        def step(i: Values) -> Values:
            nonlocal x, y
            first, second = h["H_ACTIVE"] + h["H_FRONT"], v["V_ACTIVE"] + v["V_FRONT"]
            out = {
                "hsync": int(first <= x < first + h["H_SYNC"]) ^ int(low),
                "vsync": int(second <= y < second + v["V_SYNC"]) ^ int(low),
                "active": int(x < h["H_ACTIVE"] and y < v["V_ACTIVE"]),
                "x": x,
                "y": y,
            }
            if i.get("enable", 1):
                x += 1
                if x == h_total:
                    x, y = 0, (y + 1) % v_total
            return out

        return step

    return clocked_design(
        m, model, lambda c: {"enable": int(rng.random() < 0.95)} if enable else {}, h_total * v_total * 3 // 2 + 40
    )
