"""People's PINs: their hashes, and the wrong attempts."""

from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import func, select, update

from gatekeeper.domain import Reason
from gatekeeper.errors import AuthError
from gatekeeper.messages import Message
from gatekeeper.passwords import NO_HASH, Tries, check_pin, hash_secret, matches
from gatekeeper.store.accounts import PROGRAM, Accounts, Actor, Right
from gatekeeper.store.acts import Act
from gatekeeper.store.database import Database
from gatekeeper.store.rows import remembered
from gatekeeper.store.tables import AlarmRow, PersonRow, PinRow

DURESS = Message("duress PIN used")
"""The audit trail's name for the act that somebody was forced to open."""
MOST_WRONG = 100
"""Wrong tries of one PIN within a year (NIST SP 800-63B, section 5.2.2: no more than 100)."""
_YEAR = timedelta(days=365)


class Typed(IntEnum):
    """The result of checking a typed PIN. Only a wrong one is false."""

    WRONG = 0
    RIGHT = 1
    DURESS = 2  # the right one for a person who is forced: it opens, and raises a silent alarm


class Pins:
    """Sets, clears and checks PINs. An attempt is on the disk before it is compared, so a restart does not give a free one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, person_id: int, pin: str, *, now: datetime) -> None:
        """Give a person a PIN, replacing the earlier one; its wrong attempts are reset, and the duress PIN is removed.

        Raises AuthError if the PIN is not acceptable, or there is no such person.
        """
        hashed = hash_secret(check_pin(pin))
        with self._database.transaction() as session:
            if session.get(PersonRow, person_id) is None:
                raise AuthError(
                    "There is no person with the number {number}.", "See `gatekeeper people list`.", number=person_id
                )
            session.merge(
                PinRow(
                    person_id=person_id,
                    hash=hashed,
                    failed=0,
                    last_at=None,
                    set_at=now,
                    wrong_at=(),
                    duress=None,
                )
            )

    def set_duress(self, person_id: int, pin: str | None) -> None:
        """Set a person's duress PIN, or remove it with None.

        Raises AuthError if they have no PIN yet, if both are the same, or if it is not acceptable.
        """
        hashed = None if pin is None else hash_secret(check_pin(pin))
        with self._database.transaction() as session:
            row = session.get(PinRow, person_id)
            if row is None:
                raise AuthError("They have no PIN yet.", "Set that first: gatekeeper people pin NAME.")
            if pin is not None and matches(row.hash, pin):
                raise AuthError("This is already their PIN.", "Choose another one that is not typed by mistake.")
            row.duress = hashed

    def note_duress(self, person_id: int, door: str, *, now: datetime) -> None:
        """Record that somebody was forced to open, where nobody at a door can see it, and raise the alarm."""
        with self._database.transaction(together=True) as session:
            number = Accounts(self._database).audit(
                PROGRAM, DURESS, f"person {person_id}", Message("door {door}", door=door), now=now
            )
            session.add(
                AlarmRow(
                    kind=Reason.DURESS,
                    door=door,
                    about="",
                    began=now,
                    last=now,
                    ended=now,
                    times=1,
                    act_id=number,
                    person_id=person_id if session.get(PersonRow, person_id) is not None else None,
                    acknowledged_by="",
                )
            )

    def unseen_duress(self) -> list[Act]:
        """The duress alarms that nobody has marked as seen, oldest first; only the newest hundred, if there are more."""
        with self._database.reading() as session:
            unseen = select(AlarmRow.act_id).where(AlarmRow.kind == Reason.DURESS, AlarmRow.acknowledged_at.is_(None))
            numbers = set(session.scalars(unseen))
            acts = Accounts(self._database).acts(limit=100, act=DURESS)
            return [act for act in reversed(acts) if act.id in numbers]

    def mark_duress_seen(self, act: int, *, by: Actor, now: datetime) -> None:
        """Record that the alarm of this act has been seen. Raises AuthError: no right."""
        by.require(Right.WATCH)
        with self._database.transaction(together=True) as session:
            unseen = (AlarmRow.kind == Reason.DURESS, AlarmRow.acknowledged_at.is_(None), AlarmRow.act_id == act)
            seen = {"acknowledged_by": str(by.name), "acknowledged_at": now}
            session.execute(update(AlarmRow).where(*unseen).values(**seen))
            Accounts(self._database).audit(by, Message("silent alarm seen"), now=now)

    def count_duress(self) -> int:
        """How many people have a duress PIN."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).where(PinRow.duress.is_not(None))).one()

    def clear(self, person_id: int) -> bool:
        """Remove a person's PIN; returns whether there was one."""
        with self._database.transaction() as session:
            row = session.get(PinRow, person_id)
            if row is not None:
                session.delete(row)
            return row is not None

    @remembered
    def has(self, person_id: int) -> bool:
        """Whether a person has a PIN."""
        with self._database.reading() as session:
            return session.get(PinRow, person_id) is not None

    def holders(self) -> frozenset[int]:
        """The numbers of everybody who has a PIN."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(PinRow.person_id)))

    def check(self, person_id: int, pin: str, *, now: datetime) -> Typed:
        """Whether this is the person's PIN, or their duress PIN.

        Raises AuthError, without comparing, while wrong attempts require a wait, and after MOST_WRONG of them within a year,
        with or without right ones in between, until another PIN is set: waiting alone would give a patient guesser thousands of
        attempts. A PIN that is changed or removed while it is compared counts as wrong."""
        with self._database.transaction() as session:
            row = session.get(PinRow, person_id)
            if row is None:
                raise AuthError("No PIN is set.", "Set one: gatekeeper people pin NAME.")
            if len(row.wrong_at) >= MOST_WRONG:
                raise AuthError(
                    "This PIN was entered wrongly {most} times within a year and is disabled.",
                    "Set another one at the desk: gatekeeper people pin NAME.",
                    most=MOST_WRONG,
                )
            wrong_at = [at for at in row.wrong_at if abs(now - at) <= _YEAR]
            tries = Tries(row.failed, row.last_at).by_clock(now)
            waits = tries.wait_seconds(now) > 0
            if not waits:
                tries = tries.charged(now)
                wrong_at.append(now)  # until the attempt proves right
            row.failed, row.last_at, row.wrong_at = tries.failed, tries.last_at, tuple(wrong_at)
            stored, second = row.hash, row.duress
        if waits:
            tries.charged(now)  # raises: after the transaction, which keeps the stamp
        # Both are always compared: the time must reveal neither which one was typed nor who has two.
        found = [matches(stored, pin), matches(second or NO_HASH, pin)]
        if not any(found):
            return Typed.WRONG
        with self._database.transaction() as session:
            row = session.get(PinRow, person_id)
            if row is None or (row.hash, row.duress) != (stored, second):
                return Typed.WRONG
            wrong_at = list(row.wrong_at)
            if now in wrong_at:
                wrong_at.remove(now)  # once: others may have been made at the same moment
            row.failed, row.last_at, row.wrong_at = 0, None, tuple(wrong_at)
        return Typed.RIGHT if found[0] else Typed.DURESS
