"""How a CadQuery script is written: where its parameters stand, chained or step by step, and how it hands over its part.

A family states the geometry; this module draws the style. Nothing drawn here changes the part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from textwrap import indent

from backends.environment import Domain
from training.designs import Design
from training.generators.cadquery._lengths import Length, literal
from training.generators.renaming import names_of, substituted

WIDTH = 100
_ABBREVIATIONS = {
    "thickness": ("thickness", "thickness", "thk", "t"),
    "diameter": ("diameter", "diameter", "dia", "d"),
    "radius": ("radius", "radius", "rad", "r"),
    "length": ("length", "length", "len", "l"),
    "width": ("width", "width", "w"),
    "height": ("height", "height", "h"),
    "depth": ("depth", "depth", "dp"),
    "count": ("count", "count", "num", "n"),
    "inner": ("inner", "inside", "id"),
    "outer": ("outer", "outside", "od"),
    "spacing": ("spacing", "pitch", "gap"),
}
_MAKES_SOLID = re.compile(
    r"\.(box|cylinder|sphere|cone|extrude|twistExtrude|hole|cboreHole|cskHole|fillet|chamfer|shell|cut|union|intersect"
    r"|revolve|cutThruAll|cutBlind|loft|sweep|translate|rotate|mirror|rotateAboutCenter|end)\("
)
_BEGINS = re.compile(r"\.(faces|edges|cut|union|intersect|translate|rotate|mirror)\(")
_RESERVED = frozenset({"id", "len", "max", "min", "sum", "math", "cq", "range", "in", "is", "if", "or", "def", "od"})


class Script:
    """A script in the making. ``number`` and ``count`` declare parameters, ``chain`` and ``line`` add statements."""

    def __init__(self, rng: Random, family: str, title: str) -> None:
        self.rng = rng
        self.family = family
        self.title = title
        self.form = rng.choice(
            ("upper", "upper", "lower", "lower", "lower", "literal", "literal", "function", "function", "class", "dataclass")
        )  # fmt: skip
        self.brief = rng.random() < 0.4
        self.commented = rng.choice((0.0, 0.4, 1.0))
        self.stepwise = rng.choice((0.0, 0.0, 0.5, 1.0))
        self.spaced = rng.random() < 0.4
        self.whole = rng.random() < 0.5
        """Whole numbers without a decimal point."""
        self.declared: list[tuple[str, Length, str]] = []
        self.body: list[str] = []
        self.parameters: dict[str, int | float | str] = {}
        self._taken: set[str] = set(_RESERVED)
        self.holder = rng.choice(("p", "params", "cfg"))

    # Parameters -------------------------------------------------------------------------------------------------------

    def number(self, name: str, low: float, high: float, step: float = 1.0, note: str = "") -> Length:
        """A length drawn from the range in multiples of ``step``."""
        value = low + step * self.rng.randint(0, max(0, int((high - low) / step + 1e-9)))
        return self.fixed(name, round(value, 4), note)

    def count(self, name: str, low: int, high: int, note: str = "") -> Length:
        return self.fixed(name, self.rng.randint(low, high), note)

    def fixed(self, name: str, value: float, note: str = "") -> Length:
        """A parameter of a given value, under a name in the script's style."""
        self.parameters[name] = value
        shown = value if isinstance(value, int) else float(value)
        if self.whole and float(shown).is_integer():
            shown = int(shown)
        plain = literal(shown)
        if self.form == "literal":
            return plain
        written = self._named(name)
        self.declared.append((written, plain, note))
        prefix = {"class": "self.", "dataclass": f"{self.holder}."}.get(self.form, "")
        return Length(prefix + written, float(value))

    def _named(self, name: str) -> str:
        words = name.split("_")
        if self.brief:
            words = [self.rng.choice(_ABBREVIATIONS.get(w, (w,))) for w in words]
        written = "_".join(words)
        if written in self._taken:
            written = name
        if self.form == "upper":
            written = written.upper()
        while written in self._taken or written in _RESERVED:
            written += "_"
        self._taken.add(written)
        return written

    # Statements -------------------------------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def plane(self, name: str = "XY") -> str:
        if name == "XY" and self.chance(0.2):
            return "cq.Workplane()"
        return f'cq.Workplane("{name}")'

    def comment(self, text: str) -> None:
        if self.spaced and self.body:
            self.body.append("")
        if self.rng.random() < self.commented:
            self.body.append(f"# {text}")

    def blank(self) -> None:
        self.body.append("")

    def line(self, *lines: str) -> None:
        self.body += lines

    def let(self, name: str, length: Length) -> Length:
        """A named intermediate; in scripts without names it stays the expression."""
        if self.form == "literal" and self.chance(0.7):
            return length
        self.body.append(f"{name} = {length}")
        return Length(name, length.value)

    def chain(self, name: str, start: str, *calls: str, margin: str = "") -> None:
        """``name = start.call().call()`` in one of the layouts; ``margin`` indents it inside of a loop."""
        pieces: list[list[str]] = [[]]
        for call in calls:
            last = pieces[-1][-1] if pieces[-1] else ""
            cuttable = bool(_BEGINS.match(call)) and (bool(_MAKES_SOLID.match(last)) or (not last and start == name))
            if cuttable and pieces[-1] and self.rng.random() < self.stepwise:
                pieces.append([])
            pieces[-1].append(call)
        for index, piece in enumerate(pieces):
            head = start if index == 0 else name
            flat = f"{name} = {head}{''.join(piece)}"
            if len(flat) + len(margin) <= (88 if len(piece) < 4 else 60) or not piece:
                self.body.append(margin + flat)
            else:
                joined = 1 if head.isidentifier() or self.rng.random() < 0.3 else 0
                first = head + "".join(piece[:joined])
                inner = "".join(f"    {margin}{call}\n" for call in piece[joined:])
                self.body += f"{margin}{name} = (\n{margin}    {first}\n{inner}{margin})".split("\n")

    # The finished file ------------------------------------------------------------------------------------------------

    def design(self, final: str = "part") -> Design:
        """The finished script; ``final`` is the variable that holds the part."""
        rng = self.rng
        noun = re.sub(r"\W", "_", self.family)
        name = rng.choice(("result", "part", "body", "obj", "model", noun, "r"))
        text = "\n".join(self.body)
        if name != final and name not in names_of(text) | self._taken:
            text = substituted(text, {final: name})
        else:
            name = final
        text = self._wrapped(text, name, noun)
        if rng.random() < 0.25:
            text = re.sub(r'"([^"\'\n]*)"', r"'\1'", text)
        text = self._header(text)
        file = rng.choice((noun, noun, f"{noun}_part", "part", "model"))
        return Design(self.family, f"{file}.py", Domain.CADQUERY, text.rstrip("\n") + "\n", parameters=self.parameters)

    def _wrapped(self, text: str, name: str, noun: str) -> str:
        rng = self.rng
        declared = [self._declaration(n, v, note) for n, v, note in self.declared]
        if self.form == "function":
            typed = rng.random() < 0.5
            given = [f"{n}{': float' if typed else ''}{' = ' if typed else '='}{v}" for n, v, _ in self.declared]
            made = rng.choice(("make", "build", "create")) + f"_{noun}"
            signature = f"def {made}({', '.join(given)}){' -> cq.Workplane' if typed else ''}:"
            if len(signature) > WIDTH:
                inner = "".join(f"    {g},\n" for g in given)
                signature = f"def {made}(\n{inner}){' -> cq.Workplane' if typed else ''}:"
            doc = f'    """{self.title}"""\n' if rng.random() < 0.5 else ""
            return f"{signature}\n{doc}{indent(text, '    ')}\n    return {name}\n\n\n{self._ending(f'{made}()', noun)}"
        if self.form == "class":
            title = "".join(w.capitalize() for w in noun.split("_"))
            head = f"    def __init__({', '.join(['self', *(f'{n}={v}' for n, v, _ in self.declared)])}):"
            if len(head) > WIDTH:
                rows = "".join(f"        {n}={v},\n" for n, v, _ in self.declared)
                head = f"    def __init__(\n        self,\n{rows}    ):"
            fields = "".join(f"        self.{n} = {n}\n" for n, _, _ in self.declared) or "        pass\n"
            doc = f'    """{self.title}"""\n\n' if rng.random() < 0.5 else ""
            build = indent(text, "        ")
            return (
                f"class {title}:\n{doc}{head}\n{fields}\n    def build(self):\n{build}\n        return {name}\n\n\n"
                + self._ending(f"{title}().build()", noun)
            )
        if self.form == "dataclass" and self.declared:
            title = "".join(w.capitalize() for w in noun.split("_")) + "Params"
            rows = "".join(f"    {n}: {'int' if '.' not in v.text else 'float'} = {v}\n" for n, v, _ in self.declared)
            return (
                f"@dataclass\nclass {title}:\n{rows}\n\n{self.holder} = {title}()\n\n{text}\n{self._tail(name, noun)}"
            )
        constants = "\n".join(declared)
        return f"{constants}\n\n{text}\n{self._tail(name, noun)}" if constants else f"{text}\n{self._tail(name, noun)}"

    def _declaration(self, name: str, value: Length, note: str) -> str:
        return f"{name} = {value}" + (f"  # {note}" if note and self.rng.random() < self.commented else "")

    def _ending(self, made: str, noun: str) -> str:
        rng = self.rng
        form = rng.choice(("result", "result", "show", "main"))
        if form == "show":
            return f"show_object({made})"
        if form == "main" and "class " not in made:
            return f'if __name__ == "__main__":\n    result = {made}\n'
        return f"result = {made}" + ("\nshow_object(result)" if rng.random() < 0.2 else "")

    def _tail(self, name: str, noun: str) -> str:
        rng = self.rng
        if name in ("result", "r"):
            return "" if rng.random() < 0.7 else f"\nshow_object({name})"
        form = rng.choice(("result", "result", "show", "named", "both"))
        return {
            "result": f"\nresult = {name}",
            "show": f"\nshow_object({name})",
            "named": f'\nshow_object({name}, name="{noun}")',
            "both": f"\nresult = {name}\nshow_object(result)",
        }[form]

    def _header(self, text: str) -> str:
        rng = self.rng
        imports = ["import math"] if re.search(r"\bmath\.", text) else []
        if "@dataclass" in text:
            imports.append("from dataclasses import dataclass")
        package = "import cadquery as cq"
        draw = rng.random()
        if draw < 0.05:
            package, text = "import cadquery", re.sub(r"\bcq\.", "cadquery.", text)
        elif draw < 0.1 and set(re.findall(r"\bcq\.(\w+)", text)) == {"Workplane"}:
            package, text = "from cadquery import Workplane", text.replace("cq.Workplane", "Workplane")
        blocks = ["\n".join(imports)] if imports else []
        blocks.append(package)
        if rng.random() < 0.3 and imports:
            blocks = ["\n".join([package, *imports])]
        title = ""
        if rng.random() < 0.5:
            title = f'"""{self.title}"""\n\n' if rng.random() < 0.6 else f"# {self.title}\n"
        gap = "\n\n\n" if text.startswith(("def ", "class ", "@")) else "\n\n"
        return title + "\n\n".join(blocks) + gap + text


def points(values: Sequence[tuple[float, float]]) -> str:
    """Coordinates as code, rounded to a tenth of a micrometre."""
    return "[" + ", ".join(f"({round(x, 4)}, {round(y, 4)})" for x, y in values) + "]"
