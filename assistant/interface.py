"""What others rely on in a file: a repair must leave it as it was.

For Verilog: modules with their ports and parameters. For Python: functions with their parameters (a kernel's signature is
one) and, in a CadQuery script, the names of its results. Broken code may hide part of its interface; that part is told as
not checked instead of guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from backends.environment import Domain, Environment


@dataclass(frozen=True, slots=True)
class Member:
    """A port, parameter or argument. ``form`` is its direction and width, value or kind; ``None`` when it cannot be told."""

    name: str
    form: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A module, function or set of results. ``whole`` is False when members may be missing because it does not parse.

    ``open`` allows members to be added. ``mentioned`` are the identifiers of its header as written, also those that the
    front end could not make a member of.
    """

    members: tuple[Member, ...]
    whole: bool = True
    ordered: bool = True
    open: bool = False
    mentioned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interface:
    """``readable`` is False when units may be missing because the text around them does not parse."""

    units: Mapping[str, Unit]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class InterfaceChange:
    """``broken`` rejects a repair; ``doubtful`` needs a testbench to decide; ``not_checked`` is told to the user."""

    broken: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()


@dataclass(slots=True)
class _Findings:
    broken: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def interface_of(code: str, environment: Environment) -> Interface:
    """The interface of the checked file as far as it can be read."""
    if environment.domain is Domain.VERILOG:
        from assistant.verilog_interface import verilog_interface

        return verilog_interface(code, environment)
    from assistant.python_interface import python_interface

    return python_interface(code, environment.domain)


def compare(before: Interface, after: Interface, blamed: Collection[str], wanted: Collection[str]) -> InterfaceChange:
    """What changed for others.

    ``blamed`` are the names that errors of the original are about: for a member among them the declaration itself may be
    what is wrong, so a change of it is doubtful, not forbidden. ``wanted`` are names by which neighbours (a testbench)
    already use the unit: a member that they connect and the original lacks may be added, and so may one that the original
    uses without declaring it.
    """
    found = _Findings()
    for name, unit in before.units.items():
        if name not in after.units:
            found.broken.append(f"`{name}` is gone")
        else:
            _compare_unit(name, unit, after.units[name], blamed, wanted, found)
    for name in after.units.keys() - before.units.keys():
        if before.readable:
            found.broken.append(f"`{name}` is new")
        else:
            found.not_checked.append(f"interface of {name} (its declaration did not parse before)")
    return InterfaceChange(tuple(found.broken), tuple(found.doubtful), tuple(found.not_checked))


def _compare_unit(
    name: str, before: Unit, after: Unit, blamed: Collection[str], wanted: Collection[str], found: _Findings
) -> None:
    forms = {m.name: m.form for m in after.members}
    known = {m.name for m in before.members}
    for member in before.members:
        what = f"`{member.name}` of `{name}`"
        if member.name not in forms:
            (found.doubtful if not before.whole and member.form is None else found.broken).append(f"{what} is gone")
        elif member.form is None:
            found.not_checked.append(f"direction and width of {member.name} (not declared before)")
        elif forms[member.name] != member.form:
            message = f"{what} was {member.form}, is {forms[member.name]}"
            (found.doubtful if member.name in blamed else found.broken).append(message)
    for member in after.members:
        if member.name in known or before.open:
            continue
        if not before.whole and member.name in before.mentioned:
            continue
        # A parameter with a default value leaves everyone who uses the module as they are.
        expected = member.name in wanted or member.name in blamed or (member.form or "").startswith("parameter")
        (found.doubtful if expected else found.broken).append(f"`{member.name}` of `{name}` is new")
    if not before.whole:
        found.not_checked.append(f"interface of {name} as a whole (its header did not parse before)")
    elif before.ordered:
        order = [m.name for m in after.members if m.name in known]
        if order != [m.name for m in before.members if m.name in forms]:
            found.broken.append(f"the order of the ports or arguments of `{name}` changed")
