"""Who may pass which door, and when: the doors' rules, schedules, holidays and groups; and why a person may or may not pass."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.clerk import Clerk
from gatekeeper.desk.trail import change
from gatekeeper.domain import Direction
from gatekeeper.door.hours import checked, days_of, describe, listed_hours
from gatekeeper.door.orders import LOCKED_FOR_ALL, AllDoors, read_order
from gatekeeper.door.rules import Why, why
from gatekeeper.door_rule import DoorRule, Holiday, Passback, Schedule
from gatekeeper.errors import ConfigError
from gatekeeper.events import PersonChanged
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.store.names import clean_name
from gatekeeper.timezones import utc_now

MOST_SECONDS = 300  # the longest that the first of two people may wait for the second
MOST_HOURS = 24 * 31  # presence is forgotten after this at the latest
_ABOUT_NOTHING_STORED = ("door", "holidays")  # fields of a rule that are not settings


@dataclass(frozen=True, slots=True)
class RuleDesk(Clerk):
    """Methods raise AuthError where the role does not allow them.

    seen: the value when the user began to change it; ConfigError if it has changed since, so that nobody unknowingly undoes
    somebody else's change. Without it the change is always made. new: it is to be added; ConfigError if somebody else has
    added one with its name.
    """

    def why(self, person_id: int, door: str, when: datetime) -> Why:
        """Why a door would, or would not, open for somebody at a time (UTC), by the present rules. An order to lock all
        doors counts up to now: nobody knows when it ends. Raises StoreError if it cannot be read."""
        self.actor.require(Right.PEOPLE)
        app = self.app
        person, rule = app.people.get(person_id), app.doors.in_force(app.doors.rule_of(door))
        ways = {camera.direction for camera in app.settings.cameras if app.settings.door_of(camera).name == door}
        order = app.doors.orders.prevailing(read_order(app.people))
        locked = order.doors is AllDoors.LOCKED and (order.at or when) <= when <= utc_now()
        return why(
            person,
            rule,
            app.log.last_opened(person.id, door, when),
            when,
            asks_for_pin=app.doors.asks_for_pin(rule),
            has_pin=app.pins.has(person.id),
            presence=app.presence.of(person.id),
            direction=next((way for way in Direction if way in ways), None),
            has_photo=bool(app.people.photos(person.id)),
            barred=LOCKED_FOR_ALL if locked else "",
        )

    def set_door_rule(self, rule: DoorRule, *, now: datetime, seen: DoorRule | None = None) -> DoorRule:
        """Store a door's rule; a running door follows within a second. Raises ConfigError for an invalid rule."""
        self.actor.require(Right.ADMINISTER)
        Settings(doors=(with_rule(DoorSettings(), {f.name: getattr(rule, f.name) for f in fields(rule)}),)).check()
        self._check_passback(rule)
        self._check_hold(rule)
        people = self.app.people
        with self.app.database.transaction(together=True):
            before = people.door_rule(rule.door) if rule.door in people.doors() else None
            self._same(seen, before, Message("the rule of the door {name}", name=rule.door), rule.door)
            for door in self.app.settings.doors:
                if door.name in rule.interlock:  # has no rule yet if config.toml names it and nothing has run it since
                    self.app.doors.rule(door)
            people.save_door_rule(rule)
            changed = [
                change(name, getattr(rule, name), None if before is None else (getattr(before, name),))
                for name in (field.name for field in fields(rule) if field.name not in _ABOUT_NOTHING_STORED)
                if before is None or getattr(before, name) != getattr(rule, name)
            ]
            if changed:
                self._trail(Message("door's rule changed"), rule.door, Message("{changes:; }", changes=changed), now)
        self.app.doors.tell_times_of_site()
        return rule

    def _check_hold(self, rule: DoorRule) -> None:
        if not 0 <= rule.two_people_seconds <= MOST_SECONDS:
            raise ConfigError(
                "The door {name!r} waits {value:g} s for a second person.",
                "It must be 0 to {most} s; 0: it opens for each alone.",
                name=rule.door,
                value=rule.two_people_seconds,
                most=MOST_SECONDS,
            )
        if rule.hold_after_first and rule.hold_open is None:
            raise ConfigError(
                "The door {name!r} is kept open after the first person, and has no hours for that.",
                "Choose a schedule by which it is kept open.",
                name=rule.door,
            )

    def _check_passback(self, rule: DoorRule) -> None:
        if rule.passback is not Passback.OFF and not self.app.settings.both_directions:
            raise ConfigError(
                "Going in twice cannot be detected: no camera sees who goes in, or none sees who goes out.",
                'Set "direction" of a camera to "in", and of another to "out", first.',
                "door.passback",
            )
        if not 0 <= rule.passback_hours <= MOST_HOURS:
            raise ConfigError(
                "{name} is {value}.",
                Message("It must be {wanted}.", wanted=Message("{least} to {most}", least=0, most=MOST_HOURS)),
                "door.passback_hours",
                name="door.passback_hours",
                value=f"{rule.passback_hours:g}",
            )

    def set_schedule(
        self, schedule: Schedule, *, now: datetime, seen: Schedule | None = None, new: bool = False
    ) -> None:
        """Create or change a schedule; every door that follows it changes."""
        self.actor.require(Right.ADMINISTER)
        name = clean_name(schedule.name, "name of the schedule")
        with self.app.database.transaction(together=True):
            stored, kind = _named(self.app.people.schedules(), name), Message("the schedule {name}", name=name)
            self._none_yet(stored if new else None, kind, name)
            self._same(seen, stored, kind, name)
            self.app.people.save_schedule(schedule)
            detail = describe(schedule)
            if not schedule.heeds_holidays:
                detail = Message("{hours}; on holidays too", hours=detail)
            self._trail(Message("schedule changed"), schedule.name, detail, now)

    def rename_schedule(self, name: str, new: str, *, now: datetime) -> None:
        """Give a schedule another name; the doors that use it keep using it."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.rename_schedule(name, new)
            self._trail(Message("schedule renamed"), name, new, now)

    def remove_schedule(self, name: str, *, now: datetime) -> None:
        """Delete a schedule that no door follows."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.remove_schedule(name)
            self._trail(Message("schedule removed"), name, "", now)

    def set_holiday(self, holiday: Holiday, *, now: datetime, seen: Holiday | None = None, new: bool = False) -> None:
        """Create or change a holiday, which applies to every schedule that observes holidays. ConfigError if it ends before it
        begins."""
        self.actor.require(Right.ADMINISTER)
        checked(holiday)
        name = clean_name(holiday.name, "name of the holiday")
        with self.app.database.transaction(together=True):
            stored, kind = _named(self.app.people.holidays(), name), Message("the holiday {name}", name=name)
            self._none_yet(stored if new else None, kind, name)
            self._same(seen, stored, kind, name)
            self.app.people.save_holiday(holiday)
            detail = Message("{days}: {hours}", days=days_of(holiday), hours=listed_hours(holiday.hours))
            self._trail(Message("holiday changed"), holiday.name, detail, now)

    def rename_holiday(self, name: str, new: str, *, now: datetime) -> None:
        """Give a holiday another name."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.rename_holiday(name, new)
            self._trail(Message("holiday renamed"), name, new, now)

    def remove_holiday(self, name: str, *, now: datetime) -> None:
        """Delete a holiday: its days become ordinary days."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.remove_holiday(name)
            self._trail(Message("holiday removed"), name, "", now)

    def add_group(self, name: str, *, now: datetime) -> None:
        """Create an empty group."""
        self._on_groups(lambda: self.app.people.add_group(name), Message("group added"), name, "", now)

    def rename_group(self, name: str, new: str, *, now: datetime) -> None:
        """Give a group another name; its people and the doors that admit it stay."""
        self._on_groups(lambda: self.app.people.rename_group(name, new), Message("group renamed"), name, new, now)

    def remove_group(self, name: str, *, now: datetime) -> None:
        """Delete a group that no door admits; its people stay registered."""
        self._on_groups(lambda: self.app.people.remove_group(name), Message("group removed"), name, "", now)

    def set_members(
        self, name: str, members: Iterable[int], *, now: datetime, seen: Iterable[int] | None = None
    ) -> None:
        """Set the people of a group, by number. Everybody who joins or leaves is recorded."""
        self.actor.require(Right.PEOPLE)
        people, members_wanted = self.app.people, set(members)
        changed = []
        with self.app.database.transaction(together=True):
            if name not in (groups := people.members()):
                people.rename_group(name, name)  # the error lists the groups
            members_before = {number for number, _ in groups[name]}
            self._same(
                None if seen is None else set(seen), members_before, Message("the group {name}", name=name), name
            )
            for number in sorted(members_wanted ^ members_before):
                person = people.get(number)
                after = person.groups | {name} if number in members_wanted else person.groups - {name}
                changed.append(people.set_groups(number, after))
                self._audit(Message("person's groups changed"), number, ", ".join(sorted(after)), now)
        for person in changed:
            self.app.bus.publish(PersonChanged(person))

    def _on_groups(self, act: Callable[[], None], act_name: Message, name: str, detail: str, now: datetime) -> None:
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            act()
            self._trail(act_name, name, detail, now)


def with_rule(door: DoorSettings, rule: Mapping[str, Any]) -> DoorSettings:
    """A door's settings with fields of its rule, which are checked against the same limits."""
    settings = {"door": "name"} | {f.name: f.name for f in fields(DoorSettings)}
    return replace(door, **{settings[name]: value for name, value in rule.items() if name in settings})


def _named(found: Iterable[Any], name: str) -> Any:
    return next((item for item in found if item.name == name), None)
