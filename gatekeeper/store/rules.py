"""The rules of the doors, and the schedules they follow."""

import math
from collections.abc import Iterable

from sqlalchemy import (
    delete,
    select,
)
from sqlalchemy.orm import Session

from gatekeeper.domain import (
    DoorRule,
    Hours,
    Schedule,
)
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.names import clean_text, near
from gatekeeper.store.rows import Store, find_group
from gatekeeper.store.tables import (
    DoorGroupRow,
    DoorRow,
    GroupRow,
    HoursRow,
    ScheduleRow,
)


class RuleStore(Store):
    """Reads and writes rules. Methods that name a door or schedule raise StoreError when it is unknown."""

    def doors(self) -> list[str]:
        """The names of all doors that have a rule."""
        with self._database.reading() as session:
            return [*session.scalars(select(DoorRow.name).order_by(DoorRow.name))]

    def door_rule(self, name: str) -> DoorRule:
        """The rule of a door. An unknown door is a StoreError: an assumed rule could admit everybody."""
        with self._database.reading() as session:
            door = session.scalar(select(DoorRow).where(DoorRow.name == name))
            if door is None:
                known = [*session.scalars(select(DoorRow.name))]
                raise StoreError("There is no rule for a door {name!r}.", near(name, known), name=name)
            admitted = session.execute(
                select(GroupRow.name, DoorGroupRow.schedule_id)
                .join(GroupRow, GroupRow.id == DoorGroupRow.group_id)
                .where(DoorGroupRow.door_id == door.id)
                .order_by(GroupRow.name)
            ).all()
            groups = {group: None if plan is None else _schedule(session, plan) for group, plan in admitted}
            for what, value in (
                (Message("opens for"), door.unlock_seconds),
                (Message("cools down for"), door.cooldown_seconds),
            ):
                if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
                    raise StoreError(
                        "The door {name!r} {what} {value!r} seconds.",
                        "Set its rule again: gatekeeper doors set.",
                        name=name,
                        what=what,
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
            )

    def save_door_rule(self, rule: DoorRule) -> None:
        """Store a rule in the place of the door's earlier one; new groups and schedules are stored with it.

        StoreError when a schedule of the same name is stored with other hours: other doors may follow it, so it is
        changed only by `save_schedule`.
        """
        with self._database.transaction() as session:
            name = clean_text(rule.door, "name of the door")
            door = session.scalar(select(DoorRow).where(DoorRow.name == name)) or DoorRow(name=name)
            door.unlock_seconds = float(rule.unlock_seconds)
            door.cooldown_seconds = float(rule.cooldown_seconds)
            door.timezone = rule.timezone
            door.mask = rule.mask
            door.second_factor = rule.second_factor
            session.add(door)
            session.flush()
            session.execute(delete(DoorGroupRow).where(DoorGroupRow.door_id == door.id))
            for group, schedule in rule.groups.items():
                plan = None if schedule is None else _schedule_id(session, schedule)
                session.add(DoorGroupRow(door_id=door.id, group_id=find_group(session, group), schedule_id=plan))

    def schedules(self) -> list[Schedule]:
        """All schedules, by name."""
        with self._database.reading() as session:
            plans = session.scalars(select(ScheduleRow.id).order_by(ScheduleRow.name)).all()
            return [_schedule(session, plan) for plan in plans]

    def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule in the place of the earlier one of its name; every door that follows it changes."""
        with self._database.transaction() as session:
            name = clean_text(schedule.name, "name of the schedule")
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                row = ScheduleRow(name=name)
                session.add(row)
                session.flush()
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            _add_hours(session, row.id, schedule.hours)

    def remove_schedule(self, name: str) -> None:
        """Delete a schedule. StoreError where there is none of this name, or where a door follows it."""
        with self._database.transaction() as session:
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                raise StoreError("There is no schedule {name!r}.", "See `gatekeeper schedules list`.", name=name)
            follows = (
                select(DoorRow.name)
                .join(DoorGroupRow, DoorGroupRow.door_id == DoorRow.id)
                .where(DoorGroupRow.schedule_id == row.id)
            )
            doors = sorted(set(session.scalars(follows)))
            if doors:
                raise StoreError(
                    "The schedule {name!r} is followed by {doors}.",
                    "Let them admit otherwise first: gatekeeper doors set.",
                    name=name,
                    doors=doors,
                )
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            session.delete(row)


def _schedule(session: Session, schedule_id: int) -> Schedule:
    rows = session.scalars(select(HoursRow).where(HoursRow.schedule_id == schedule_id).order_by(HoursRow.id))
    hours = tuple(
        Hours(frozenset(day for day in range(7) if row.weekdays >> day & 1), row.start, row.end) for row in rows
    )
    return Schedule(session.scalars(select(ScheduleRow.name).where(ScheduleRow.id == schedule_id)).one(), hours)


def _schedule_id(session: Session, schedule: Schedule) -> int:
    """The number of a stored schedule equal to this one, which is stored if its name is new."""
    name = clean_text(schedule.name, "name of the schedule")
    known = session.scalar(select(ScheduleRow.id).where(ScheduleRow.name == name))
    if known is None:
        row = ScheduleRow(name=name)
        session.add(row)
        session.flush()
        _add_hours(session, row.id, schedule.hours)
        return row.id
    if _schedule(session, known).hours != schedule.hours:
        raise StoreError(
            "The schedule {name!r} is already stored with other hours.",
            "Change it on its own first, or give the new one another name.",
            name=name,
        )
    return known


def _add_hours(session: Session, schedule_id: int, hours: Iterable[Hours]) -> None:
    for span in hours:
        if not span.weekdays <= frozenset(range(7)):
            raise StoreError(
                "{weekdays} are no weekdays.", "Use 0 (Monday) to 6 (Sunday).", weekdays=sorted(span.weekdays)
            )
        days = sum(1 << day for day in span.weekdays)
        session.add(HoursRow(schedule_id=schedule_id, weekdays=days, start=span.start, end=span.end))
    session.flush()
