"""Run by test_failing_disk.py with failing_disk.c before the C library: openings at a door whose disk fails.

Prints a line of JSON for each n: what was acknowledged, how often the relay was asked to open, and what is on record after.
"""

import ctypes
import json
import shutil
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from gatekeeper.app import open_app
from gatekeeper.demo import demo_settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.door.door import Door
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.errors import GatekeeperError
from gatekeeper.store import proof
from gatekeeper.store.access_log import AccessLog

KINDS = {"write": 1, "fsync": 2}
OPENINGS = 3
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def try_out(fresh: Path, home: Path, kind: str, number: int, lasting: bool) -> dict[str, object]:
    disk = ctypes.CDLL(None)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(fresh, home)
    app = open_app(home, demo_settings(), prefer_keyring=False)
    relay = SimulatedRelay()
    door = Door("door", relay, app.bus)
    acknowledged = []
    disk.disk_fails(KINDS[kind], number, int(lasting), str(home).encode())
    for turn in range(OPENINGS):
        with suppress(GatekeeperError):
            acknowledged.append(Desk(app, app.actor).open_by_hand(door, f"turn {turn}", now=NOW).message)
    seen = disk.disk_seen()
    disk.disk_fails(0, 0, 0, b"")
    door.close()
    with suppress(GatekeeperError):
        app.close()
    app = open_app(home, demo_settings(), prefer_keyring=False)
    stored = [event.message for event in app.log.query()]
    resumes = app.log.record(AccessEvent(NOW, "door", "", Outcome.UNKNOWN, Reason.NOT_KNOWN, "after")).id > 0
    found = proof.verify(app.database)
    app.close()
    unlocks = [word for _, word in relay.asked].count("unlock")
    return {
        "n": number,
        "seen": seen,
        "acknowledged": acknowledged,
        "unlocks": unlocks,
        "stored": stored,
        "faults": [str(one) for one in found.faults],
        "resumes": resumes,
    }


def main(place: Path, kind: str, most: int, lasting: bool, careless: bool) -> None:
    fresh = place / "fresh"
    app = open_app(fresh, demo_settings(), prefer_keyring=False)
    Desk(app, app.actor).open_by_hand(Door("door", SimulatedRelay(), app.bus), "first", now=NOW)
    app.close()
    if careless:
        record = AccessLog.record

        def forgetful(self: AccessLog, event: object, *rest: object) -> object:
            with suppress(GatekeeperError):
                return record(self, event, *rest)  # type: ignore[arg-type]
            return event

        AccessLog.record = forgetful  # type: ignore[assignment, method-assign]
    for number in range(1, most + 1):
        found = try_out(fresh, place / "home", kind, number, lasting)
        print(json.dumps(found), flush=True)
        if int(str(found["seen"])) < number:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "lasting", sys.argv[5] == "careless")
