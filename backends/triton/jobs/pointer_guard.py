"""Bounds for every load, store and atomic of Triton's interpreter.

The interpreter dereferences raw addresses, so a small overrun reads the neighbouring allocation unnoticed and a large
one kills the process. Here each storage that reaches a kernel gets its own window of a virtual address space, wide
enough that no offset leads from one into another; an address is checked against its storage and only then translated.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

WINDOW_BITS = 44
_HALF = 1 << (WINDOW_BITS - 1)


class MemoryFault(Exception):
    """A program touched memory outside every tensor it was given."""

    def __init__(self, message: str, facts: dict[str, Any]) -> None:
        super().__init__(message)
        self.facts = facts


class Deadline(BaseException):
    """The run took too long; not an ``Exception`` so that no handler of the user's swallows it."""


class Allocation:
    """One storage as a kernel sees it."""

    def __init__(self, index: int, storage: Any, keep: Any) -> None:
        self.real = storage.data_ptr()
        self.size = storage.nbytes()
        self.virtual = (index << WINDOW_BITS) + _HALF + (self.real & 0xFFF)
        self.keep = keep
        self.names: list[str] = []


class PointerGuard:
    """Installed once in a worker; counts launches and programs for the report."""

    def __init__(self) -> None:
        self.allocations: list[Allocation] = []
        self.by_address: dict[tuple[int, int], Allocation] = {}
        self.kernel = ""
        self.argument_names: dict[int, str] = {}
        self.launches: list[dict[str, Any]] = []
        self.programs = 0
        self.deadline = float("inf")
        self.seconds = 0.0

    # Addresses --------------------------------------------------------------------------------------------------------

    def virtual_address(self, tensor: Any) -> int:
        """The address a kernel is given for a tensor."""
        storage = tensor.untyped_storage()
        key = (storage.data_ptr(), storage.nbytes())
        found = self.by_address.get(key)
        if found is None:
            found = Allocation(len(self.allocations) + 1, storage, storage)
            self.allocations.append(found)
            self.by_address[key] = found
        name = self.argument_names.get(id(tensor))
        if name and name not in found.names:
            found.names.append(name)
        return found.virtual + tensor.data_ptr() - found.real

    def translate(self, pointers: np.ndarray, mask: np.ndarray, width: int, action: str) -> np.ndarray:
        """Real addresses of the lanes that are on; raises ``MemoryFault`` at the first lane outside its storage."""
        if time.monotonic() > self.deadline:
            raise self.late()
        pointers = np.asarray(pointers, dtype=np.uint64)
        lanes = np.broadcast_to(mask, pointers.shape)
        live = pointers[lanes]
        if not live.size:
            return np.where(lanes, pointers, np.uint64(0))
        windows = live >> np.uint64(WINDOW_BITS)
        first = int(windows.flat[0])
        if (windows == windows.flat[0]).all() and 1 <= first <= len(self.allocations):
            allocation = self.allocations[first - 1]
            offsets = live.astype(np.int64) - allocation.virtual
            if offsets.min() >= 0 and offsets.max() + width <= allocation.size:
                shift = np.uint64((allocation.real - allocation.virtual) % (1 << 64))
                return np.where(lanes, pointers + shift, np.uint64(0))
        return self._translate_each(pointers, lanes, width, action)

    def _translate_each(self, pointers: np.ndarray, lanes: np.ndarray, width: int, action: str) -> np.ndarray:
        out = np.zeros_like(pointers)
        for index in zip(*np.nonzero(lanes), strict=True) if pointers.ndim else [()]:
            address = int(pointers[index])
            window = address >> WINDOW_BITS
            if 1 <= window <= len(self.allocations):
                allocation = self.allocations[window - 1]
                offset = address - allocation.virtual
                if not 0 <= offset <= allocation.size - width:
                    raise self._outside(allocation, offset, width, action, pointers, lanes)
                out[index] = allocation.real + offset
            elif any(a.real <= address <= a.real + a.size - width for a in self.allocations):
                # A pointer the host code passed as a number (``tensor.data_ptr()``).
                out[index] = address
            else:
                raise MemoryFault(
                    f"{action} at address {address:#x}, which belongs to no tensor passed to `{self.kernel}`",
                    {"program": list(self.program()), "kernel": self.kernel, "action": action, "address": address},
                )
        return out

    def _outside(
        self, allocation: Allocation, offset: int, width: int, action: str, pointers: np.ndarray, lanes: np.ndarray
    ) -> MemoryFault:
        name = allocation.names[0] if allocation.names else "a tensor"
        offsets = pointers[lanes].astype(np.int64) - allocation.virtual
        wrong = int(((offsets < 0) | (offsets + width > allocation.size)).sum())
        elements = allocation.size // width
        element = offset // width
        program = self.program()
        where = (
            f"{-element} elements before the start of `{name}`"
            if element < 0
            else f"offset {element} of `{name}`, which has {elements} elements"
        )
        lanes_note = f" ({wrong} of {pointers.size} lanes are outside)" if pointers.size > 1 else ""
        return MemoryFault(
            f"{action} out of bounds: {where}, in program {program} of `{self.kernel}`{lanes_note}",
            {
                "kernel": self.kernel,
                "argument": name,
                "program": list(program),
                "offset": element,
                "elements": elements,
                "lanes": wrong,
                "action": action,
            },
        )

    def program(self) -> tuple[int, ...]:
        from triton.runtime.interpreter import interpreter_builder

        return tuple(int(i) for i in getattr(interpreter_builder, "grid_idx", None) or ())

    def late(self) -> Deadline:
        running = self.launches[-1] if self.launches else None
        if running is None or not running["programs"]:
            return Deadline(f"no kernel finished within {self.seconds:g} s")
        return Deadline(
            f"stopped after {self.seconds:g} s: {running['done']} of {running['programs']} programs of "
            f"`{running['kernel']}` had run; the interpreter runs them one after another"
        )

    # Installation -----------------------------------------------------------------------------------------------------

    def install(self) -> None:
        """Route the interpreter's memory operations through this guard."""
        from triton.runtime import interpreter

        self._patch_arguments(interpreter)
        self._patch_memory(interpreter)
        self._patch_grid(interpreter)

    def _patch_arguments(self, interpreter: Any) -> None:
        original = interpreter._implicit_cvt

        def convert(arg: Any) -> Any:
            if not hasattr(arg, "data_ptr"):
                return original(arg)
            value = original(arg)
            value.handle.data = np.array([self.virtual_address(arg)], dtype=np.uint64)
            return value

        interpreter._implicit_cvt = convert
        # Tensors already live here; without the copies, addresses and names keep their identity.
        interpreter.GridExecutor._init_args_hst = lambda executor, args, options: (list(args), dict(options))
        interpreter.GridExecutor._restore_args_dev = lambda executor, *args: None

    def _patch_grid(self, interpreter: Any) -> None:
        import inspect

        run = interpreter.GridExecutor.__call__

        def call(executor: Any, *args: Any, **options: Any) -> Any:
            names = inspect.getfullargspec(executor.fn)
            known = {k: v for k, v in options.items() if k in names.args or k in names.kwonlyargs}
            self.kernel = executor.fn.__name__
            self.argument_names = {id(v): k for k, v in inspect.getcallargs(executor.fn, *args, **known).items()}
            self.launches.append({"kernel": self.kernel, "programs": 0, "done": 0})
            return run(executor, *args, **options)

        interpreter.GridExecutor.__call__ = call
        builder = interpreter.InterpreterBuilder
        set_dim, set_idx = builder.set_grid_dim, builder.set_grid_idx

        def grid_dim(b: Any, *dims: Any) -> None:
            set_dim(b, *dims)
            self.launches[-1]["programs"] = int(np.prod([int(d) for d in dims]))

        def grid_idx(b: Any, *index: int) -> None:
            if time.monotonic() > self.deadline:
                raise self.late()
            set_idx(b, *index)
            self.programs += 1
            self.launches[-1]["done"] += 1

        builder.set_grid_dim, builder.set_grid_idx = grid_dim, grid_idx

    def _patch_memory(self, interpreter: Any) -> None:
        builder, handle = interpreter.InterpreterBuilder, interpreter.TensorHandle

        def element_width(pointers: Any) -> int:
            return max(1, pointers.get_element_ty().primitive_bitwidth // 8)

        def guarded(pointers: Any, mask: Any, action: str) -> Any:
            lanes = np.ones(np.shape(pointers.data), dtype=bool) if mask is None else mask.data
            return handle(self.translate(pointers.data, lanes, element_width(pointers), action), pointers.dtype)

        load, store = builder.create_masked_load, builder.create_masked_store
        cas, rmw = builder.create_atomic_cas, builder.create_atomic_rmw

        def masked_load(b: Any, ptrs: Any, mask: Any, *rest: Any, **options: Any) -> Any:
            return load(b, guarded(ptrs, mask, "load"), mask, *rest, **options)

        def masked_store(b: Any, ptrs: Any, value: Any, mask: Any, *rest: Any, **options: Any) -> Any:
            return store(b, guarded(ptrs, mask, "store"), value, mask, *rest, **options)

        def atomic_cas(b: Any, ptr: Any, *rest: Any, **options: Any) -> Any:
            return cas(b, guarded(ptr, None, "atomic_cas"), *rest, **options)

        def atomic_rmw(b: Any, op: Any, ptr: Any, value: Any, mask: Any, *rest: Any, **options: Any) -> Any:
            return rmw(b, op, guarded(ptr, mask, "atomic"), value, mask, *rest, **options)

        builder.create_masked_load, builder.create_masked_store = masked_load, masked_store
        builder.create_atomic_cas, builder.create_atomic_rmw = atomic_cas, atomic_rmw
