"""A run of the workshop as a process of its own: the program never imports the workshop, and a crash there affects no door.

Progress is read from the run's own files. So a run that was started on a terminal, or before the window was closed, is shown as
well and continues with the same command.
"""

import json
import os
import signal
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

_WORKSHOP = "trainer.cli"
_RECIPES = {
    "smoke",
    "model1-arcface",
    "model2-triplet",
    "model3-seresnext",
}  # of `trainer train`; others have other loops
_MANY_PEOPLE = 100
_MOST_POINTS = 2000
_FOREIGN = (ValueError, KeyError, TypeError, OverflowError)  # errors from a file that no run wrote


@dataclass(frozen=True, slots=True)
class Curves:
    """losses: (epochs done, loss) of each step; ious: (epoch, overlap of the pairs' histograms), lower is better."""

    losses: tuple[tuple[float, float], ...] = ()
    ious: tuple[tuple[int, float], ...] = ()


def recipes() -> list[str]:
    """The names of the recipes that come with the workshop; empty where it is not installed."""
    found = find_spec("trainer")
    places = found.submodule_search_locations if found is not None and found.submodule_search_locations else []
    return sorted({path.stem for place in places for path in Path(place).glob("configs/*.toml")} & _RECIPES)


class CurveReader:
    """Reads what a run has written so far, continuing from the last read: a long run has many steps. One reader at a time."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self._ious: tuple[tuple[int, float], ...] = ()
        self._steps: list[tuple[int, int, float]] = []
        self._begin_anew()

    def read(self) -> Curves:
        """Losses, thinned to what a plot can show, and overlaps. A line that is still being written is left for the next read;
        a line that no run of the workshop wrote is skipped."""
        try:
            with (self.run / "steps.jsonl").open("rb") as file:
                if file.seek(0, os.SEEK_END) < self._at:  # another run took its place
                    self._begin_anew()
                file.seek(self._at)
                text = file.read()
        except OSError:  # the run has not begun
            self._begin_anew()
            text = b""
        whole = text[: text.rfind(b"\n") + 1]
        self._at += len(whole)
        for line in whole.splitlines():
            self._take(line)
        try:
            epochs = json.loads((self.run / "epochs.json").read_text(encoding="utf-8"))
            self._ious = tuple((int(epoch["epoch"]), float(epoch["iou"])) for epoch in epochs)
        except (OSError, *_FOREIGN):
            pass  # no epoch is done yet
        # Steps of an unfinished epoch are placed as if it were as long as the longest one.
        return Curves(tuple((epoch + step / self._longest, loss) for epoch, step, loss in self._steps), self._ious)

    def _begin_anew(self) -> None:
        self._at = self._seen = 0
        self._every = self._longest = 1
        self._steps, self._ious = [], ()

    def _take(self, line: bytes) -> None:
        try:
            row = json.loads(line)
            step = int(row["epoch"]), int(row["step"]), float(row["loss"])
        except _FOREIGN:
            return
        self._longest = max(self._longest, step[1])
        if self._seen % self._every == 0:
            self._steps.append(step)
        self._seen += 1
        if len(self._steps) > _MOST_POINTS:
            self._steps = self._steps[::2]
            self._every *= 2


class TrainingRun(QObject):
    """Runs commands of the workshop, one after the other.

    said: a line that a command printed; ended: whether all of them succeeded. A run that is stopped has saved its progress.
    """

    said = Signal(str)
    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._left: list[list[str]] = []
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether a command runs."""
        return self._process is not None

    def train(self, faces: Path, recipe: str, run: Path, settings: list[str]) -> None:
        """Train on a folder of faces. Prepared and split faces are used as they are; pictures NAME/*.jpg are prepared first.

        settings: "table.key=value", where they differ from the recipe. Continues the run if `run` holds one.
        """
        prepared = faces if (faces / "manifest.json").is_file() else run / "faces"
        commands = []
        if not (prepared / "manifest.json").is_file():
            commands.append(["prepare", str(faces), "--people", "--masks", "1", "--out", str(prepared)])
        if not (prepared / "training.csv").is_file():
            # Count only as far as it matters: a folder of many people takes long to walk.
            with os.scandir(faces) as places:
                people = sum(1 for _ in islice((place for place in places if place.is_dir()), _MANY_PEOPLE))
            # With few people, a tenth of them is too few to choose a threshold on.
            share = "0.1" if people >= _MANY_PEOPLE else "0.25"
            commands.append(["split", str(prepared), "--pairs", "300", "--evaluation", share, "--test", share])
        changed = [part for setting in settings for part in ("--set", setting)]
        commands.append(["train", str(prepared), "--recipe", recipe, "--out", str(run), *changed])
        self._begin(commands)

    def release(self, faces: Path, run: Path, model: Path) -> None:
        """Make a model folder from a run's best network."""
        prepared = faces if (faces / "manifest.json").is_file() else run / "faces"
        self._begin([["release", str(run), str(prepared), "--out", str(model)]])

    def stop(self) -> None:
        """Ask the command to stop, as Ctrl-C does: it saves after the current step. Windows can only kill it, and the work
        since its last save is done again."""
        self._left.clear()
        self._stopping = True
        if self._process is not None and self._process.processId():
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.kill(self._process.processId(), signal.SIGINT)

    def close(self, milliseconds: int = 15_000) -> None:
        """Stop, wait until the command has saved, and kill it if it does not end."""
        process = self._process
        self.stop()
        if process is not None and not process.waitForFinished(milliseconds):
            process.kill()
            process.waitForFinished(milliseconds)

    def _begin(self, commands: list[list[str]]) -> None:
        assert not self.running
        self._left, self._stopping = commands, False
        self._next()

    def _next(self) -> None:
        command = self._left.pop(0)
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("NO_COLOR", "1")
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        self.said.emit(f"trainer {' '.join(command)}")
        process.start(sys.executable, ["-m", _WORKSHOP, *command])

    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            self._say(bytes(process.readLine().data()))

    def _say(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").rstrip()
        if text:
            self.said.emit(text)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self.said.emit(self._process.errorString())
            self._end(False)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._read()
        self._say(bytes(self._process.readAllStandardOutput().data()))
        good = code == 0 and status is QProcess.ExitStatus.NormalExit and not self._stopping
        if good and self._left:
            self._process.deleteLater()
            self._next()
        else:
            self._end(good)

    def _end(self, good: bool) -> None:
        process, self._process = self._process, None
        self._left.clear()
        if process is not None:
            process.deleteLater()
        self.ended.emit(good)
