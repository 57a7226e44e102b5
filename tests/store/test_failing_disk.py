"""The n-th write and the n-th fsync fail (n = 1, 2, …), once or from then on: no acknowledged event is lost, the door is never
opened without a committed one, the log verifies and goes on. `GATEKEEPER_FAILURES=200` tries every n there is.

And the power is cut: what was written and not synced is gone, and no acknowledged event with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from tools import missing, need

from gatekeeper.errors import StoreError
from gatekeeper.store import proof
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database

from .conftest import KEY

HERE = Path(__file__).parent
MOST = int(os.environ.get("GATEKEEPER_FAILURES", "8"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux loads a library before others"),
]


@pytest.fixture(scope="module")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(missing(gcc=shutil.which("cc") is not None))
    library = tmp_path_factory.mktemp("disk") / "failing_disk.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "failing_disk.c"), "-ldl"], check=True
    )
    return library


def outcomes(library: Path, place: Path, kind: str, how: str, care: str = "careful") -> list[dict[str, Any]]:
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "on_a_failing_disk.py"), str(place), kind, str(MOST), how, care],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def safe(found: dict[str, Any]) -> bool:
    """Whether nothing acknowledged is lost, and nothing opened that is not on record."""
    stored = [message for message in found["stored"] if "turn" in message]
    return set(found["acknowledged"]) <= set(stored) and found["unlocks"] <= len(stored)


@pytest.mark.parametrize("how", ["once", "lasting"])
@pytest.mark.parametrize("kind", ["write", "fsync"])
def test_whatever_write_fails_nothing_acknowledged_is_lost(
    failing_disk: Path, tmp_path: Path, kind: str, how: str
) -> None:
    found = outcomes(failing_disk, tmp_path, kind, how)
    assert len(found) >= 3
    assert [one["n"] for one in found if not safe(one)] == []
    assert [one["n"] for one in found if one["faults"] or not one["resumes"]] == []
    failed = [one for one in found if one["seen"] >= one["n"]]
    assert any(len(one["acknowledged"]) < 3 for one in failed), "no failure was felt"
    if how == "lasting":
        assert found[0]["unlocks"] == 0


def test_control_a_program_that_takes_no_notice_of_failures_is_found_out(failing_disk: Path, tmp_path: Path) -> None:
    assert not all(safe(one) for one in outcomes(failing_disk, tmp_path, "write", "lasting", "careless"))


_UNTIL_THE_POWER_IS_CUT = """
import ctypes, os, shutil, signal, sys
from pathlib import Path
from gatekeeper.store import database as store
from gatekeeper.store.access_log import AccessLog
from tests.store.conftest import KEY, opened
home, left = Path(sys.argv[1]), Path(sys.argv[2])
with store.Database.open(home / "gatekeeper.db", KEY) as database:
    AccessLog(database).record(opened())
shutil.copytree(home, left)
ctypes.CDLL(None).power_cut_leaves(str(home).encode(), str(left).encode())
if sys.argv[3] == "unsynced":  # the control
    connect = store.connect
    def careless(*about):
        connection = connect(*about)
        connection.execute("PRAGMA synchronous = OFF")
        return connection
    store.connect = careless
log = AccessLog(store.Database.open(home / "gatekeeper.db", KEY))
for _ in range(20):
    print(log.record(opened()).id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("how", ["as it is", "unsynced"])
def test_what_was_acknowledged_survives_a_power_cut(failing_disk: Path, tmp_path: Path, how: str) -> None:
    """The control writes as fast as it can, and leaves it to the system when that reaches the disk."""
    (tmp_path / "home").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _UNTIL_THE_POWER_IS_CUT, str(tmp_path / "home"), str(tmp_path / "left"), how],
        cwd=HERE.parents[1],
        env={**os.environ, "LD_PRELOAD": str(failing_disk), "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    acknowledged = {int(line) for line in done.stdout.split()}
    assert len(acknowledged) == 20
    found: set[int] = set()
    with (
        suppress(StoreError) if how == "unsynced" else nullcontext(),
        Database.open(tmp_path / "left/gatekeeper.db", KEY) as database,
    ):
        database.check()
        assert not proof.verify(database).faults
        found = {event.id for event in AccessLog(database).query()}
    assert (acknowledged <= found) is (how == "as it is")
