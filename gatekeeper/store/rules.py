"""The rules of the doors, and the schedules they follow."""

import math
from collections.abc import Iterable

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    or_,
    select,
)
from sqlalchemy.orm import Session

from gatekeeper.door_rule import DoorRule, Holiday, Hours, Schedule
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.names import clean_name, near
from gatekeeper.store.rows import Store, find_group, remembered
from gatekeeper.store.tables import (
    DoorGroupRow,
    DoorHoldRow,
    DoorRow,
    GroupRow,
    HolidayHoursRow,
    HolidayRow,
    HoursRow,
    InterlockRow,
    PersonGroupRow,
    PersonRow,
    ScheduleRow,
)

_NO_DOOR = Message("Name the door in config.toml first, under [[door]].")
_NO_OTHER = Message("There is none yet: add it first.")

# Made once: a door that is running reads its rule again whenever anything has been committed.
_DOORS = select(DoorRow.name).order_by(DoorRow.name)
_DOOR = (
    select(DoorRow, DoorHoldRow)
    .outerjoin(DoorHoldRow, DoorHoldRow.door_id == DoorRow.id)
    .where(DoorRow.name == bindparam("name"))
)
_ADMITTED = (
    select(GroupRow.name, DoorGroupRow.schedule_id)
    .join(GroupRow, GroupRow.id == DoorGroupRow.group_id)
    .where(DoorGroupRow.door_id == bindparam("door"))
    .order_by(GroupRow.name)
)
_PARTNERS = select(DoorRow.name).join(
    InterlockRow,
    or_(
        and_(InterlockRow.door_id == bindparam("door"), InterlockRow.other_id == DoorRow.id),
        and_(InterlockRow.other_id == bindparam("door"), InterlockRow.door_id == DoorRow.id),
    ),
)
_SCHEDULE = (
    select(ScheduleRow, HoursRow)
    .outerjoin(HoursRow, HoursRow.schedule_id == ScheduleRow.id)
    .where(ScheduleRow.id == bindparam("schedule"))
    .order_by(HoursRow.id)
)
_HOLIDAYS = (
    select(HolidayRow, HolidayHoursRow)
    .outerjoin(HolidayHoursRow, HolidayHoursRow.holiday_id == HolidayRow.id)
    .order_by(HolidayRow.first, HolidayRow.name, HolidayHoursRow.id)
)


class RuleStore(Store):
    """Reads and writes rules. Methods that name a door or schedule raise StoreError when it is unknown."""

    def doors(self) -> list[str]:
        """The names of all doors that have a rule."""
        with self._database.reading() as session:
            return [*session.scalars(_DOORS)]

    @remembered
    def door_rule(self, name: str) -> DoorRule:
        """The rule of a door. An unknown door is a StoreError: an assumed rule could admit everybody."""
        with self._database.reading() as session:
            found = session.execute(_DOOR, {"name": name}).first()
            if found is None:
                names = [*session.scalars(select(DoorRow.name))]
                raise StoreError("There is no rule for a door {name!r}.", near(name, names, _NO_DOOR), name=name)
            door, hold = found
            admitted = session.execute(_ADMITTED, {"door": door.id}).all()
            plans = {plan for _, plan in admitted} | {None if hold is None else hold.schedule_id}
            schedules = {plan: _schedule(session, plan) for plan in plans if plan is not None}
            groups = {group: None if plan is None else schedules[plan] for group, plan in admitted}
            for label, value in (
                (Message("opens for"), door.unlock_seconds),
                (Message("cools down for"), door.cooldown_seconds),
                (Message("waits for a second person for"), door.two_people_seconds),
                (Message("remembers who is inside for"), 3600 * door.passback_hours),
            ):
                if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
                    raise StoreError(
                        "The door {name!r} {what} {value!r} seconds.",
                        "Set its rule again: gatekeeper doors set.",
                        name=name,
                        what=label,
                        value=value,
                    )
            return DoorRule(
                door.name,
                groups,
                door.unlock_seconds,
                door.cooldown_seconds,
                door.timezone,
                door.mask,
                door.second_factor,
                door.passback,
                door.passback_hours,
                door.passback_reset,
                door.two_people_seconds,
                frozenset(_interlocked(session, door.id)),
                None if hold is None else schedules[hold.schedule_id],
                hold is not None and hold.after_first,
                _holidays(session),
            )

    def save_door_rule(self, rule: DoorRule) -> None:
        """Store a rule, replacing the door's earlier one; new groups and schedules are stored with it.

        StoreError if a schedule with the same name is stored with other hours: other doors may use it, so only `save_schedule`
        changes it.
        """
        with self._database.transaction() as session:
            name = rule.door  # as the settings have it, by which it is looked up
            clean_name(name, "name of the door")  # raises
            door = session.scalar(select(DoorRow).where(DoorRow.name == name)) or DoorRow(name=name)
            door.unlock_seconds = float(rule.unlock_seconds)
            door.cooldown_seconds = float(rule.cooldown_seconds)
            door.timezone = rule.timezone
            door.mask = rule.mask
            door.second_factor = rule.second_factor
            door.passback, door.passback_hours = rule.passback, float(rule.passback_hours)
            door.passback_reset = rule.passback_reset
            door.two_people_seconds = float(rule.two_people_seconds)
            session.add(door)
            session.flush()
            session.execute(delete(DoorGroupRow).where(DoorGroupRow.door_id == door.id))
            _set_interlock(session, door, rule.interlock)
            session.execute(delete(DoorHoldRow).where(DoorHoldRow.door_id == door.id))
            if rule.hold_open is not None:
                schedule_id = _schedule_id(session, rule.hold_open)
                session.add(DoorHoldRow(door_id=door.id, schedule_id=schedule_id, after_first=rule.hold_after_first))
            for group, schedule in rule.groups.items():
                plan = None if schedule is None else _schedule_id(session, schedule)
                session.add(DoorGroupRow(door_id=door.id, group_id=find_group(session, group), schedule_id=plan))

    def schedules(self) -> list[Schedule]:
        """All schedules, by name."""
        with self._database.reading() as session:
            plans = session.scalars(select(ScheduleRow.id).order_by(ScheduleRow.name)).all()
            return [_schedule(session, plan) for plan in plans]

    def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule, replacing the one with its name; every door that uses it follows."""
        with self._database.transaction() as session:
            name = clean_name(schedule.name, "name of the schedule")
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name)) or ScheduleRow(name=name)
            row.heeds_holidays = schedule.heeds_holidays
            session.add(row)
            session.flush()
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            _add_hours(session, row.id, schedule.hours)

    def remove_schedule(self, name: str) -> None:
        """Delete a schedule. StoreError if none has this name, or a door uses it."""
        with self._database.transaction() as session:
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                raise StoreError("There is no schedule {name!r}.", "See `gatekeeper schedules list`.", name=name)
            follows = (
                select(DoorRow.name)
                .join(DoorGroupRow, DoorGroupRow.door_id == DoorRow.id)
                .where(DoorGroupRow.schedule_id == row.id)
            )
            holding = select(DoorRow.name).join(DoorHoldRow, DoorHoldRow.door_id == DoorRow.id)
            holding = holding.where(DoorHoldRow.schedule_id == row.id)
            doors = sorted({*session.scalars(follows), *session.scalars(holding)})
            if doors:
                raise StoreError(
                    "The schedule {name!r} is used by {doors}.",
                    "Change the doors' rules first: gatekeeper doors set.",
                    name=name,
                    doors=doors,
                )
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            session.delete(row)

    def rename_schedule(self, name: str, new: str) -> None:
        """Give a schedule another name; the doors that use it keep using it.

        StoreError if there is none, or the new name is taken.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                raise _no_schedule(name, session.scalars(select(ScheduleRow.name)))
            new = clean_name(new, "name of the schedule")
            if new != name and session.scalar(select(ScheduleRow.id).where(ScheduleRow.name == new)) is not None:
                raise StoreError("There already is a schedule {name!r}.", "Choose another name.", name=new)
            row.name = new

    def holidays(self) -> list[Holiday]:
        """All holidays of the site, by their first day."""
        with self._database.reading() as session:
            return [*_holidays(session)]

    def save_holiday(self, holiday: Holiday) -> None:
        """Store a holiday, replacing the one with its name; every door whose schedules observe it follows."""
        with self._database.transaction() as session:
            name = clean_name(holiday.name, "name of the holiday")
            row = session.scalar(select(HolidayRow).where(HolidayRow.name == name)) or HolidayRow(name=name)
            row.first, row.last, row.yearly = holiday.first, holiday.last, holiday.yearly
            session.add(row)
            session.flush()
            session.execute(delete(HolidayHoursRow).where(HolidayHoursRow.holiday_id == row.id))
            session.add_all(
                HolidayHoursRow(holiday_id=row.id, weekdays=_bits(span), start=span.start, end=span.end)
                for span in holiday.hours
            )

    def rename_holiday(self, name: str, new: str) -> None:
        """Give a holiday another name. StoreError if there is none, or the new name is taken."""
        with self._database.transaction() as session:
            row = session.scalar(select(HolidayRow).where(HolidayRow.name == name))
            if row is None:
                raise _no_holiday(name)
            new = clean_name(new, "name of the holiday")
            if new != name and session.scalar(select(HolidayRow.id).where(HolidayRow.name == new)) is not None:
                raise StoreError("There already is a holiday {name!r}.", "Choose another name.", name=new)
            row.name = new

    def remove_holiday(self, name: str) -> None:
        """Remove a holiday. StoreError if none has this name."""
        with self._database.transaction() as session:
            row = session.scalar(select(HolidayRow).where(HolidayRow.name == name))
            if row is None:
                raise _no_holiday(name)
            session.execute(delete(HolidayHoursRow).where(HolidayHoursRow.holiday_id == row.id))
            session.delete(row)

    def members(self) -> dict[str, list[tuple[int, str]]]:
        """All groups, by name, with the number and name of everybody who is in each."""
        with self._database.reading() as session:
            found: dict[str, list[tuple[int, str]]] = {
                name: [] for name in session.scalars(select(GroupRow.name).order_by(GroupRow.name))
            }
            rows = (
                select(GroupRow.name, PersonRow.id, PersonRow.name)
                .join(PersonGroupRow, PersonGroupRow.group_id == GroupRow.id)
                .join(PersonRow, PersonRow.id == PersonGroupRow.person_id)
                .order_by(PersonRow.folded, PersonRow.id)
            )
            for group, number, person in session.execute(rows):
                found[group].append((number, person))
            return found

    def add_group(self, name: str) -> None:
        """Create an empty group. StoreError if one with this name exists."""
        with self._database.transaction() as session:
            name = clean_name(name, "name of the group")
            if session.scalar(select(GroupRow.id).where(GroupRow.name == name)) is not None:
                raise StoreError("There already is a group {name!r}.", "Choose another name.", name=name)
            find_group(session, name)

    def rename_group(self, name: str, new: str) -> None:
        """Give a group another name; its people and the doors that admit it stay. StoreError if there is none, or the new name
        is taken."""
        with self._database.transaction() as session:
            row = session.scalar(select(GroupRow).where(GroupRow.name == name))
            if row is None:
                raise _no_group(name, session.scalars(select(GroupRow.name)))
            new = clean_name(new, "name of the group")
            if new != name and session.scalar(select(GroupRow.id).where(GroupRow.name == new)) is not None:
                raise StoreError("There already is a group {name!r}.", "Choose another name.", name=new)
            row.name = new

    def remove_group(self, name: str) -> None:
        """Delete a group; its people stay registered. StoreError if there is none, or a door admits it."""
        with self._database.transaction() as session:
            row = session.scalar(select(GroupRow).where(GroupRow.name == name))
            if row is None:
                raise _no_group(name, session.scalars(select(GroupRow.name)))
            admits = (
                select(DoorRow.name)
                .join(DoorGroupRow, DoorGroupRow.door_id == DoorRow.id)
                .where(DoorGroupRow.group_id == row.id)
                .order_by(DoorRow.name)
            )
            if doors := [*session.scalars(admits)]:
                raise StoreError(
                    "The group {name!r} is admitted by {doors}.",
                    "Change the doors' rules first: gatekeeper doors set.",
                    name=name,
                    doors=doors,
                )
            session.execute(delete(PersonGroupRow).where(PersonGroupRow.group_id == row.id))
            session.delete(row)


def _no_group(name: str, names: Iterable[str]) -> StoreError:
    return StoreError("There is no group {name!r}.", near(name, [*names], _NO_OTHER), name=name)


def _no_holiday(name: str) -> StoreError:
    return StoreError("There is no holiday {name!r}.", "See `gatekeeper holidays list`.", name=name)


def _no_schedule(name: str, names: Iterable[str]) -> StoreError:
    return StoreError("There is no schedule {name!r}.", near(name, [*names], _NO_OTHER), name=name)


def _interlocked(session: Session, door_id: int) -> list[str]:
    return [*session.scalars(_PARTNERS, {"door": door_id})]


def _set_interlock(session: Session, door: DoorRow, names: Iterable[str]) -> None:
    """Interlock a door with exactly these doors; an interlock is mutual."""
    session.execute(delete(InterlockRow).where(or_(InterlockRow.door_id == door.id, InterlockRow.other_id == door.id)))
    for name in names:
        other_id = session.scalar(select(DoorRow.id).where(DoorRow.name == name))
        if other_id is None or other_id == door.id:
            door_names = [*session.scalars(select(DoorRow.name).where(DoorRow.id != door.id))]
            raise StoreError(
                "There is no other door {name!r} to interlock with.", near(name, door_names, _NO_DOOR), name=name
            )
        session.add(InterlockRow(door_id=min(door.id, other_id), other_id=max(door.id, other_id)))


def _holidays(session: Session) -> tuple[Holiday, ...]:
    hours: dict[HolidayRow, list[Hours]] = {}
    for holiday, span in session.execute(_HOLIDAYS):
        hours.setdefault(holiday, []).extend([] if span is None else [_span(span)])
    return tuple(Holiday(row.name, row.first, row.last, row.yearly, tuple(spans)) for row, spans in hours.items())


def _span(row: HoursRow | HolidayHoursRow) -> Hours:
    return Hours(frozenset(day for day in range(7) if row.weekdays >> day & 1), row.start, row.end)


def _schedule(session: Session, schedule_id: int) -> Schedule:
    rows = session.execute(_SCHEDULE, {"schedule": schedule_id}).all()
    schedule = session.get_one(ScheduleRow, schedule_id)  # as just read
    return Schedule(schedule.name, tuple(_span(span) for _, span in rows if span is not None), schedule.heeds_holidays)


def _schedule_id(session: Session, schedule: Schedule) -> int:
    """The number of the stored schedule equal to this one, which is stored if its name is new."""
    name = clean_name(schedule.name, "name of the schedule")
    schedule_id = session.scalar(select(ScheduleRow.id).where(ScheduleRow.name == name))
    if schedule_id is None:
        row = ScheduleRow(name=name, heeds_holidays=schedule.heeds_holidays)
        session.add(row)
        session.flush()
        _add_hours(session, row.id, schedule.hours)
        return row.id
    stored = _schedule(session, schedule_id)
    if (stored.hours, stored.heeds_holidays) != (schedule.hours, schedule.heeds_holidays):
        raise StoreError(
            "The schedule {name!r} is already stored with other hours.",
            "Change it on its own first, or give the new one another name.",
            name=name,
        )
    return schedule_id


def _add_hours(session: Session, schedule_id: int, hours: Iterable[Hours]) -> None:
    session.add_all(
        HoursRow(schedule_id=schedule_id, weekdays=_bits(span), start=span.start, end=span.end) for span in hours
    )
    session.flush()


def _bits(span: Hours) -> int:
    if not span.weekdays <= frozenset(range(7)):
        raise StoreError(
            "{weekdays} are not weekdays.", "Use 0 (Monday) to 6 (Sunday).", weekdays=sorted(span.weekdays)
        )
    return sum(1 << day for day in span.weekdays)
