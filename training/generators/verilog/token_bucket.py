"""Rate limiters: token buckets and minimum gaps."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "token_bucket|rate_limiter|traffic_shaper|credit_limiter",
        "token bucket rate limiter",
    )
    size, period, cost = rng.choice([4, 6, 8, 12]), rng.choice([2, 3, 4, 5]), rng.choice([1, 1, 2])
    bits, wait = size.bit_length(), (period - 1).bit_length()
    m.purpose = f"token bucket: one token every {period} cycles, at most {size}, {cost} a request"
    m.parameter("BUCKET", size)
    m.parameter("PERIOD", period)
    m.clock()
    m.input("request")
    m.output("accept", note="the request may go")
    m.output("tokens", bits, "tokens left", register=True)
    m.signal("timer", max(wait, 1))
    m.signal("refill", net=True)
    m.assign("refill", "(timer == PERIOD - 1)", "a token falls into the bucket")
    m.assign("accept", f"request && (tokens >= {cost})")
    bits_of_timer = max(wait, 1)
    m.flip_flops(
        f"if (refill) timer <= {m.number(0, bits_of_timer)}; else timer <= timer + 1'b1;",
        f"timer <= {m.number(0, bits_of_timer)};",
        "refill timer",
    )
    add = "(tokens < BUCKET)"
    if cost == 1 and rng.random() < 0.6:
        body = f"case ({{refill && {add}, accept}}) 2'b10: tokens <= tokens + 1'b1; 2'b01: tokens <= tokens - 1'b1; default: tokens <= tokens; endcase"
    else:
        body = f"if (refill && {add}) begin if (accept) tokens <= tokens - {cost} + 1; else tokens <= tokens + 1'b1; end else if (accept) tokens <= tokens - {cost};"
    m.flip_flops(body, "tokens <= BUCKET;", "bucket")

    def model() -> Step:
        tokens, timer = size, 0

        def step(i: Values) -> Values:
            nonlocal tokens, timer
            accept = i["request"] and tokens >= cost
            out = {"accept": int(accept), "tokens": tokens}
            refill = timer == period - 1 and tokens < size
            timer = (timer + 1) % period
            tokens += int(refill) - (cost if accept else 0)
            return out

        return step

    return clocked_design(m, model, lambda c: {"request": int(rng.random() < (0.9 if c % 40 < 20 else 0.15))}, 90)
