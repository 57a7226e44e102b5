"""A door's schedule is read by the clock on the wall: a new door takes the machine's zone, wherever that comes from."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import TZPATH, reset_tzpath

import pytest
import tzlocal.unix

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.evacuation import Inside, as_html
from gatekeeper.doctor import examine
from gatekeeper.domain import Role
from gatekeeper.door.access import moment, until, validity
from gatekeeper.door.rules import last_day
from gatekeeper.errors import ConfigError
from gatekeeper.gui.core import language
from gatekeeper.speech import TERMINAL
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import (
    LAST_MOMENT,
    elsewhere,
    end_of,
    from_the_clock,
    machine_zone,
    site_and_machine,
    tell_times_in,
    today,
    utc_now,
    zone_of,
)
from gatekeeper.translations import speech_in

# As Windows: no files of the system; where `lacking` is true the package is missing as well.
_AS_WINDOWS = """
import os, sys, zoneinfo
class No:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "tzdata":
            raise ModuleNotFoundError(name)
if {lacking}:
    sys.meta_path.insert(0, No())
zoneinfo.reset_tzpath(to=[])
sys.argv = ["gatekeeper", *{words}]
from gatekeeper.cli import main
main()
"""


def run(home: Path, *words: str, zone: str, lacking: bool = False) -> subprocess.CompletedProcess[str]:
    code = _AS_WINDOWS.format(lacking=lacking, words=["--home", str(home), *words])
    environment = {**os.environ, "TZ": zone, "PYTHONTZPATH": "", "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)


@pytest.fixture
def machine_in() -> Iterator[Callable[[str], None]]:
    """Sets the machine's zone."""
    before = os.environ.get("TZ")

    def move(zone: str | None) -> None:
        os.environ.pop("TZ", None)
        if zone is not None:
            os.environ["TZ"] = zone
        time.tzset()
        tzlocal.unix._cache_tz_name = None  # read once by a program

    yield move
    move(before)


@pytest.mark.slow
def test_a_new_door_takes_the_machine_s_zone_and_the_list_says_where_the_machine_is_elsewhere(tmp_path: Path) -> None:
    listed = run(tmp_path, "doors", "list", zone="Europe/Vienna")
    assert listed.returncode == 0, listed.stderr
    assert "Europe/Vienna" in listed.stdout
    assert "this machine" not in listed.stdout
    kept = run(tmp_path, "doors", "set", "door", "--unlock", "4", zone="Europe/Vienna")  # to look at a rule stores none
    assert kept.returncode == 0, kept.stderr
    moved = run(tmp_path, "doors", "list", zone="Asia/Taipei")
    assert "Europe/Vienna" in moved.stdout  # what is stored stays
    assert "(this machine: Asia/Taipei)" in moved.stdout


@pytest.mark.slow
def test_without_any_timezones_utc_works_and_another_is_refused_by_name(tmp_path: Path) -> None:
    listed = run(tmp_path, "doors", "list", zone="UTC", lacking=True)
    assert listed.returncode == 0, listed.stderr
    assert "UTC" in listed.stdout
    refused = run(tmp_path, "doors", "set", "door", "--timezone", "Europe/Vienna", zone="UTC", lacking=True)
    assert refused.returncode == 1
    assert "There is no timezone 'Europe/Vienna' on this machine." in refused.stderr


def test_a_zone_differs_where_its_clock_does(machine_in: Callable[[str], None]) -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    machine_in("Europe/Berlin")
    assert machine_zone() == "Europe/Berlin"
    assert elsewhere("Europe/Vienna", now) == ""
    assert elsewhere("UTC", now) == "Europe/Berlin"
    assert elsewhere("Africa/Lagos", now) == "Europe/Berlin"  # the same in winter only
    machine_in("Etc/UTC")
    assert (machine_zone(), elsewhere("UTC", now)) == ("UTC", "")
    with pytest.raises(ConfigError, match="Mars/Base"):
        zone_of("Mars/Base")


def test_the_site_s_zone_and_the_machine_s_are_named_where_their_clocks_differ(
    machine_in: Callable[[str], None],
) -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    machine_in("Europe/Vienna")
    assert site_and_machine(now) is None  # times are the machine's
    tell_times_in(zone_of("Europe/Berlin"))
    assert site_and_machine(now) is None
    tell_times_in(zone_of("America/New_York"))
    assert site_and_machine(now) == ("America/New_York", "Europe/Vienna")


@pytest.mark.slow
def test_a_machine_whose_clock_follows_a_rule_in_tz_is_not_said_to_be_in_the_zone_of_its_files(
    tmp_path: Path, machine_in: Callable[[str], None]
) -> None:
    """As in containers and routers."""
    machine_in("XST-5:45XDT,M3.5.0,M10.5.0/3")  # of no zone that there is
    assert elsewhere("UTC", datetime(2026, 1, 4, tzinfo=UTC)) == "UTC+0545"
    assert machine_zone() == "UTC"
    (tmp_path / "config.toml").write_text("[[door]]\nname = 'front'\n")
    found = next(one for one in examine(tmp_path) if one.what == "timezones")
    assert found.state == "note"
    assert found.found.startswith("front: UTC; this machine: UTC+0")
    assert found.remedy.endswith("gatekeeper doors set front --timezone AREA/CITY")


@pytest.mark.slow
def test_the_doctor_says_which_door_s_clock_is_not_the_machine_s(
    tmp_path: Path, machine_in: Callable[[str], None]
) -> None:
    machine_in("Europe/Vienna")
    (tmp_path / "config.toml").write_text("[[door]]\nname = 'front'\ntimezone = 'UTC'\n[[door]]\nname = 'yard'\n")
    found = next(one for one in examine(tmp_path) if one.what == "timezones")
    assert (found.state, found.found) == ("note", "front: UTC, yard: Europe/Vienna; this machine: Europe/Vienna")
    assert found.remedy.endswith("gatekeeper doors set front --timezone Europe/Vienna")


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Pacific/Kiritimati"])
def test_an_end_on_the_last_day_there_is_reads_as_it_was_typed_in_every_zone(zone: str) -> None:
    """9999-12-31 is how other systems write that something does not end."""
    tell_times_in(zone_of(zone))
    end, at_noon = moment("9999-12-31", end=True), moment("9999-12-31T12:00")
    assert f"{until(at_noon)}" == "9999-12-31 12:00"
    for other in ("America/New_York", "UTC", "Pacific/Kiritimati"):
        tell_times_in(zone_of(other))  # as after a move, or for a door of another zone
        assert TERMINAL.say(validity(None, end)) == "until the end of 9999-12-31"
        assert last_day(end, zone_of(other)) == date.max
        assert TERMINAL.say(until(at_noon))  # no date there, perhaps, and no fault of the program


def test_a_list_has_the_site_s_times_also_those_that_the_machine_s_clock_skips(
    machine_in: Callable[[str], None],
) -> None:
    machine_in("Europe/Vienna")
    since, now = (datetime(2026, 3, 29, 2, minute, tzinfo=UTC) for minute in (10, 40))  # 02:00 to 03:00: skipped there
    for speech in (TERMINAL, speech_in("de"), speech_in("zh_TW"), language.SPOKEN_HERE):
        page = as_html([Inside(1, "Ada", since, "front")], now, UTC, speech)
        assert "2:10" in page
        assert "2:40" in page
        assert "3:" not in page


def test_times_are_told_and_read_by_the_clock_of_the_site(
    open_home: Callable[[], App], machine_in: Callable[[str], None]
) -> None:
    machine_in("Asia/Taipei")
    app = open_home()
    desk = Desk(app, Actor("Ada", Role.ADMINISTRATOR))
    desk.set_door_rule(replace(app.doors.rule(), timezone="America/New_York"), now=utc_now())
    at = datetime(2026, 1, 31, 16, 5, tzinfo=UTC)  # the next day in Taipei
    for speech in (TERMINAL, speech_in("de"), language.SPOKEN_HERE):
        assert "31" in speech.day(at)
        assert "11:05" in speech.moment(at)
    assert moment("2026-01-31T11:05") == at
    assert moment("2026-01-31", end=True) == datetime(2026, 2, 1, 5, tzinfo=UTC)
    assert moment("2026-01-31T17:30+01:00") == datetime(2026, 1, 31, 16, 30, tzinfo=UTC)
    assert validity(None, datetime(2026, 2, 1, 5, tzinfo=UTC)) == "until the end of 2026-01-31"
    assert today() == utc_now().astimezone(zone_of("America/New_York")).date()
    open_home()  # as a restart
    assert moment("2026-01-31T11:05") == at


def test_a_machine_whose_clock_is_a_copy_of_a_zone_s_file_is_in_that_zone(
    tmp_path: Path, machine_in: Callable[[str], None]
) -> None:
    """As a container that is given its host's /etc/localtime."""
    copy = tmp_path / "localtime"
    copy.write_bytes(next(file for folder in TZPATH if (file := Path(folder, "Asia/Kathmandu")).is_file()).read_bytes())
    machine_in(f":{copy}")
    assert zone_of(machine_zone()).utcoffset(datetime(2026, 3, 4)) == timedelta(hours=5, minutes=45)
    assert elsewhere(machine_zone(), datetime(2026, 3, 4, tzinfo=UTC)) == ""
    assert "/" in machine_zone()


def test_of_the_names_for_one_clock_the_machine_s_zone_has_the_usual_one(
    tmp_path: Path, machine_in: Callable[[str], None]
) -> None:
    """The file of Europe/Berlin is that of Arctic/Longyearbyen too, which stood at a door in Berlin."""
    content = next(file for folder in TZPATH if (file := Path(folder, "Europe/Berlin")).is_file()).read_bytes()
    for name in ("Arctic/Longyearbyen", "Europe/Berlin", "Europe/Oslo"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "zone1970.tab").write_text("# a list\nDE,DK,NO,SE,SJ\t+5230+01322\tEurope/Berlin\tmost of it\n")
    (tmp_path / "localtime").write_bytes(content)
    before = list(TZPATH)
    reset_tzpath(to=[str(tmp_path)])
    try:
        machine_in(f":{tmp_path / 'localtime'}")
        assert machine_zone() == "Europe/Berlin"
    finally:
        reset_tzpath(to=before)


@pytest.mark.parametrize("left", [0, 4, 30, 60, 200])
def test_a_damaged_file_of_a_zone_is_refused_by_name(tmp_path: Path, left: int) -> None:
    whole = next(file for folder in TZPATH if (file := Path(folder, "Europe/Vienna")).is_file()).read_bytes()
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe/Damaged").write_bytes(whole[:left])
    before = list(TZPATH)
    reset_tzpath(to=[str(tmp_path)])
    try:
        with pytest.raises(ConfigError, match="Europe/Damaged"):
            zone_of("Europe/Damaged")
    finally:
        reset_tzpath(to=before)


def test_a_day_ends_at_its_last_moment_also_where_the_next_one_has_no_midnight(
    machine_in: Callable[[str], None],
) -> None:
    """In Santiago the clock goes from 23:59:59 of 5 September to 01:00: who may come in until then was kept out at 23:00."""
    machine_in("America/Santiago")
    assert moment("2026-09-05", end=True) == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert moment("2026-09-06") == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert moment("2026-09-05T23:00") == datetime(2026, 9, 6, 3, tzinfo=UTC)
    machine_in("Europe/Vienna")
    assert moment("2026-03-29T02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Pacific/Kiritimati"])
def test_the_last_evening_there_is_is_a_moment_also_by_the_machine_s_own_clock(
    machine_in: Callable[[str], None], zone: str
) -> None:
    machine_in(zone)
    tell_times_in(None)
    assert from_the_clock(datetime(9999, 12, 31, 23, 30)).year == 9999
    assert end_of(date.max) == LAST_MOMENT
