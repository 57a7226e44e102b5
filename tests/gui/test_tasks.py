"""Slow work: off the window's thread, and back on it."""

import subprocess
import sys
import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gatekeeper.errors import StoreError
from gatekeeper.events import Bus, DoorRelocked
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background


class Heard(QObject):
    """What came back, and on which thread."""

    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.all: list[object] = []
        self.threads: set[threading.Thread] = set()

    def take(self, *values: object) -> None:
        self.all.append(values[0] if len(values) == 1 else values)
        self.threads.add(threading.current_thread())
        self.came.emit()


def dialog() -> QMessageBox | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()), None)


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    heard = Heard()
    with qtbot.waitSignal(heard.came):
        run_in_background(lambda job: threading.current_thread(), done=heard.take)
    assert heard.threads == {threading.main_thread()}
    assert heard.all[0] is not threading.main_thread()


def test_one_worker_does_one_thing_after_the_other(qtbot: QtBot) -> None:
    heard = Heard()
    jobs = [run_in_background(lambda job: threading.get_ident(), done=heard.take) for _ in range(5)]
    with qtbot.waitSignal(jobs[-1].ended):
        pass
    assert len(heard.all) == 5
    assert len(set(heard.all)) == 1


def test_an_error_with_a_remedy_goes_to_who_asked_or_to_the_dialog(qtbot: QtBot) -> None:
    def fail(job: Job) -> None:
        raise StoreError("The disk is full.", "Make room.")

    heard = Heard()
    with qtbot.waitSignal(heard.came):
        run_in_background(fail, done=heard.take, failed=heard.take)
    assert [str(e) for e in heard.all] == ["The disk is full. Make room."]
    with qtbot.waitSignal(run_in_background(fail, done=heard.take).ended):
        pass
    shown = dialog()
    assert shown is not None
    assert (shown.text(), shown.informativeText()) == ("The disk is full.", "Make room.")
    shown.close()


def test_a_bug_is_shown_as_one_with_its_trace(qtbot: QtBot) -> None:
    with qtbot.waitSignal(run_in_background(lambda job: 1 // 0, done=print).ended):
        pass
    shown = dialog()
    assert shown is not None
    assert "ZeroDivisionError" in shown.detailedText()
    shown.close()


def test_what_is_asked_for_twice_is_done_once_until_its_result_is_there(qtbot: QtBot) -> None:
    heard, go = Heard(), threading.Event()
    done: list[str] = []

    def begin(what: str) -> Job:
        def work(job: Job) -> None:
            go.wait(60)
            done.append(what)

        return run_in_background(work, done=lambda nothing: heard.came.emit(), once=("save", what))

    first = begin("Ada")
    assert begin("Ada") is first
    last = begin("Bob")
    go.set()
    with qtbot.waitSignal(last.ended):
        pass
    assert done == ["Ada", "Bob"]
    with qtbot.waitSignal(heard.came):
        begin("Ada")
    assert done == ["Ada", "Bob", "Ada"]


def test_a_result_for_another_subject_is_dropped(qtbot: QtBot) -> None:
    heard, chosen = Heard(), ["Ada"]
    for then in ("Ada", "Bob"):
        job = run_in_background(lambda job: "of Ada", done=heard.take, of=lambda: chosen[0])
        chosen[0] = then
        with qtbot.waitSignal(job.ended):
            pass
    assert heard.all == ["of Ada"]


def test_a_failure_is_shown_even_if_its_dialog_was_deleted_meanwhile(qtbot: QtBot) -> None:
    line, gate = QLineEdit(), threading.Event()

    def fail(job: Job) -> None:
        gate.wait(60)
        raise StoreError("The disk is full.", "Make room.")

    job = run_in_background(fail, done=print, failed=lambda error: line.setText(str(error)))
    delete(line)
    with qtbot.waitSignal(job.ended):
        gate.set()
    shown = dialog()
    assert shown is not None
    assert (shown.text(), shown.informativeText()) == ("The disk is full.", "Make room.")
    shown.close()


def test_a_page_that_was_thrown_away_meanwhile_takes_nothing(qtbot: QtBot) -> None:
    line, kept, gate = QLineEdit(), Heard(), threading.Event()

    def again(result: object) -> None:  # holds itself, the page, and what goes on
        kept.take(again, line.text())

    jobs = [
        run_in_background(lambda job: gate.wait(60), done=lambda result: line.clear()),
        run_in_background(lambda job: None, done=partial(QLineEdit.setText, line)),
        run_in_background(lambda job: "text", done=line.setText),
        run_in_background(lambda job: None, done=again, of=lambda: line.text()),
        run_in_background(
            lambda job: job.report(1, 2), done=kept.take, progress=lambda done, of: line.setText(f"{done}")
        ),
    ]
    ended = [job.ended for job in jobs]
    delete(line)  # as a dialog goes with its window
    with qtbot.waitSignals(ended):
        gate.set()
    assert kept.all == [None]  # of the work whose page was not asked
    assert dialog() is None


def test_progress_is_reported_and_cancelling_ends_the_work_without_a_result(qtbot: QtBot) -> None:
    heard, results = Heard(), Heard()
    going = threading.Event()

    def count(job: Job) -> int:
        job.report(1, 1000)
        assert going.wait(60)
        for i in range(1000):
            job.report(i, 1000)
        return 1000

    with qtbot.waitSignal(heard.came):
        job = run_in_background(count, done=results.take, progress=heard.take)
    job.cancel()
    with qtbot.waitSignal(job.ended):
        going.set()
    assert heard.all == [(1, 1000)]
    assert results.all == []
    assert dialog() is None


def test_work_that_looks_itself_whether_it_is_cancelled_may_hand_over_what_it_has(qtbot: QtBot) -> None:
    heard = Heard()
    begun = threading.Event()

    def import_some(job: Job) -> str:
        begun.set()
        while not job.cancelled:
            pass
        return "half"

    job = run_in_background(import_some, done=heard.take)
    assert begun.wait(60)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert heard.all == ["half"]


def test_the_bridge_tells_here_what_happened_elsewhere_until_it_is_closed(qtbot: QtBot) -> None:
    bus = Bus()
    bridge = Bridge(bus)
    heard = Heard()
    bridge.door_changed.connect(heard.take)
    with qtbot.waitSignals([bridge.happened, heard.came]):
        threading.Thread(target=lambda: bus.publish(DoorRelocked("front"))).start()
    assert heard.all == [DoorRelocked("front")]
    assert heard.threads == {threading.main_thread()}
    bridge.close()
    with pytest.raises(qtbot.TimeoutError), qtbot.waitSignal(bridge.happened, timeout=50):
        bus.publish(DoorRelocked("front"))


# Doors tell what they do while windows, and with them bridges, come and go.
TOLD_WHILE_IT_GOES = """
import sys, threading
from PySide6.QtCore import QCoreApplication
from gatekeeper.events import Bus, DoorRelocked
from gatekeeper.gui.core.bridge import Bridge

sys.setswitchinterval(1e-6)
application, bus, end = QCoreApplication([]), Bus(), threading.Event()

def tell():
    while not end.is_set():
        bus.publish(DoorRelocked("front"))

doors = [threading.Thread(target=tell) for _ in range(2)]
for door in doors:
    door.start()
for _ in range(5000):
    bridge = Bridge(bus)
    application.processEvents()
    bridge.close()
    del bridge
end.set()
for door in doors:
    door.join()
"""


@pytest.mark.slow
def test_a_bridge_goes_while_others_are_telling_it_something() -> None:
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", TOLD_WHILE_IT_GOES], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
