"""Operations of a chain forgotten, doubled, in the wrong order, on the wrong selection, on the wrong plane."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.cadquery.dimensions import calls
from training.mutations.python_source import Source, is_call, keyword, nodes, placed, without_argument

_SELECTING = (".faces", ".edges", ".vertices", ".wires")


def _without_call(source: Source, call: ast.Call) -> str:
    """The chain with one of its links removed."""
    assert isinstance(call.func, ast.Attribute)
    return source.cut((source.span(call.func.value)[1], source.span(call)[1], ""))


def _links(source: Source, *names: str) -> list[ast.Call]:
    return [c for c in calls(source, *names) if isinstance(c.func, ast.Attribute) and not _module(c.func.value)]


def _module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("cq", "cadquery", "math")


def wrong_selector(source: Source, rng: Random) -> Iterator[str]:
    """Another face or edge than meant."""
    for call in _links(source, *_SELECTING):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            old = call.args[0].value
            options = [
                s
                for s in (">Z", "<Z", ">X", "<Y", "|Z", "|X", "#Z", ">Y", "%CIRCLE", ">Z[1]", "%PLANE", "not <Z")
                if s != old
            ]
            yield source.put((call.args[0], f'"{rng.choice(options)}"'))


def opposite_selector(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, *_SELECTING):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            old = call.args[0].value
            new = old.translate(str.maketrans("<>", "><"))
            if new != old:
                yield source.put((call.args[0], f'"{new}"'))


def broken_selector(source: Source, rng: Random) -> Iterator[str]:
    """A selector outside of the grammar."""
    for call in _links(source, *_SELECTING):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            old = call.args[0].value
            options = (
                old.replace("Z", "z"),
                old[1:] or "Z",
                f"{old}{old[:1]}",
                f"={old}",
                old.replace("|", "||"),
                f"{old} &",
                "top",
                f"{old} and",
                "Z>",
            )
            yield source.put((call.args[0], f'"{rng.choice(options)}"'))


def faces_for_edges(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, *_SELECTING):
        if isinstance(call.func, ast.Attribute):
            start = source.span(call.func.value)[1]
            other = rng.choice([n for n in _SELECTING if n != f".{call.func.attr}"])
            middle = source.code[start : source.span(call.func)[1]]
            yield source.cut((start, start + len(middle), middle.replace(f".{call.func.attr}", other)))


def missing_selection(source: Source, rng: Random) -> Iterator[str]:
    """``fillet`` or ``workplane`` on everything, because the selection was forgotten."""
    for call in _links(source, *_SELECTING):
        yield _without_call(source, call)


def selection_without_argument(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, *_SELECTING):
        if call.args:
            yield without_argument(source, call, *call.args)


def missing_workplane(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".workplane"):
        yield _without_call(source, call)


def missing_origin(source: Source, rng: Random) -> Iterator[str]:
    """A workplane in the middle of the face instead of where it was to be."""
    for call in calls(source, ".workplane", "cq.Workplane", "cadquery.Workplane", "Workplane"):
        given = keyword(call, "origin")
        if given is not None:
            yield without_argument(source, call, given)


def missing_close(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".close"):
        yield _without_call(source, call)


def missing_extrude(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".extrude", ".revolve", ".loft", ".sweep"):
        yield _without_call(source, call)


def missing_profile(source: Source, rng: Random) -> Iterator[str]:
    """Extruded before anything was drawn."""
    for call in _links(source, ".rect", ".circle", ".polygon", ".slot2D", ".polyline", ".ellipse"):
        yield _without_call(source, call)


def missing_link(source: Source, rng: Random) -> Iterator[str]:
    """Any one step of a chain forgotten."""
    for call in _links(source):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            yield _without_call(source, call)


def doubled_link(source: Source, rng: Random) -> Iterator[str]:
    """One step done twice."""
    for call in _links(
        source, ".extrude", ".fillet", ".hole", ".faces", ".workplane", ".close", ".shell", ".lineTo", ".chamfer"
    ):
        if isinstance(call.func, ast.Attribute):
            start, end = source.span(call.func.value)[1], source.span(call)[1]
            yield source.cut((end, end, source.code[start:end]))


def swapped_links(source: Source, rng: Random) -> Iterator[str]:
    """Two neighbouring steps in the wrong order."""
    for call in _links(source):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            inner = call.func.value
            if isinstance(inner.func, ast.Attribute) and not _module(inner.func.value):
                a, b, c = source.span(inner.func.value)[1], source.span(inner)[1], source.span(call)[1]
                yield source.cut((a, c, source.code[b:c] + source.code[a:b]))


def wrong_plane(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, "cq.Workplane", "cadquery.Workplane", "Workplane"):
        if call.args and isinstance(call.args[0], ast.Constant):
            old = call.args[0].value
            options = [p for p in ("XY", "XZ", "YZ", "ZX", "YX", "front", "left") if p != old]
            yield source.put((call.args[0], f'"{rng.choice(options)}"'))
        elif not call.args and not call.keywords:
            yield source.put((call, f'{source.text(call.func)}("{rng.choice(("XZ", "YZ"))}")'))


def unknown_plane(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, "cq.Workplane", "cadquery.Workplane", "Workplane"):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield source.put((call.args[0], rng.choice(('"xy"', '"XX"', '"top view"', '"Z"', '"XYZ"', "XY"))))


def cut_for_union(source: Source, rng: Random) -> Iterator[str]:
    other = {"cut": ("union", "intersect"), "union": ("cut", "intersect", "add"), "intersect": ("cut", "union")}
    for call in _links(source, ".cut", ".union", ".intersect"):
        if isinstance(call.func, ast.Attribute):
            start, end = source.span(call.func.value)[1], source.span(call.func)[1]
            old = call.func.attr
            new = rng.choice(other[old])
            yield source.cut((start, end, source.code[start:end].replace(old, new)))


def swapped_boolean(source: Source, rng: Random) -> Iterator[str]:
    """``tool.cut(part)``."""
    for call in _links(source, ".cut", ".intersect", ".union"):
        if call.args and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            yield source.put((call.func.value, source.text(call.args[0])), (call.args[0], source.text(call.func.value)))


def disjoint_tool(source: Source, rng: Random) -> Iterator[str]:
    """The second body moved away: a cut of nothing, a union of two solids."""
    for call in _links(source, ".cut", ".union", ".intersect"):
        if call.args:
            away = rng.choice(("(500, 0, 0)", "(0, 0, 300)", "(0, -400, 0)", "(0, 0, -250)"))
            yield source.put((call.args[0], f"{source.text(call.args[0])}.translate({away})"))


def lost_result(source: Source, rng: Random) -> Iterator[str]:
    """The changed part is thrown away: ``part.cut(tool)`` without its assignment."""
    for node in nodes([source.tree], ast.Assign):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name) and isinstance(node.value, ast.Call):
            sign = source.code.index("=", source.span(target)[1]) + 1
            if source.text(node.value).startswith(f"{target.id}."):
                yield source.cut((source.span(node)[0], sign + (source.code[sign] == " "), ""))


def overwritten_part(source: Source, rng: Random) -> Iterator[str]:
    """The tool's name in the place of the part's."""
    found = [
        n
        for n in nodes([source.tree], ast.Assign)
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and isinstance(n.value, ast.Call)
    ]
    names = sorted({n.targets[0].id for n in found if isinstance(n.targets[0], ast.Name)})
    for node in found:
        target = node.targets[0]
        others = [n for n in names if isinstance(target, ast.Name) and n != target.id]
        if others:
            yield source.put((target, rng.choice(others)))


def missing_result(source: Source, rng: Random) -> Iterator[str]:
    for node in source.tree.body:
        shown = isinstance(node, ast.Expr) and is_call(node.value, "show_object")
        named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("result", "r")
        if shown or named:
            yield source.without_statement(node)
            if isinstance(node, ast.Assign):
                yield source.put((node.targets[0], f"_{rng.choice(('res', 'tmp', 'out'))}"))


def result_is_selection(source: Source, rng: Random) -> Iterator[str]:
    """The result ends in a selection or workplane instead of a solid."""
    for node in nodes([source.tree], ast.Assign):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "result":
            tail = rng.choice(('.faces(">Z")', ".edges()", ".workplane()", ".val()", ".vals()", ".objects", ".wires()"))
            yield source.put((node.value, source.text(node.value) + tail))


def wrong_mirror(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".mirror", ".mirrorX", ".mirrorY"):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield source.put(
                (call.args[0], f'"{rng.choice([p for p in ("XY", "YZ", "XZ") if p != call.args[0].value])}"')
            )
        else:
            yield _without_call(source, call)


def wrong_axis(source: Source, rng: Random) -> Iterator[str]:
    """Turned about another axis; the profile may then cross it."""
    for call in _links(source, ".revolve", ".rotate", ".rotateAboutCenter"):
        for argument in [*call.args, *[k.value for k in call.keywords]]:
            if isinstance(argument, ast.Tuple):
                options = ("(1, 0, 0)", "(0, 0, 1)", "(0, 1, 0)", "(10, 0, 0)", "(0, 0, 0)", "(1, 0)")
                yield source.put((argument, rng.choice([x for x in options if x != source.text(argument)])))


def degenerate_polyline(source: Source, rng: Random) -> Iterator[str]:
    """Points doubled, missing, or in an order that crosses itself."""
    for node in nodes([source.tree], ast.List):
        points = [e for e in node.elts if isinstance(e, ast.Tuple)] if isinstance(node, ast.List) else []
        if len(points) < 3 or len(points) != len(getattr(node, "elts", [])):
            continue
        for a, b in pairwise(points):
            yield source.put((a, source.text(b)), (b, source.text(a)))
            yield source.put((a, source.text(b)))
        keep = [source.text(p) for p in points[:2]]
        yield source.put((node, "[" + ", ".join(keep) + "]"))
    for first, second in pairwise(_links(source, ".lineTo")):
        here = source.span(first.func)[1], source.span(first)[1]
        there = source.span(second.func)[1], source.span(second)[1]
        yield source.cut((*here, source.code[slice(*there)]), (*there, source.code[slice(*here)]))


def single_section_loft(source: Source, rng: Random) -> Iterator[str]:
    """A loft or sweep of one section, or of sections in one plane."""
    for call in _links(source, ".loft"):
        chain = [
            c
            for c in nodes([call], ast.Call)
            if is_call(c, ".rect", ".circle", ".polygon", ".ellipse", ".workplane") and isinstance(c, ast.Call)
        ]
        for link in chain:
            yield _without_call(source, link)


def wrong_sweep_path(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".sweep"):
        if call.args:
            options = (
                'cq.Workplane("XY").lineTo(50, 0)',
                f"{source.text(call.args[0])}.val()",
                f"{source.text(call.args[0])}.close()",
                "None",
                "50",
            )
            yield source.put((call.args[0], rng.choice(options)))


def missing_construction(source: Source, rng: Random) -> Iterator[str]:
    """A construction rectangle that becomes a profile."""
    for call in _links(source, ".rect", ".polygon", ".circle"):
        given = keyword(call, "forConstruction")
        if given is not None:
            yield without_argument(source, call, given)


def missing_vertices(source: Source, rng: Random) -> Iterator[str]:
    for call in _links(source, ".vertices", ".pushPoints", ".rarray", ".polarArray", ".eachpoint"):
        yield _without_call(source, call)


def uncombined(source: Source, rng: Random) -> Iterator[str]:
    """``combine=False``: the body before is lost from the result."""
    for call in _links(source, ".extrude", ".revolve", ".sweep", ".loft", ".box", ".sphere"):
        yield source.put(
            (
                call,
                source.text(call)[:-1].rstrip().rstrip(",")
                + (", " if call.args or call.keywords else "")
                + "combine=False)",
            )
        )


def early_return(source: Source, rng: Random) -> Iterator[str]:
    """The part is handed over before it is finished: the last steps are left out."""
    for block in source.blocks():
        if len(block) > 3:
            last = [s for s in block if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call)][-1:]
            for statement in last:
                yield source.without_statement(statement)


MUTATIONS = placed(
    Domain.CADQUERY, Kind.SEMANTIC,
    wrong_selector, opposite_selector, faces_for_edges, missing_selection, selection_without_argument, missing_workplane,
    missing_origin, missing_close, missing_extrude, missing_profile, missing_link, doubled_link, swapped_links, wrong_plane,
    cut_for_union, swapped_boolean, disjoint_tool, lost_result, overwritten_part, missing_result, result_is_selection,
    wrong_mirror, wrong_axis, degenerate_polyline, single_section_loft, wrong_sweep_path, missing_construction,
    missing_vertices, uncombined, early_return,
) + placed(Domain.CADQUERY, Kind.SYNTAX, broken_selector, unknown_plane)  # fmt: skip
