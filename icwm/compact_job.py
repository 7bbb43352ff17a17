"""Child process of the predicted tier: runs the compact model with ONNX Runtime. Standalone, never imports our packages.

    python compact_job.py FOLDER [THREADS]

Reads one JSON request a line from standard input and answers each with one line: ``{"id", "answer"}`` or ``{"id", "error"}``.
A request is ``{"id", "domain", "rows", "lines", "segments", "facts"}``, as ``icwm.encoding.Encoded`` has them.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np

IDLE_SECONDS = 600
WRONG_ROWS = 3
PADDING_SCORE = -1e4


class Trees:
    """Gradient-boosted trees as plain arrays: ``feature``, ``threshold``, ``left``, ``right``, ``value`` of every node."""

    def __init__(self, arrays: dict[str, Any], name: str) -> None:
        self.feature, self.threshold = arrays[name + "/feature"], arrays[name + "/threshold"]
        self.left, self.right = arrays[name + "/left"], arrays[name + "/right"]
        self.value, self.root = arrays[name + "/value"], arrays[name + "/root"].astype(np.int64)
        self.baseline = arrays[name + "/baseline"]
        self.depth = int(arrays[name + "/depth"])
        self.outputs = len(self.baseline)

    def scores(self, facts: Any) -> Any:
        """One raw score for each output; ``root`` is ordered by iteration, then output."""
        at = self.root
        for _ in range(self.depth):
            feature = self.feature[at]
            inner = feature >= 0
            low = facts[np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(low, self.left[at], self.right[at]), at)
        return self.value[at].reshape(-1, self.outputs).sum(0) + self.baseline


class Model:
    """The files of a weights folder: ``model.json``, ``model.onnx`` and, where trees were better, ``trees.npz``."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime  # type: ignore[import-untyped]

        self.facts = json.loads((folder / "model.json").read_text("utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.network: Any = None
        if (folder / "model.onnx").is_file():
            self.network = onnxruntime.InferenceSession(
                folder / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
        self.trees: dict[str, Trees] = {}
        if (folder / "trees.npz").is_file():
            arrays = dict(np.load(folder / "trees.npz"))
            self.trees = {name: Trees(arrays, name) for name in sorted({key.rpartition("/")[0] for key in arrays})}

    def predict(self, request: dict[str, Any]) -> dict[str, Any]:
        """For each tool of the domain its label with probabilities, line, message class and numbers."""
        facts = np.asarray(request["facts"], np.float32)
        network = self.scores(request) if self.network is not None else None
        found = {}
        for index, tool in enumerate(self.facts["tools"]):
            if tool["domain"] == request["domain"] and tool["name"] in self.facts["calibration"]:
                found[tool["name"]] = self._tool(index, tool["name"], network, facts, request)
        wrong = []
        if network is not None:
            chance = 1 / (1 + np.exp(-network["wrong"]))
            rows = [r for r in np.argsort(-chance) if request["segments"][r] == 1][:WRONG_ROWS]
            wrong = [[int(request["lines"][r]), float(chance[r])] for r in rows]
        return {"tools": found, "wrong": wrong}

    def scores(self, request: dict[str, Any]) -> dict[str, Any]:
        """The network's raw outputs for one request, by name, without the batch axis."""
        width = self.facts["row_tokens"]
        rows = request["rows"]
        count = sum(map(len, rows))
        places = np.full((1, len(rows), width), count, np.int64)
        at = 0
        for number, row in enumerate(rows):
            places[0, number, : len(row)] = np.arange(at, at + len(row))
            at += len(row)
        inputs = {
            "tokens": np.array([t for row in rows for t in row], np.int64),
            "places": places,
            "segments": np.asarray(request["segments"], np.int64)[None],
            "facts": np.asarray(request["facts"], np.float32)[None],
        }
        names = [output.name for output in self.network.get_outputs()]
        return {name: value[0] for name, value in zip(names, self.network.run(None, inputs), strict=True)}

    def _tool(self, index: int, name: str, network: Any, facts: Any, request: dict[str, Any]) -> dict[str, Any]:
        calibration = self.facts["calibration"][name]
        chances = self.chances(name, network["label"][index] if network is not None else None, facts)
        label = int(np.argmax(chances))
        knots = "knots_refused" if facts[self.facts["static_errors"]] > 0 else "knots"
        found = {
            "label": self.facts["labels"][label],
            "probability": float(calibrated(float(chances[label]), calibration[knots])),
            "chances": [round(float(c), 5) for c in chances],
            "numbers": self._numbers(name, network, facts),
        }
        if network is not None and label != 0:
            scores = network["line"][index]
            row = int(np.argmax(scores))
            found["line"] = int(request["lines"][row])
            found["line_probability"] = float(softmax(scores)[row])
            found["message"] = int(np.argmax(network["message"][index]))
        return found

    def chances(self, name: str, scores: Any, facts: Any) -> Any:
        """Probabilities of the labels by whichever source is better for this tool, before calibration."""
        calibration = self.facts["calibration"][name]
        if calibration["source"] == "network":
            return softmax(scores / calibration["temperature"])
        full = np.full(len(self.facts["labels"]), PADDING_SCORE, np.float64)
        raw = self.trees["label/" + name].scores(facts)
        if len(raw) == 1 and len(calibration["labels"]) == 2:
            raw = np.array([0.0, raw[0]])
        full[calibration["labels"]] = raw / calibration["temperature"]
        return softmax(full)

    def _numbers(self, tool: str, network: Any, facts: Any) -> dict[str, list[float]]:
        """Name to [low, middle, high]."""
        found = {}
        for index, number in enumerate(self.facts["numbers"]):
            if number["tool"] != tool or number.get("source") is None:
                continue
            anchor = np.log1p(max(float(facts[number["anchor"]]), 0.0)) if number["anchor"] >= 0 else 0.0
            if number["source"] != "network":
                by_trees = number["source"] == "trees"
                middle = float(self.trees["number/" + number["name"]].scores(facts)[0]) if by_trees else 0.0
                low, high = (middle + off for off in number["spread"])
            else:
                low, middle, high = (float(v) for v in network["number"][index])
            values = [float(np.expm1(np.clip(anchor + v, 0.0, 60.0))) for v in (low, middle, high)]
            found[number["name"]] = [float(round(v)) for v in values] if number["whole"] else values
        return found


def softmax(scores: Any) -> Any:
    """Over the last axis."""
    grown = np.exp(scores - np.max(scores, -1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


def calibrated(confidence: float, knots: list[list[float]]) -> float:
    """A confidence as the share of such predictions that were right; ``knots`` are (confidence, share), ascending."""
    return float(np.interp(confidence, [k[0] for k in knots], [k[1] for k in knots])) if knots else confidence


def main() -> None:
    model = Model(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        signal.alarm(IDLE_SECONDS)  # whose signal ends a process that nobody asks any more
        line = sys.stdin.readline()
        signal.alarm(0)
        if not line:
            return
        request = json.loads(line)
        try:
            answer = {"id": request["id"], "answer": model.predict(request)}
        except Exception as error:
            answer = {"id": request["id"], "error": type(error).__name__ + ": " + str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
