"""What a sandboxed process may touch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What a sandboxed process may touch. Reading is allowed everywhere except ``hidden``; writing only in ``writable``.

    Always hidden: dot files of the home directory, run-time sockets and keys of the system. Naming ``readable`` hides the
    rest of the home directory too, except those paths; a deeper path wins over the one above it. ``gpu`` opens the GPU
    device files.
    """

    writable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    network: bool = False
    readable: tuple[str, ...] = ()
    gpu: bool = False
