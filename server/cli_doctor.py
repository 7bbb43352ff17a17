"""``hardsight doctor``: each tool, found where, which version, what it enables; and what the sandbox enforces here."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from server.cli import EXIT_CLEAN, EXIT_TOOL_MISSING


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help="list the tools and what the sandbox enforces",
        description="Exit status 3 when a language has no tool at all that can confirm its files.",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    found = examination()
    if options.format == "json":
        print(json.dumps(found, indent=2))
    else:
        print("\n".join(_lines(found)))
    return EXIT_TOOL_MISSING if found["languages_without_tools"] else EXIT_CLEAN


def examination() -> dict[str, Any]:
    """Everything ``doctor`` tells, as JSON."""
    import platform
    import sys

    from backends.cache import cache_directory
    from backends.environment import Domain
    from backends.registry import backends, static_backends
    from icwm.store import data_directory
    from server.host import hardsight_version
    from server.settings_files import user_file

    domains = [d for d in Domain if static_backends(d) or backends(d)]
    with ThreadPoolExecutor(4) as pool:
        tools = list(pool.map(_examined, *zip(*_backends(domains), strict=True)))
    return {
        "hardsight": hardsight_version(),
        "python": f"{platform.python_version()} ({sys.executable})",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "settings": str(user_file()),
        "cache": str(cache_directory()),
        "data": str(data_directory()),
        "tools": tools,
        "languages_without_tools": [
            str(d) for d in domains if not any(t["found"] for t in tools if t["domain"] == d and not t["static"])
        ],
        "sandbox": _sandbox(),
    }


def _backends(domains: Iterable[Any]) -> list[tuple[Any, str, bool]]:
    from backends.registry import backends, static_backends

    found: list[tuple[Any, str, bool]] = []
    for domain in domains:
        found += [(b, str(domain), True) for b in static_backends(domain)]
        found += [(b, str(domain), False) for b in backends(domain)]
    return found


def _examined(backend: Any, domain: str, static: bool) -> dict[str, Any]:
    try:
        status = asdict(backend.probe())
    except Exception as error:
        status = {
            "name": backend.name,
            "enables": "",
            "install": "",
            "where": None,
            "version": "",
            "note": f"the probe failed: {error!r}",
        }
    return {
        **status,
        "name": backend.name,
        "domain": domain,
        "static": static,
        "stage": "static" if static else str(backend.stage),
        "executes_user_code": False if static else backend.executes_user_code,
        "on_demand": False if static else backend.on_demand,
        "found": status["where"] is not None,
    }


def _sandbox() -> list[dict[str, Any]]:
    from subprocess import SubprocessError

    from backends.sandbox.report import sandbox_report

    try:
        return [asdict(protection) for protection in sandbox_report()]
    except (SubprocessError, OSError, ValueError) as error:
        return [{"what": "the sandbox", "enforced": False, "why": f"it cannot be tried: {error}"}]


def _lines(found: dict[str, Any]) -> Iterable[str]:
    yield f"Hardsight {found['hardsight']}, Python {found['python']}, {found['system']}"
    yield f"settings {found['settings']}, cache {found['cache']}, data {found['data']}"
    domain = None
    for tool in found["tools"]:
        if tool["domain"] != domain:
            domain = tool["domain"]
            yield ""
            yield f"{domain}"
        mark = "yes" if tool["found"] else "NO "
        version = tool["version"] if tool["found"] else "not found"
        yield f"  {mark} {tool['name']:<22} {version}"
        remarks = [f"enables: {tool['enables']}" if tool["enables"] else ""]
        if tool["found"]:
            remarks.append(f"at {tool['where']}")
        else:
            remarks.append(f"install: {tool['install']}")
        if tool["on_demand"]:
            remarks.append("runs only when asked for by name")
        if tool["executes_user_code"]:
            remarks.append("executes your code: in a sandbox, in trusted folders only")
        remarks.append(tool["note"])
        for remark in filter(None, remarks):
            yield from textwrap.wrap(remark, 116, initial_indent="        ", subsequent_indent="          ")
    yield ""
    yield "sandbox of the tools and of your code on this system"
    for protection in found["sandbox"]:
        mark = "yes" if protection["enforced"] else "NO "
        yield from textwrap.wrap(
            f"{mark} {protection['what']}: {protection['why']}", 118, initial_indent="  ", subsequent_indent="        "
        )
    for language in found["languages_without_tools"]:
        yield ""
        yield f"No tool can confirm {language} files; see above how to install one."
