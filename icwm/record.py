"""A trajectory as one self-contained JSON object: the line of an export, and the way back."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Outcome
from backends.settings import ToolSettings
from icwm.trajectory import Feedback, FeedbackEvent, Trajectory, Turn, VerdictProvenance, code_digest

FORMAT = "hardsight-trajectory"
VERSION = 1

T = TypeVar("T")


def to_record(trajectory: Trajectory, feedback: tuple[FeedbackEvent, ...] = ()) -> dict[str, Any]:
    """Everything needed to repeat the repair elsewhere: all code and all neighbouring files are inline."""
    environment = trajectory.environment.to_json()
    for entry, file in zip(environment["files"], trajectory.environment.files, strict=True):
        entry["text"] = file.text
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": trajectory.identifier,
        "created": trajectory.created,
        "environment": environment,
        "turns": [
            {
                "code": turn.code,
                "sha256": code_digest(turn.code),
                "reasoning": turn.reasoning,
                "proposer": turn.proposer,
                "edits": [dict(e) for e in turn.edits],
                "outcomes": [o.to_json() for o in turn.outcomes],
                "seconds": turn.seconds,
            }
            for turn in trajectory.turns
        ],
        "verdict": trajectory.verdict,
        "provenance": str(trajectory.provenance),
        "checked": list(trajectory.checked),
        "not_checked": list(trajectory.not_checked),
        "metadata": dict(trajectory.metadata),
        "feedback": [
            {"id": e.identifier, "kind": str(e.kind), "at": e.at, "code": e.code, "detail": dict(e.detail)}
            for e in feedback
        ],
    }


def from_record(record: Mapping[str, Any]) -> tuple[Trajectory, tuple[FeedbackEvent, ...]]:
    """The inverse of ``to_record``. Raises ``ValueError`` on a record of another format or a newer version."""
    if record.get("format") != FORMAT or not 1 <= record.get("version", 0) <= VERSION:
        raise ValueError(f"not a {FORMAT} record of version {VERSION} or older")
    texts = {f["sha256"]: f["text"] for f in record["environment"]["files"]}
    trajectory = Trajectory(
        environment=environment_from_json(record["environment"], texts.__getitem__),
        turns=tuple(
            Turn(
                code=t["code"],
                outcomes=tuple(Outcome.from_json(o) for o in t["outcomes"]),
                reasoning=t["reasoning"],
                proposer=t["proposer"],
                edits=tuple(t["edits"]),
                seconds=t["seconds"],
            )
            for t in record["turns"]
        ),
        verdict=record["verdict"],
        provenance=VerdictProvenance(record["provenance"]),
        checked=tuple(record["checked"]),
        not_checked=tuple(record["not_checked"]),
        identifier=record["id"],
        created=record["created"],
        metadata=record["metadata"],
    )
    feedback = tuple(
        FeedbackEvent(Feedback(e["kind"]), e["at"], e["code"], e["detail"], e["id"]) for e in record["feedback"]
    )
    return trajectory, feedback


def environment_from_json(data: Mapping[str, Any], text_of: Callable[[str], str]) -> Environment:
    """The inverse of ``Environment.to_json``; ``text_of`` gives a file's text by its SHA-256."""
    return Environment(
        domain=Domain(data["domain"]),
        path=data["path"],
        root=data["root"],
        target=data["target"],
        files=tuple(SourceFile(f["path"], text_of(f["sha256"]), Role(f["role"])) for f in data["files"]),
        settings=_dataclass_from_json(ToolSettings, data["settings"]),
    )


def _dataclass_from_json(cls: type[T], data: Mapping[str, Any]) -> T:
    """Settings of an older or newer release: what is missing takes its default, what is unknown is left out."""
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        if field.name not in data:
            continue
        values[field.name] = _value_from_json(hints[field.name], data[field.name])
    return cls(**values)


def _value_from_json(hint: Any, value: Any) -> Any:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass_from_json(hint, value)
    if isinstance(hint, types.UnionType) and value is not None:
        return _value_from_json(next(a for a in hint.__args__ if a is not types.NoneType), value)
    if isinstance(value, list):
        return tuple(value)
    return value
