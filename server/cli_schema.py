"""``hardsight schema``: the JSON schema of ``hardsight.toml`` and of the editors' settings."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("schema", help="print the JSON schema of the settings")
    parser.add_argument("--write", action="store_true", help="write it into the source tree instead (for developers)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from server.settings_schema import SCHEMA_FILE, schema_text

    if options.write:
        SCHEMA_FILE.write_text(schema_text(), "utf-8")
    else:
        sys.stdout.write(schema_text())
    return 0
