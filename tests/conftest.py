"""Shared fixtures: the real networks, opened once, and real homes on disk with people in them."""

import csv
import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from argon2 import PasswordHasher
from at_the_door import ADA, BOB, NOW
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session
from tools import in_ci

from gatekeeper import passwords
from gatekeeper.app import App, open_app
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.demo import demo_settings
from gatekeeper.domain import Image
from gatekeeper.models.activation import LoadedModel
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.screen import has_screen, why_no_qt
from gatekeeper.store import accounts, pins
from gatekeeper.store.database import Database
from gatekeeper.timezones import tell_times_in
from gatekeeper.vision import detect, runtime
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.runtime import onnx_session
from trainer.data.faceset import FaceSet
from trainer.data.prepare import prepare
from trainer.data.split import split, write

DEMO = assets() / "demo"
# Threads that wait for each other use up cores that others need: torch, not loaded yet, has one, and so have the programs that
# the tests start.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def _choose_platform() -> str:
    """Let the window's tests have the screen there is, or none, and say what keeps Qt from starting at all."""
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    why = why_no_qt()
    if why and "QT_QPA_PLATFORM" not in os.environ:  # a screen that does not answer
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        why = why_no_qt()
    return why


class _NoWindow:
    """Skips whatever test, or file of tests, imports Qt."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in ("PySide6", "pyqtgraph", "pytestqt"):
            pytest.skip(NO_WINDOW, allow_module_level=True)


NO_WINDOW = _choose_platform()  # why the tests of the window are skipped; empty where they are not
if NO_WINDOW:
    sys.meta_path.insert(0, _NoWindow())
    pytest_plugins = []
else:
    pytest_plugins = ["pytestqt.plugin"]


def _hand_on_no_ignored_signals() -> None:
    """Who runs the tests in the background of a script, or under nohup, has some signals ignored, and the programs that the
    tests start would inherit that. What is handled is not inherited; these handlers do nothing, so the run goes on as well."""
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda number, frame: None)


_hand_on_no_ignored_signals()


_LEFT_OUT = pytest.StashKey[int]()
# A folder: of several runs that are made at once, each takes the next file that none has taken yet, and leaves its name there.
# Not for the tests that some tests start.
_TAKEN = os.environ.pop("GATEKEEPER_TAKEN", "")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The slow tests can be asked for; the settings of the plugin that is not loaded are no unknown ones."""
    parser.addoption("--all", action="store_true", help="run the slow tests too, as CI=true does")
    for option in ("qt_api", "qt_default_raising") if NO_WINDOW else ():
        parser.addini(option, "of pytest-qt")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the slow tests, unless all are asked for or their very file is."""
    if in_ci() or config.getoption("--all"):
        return
    named = {Path(config.invocation_params.dir, word.partition("::")[0]).resolve() for word in config.args}
    left_out = [item for item in items if item.get_closest_marker("slow") and item.path.resolve() not in named]
    config.stash[_LEFT_OUT] = len(left_out)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        kept = set(items) - set(left_out)
        items[:] = [item for item in items if item in kept]


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Beside other runs, as pytest's own loop but for what they have taken."""
    if not _TAKEN or session.config.option.collectonly or session.testsfailed:
        return None
    remaining = _taken_here(session.items)
    item = next(remaining, None)
    while item is not None:
        following = next(remaining, None)  # asked for now: what is torn down after this test depends on the next
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True


def _taken_here(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    mine: dict[Path, bool] = {}
    for item in items:
        if item.path not in mine:
            try:
                (Path(_TAKEN) / str(item.path.relative_to(item.config.rootpath)).replace(os.sep, "+")).touch(
                    exist_ok=False
                )
                mine[item.path] = True
            except FileExistsError:
                mine[item.path] = False
        if mine[item.path]:
            yield item


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nobody looks, a window that was never tested is a failure; elsewhere it is none."""
    if NO_WINDOW and in_ci():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    elif NO_WINDOW and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for all that was skipped, and one for what was left out."""
    if NO_WINDOW:
        terminalreporter.write_line(f"The tests of the window were skipped: {NO_WINDOW}.")
    if left_out := terminalreporter.config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} slow tests were left out; `uv run pytest --all` or CI=true runs them too."
        )


def photo(name: str, kind: str = "bare", number: int = 0, folder: str = "people") -> Image:
    """A picture of one of the fictional people."""
    return load_photo(photo_files(DEMO / folder / name / kind)[number])


def half_behind(behind: str, front: str, aside: int = 88) -> Image:
    """Two of the fictional visitors, one half behind the other: by 88 px both are still found, and their boxes share a half; by
    150 px they share nothing."""
    one, other = photo(behind, "bare", 0, "visits"), photo(front, "bare", 0, "visits")
    both = np.concatenate([one, np.full_like(one[:, :180], 128)], 1)
    both[:, 140 + aside :] = np.pad(other, ((0, 0), (aside, 180), (0, 0)), "edge")[:, 140 + aside : both.shape[1]]
    return both


def another_model(folder: Path, model_id: str = "mine", **changed: Any) -> Path:
    """The bundled model under another name, as the workshop leaves one. changed: what its card says otherwise."""
    shutil.copytree(assets() / "models/masked-face", folder / model_id)
    card = json.loads((folder / model_id / "card.json").read_text())
    (folder / model_id / "card.json").write_text(json.dumps({**card, "id": model_id, "title": "Ours", **changed}))
    return folder / model_id


_EVENTS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
INSERT INTO events (at, door, camera, outcome, reason, message, model_id, track_id, latency_ms, snapshot)
SELECT 1700000000000000 + i, 'door', 'camera', 'unknown', 'not_known', '', 'model', i, 100, x'' FROM n
"""


def back_to_0034(session: Session) -> None:
    """Take out what the versions since then brought; the newest first."""
    gone = (
        "watched_vectors",
        "watched",
        "person_doors",
        "consents",
        "consent_texts",
        "dead_letters",
        "alarms",
        "door_holds",
        "interlocks",
        "presence",
        "guests",
        "tokens",
        "holiday_hours",
        "holidays",
    )
    for name in gone:
        session.execute(text(f"DROP TABLE {name}"))
    session.execute(text("DROP INDEX ix_events_passages"))
    doors = ("doors.passback", "doors.passback_hours", "doors.passback_reset", "doors.two_people_seconds")
    for column in ("people.department", "people.note", "events.direction", *doors, "schedules.heeds_holidays"):
        session.execute(text("ALTER TABLE {} DROP COLUMN {}".format(*column.split("."))))
    for change in ("DROP wrong_at", "ADD wrong INTEGER DEFAULT 0 NOT NULL", "ADD year_at BIGINT"):
        session.execute(text(f"ALTER TABLE pins {change}"))


def two_views(session: Session) -> None:
    """Templates as older versions made them: a bare photo gave one of the whole face and one of its upper half."""
    session.execute(text("DROP TABLE templates"))
    session.execute(
        text(
            "CREATE TABLE templates (id INTEGER PRIMARY KEY, photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE, "
            "view VARCHAR(32) NOT NULL, model_id VARCHAR(200) NOT NULL, vector BLOB NOT NULL, dim INTEGER NOT NULL, "
            "CONSTRAINT ck_templates_dim CHECK (length(vector) = 4 * dim), UNIQUE (photo_id, view, model_id))"
        )
    )
    session.execute(text("CREATE INDEX ix_templates_model_id ON templates (model_id)"))
    # What came after that version.
    session.execute(text("DROP TABLE chain"))
    session.execute(text("DROP TRIGGER consent_changed"))
    back_to_0034(session)
    for column in ("wrong", "year_at", "duress"):
        session.execute(text(f"ALTER TABLE pins DROP COLUMN {column}"))
    session.execute(text("DELETE FROM settings WHERE key LIKE 'log\\_%' ESCAPE '\\'"))
    for view, masks in (("whole", "('bare')"), ("covered", "('bare', 'masked', 'wrong')")):
        session.execute(
            text(
                "INSERT INTO templates (photo_id, view, model_id, vector, dim) "
                f"SELECT id, '{view}', 'masked-dlib', zeroblob(512), 128 FROM photos WHERE mask IN {masks}"
            )
        )


def make_older(database: Database, events: int) -> None:
    """Make of a database one that the version before the last migration wrote, with so many events in its log."""
    with database.transaction() as session:
        for name in ("template_added", "template_changed", "template_removed", "photo_changed", "photo_removed"):
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text("DROP TABLE template_changes"))
        two_views(session)
        for name in ("events_at_and_all", "events_person_name_at", "events_mask_at", "events_latency_ms_at"):
            session.execute(text(f"DROP INDEX ix_{name}"))
        session.execute(text("DROP INDEX ix_photos_event_id"))
        session.execute(text("CREATE INDEX ix_events_at ON events (at)"))
        for name in ("ix_events_outcome_at_id_door_reason", "ix_events_door_at_id_outcome_reason"):
            session.execute(text(f"DROP INDEX {name}"))
        session.execute(text("CREATE INDEX ix_events_outcome_at ON events (outcome, at)"))
        session.execute(text("CREATE INDEX ix_events_door_at ON events (door, at)"))
        session.execute(text("UPDATE alembic_version SET version_num = '0005'"))
        session.execute(text(_EVENTS), {"count": events})


@pytest.fixture(scope="session", autouse=True)
def own_hasher() -> Iterator[PasswordHasher]:
    """Passwords and PINs are hashed with little work. The program's own hasher, for the tests of the hashes."""
    own, quick = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        for module in (accounts, pins):
            patch.setattr(module, "NO_HASH", quick.hash(secrets.token_bytes()))
        yield own


@pytest.fixture(autouse=True)
def _machine_time() -> Iterator[None]:
    """No test tells times by the clock of another one's site."""
    yield
    tell_times_in(None)


class _Remembering:
    """A network that is not asked again what it has answered, whoever opened it: most tests show the same few pictures."""

    # By the network, how it was opened, and what it was asked.
    _known: ClassVar[dict[bytes, list[NDArray[np.float32]]]] = {}
    _bytes: ClassVar[int] = 0
    _turn: ClassVar = threading.Lock()

    def __init__(self, path: Path, threads: int, *, content: bytes | None = None, **how: Any) -> None:
        self._session = onnx_session(path, threads, content=content, **how)
        self._opened = hashlib.blake2b(content or path.read_bytes(), person=str(how.get("half")).encode()).digest()

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """See `runtime.Session`."""
        asked = hashlib.blake2b(self._opened)
        for name, values in inputs.items():
            asked.update(f"{name} {values.shape}".encode())
            asked.update(values.tobytes())
        key = asked.digest()
        found = self._known.get(key)
        if found is None:
            found = self._session.run(outputs, inputs)
            with self._turn:
                self._known[key] = found
                _Remembering._bytes += sum(values.nbytes for values in found)
                while self._bytes > 1 << 28:
                    oldest = self._known.pop(next(iter(self._known)))
                    _Remembering._bytes -= sum(values.nbytes for values in oldest)
        return [values.copy() for values in found]


@contextmanager
def remembering_networks() -> Iterator[None]:
    """Networks that are opened meanwhile do not compute again what they have computed before."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (runtime, detect):
            patch.setattr(module, "onnx_session", _Remembering)
        yield


@pytest.fixture(scope="session")
def reader() -> FacePipeline:
    with remembering_networks():
        return FacePipeline.open(assets() / "models", ModelCard.read(assets() / "models/masked-face"), 60)


def _opened(home: Path, reader: FacePipeline) -> App:
    # The fictional people are still pictures: a liveness check is there to refuse them.
    app = open_app(home, demo_settings(), prefer_keyring=False)
    app.models.loaded = LoadedModel(app.models.active, reader)  # open already
    return app


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was opened once, to be copied: to build its tables takes long."""
    home = tmp_path_factory.mktemp("new") / "home"
    open_app(home, demo_settings(), prefer_keyring=False).close()
    return home


@pytest.fixture
def copied_home(tmp_path: Path, new_home: Path) -> Path:
    """A home of the test's own in which nothing has happened."""
    return shutil.copytree(new_home, tmp_path / "home")


@pytest.fixture(scope="session")
def residents_home(tmp_path_factory: pytest.TempPathFactory, new_home: Path, reader: FacePipeline) -> Path:
    """A home that knows two people, each by three photos of either kind, to be copied."""
    home = shutil.copytree(new_home, tmp_path_factory.mktemp("residents") / "home")
    app = _opened(home, reader)
    for name in (ADA, BOB):
        session = app.enrolment()
        for kind in ("bare", "masked"):
            for number in range(3):
                session.offer(photo(name, kind, number))
        session.commit(name, app.people, app.models.gallery, now=NOW, allow_duplicate=True)
    app.close()
    return home


@pytest.fixture
def open_home(tmp_path: Path, new_home: Path, reader: FacePipeline) -> Iterator[Callable[[], App]]:
    """Opens the home of the test; what was opened before is closed first, as a restart would."""
    opened: list[App] = []

    def open_() -> App:
        for before in opened:
            before.close()
        if not (tmp_path / "home").exists():
            shutil.copytree(new_home, tmp_path / "home")
        app = _opened(tmp_path / "home", reader)
        opened[:] = [app]
        return app

    yield open_
    for app in opened:
        app.close()


@pytest.fixture
def two_residents(open_home: Callable[[], App], residents_home: Path, tmp_path: Path) -> App:
    """A home of its own that knows two people."""
    shutil.copytree(residents_home, tmp_path / "home")
    return open_home()


@pytest.fixture
def app(two_residents: App) -> App:
    """The home of a test that makes none of its own."""
    return two_residents


@pytest.fixture(scope="session")
def listed_pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 people as KIND/PERSON/picture and a list of pairs, as the published sets are laid out."""
    folder = tmp_path_factory.mktemp("pairs")
    people = sorted((DEMO / "visits").glob("resident-*"))[:12]
    for person in people:
        for kind in ("bare", "masked"):
            shutil.copytree(person / kind, folder / kind / person.name)
    first = {p.name: [f.relative_to(folder).as_posix() for f in photo_files(folder / "bare" / p.name)] for p in people}
    masked = {p.name: photo_files(folder / "masked" / p.name)[0].relative_to(folder).as_posix() for p in people}
    names = list(first)
    rows = [(first[n][0], first[n][1], 1) for n in names] + [(masked[n], first[n][0], 1) for n in names]
    rows += [(first[n][0], masked[names[i - 1]], 0) for i, n in enumerate(names)]
    rows += [(first[n][0], first[names[i - 1]][1], 0) for i, n in enumerate(names)]
    with (folder / "pairs_all.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("path", "pair_path", "same"), *rows])
    return folder


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    """12 people with 3 pictures each, pairs of which are made with one mask: split and paired as the commands do it."""
    place = tmp_path_factory.mktemp("faces")
    for person in sorted((assets() / "demo/people").iterdir())[:12]:
        for path in photo_files(person / "bare")[:3]:
            target = place / "people" / person.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    prepare([place / "people"], place / "faces", 1, 1, folders_are_people=True)
    prepared = FaceSet.load(place / "faces")
    write(prepared, split(prepared, 30, 0.25, 0.25))
    return prepared
