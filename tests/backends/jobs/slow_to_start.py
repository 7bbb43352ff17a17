"""A job file whose modules take for ever to import."""

from __future__ import annotations

import time


def warm() -> None:
    time.sleep(60)


def main(payload: dict) -> dict:
    return payload
