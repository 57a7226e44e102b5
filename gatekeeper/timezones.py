"""The time now, the clock by which times are told, timezones by their IANA names, and the machine's own."""

import os
import zoneinfo
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from gatekeeper.errors import ConfigError

LAST_MOMENT = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # as the end of a day, that of the last one in every zone
_told_in: tzinfo | None = None  # the site's zone; None: the machine's


def utc_now() -> datetime:
    """The time now, in UTC. Only the edges ask: what decides is told the time."""
    return datetime.now(UTC)


def zone_of(name: str) -> tzinfo:
    """A timezone by its IANA name. Raises ConfigError for one that this machine does not know."""
    if name == "UTC":
        return UTC  # needs no database of zones
    try:
        return ZoneInfo(name)
    except Exception as error:  # not found, a folder of the database, or a file of it that is damaged in whatever way
        raise ConfigError(
            "There is no timezone {name!r} on this machine.", "Write it as Europe/Vienna.", name=name
        ) from error


def local_time(day: date, clock: time, zone: tzinfo) -> datetime:
    """A time of day in a zone. One that its clock skips on that day, as 02:30 in spring, comes as much later as it skips: the
    same moment whether it is compared by the clock on the wall or in UTC."""
    shown = datetime.combine(day, clock, zone)
    try:
        return shown.astimezone(UTC).astimezone(zone)
    except OverflowError:  # the first or the last day there is, on which no clock skips anything
        return shown


def tell_times_in(zone: tzinfo | None) -> None:
    """Tell times, and read them where people write them, by the clock of this zone from now on: the site's, which may be far
    from the machine's that shows its log. None: by the machine's."""
    global _told_in
    _told_in = zone


def on_the_clock(moment: datetime) -> datetime:
    """A moment as the site's clock shows it. One without a zone is a time that a clock shows already, perhaps another zone's:
    as it stands, also where the site's clock skips it."""
    return moment if moment.tzinfo is None else seen_in(moment, _told_in)


def seen_in(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment as a zone's clock shows it (None: the machine's); the first or the last time there is, where that clock would
    show one before or beyond all days."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        bound = datetime.min if moment.year == MINYEAR else datetime.max
        return bound.replace(tzinfo=zone or UTC)


def from_the_clock(shown: datetime) -> datetime:
    """The moment, UTC, at which the site's clock shows this; with a zone of its own, that moment. One that the clock skips
    comes as much later as it skips, see `local_time`; `LAST_MOMENT` at most. Raises OverflowError or OSError for one before
    all days."""
    try:
        if shown.tzinfo is None and _told_in is None:
            return _EPOCH + timedelta(seconds=shown.timestamp())  # `astimezone` makes a skipped time come earlier
        return (shown if shown.tzinfo is not None else shown.replace(tzinfo=_told_in)).astimezone(UTC)
    except (OverflowError, ValueError):  # ValueError: the machine's own clock would be beyond all days
        if shown.year == MAXYEAR:
            return LAST_MOMENT
        raise


def end_of(day: date) -> datetime:
    """When a day of the site's is over, UTC. 9999-12-31, which people write for "never", ends with `LAST_MOMENT`, wherever."""
    if day == date.max:
        return LAST_MOMENT
    return from_the_clock(datetime.combine(day + timedelta(days=1), time()))


def today() -> date:
    """The day that it is by the site's clock."""
    return on_the_clock(utc_now()).date()


def machine_zone() -> str:
    """The IANA name of the zone that the machine is set to; "UTC" where it has none that can be named."""
    return _named(utc_now()) or "UTC"


def elsewhere(name: str, now: datetime) -> str:
    """What the machine's zone is called where its clock shows another time than that of a zone, now or in half a year.

    Empty where they agree. A zone of the machine's without a name is called as "UTC+01:00".
    """
    own_name, zone = _named(now), zone_of(name)
    local = _differing(zone, zone_of(own_name) if own_name else None, now)
    return "" if local is None else own_name or f"{local:UTC%z}"


def site_and_machine(now: datetime) -> tuple[str, str] | None:
    """What the zone in which times are told, the site's, and the machine's are called, where their clocks differ; else None."""
    own = "" if _told_in is None else elsewhere(str(_told_in), now)
    return (str(_told_in), own) if own else None


def _differing(zone: tzinfo, own: tzinfo | None, now: datetime) -> datetime | None:
    """The time in a zone of the machine's, None: of its clock, where another zone's differs, now or in half a year."""
    for moment in (now, now + timedelta(days=182)):  # the one that is summer time where the other is not
        local = moment.astimezone(own)
        if local.utcoffset() != moment.astimezone(zone).utcoffset():
            return local
    return None


def _named(now: datetime) -> str:
    from tzlocal import get_localzone_name

    for ask in (get_localzone_name, _copied):
        try:
            name = str(ask() or "")
            # Else the name is of a file, but the clock follows a rule in TZ, as CET-1CEST,M3.5.0,M10.5.0/3.
            if name and _differing(zone_of(name), None, now) is None:
                return "UTC" if name.removeprefix("Etc/") in _UTC else name
        except Exception:  # what a machine is set to can be anything
            continue
    return ""


def _copied() -> str:
    """The zone whose file the machine's is a copy of, as in a container that is given its host's; empty for none."""
    place = os.environ.get("TZ", "").removeprefix(":") or "/etc/localtime"
    return _zone_with(Path(place).read_bytes()) if place.startswith("/") else ""


@cache
def _zone_with(content: bytes) -> str:
    usual = _usual_names()
    for name in sorted(zoneinfo.available_timezones(), key=lambda name: (name not in usual, "/" not in name, name)):
        for folder in zoneinfo.TZPATH:
            file = Path(folder, name)
            if file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content:
                return name
    return ""


def _usual_names() -> set[str]:
    """The names in the system's own list of zones, without others for the same clock: the file of Europe/Berlin is that of
    Arctic/Longyearbyen too. Empty where there is no list."""
    for folder in zoneinfo.TZPATH:
        table = Path(folder, "zone1970.tab")
        if table.is_file():
            lines = (line.split("\t") for line in table.read_text("utf-8").splitlines() if not line.startswith("#"))
            return {columns[2] for columns in lines if len(columns) > 2}
    return set()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UTC = {"UTC", "UCT", "GMT", "Universal", "Zulu", "Greenwich"}
