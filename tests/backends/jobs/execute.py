"""A job file: executes the code it is given and returns what the code calls ``answer``."""

from __future__ import annotations

PRELOAD = ["colorsys"]


def main(payload: dict) -> dict:
    names: dict = {"__name__": "__main__"}
    exec(compile(payload["code"], payload.get("file", "script.py"), "exec"), names)
    return {"answer": names.get("answer")}
