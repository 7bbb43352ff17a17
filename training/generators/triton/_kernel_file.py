"""How a Triton file is written: header, kernels, launch functions, tests, in the styles that people write them in.

A family states what its kernel computes; this module draws names, comments, annotations, the form of the grid, of the
launch and of the test. Nothing drawn here changes what the kernel computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from textwrap import dedent, indent

from backends.environment import Domain
from training.designs import Design
from training.generators.triton._naming import renamed

WIDTH = 100
_COMMENT = re.compile(r"^[ \t]*#(?! ?hardsight).*\n", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]{2,}# .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch: ``grid`` in terms of ``{BLOCK}`` names, ``arguments`` in the kernel's order, ``constants`` by name
    (a text is code: the name of a local variable, a quoted string).

    ``configurations`` are alternatives for autotuning, each the constants it sets and the compiler options.
    """

    kernel: str
    grid: Sequence[str]
    arguments: str
    constants: Mapping[str, int | bool | str] = field(default_factory=dict)
    configurations: Sequence[tuple[Mapping[str, int], Mapping[str, int]]] = ()
    key: Sequence[str] = ()
    options: Mapping[str, int] = field(default_factory=dict)


def split_arguments(text: str) -> list[str]:
    """At the commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()] if text[start:].strip() else parts


def call(head: str, arguments: Sequence[str], tail: str = "") -> str:
    """On one line where it fits, else one argument a line."""
    line = f"{head}({', '.join(arguments)}){tail}"
    if len(line) <= WIDTH - 8:
        return line
    return f"{head}(\n" + "".join(f"    {a},\n" for a in arguments) + f"){tail}"


class KernelFile:
    """A file in the making; every method adds to it, ``design`` gives the finished text."""

    def __init__(self, rng: Random, family: str, title: str) -> None:
        self.rng = rng
        self.family = family
        self.title = title
        self.parts: list[str] = []
        self.tests: list[str] = []
        self.parameters: dict[str, int | float | str] = {}
        self.names: dict[str, Sequence[str]] = {}
        self.comments = rng.choice((0.0, 0.3, 1.0, 1.0))
        self.typed = rng.random() < 0.5
        self.device = rng.choice(('"cuda"', '"cuda"', "DEVICE"))
        self.meta = rng.choice(("meta", "META", "meta", "args"))
        self._tuned: dict[str, Launch] = {}

    def kernel(self, name: str, parameters: str, body: str, decorator: str = "@triton.jit", note: str = "") -> None:
        """``body`` may be indented; ``note`` becomes the docstring in some files."""
        given = split_arguments(parameters)
        head = call(f"def {name}", given, ":")
        text = indent(dedent(body).strip("\n"), "    ")
        if note and self.rng.random() < 0.4:
            text = f'    """{note}"""\n{text}'
        self.parts.append(f"TUNE:{name}\n{decorator}\n{head}\n{text}\n")

    def text(self, code: str) -> None:
        """Module-level code as it is."""
        self.parts.append(dedent(code).strip("\n") + "\n")

    def host(self, signature: str, body: str, *launches: Launch, note: str = "") -> None:
        """A launch function. A line ``LAUNCH`` (with its indentation) in ``body`` becomes the next of ``launches``."""
        text = dedent(body).strip("\n")
        if note and self.rng.random() < 0.5:
            text = f'"""{note}"""\n{text}'
        for launch in launches:
            found = re.search(r"^([ \t]*)LAUNCH$", text, re.MULTILINE)
            assert found is not None, "the body has no LAUNCH line left"
            text = text[: found.start()] + indent(self._launch(launch), found[1]) + text[found.end() :]
        if not self.typed:
            signature = re.sub(r": (torch\.\w+|int|float|bool|str)(?: \| None)?|(?: -> .*$)", "", signature)
        head, _, arrow = signature.partition(" -> ")
        name, _, inner = head.partition("(")
        tail = f" -> {arrow}:" if arrow else ":"
        self.parts.append(f"{call('def ' + name, split_arguments(inner[:-1]), tail)}\n{indent(text, '    ')}\n")

    def _launch(self, launch: Launch) -> str:
        rng = self.rng
        arguments = split_arguments(launch.arguments)
        constants = dict(launch.constants)
        in_grid = {n for n in constants if any(f"{{{n}}}" in g for g in launch.grid)}
        options = [f"{k}={v}" for k, v in launch.options.items()]
        tuned = launch.configurations and rng.random() < 0.75
        lines: list[str] = []
        if tuned:
            self._tuned[launch.kernel] = launch
            for name in {n for constants_, _ in launch.configurations for n in constants_}:
                constants.pop(name, None)
            form, options = rng.choice(("lambda", "lambda", "def")), []
        else:
            form = rng.choice(("lambda", "local", "local", "inline", "def") if in_grid else ("local", "inline"))
        names = {n: f'{self.meta}["{n}"]' for n in launch.constants}
        if form in ("lambda", "def") and in_grid:
            dims = ", ".join(g.format(**names) for g in launch.grid) + ("," if len(launch.grid) == 1 else "")
            if form == "lambda":
                lines.append(f"grid = lambda {self.meta}: ({dims})" + ("  # noqa: E731" if rng.random() < 0.2 else ""))
            else:
                lines += ["", f"def grid({self.meta}):", f"    return ({dims})", ""]
            where = "grid"
        else:
            values = {n: str(v) for n, v in launch.constants.items()}
            if form == "local":
                for name in [n for n in constants if n in in_grid]:
                    if str(constants[name]) != name:
                        lines.append(f"{name} = {constants[name]}")
                    values[name] = name
                    constants[name] = name
            dims = ", ".join(g.format(**values) for g in launch.grid) + ("," if len(launch.grid) == 1 else "")
            where = f"({dims})"
            if form == "local" or len(where) > 60:
                lines.append(f"grid = {where}")
                where = "grid"
        passed = [f"{n}={v}" for n, v in constants.items()]
        lines.append(call(f"{launch.kernel}[{where}]", [*arguments, *passed, *options]))
        return "\n".join(lines)

    def _decorator(self, name: str) -> str:
        launch = self._tuned.get(name)
        if launch is None:
            return ""
        configs = []
        for constants, options in launch.configurations:
            given = "{" + ", ".join(f'"{k}": {v}' for k, v in constants.items()) + "}"
            configs.append(f"triton.Config({', '.join([given, *(f'{k}={v}' for k, v in options.items())])})")
        inner = "".join(f"        {c},\n" for c in configs)
        key = ", ".join(f'"{k}"' for k in launch.key)
        return f"@triton.autotune(\n    configs=[\n{inner}    ],\n    key=[{key}],\n)\n"

    def test(
        self,
        function: str,
        inputs: Sequence[str],
        actual: str,
        expected: str,
        *,
        tolerance: float | None = None,
        sizes: Mapping[str, Sequence[int]] | None = None,
        reference: str = "",
        after: Sequence[str] = (),
        exact: bool = False,
    ) -> None:
        """The file's own check. ``sizes`` are the values of names that ``inputs`` use; ``reference`` is the signature of
        a function that could return ``expected``; ``after`` are statements run before comparing."""
        rng = self.rng
        form = rng.choice(("test", "test", "check", "main", "parametrize" if sizes else "test"))
        lines = [f"torch.manual_seed({rng.choice((0, 0, 42, 1, 1234))})"]
        chosen = {name: rng.choice(list(values)) for name, values in (sizes or {}).items()}
        decorator = ""
        arguments = ""
        if form == "parametrize" and sizes:
            arguments = ", ".join(sizes)
            rows = list(zip(*[rng.sample(list(v), 2) for v in sizes.values()], strict=True))
            shown = ", ".join(f"({', '.join(map(str, r))})" if len(r) > 1 else str(r[0]) for r in rows)
            decorator = f'@pytest.mark.parametrize("{arguments}", [{shown}])\n'
        elif chosen and len(chosen) > 1 and rng.random() < 0.5:
            lines.append(f"{', '.join(chosen)} = {', '.join(map(str, chosen.values()))}")
        else:
            lines += [f"{name} = {value}" for name, value in chosen.items()]
        lines += inputs
        if reference and rng.random() < 0.35:
            name = reference.partition("(")[0]
            self.tests.append(f"def {reference}:\n    return {expected}\n")
            expected = f"{name}({reference.partition('(')[2]}"
        close = "" if tolerance is None else f", rtol={tolerance:g}, atol={tolerance:g}"
        self._compare(lines, actual, expected, close, list(after), exact)
        body = indent("\n".join(lines), "    ")
        if form == "main":
            success = "ok" if rng.random() < 0.5 else "passed"
            self.tests.append(f'if __name__ == "__main__":\n{body}\n    print("{function}: {success}")\n')
        elif form == "check":
            self.tests.append(
                f'def check_{function}():\n{body}\n\n\nif __name__ == "__main__":\n    check_{function}()\n'
            )
        else:
            self.tests.append(f"{decorator}def test_{function}({arguments}):\n{body}\n")

    def _compare(self, lines: list[str], actual: str, expected: str, close: str, after: list[str], exact: bool) -> None:
        rng = self.rng
        if after or rng.random() < 0.6:
            lines.append(f"{rng.choice(('actual', 'out', 'got', 'result'))} = {actual}")
            actual = lines[-1].partition(" = ")[0]
        lines += after
        if rng.random() < 0.5:
            lines.append(f"{rng.choice(('expected', 'ref', 'want'))} = {expected}")
            expected = lines[-1].partition(" = ")[0]
        if exact and rng.random() < 0.5:
            lines.append(f"assert torch.equal({actual}, {expected})")
        elif rng.random() < 0.65:
            lines.append(f"torch.testing.assert_close({actual}, {expected}{close})")
        else:
            said = f', "{self.family} differs from the reference"' if rng.random() < 0.3 else ""
            lines.append(f"assert torch.allclose({actual}, {expected}{close or ', atol=1e-5'}){said}")

    def design(self) -> Design:
        """The finished file under its family's name."""
        rng = self.rng
        body = [*self.parts, *self.tests]
        text = "\n\n".join(re.sub(r"^TUNE:(\w+)\n", lambda m: self._decorator(m[1]), part) for part in body)
        text = text.replace("DEV)", f"{self.device})").replace("DEV,", f"{self.device},")
        text = self._commented(text)
        text = renamed(text, rng, self.names)
        text = self._header(text) + text.rstrip("\n") + "\n"
        name = f"{rng.choice((self.family, self.family, self.family + '_kernel', 'kernels'))}.py"
        return Design(self.family, name, Domain.TRITON, text, parameters=self.parameters)

    def _commented(self, text: str) -> str:
        def keep(match: re.Match[str]) -> str:
            return match[0] if self.rng.random() < self.comments else ""

        text = _COMMENT.sub(keep, text)
        text = _TRAILING.sub(lambda m: m[0] if "noqa" in m[0] or self.rng.random() < self.comments else "", text)
        if self.rng.random() < 0.3:
            # Written without paragraphs inside of functions.
            text = re.sub(r"\n\n(?=    \S)", "\n", text)
        return re.sub(r"\n{4,}", "\n\n\n", text)

    def _header(self, text: str) -> str:
        rng = self.rng
        standard = [m for m in ("math", "itertools") if re.search(rf"\b{m}\.", text)]
        third = ["import torch", "import triton", "import triton.language as tl"]
        if "pytest." in text:
            third.insert(0, "import pytest")
        if re.search(r"\bF\.", text):
            third.insert(third.index("import torch") + 1, "import torch.nn.functional as F")
        if rng.random() < 0.25:
            third.sort(key=lambda line: ("triton" not in line, line))
        lines = [f"import {m}" for m in standard]
        lines += [""] if standard else []
        lines += third
        if self.device == "DEVICE":
            device = rng.choice(
                ('"cuda"', 'torch.device("cuda")', "triton.runtime.driver.active.get_active_torch_device()")
            )
            lines += ["", f"DEVICE = {device}"]
        title = f'"""{self.title}"""\n\n' if rng.random() < 0.6 else ""
        return title + "\n".join(lines) + "\n\n\n"
