"""``hardsight serve``: LSP on standard input and output, a TCP port or a WebSocket."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ipaddress
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from server.cli import fail


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "serve", help="speak LSP with an editor", description="Speak LSP; on standard input and output by default."
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--stdio", action="store_true", help="standard input and output (the default)")
    where.add_argument("--tcp", metavar="HOST:PORT", help="a TCP port; several clients may connect")
    where.add_argument(
        "--ws", metavar="HOST:PORT", help="a WebSocket, one message a text frame; several clients may connect"
    )
    parser.add_argument(
        "--allow-origin", action="append", default=[], metavar="ORIGIN",
        help="let pages from this origin use the WebSocket (pages of this machine may)",
    )  # fmt: skip
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="listen on other addresses than this machine's own; there is no password",
    )
    parser.add_argument(
        "--log-level",
        default="warning",
        choices=["debug", "info", "warning", "error"],
        help="how much goes to standard error",
    )
    parser.add_argument(
        "--clientProcessId", type=int, help=argparse.SUPPRESS
    )  # VS Code adds it; initialize says it too
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    logging.basicConfig(
        level=options.log_level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if options.log_level != "debug":
        # It logs the whole traceback of each unreadable message, and what fails in our handlers we log ourselves.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    address = options.tcp or options.ws
    host, port = "", 0
    if address:
        try:
            host, port = split_address(address)
        except ValueError as error:
            return fail(str(error))
        if not options.allow_remote and not is_loopback(host):
            return fail(
                f"{host} can be reached from other machines, and there is no password: whoever connects can run code here. "
                "Use 127.0.0.1, or say --allow-remote."
            )
    # A keystroke must not wait five milliseconds for a thread that computes.
    sys.setswitchinterval(0.001)
    from server.host import Host
    from server.language_server import HardsightServer

    host_of_sessions = Host()
    try:
        status = asyncio.run(_serve(options, host, port, host_of_sessions, HardsightServer))
    except OSError as error:
        return (
            fail(f"cannot listen on {address}: {error}")
            if address
            else fail(f"cannot use standard input or output: {error}")
        )
    except ValueError as error:
        if address:
            raise
        return fail(f"standard input and output must be pipes or sockets of an editor ({error})")
    finally:
        host_of_sessions.close()
    # Without waiting for threads that still compute for nobody.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


async def _serve(options: argparse.Namespace, host: str, port: int, shared: Any, make: Any) -> int:
    def make_server() -> Any:
        return make(shared)

    serving: Coroutine[Any, Any, int]
    if options.tcp:
        from server.tcp import serve_tcp

        serving = serve_tcp(make_server, host, port)
    elif options.ws:
        from server.websocket import serve_websocket

        serving = serve_websocket(make_server, host, port, options.allow_origin)
    else:
        from server.stdio import serve_stdio

        serving = serve_stdio(make_server)
    task = asyncio.ensure_future(serving)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


def split_address(address: str) -> tuple[str, int]:
    """``HOST:PORT``, ``[::1]:PORT`` or ``PORT``. Raises ``ValueError``."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdigit() or int(port) > 65535:
        raise ValueError(f"{address!r} is not HOST:PORT")
    return host, int(port)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
