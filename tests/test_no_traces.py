"""What the program learns of people is written into its home and nowhere else: no picture lies in a temporary file in clear."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import DEMO
from tools import missing, need

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="strace shows the calls of Linux"),
]

_A_DAY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from gatekeeper.app import open_app
from gatekeeper.capture.photos import load_photo
from gatekeeper.demo import demo_settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.store.copies import back_up
place, picture, now = Path(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC)
app = open_app(place / "home", demo_settings(), prefer_keyring=False)
desk = Desk(app, app.actor)
session = app.enrolment()
assert session.offer(load_photo(picture)).taken
person = desk.register(session, "Ada", now=now)
for number in range(50):  # enough for a sort of the database to need room
    app.log.record(
        AccessEvent(now, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "?", snapshot=picture.read_bytes()[:20000])
    )
for name in ("log.csv", "log.json", "log.xlsx"):
    desk.export_log(place / name, now=now, progress=lambda done, of: None)
desk.prove_log(place / "proof", names=True, now=now, progress=lambda done, of: None)
(place / "backups").mkdir()
back_up(app.database, app.home, place / "backups", keep=1, now=now)
desk.remove_person(person.id, erase=True, now=now)
app.close()
"""
_THROUGH_A_TEMPORARY_FILE = """
import sys, tempfile
from pathlib import Path
with tempfile.NamedTemporaryFile() as file:
    file.write(Path(sys.argv[2]).read_bytes())
"""


def _written_elsewhere(code: str, place: Path) -> list[str]:
    """The files that a program opens to write outside of a folder, but for the system's own and copies of a model's files."""
    need(missing(strace=shutil.which("strace") is not None))
    calls, (picture, *_) = place.parent / "calls", sorted((DEMO / "people/resident-001/bare").iterdir())
    place.mkdir()
    traced = ["strace", "-f", "-qq", "-e", "trace=open,openat,creat", "-o", str(calls)]
    program = [sys.executable, "-B", "-c", code, str(place), str(picture)]
    done = subprocess.run([*traced, *program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    opened = re.findall(r'(?:openat\([^,]+, |open\(|creat\()"([^"]+)"(.*)', calls.read_text(errors="replace"))
    written = {name for name, how in opened if "O_WRONLY" in how or "O_RDWR" in how or "O_CREAT" in how}
    models = r".*/gatekeeper-model-[^/]*/[^/]*\.(onnx|safetensors)$"
    tried = rf"{re.escape(tempfile.gettempdir())}/\w{{8}}$"  # Python looks whether it may write there
    harmless = re.compile(rf"{re.escape(str(place))}/|/dev/|/proc/|/sys/|{models}|{tried}")
    return sorted(name for name in written if not harmless.match(name))


def test_a_day_of_the_program_writes_into_its_home_and_where_it_is_told_to(tmp_path: Path) -> None:
    assert _written_elsewhere(_A_DAY, tmp_path / "place") == []


def test_control_a_picture_in_a_temporary_file_is_found(tmp_path: Path) -> None:
    assert _written_elsewhere(_THROUGH_A_TEMPORARY_FILE, tmp_path / "place") != []
