"""Records how the file's own host code launches its kernels, without launching them.

The arguments go through Triton's own binder, so types, ``== 1`` constants and divisibility by 16 are exactly what the
JIT would have specialized on. Loaded by path from the compile job.
"""

from __future__ import annotations

import sys
from typing import Any


class Specialization:
    """One compilation the JIT would do: a kernel, its signature, constants, attributes and options."""

    def __init__(self, kernel: Any, launch: dict[str, Any] | None, configuration: dict[str, Any] | None) -> None:
        self.kernel = kernel
        self.launch = launch
        self.configuration = configuration
        self.signature: dict[str, Any] = {}
        self.constants: dict[Any, Any] = {}
        self.attributes: dict[Any, Any] = {}
        self.options: dict[str, Any] = {}
        self.arguments: dict[str, str] = {}
        self.planned = False
        """Worked out from the text instead of recorded."""

    @property
    def key(self) -> str:
        parts = (self.kernel.__name__, self.signature, self.constants, self.attributes, sorted(self.options.items()))
        return repr(parts)


class Recorder:
    """Patches ``run`` of jitted and autotuned kernels for the life of the worker."""

    def __init__(self, path: str, target: Any, limit: int) -> None:
        self.path = path
        self.target = target
        self.limit = limit
        self.specializations: dict[str, Specialization] = {}
        self.errors: list[dict[str, Any]] = []
        self.configuration: dict[str, Any] | None = None
        self.config_lines: dict[int, dict[str, Any]] = {}
        self.left_out = 0
        self.call: dict[str, Any] | None = None

    def install(self) -> None:
        from triton.runtime.autotuner import Autotuner, Config
        from triton.runtime.jit import JITFunction

        recorder = self
        make = Config.__init__

        def config(self: Any, *args: Any, **options: Any) -> None:
            make(self, *args, **options)
            recorder.config_lines[id(self)] = where(recorder.path) or {}
            # Identity is the key, so the configurations must stay alive.
            recorder.keep.append(self)

        self.keep: list[Any] = []
        Config.__init__ = config

        def tune(self: Any, *args: Any, **options: Any) -> Any:
            self.nargs = dict(zip(self.arg_names, args, strict=False))
            try:
                chosen = self.prune_configs(options)
            except Exception:
                # Pruning by measured time or by a model of a GPU that is not here: try them all instead.
                chosen = self.configs
            result = None
            for one in chosen:
                conflicts = options.keys() & one.kwargs.keys()
                if conflicts:
                    raise ValueError(
                        f"Conflicting meta-parameters: {', '.join(sorted(conflicts))}."
                        " Make sure that you don't re-define auto-tuned symbols."
                    )
                full = {**self.nargs, **options, **one.all_kwargs()}
                if one.pre_hook is not None:
                    one.pre_hook(full)
                outer, recorder.configuration = recorder.configuration, recorder.named(one)
                try:
                    result = self.fn.run(*args, **{**options, **one.all_kwargs()})
                finally:
                    recorder.configuration = outer
            return result

        Autotuner.run = tune
        Autotuner.warmup = lambda self, *args, **options: [tune(self, *args, **options)]
        stand_in = sys.modules["_hardsight_gpu_stand_in"].CompiledStandIn

        def run(self: Any, *args: Any, grid: Any = None, warmup: bool = False, **options: Any) -> Any:
            recorder.record(self, args, options)
            return stand_in()

        JITFunction.run = run

    def named(self, config: Any) -> dict[str, Any]:
        """A configuration with the place in the user's file where it was made."""
        return describe(config) | {"at": self.config_lines.get(id(config)) or None}

    def record(self, kernel: Any, args: Any, options: dict[str, Any]) -> None:
        """Bind one launch; its errors (unknown or missing arguments) are kept and raised, as the JIT raises them."""
        place = where(self.path)
        try:
            found = self.bind(kernel, args, options)
        except Exception as error:
            at = (place or {}) | {
                "type": type(error).__name__,
                "message": readable(error, kernel),
                "kernel": kernel.__name__,
            }
            self.errors.append(at)
            raise
        found.launch = place
        found.configuration = self.configuration
        if found.key in self.specializations:
            return
        if len(self.specializations) >= self.limit:
            self.left_out += 1
            return
        self.specializations[found.key] = found

    def bind(self, kernel: Any, args: Any, options: dict[str, Any]) -> Specialization:
        """What ``JITFunction.run`` computes before it compiles."""
        from triton.compiler.compiler import make_backend
        from triton.runtime.jit import create_function_from_signature

        backend = make_backend(self.target)
        binder = create_function_from_signature(kernel.signature, kernel.params, backend)
        options = {**options, "debug": options.get("debug", kernel.debug) or False, "instrumentation_mode": ""}
        bound, specialization, rest = binder(*args, **options)
        parsed, signature, constants, attributes = kernel._pack_args(backend, options, bound, specialization, rest)
        found = Specialization(kernel, None, None)
        found.signature, found.constants, found.attributes = signature, constants, attributes
        unsaid = ("debug", "instrumentation_mode")
        found.options = {k: v for k, v in rest.items() if k in parsed.__dict__ and v is not None and k not in unsaid}
        if options["debug"]:
            found.options["debug"] = True
        found.arguments = {name: shown(value, signature.get(name)) for name, value in bound.items()}
        return found


def describe(config: Any) -> dict[str, Any]:
    """The parts of a configuration that tell it from the others."""
    options = {
        name: getattr(config, name)
        for name in ("num_warps", "num_stages", "num_ctas", "maxnreg")
        if getattr(config, name, None) is not None
    }
    if options.get("num_ctas") == 1:
        del options["num_ctas"]
    return {"constants": {k: shown_constant(v) for k, v in config.kwargs.items()}, "options": options}


def shown_constant(value: Any) -> Any:
    return value if isinstance(value, (int, float, str, bool)) or value is None else str(value)


def shown(value: Any, kind: Any) -> str:
    """An argument for the log: ``*fp32``, ``i32``, ``BLOCK=128``."""
    return repr(value) if kind == "constexpr" and not hasattr(value, "data_ptr") else str(kind)


def readable(error: Exception, kernel: Any) -> str:
    """Triton's binder calls itself ``dynamic_func``; the user knows the kernel's name."""
    text = error.args[0] if isinstance(error, KeyError) and error.args else str(error)
    return str(text).replace("dynamic_func()", f"{kernel.__name__}()")


def where(path: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = sys.modules["_hardsight_user_module"].caller(path)
    return found
