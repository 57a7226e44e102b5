"""Who is inside: corrections, lists and exports, and attendance by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from gatekeeper.desk.clerk import Clerk
from gatekeeper.desk.evacuation import Inside, check_settings, list_text, people_inside, write_list, write_lists
from gatekeeper.desk.reports import Sheet, export_rows
from gatekeeper.domain import AccessEvent, Decision, Direction, Outcome, Reason
from gatekeeper.errors import StoreError
from gatekeeper.events import AccessDecided
from gatekeeper.messages import Message
from gatekeeper.presence import attendance
from gatekeeper.progress import Progress, silent
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store.accounts import Right

ATTENDANCE = ("person", "number", "day", "first_in", "last_out", "hours", "open")
LIST_EXPORTED = Message("evacuation list exported")
_WHERE = {Direction.IN: Message("inside"), Direction.OUT: Message("outside"), None: Message("not known")}


@dataclass(frozen=True, slots=True)
class PresenceDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def correct_presence(self, person_id: int, direction: Direction | None, *, now: datetime) -> AccessEvent:
        """Record where a person is: inside, outside, or not known, so that they may pass once in either direction."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            event = self._corrected(person_id, direction, now)
        self._publish(event)
        return event

    def _corrected(self, person_id: int, direction: Direction | None, now: datetime) -> AccessEvent:
        """Write the event for it, in a transaction; the caller announces it after the commit."""
        person = self.app.people.get(person_id)
        where = _WHERE[direction]
        message = Message("Corrected by {who}: {where}", who=self.actor.name, where=where)
        event = AccessEvent(
            *(now, "", "", Outcome.NOTED, Reason.PRESENCE_CORRECTED, message, person.id, person.name),
            direction=direction,
        )
        event = self.app.log.record(event)
        self._audit(Message("presence put right"), person.id, where, now)
        return event

    def _publish(self, event: AccessEvent) -> None:
        decision = Decision(event.outcome, event.reason, event.message, event.person_id)
        self.app.bus.publish(AccessDecided(event, decision))

    def settle_presence(self, *, inside: bool, now: datetime) -> int:
        """Settle the doubt about who is inside, after doors have stood open: either everybody who passed before is where the
        list shows them (inside), or their presence becomes unknown, so that they may pass once in either direction. Returns how
        many people this was recorded for. Raises StoreError while doors stand open, and if nothing is in doubt."""
        self.actor.require(Right.CORRECT)
        app = self.app
        with app.database.transaction(together=True):  # reads too: another program may open all doors meanwhile
            doubt = app.presence.doubt()
            if doubt is None:
                raise StoreError("There is no doubt about who is inside.", "See `gatekeeper inside list`.")
            ordered = app.presence.ordered()
            if ordered is not None and ordered.until is None:
                raise StoreError(
                    "All doors stand open: nobody can say yet who is inside.",
                    "Let the doors follow their rules again first.",
                )
            # Other programs no longer record that a door has stopped standing open.
            counted = {app.settings.door_of(camera).name for camera in app.settings.cameras if camera.direction}
            held = app.presence.held() & counted
            if held:
                raise StoreError(
                    "By schedule, {doors:, } still stands open: nobody can say yet who is inside.",
                    "Wait until its hours are over, or lock it.",
                    doors=sorted(held),
                )
            people = [one.person_id for one in app.presence.inside() if one.doubtful]
            app.presence.set_doubt(None)
            events = [self._corrected(number, None, now) for number in (() if inside else people)]
            act = Message("list of who is inside confirmed") if inside else Message("list of who is inside cleared")
            self._trail(act, "", Message("{n} person(s)", n=len(people)), now)
        for event in events:
            self._publish(event)
        return len(people)

    def rebuild_presence(self, *, now: datetime) -> int:
        """Rebuild from the log where everybody is; returns for how many people that changed."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            changed = self.app.presence.rebuild()
            self._trail(Message("presence worked out anew"), "", Message("{n} person(s)", n=changed), now)
        return changed

    def inside(self) -> list[Inside]:
        """Everybody who is inside, by name."""
        self.actor.require(Right.WATCH)
        return people_inside(self.app)

    def evacuation_list(self, suffix: str, *, now: datetime, speech: Speech = TERMINAL) -> str:
        """Who is inside now, as `export_inside` writes it. suffix: .csv or .html."""
        people = self.inside()
        text = list_text(f"inside{suffix}", people, now, self._zone(), speech, self.app.presence.doubt())
        self._trail(LIST_EXPORTED, f"inside{suffix}", Message("{n} person(s)", n=len(people)), now)
        return text

    def export_inside(self, path: Path, *, now: datetime, speech: Speech = TERMINAL) -> int:
        """Write who is inside now to a .csv or .html file; returns how many."""
        people, doubt = self.inside(), self.app.presence.doubt()
        if not self.app.database.read_only:  # a full disk keeps nobody from calling the roll
            self._trail(LIST_EXPORTED, path.name, Message("{n} person(s)", n=len(people)), now)
        write_list(path, people, now, self._zone(), speech, doubt=doubt)
        return len(people)

    def write_evacuation_list(self, *, now: datetime, speech: Speech = TERMINAL) -> int:
        """Write who is inside into the folder in the settings, now; returns how many. Raises StoreError if that fails."""
        self.actor.require(Right.WATCH)
        check_settings(self.app.settings)
        folder = self.app.settings.evacuation.folder
        if not folder:
            raise StoreError(
                "No folder for the evacuation list is set.", "Set one, or evacuation.folder in config.toml."
            )
        people, doubt = self.inside(), self.app.presence.doubt()
        write_lists(Path(folder), people, now, self._zone(), speech, doubt=doubt)
        self._trail(Message("evacuation list written"), "", Message("{n} person(s)", n=len(people)), now)
        return len(people)

    def export_attendance(
        self,
        path: Path,
        month: datetime,
        person_id: int | None = None,
        *,
        now: datetime,
        progress: Progress = silent,
        mark: bool = False,
    ) -> int:
        """Write when everybody, or one person, came and went on each day of a month to a file as `export_log` does; returns how
        many days. month: any moment in it, local time of the site."""
        self.actor.require(Right.CORRECT)
        about = "" if person_id is None else f"person {person_id}"
        period = Message("{year}-{month:02d}", year=month.year, month=month.month)
        return export_rows(
            path,
            Sheet("Attendance", ATTENDANCE, self._zone(), mark),
            self.attendance_rows(month, person_id),
            0,
            progress,
            lambda count: self._trail(Message("attendance exported"), about, period, now),
        )

    def attendance_rows(self, month: datetime, person_id: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows of that report, by person and day; open: "yes" if an arrival or a departure is missing."""
        self.actor.require(Right.CORRECT)
        if (month.year, month.month) in ((MINYEAR, 1), (MAXYEAR, 12)):  # a day before or after them there is no date
            raise StoreError(
                "There is no attendance for {month}.",
                "Choose a month from 0001-02 to 9999-11.",
                month=f"{month.year:04}-{month.month:02}",
            )
        return self._attendance(month, person_id)

    def _attendance(self, month: datetime, person_id: int | None) -> Iterator[dict[str, Any]]:
        zone = self._zone()
        first = datetime(month.year, month.month, 1, tzinfo=zone)
        after = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=zone)
        names = self.app.people.names()
        # A night shift across the end of the month has its other half in the next one.
        margin = timedelta(days=1)
        stays = self.app.presence.passages(first - margin, after + margin, person_id)
        for number, events in sorted(stays, key=lambda stay: (names.get(stay[0], ""), stay[0])):
            for day in attendance(events, zone):
                if first.date() <= day.day < after.date():
                    yield {
                        "person": names.get(number, ""),
                        "number": number,
                        "day": day.day.isoformat(),
                        "first_in": day.first_in,
                        "last_out": day.last_out,
                        "hours": round(day.inside / timedelta(hours=1), 2),
                        "open": "yes" if day.open else "",
                    }

    def _zone(self) -> tzinfo:
        return self.app.doors.site_zone()
