"""Whether what a folder holds may be executed.

Confirming a script or a testbench runs it. So nobody's code runs until somebody said that it may: the editor (its own
workspace trust), the user's settings file, or the user's answer to a question asked once a folder, remembered in the
data directory. Front ends, linters, compilers and synthesis execute nothing of the user's and need no trust.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from icwm.store import data_directory

logger = logging.getLogger(__name__)


class RememberedTrust:
    """Folders and the user's answer, in ``trust.json`` in the data directory; shared by all editors."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or data_directory() / "trust.json"

    def answers(self) -> dict[str, bool]:
        try:
            folders = json.loads(self.path.read_text("utf-8"))["folders"]
            return {str(folder): answer for folder, answer in folders.items() if isinstance(answer, bool)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("%s cannot be read (%s); no folder counts as trusted by it", self.path, error)
            return {}

    def remember(self, folder: str, trusted: bool) -> None:
        """Raises ``OSError`` when the file cannot be written."""
        answers = {**self.answers(), folder: trusted}
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix="trust-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"folders": answers}, file, indent=2)
        Path(temporary).replace(self.path)


class Trust:
    """What one session knows. ``word`` is the editor's own answer for all folders, ``None`` when it gave none."""

    def __init__(self, remembered: RememberedTrust, word: bool | None = None) -> None:
        self.remembered = remembered
        self.word = word
        self._answers = remembered.answers()
        self._asked: set[str] = set()

    def of(self, folder: str, always: Iterable[str] = ()) -> bool | None:
        """``None`` when nobody has said. ``always`` are the folders trusted in the user's settings file."""
        if self.word is not None:
            return self.word
        at = Path(folder)
        if any(at.is_relative_to(Path(each).expanduser()) for each in always):
            return True
        for each in (at, *at.parents):
            if (answer := self._answers.get(str(each))) is not None:
                return answer
        return None

    def answer(self, folder: str, trusted: bool, *, remember: bool) -> None:
        """Take the user's answer. Raises ``OSError`` when it cannot be remembered (it counts in this session anyway)."""
        if self.word is not None:
            self.word = trusted
        self._answers[folder] = trusted
        if remember:
            self.remembered.remember(folder, trusted)

    def may_ask(self, folder: str) -> bool:
        """True the first time only: nobody wants to be asked twice."""
        if folder in self._asked:
            return False
        self._asked.add(folder)
        return True
