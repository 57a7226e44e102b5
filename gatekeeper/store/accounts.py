"""Who may use the program, and what each user may do in it: accounts and rights. What they did: `gatekeeper.store.acts`."""

import getpass
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Unpack

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, SecondNeededError, StoreError
from gatekeeper.messages import Message
from gatekeeper.passwords import NO_HASH, Tries, hash_secret, matches
from gatekeeper.store import chain
from gatekeeper.store.acts import PAGE, Act, Which, read_acts, where
from gatekeeper.store.database import Database
from gatekeeper.store.names import clean_name, folded
from gatekeeper.store.tables import AccountRow, AuditRow, SettingRow, TokenRow

PASSWORD_CHARACTERS = (10, 200)


class Right(StrEnum):
    """What a role may allow."""

    WATCH = "watch"
    OPEN_DOOR = "open_door"
    PEOPLE = "people"
    CORRECT = "correct"
    ALARMS = "alarms"
    ADMINISTER = "administer"


ROLES = {
    Role.ADMINISTRATOR: Message("administrator"),
    Role.OPERATOR: Message("operator"),
    Role.VIEWER: Message("viewer"),
}
RIGHTS = {
    Right.WATCH: Message("see the door and the log"),
    Right.OPEN_DOOR: Message("open a door by hand"),
    Right.PEOPLE: Message("register and change people"),
    Right.CORRECT: Message("correct the log and export it"),
    Right.ALARMS: Message("acknowledge alarms"),
    Right.ADMINISTER: Message("change settings, models, retention and operators"),
}
_RIGHTS = {
    Role.VIEWER: {Right.WATCH},
    Role.OPERATOR: {Right.WATCH, Right.OPEN_DOOR, Right.PEOPLE, Right.CORRECT, Right.ALARMS},
    Role.ADMINISTRATOR: set(Right),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The user who acts.

    Services check the actor before they do anything; hiding a button is only a courtesy. role: None has no rights. by_now:
    returns the present role of a signed-in user's account, None if the account is gone.
    """

    name: str
    role: Role | None
    by_now: Callable[[], Role | None] | None = field(default=None, compare=False, repr=False)

    def may(self, right: Right) -> bool:
        """Whether the role has this right."""
        return self.role is not None and right in _RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Raise AuthError unless the role has this right and is still the account's role: after a change the session is
        over."""
        if self.role is None:
            raise AuthError("Nobody is signed in, and nobody may {right}.", "Sign in first.", right=RIGHTS[right])
        if self.by_now is not None and self.by_now() is not self.role:
            raise AuthError("The role of {name} was changed: the session is over.", "Sign in again.", name=self.name)
        if not self.may(right):
            raise AuthError(
                "{name} ({role}) may not {right}.",
                "Ask an administrator.",
                name=self.name,
                role=ROLES[self.role],
                right=RIGHTS[right],
            )


NOBODY = Actor("nobody", None)
"""The user of a window where nobody is signed in, or that is locked."""

PROGRAM = Actor(Message("the program itself"), Role.ADMINISTRATOR)
"""The program itself, for acts such as deleting what is too old."""

NO_USER = "unknown"  # in place of a user's name that the system does not know
COMMAND_LINE = " (command line)"  # after the name of the system's user who acts there


def same_person(first: Actor, second: Actor) -> bool:
    """Whether two names belong to one person; at the command line people have the name of the system's user."""
    return folded(first.name.removesuffix(COMMAND_LINE)) == folded(second.name.removesuffix(COMMAND_LINE))


def system_user() -> Actor:
    """The system's user at the command line: anyone who can read the database's key may do everything."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = NO_USER
    return Actor(f"{name}{COMMAND_LINE}", Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role
    created_at: datetime


class Accounts:
    """Accounts and the audit trail. Every method that changes something is one transaction with its audit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Names without an account have to wait too, or the wait would reveal which names have one.
        self._strangers: dict[bytes, Tries] = {}  # by the hash of the name, those tried last at the end

    @property
    def first_start(self) -> bool:
        """Whether there is no account yet; if so, the first one, an administrator, must be created before anything else."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(AccountRow)).one() == 0

    @property
    def takes_two(self) -> bool:
        """Whether the most serious acts need two people."""
        with self._database.reading() as session:
            return session.get(SettingRow, _FOUR_EYES) is not None

    def set_takes_two(self, two: bool, *, by: Actor, second: Actor | None = None, now: datetime) -> None:
        """Require two people for the most serious acts, or stop requiring them. Raises AuthError unless two people could
        confirm them."""
        by.require(Right.ADMINISTER)
        act = Message("two people wanted") if two else Message("two people no longer wanted")
        with self._database.transaction(together=True) as session:
            row = session.get(SettingRow, _FOUR_EYES)
            if two and sum(account.role is Role.ADMINISTRATOR for account in self.list()) < 2:
                raise AuthError("There are no two administrators who could confirm each other.", "Add another one.")
            self.confirm(act, Right.ADMINISTER, by=by, second=second, now=now)
            if two and row is None:
                session.add(SettingRow(key=_FOUR_EYES, value="1"))
            elif not two and row is not None:
                session.delete(row)
            self.audit(by, act, now=now)

    def confirm(self, act: str, right: Right, *, by: Actor, second: Actor | None, now: datetime) -> None:
        """Within the transaction of one of the most serious acts: raise SecondNeededError unless it has the second person it
        needs, who is recorded.

        Scheduled acts of the program need none. The most serious acts are those of the desk (see `gatekeeper.desk.desk.Desk`)
        and, here: creating an account that could confirm one, changing its role or password, removing an administrator, and no
        longer requiring two people; otherwise one person could act as two.
        """
        if self.confirmed(act, right, by=by, second=second) and second is not None:
            self.audit(second, Message("confirmed"), act, Message("of {name}", name=by.name), now=now)

    def confirmed(self, act: str, right: Right, *, by: Actor, second: Actor | None) -> bool:
        """Whether a second person confirms this act; raises as `confirm` does, and records nothing: for what an act must first
        spend minutes on."""
        if not self.takes_two or by is PROGRAM:  # the program itself, not a user with its name
            return False
        if second is None:
            raise SecondNeededError(
                "This requires two people: {act}.",
                "A second person with the same right must sign in and confirm.",
                act=act,
            )
        second.require(right)
        if same_person(by, second):
            raise SecondNeededError("{name} cannot confirm their own act.", "Ask somebody else.", name=second.name)
        return True

    def list(self) -> "_Accounts":
        """All accounts, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.folded))
            return [Account(row.name, row.role, row.created_at) for row in rows]

    def add(
        self, name: str, password: str, role: Role, *, by: Actor, second: Actor | None = None, now: datetime
    ) -> Account:
        """Create an account. The first one must be an administrator's, and needs no right.

        Raises AuthError: a password under 10 characters or like the name, no right; StoreError: the name is taken, or the
        program's own.
        """
        name = clean_name(name)
        if folded(name) == folded(PROGRAM.name):
            raise StoreError("{name!r} is the name of the program in the trail.", "Choose another name.", name=name)
        hashed = _hashed(name, password)
        with self._database.transaction(together=True) as session:
            first = session.scalars(select(func.count()).select_from(AccountRow)).one() == 0
            if not first:
                by.require(Right.ADMINISTER)
            elif role is not Role.ADMINISTRATOR:
                raise AuthError("The first account must be an administrator's.", "Choose that role.")
            if session.scalar(select(AccountRow).where(AccountRow.folded == folded(name))) is not None:
                raise StoreError("There already is an account {name!r}.", "Choose another name.", name=name)
            if not first and _could_confirm(role):
                self.confirm(Message("operator added"), Right.ADMINISTER, by=by, second=second, now=now)
            session.add(AccountRow(name=name, folded=folded(name), role=role, password=hashed, created_at=now))
            # The first administrator creates their own account.
            self.audit(Actor(name, role) if first else by, Message("operator added"), name, ROLES[role], now=now)
        return Account(name, role, now)

    def set_role(self, name: str, role: Role, *, by: Actor, second: Actor | None = None, now: datetime) -> None:
        """Give an account another role. Raises AuthError: no right, or nobody would be left to administer."""
        by.require(Right.ADMINISTER)
        with self._database.transaction(together=True) as session:
            row = _row(session, name)
            if role is not Role.ADMINISTRATOR:
                _refuse_last(session, row)
            if row.role is not role and (_could_confirm(role) or row.role is Role.ADMINISTRATOR):
                self.confirm(Message("operator's role changed"), Right.ADMINISTER, by=by, second=second, now=now)
            row.role = role
            self.audit(by, Message("operator's role changed"), row.name, ROLES[role], now=now)

    def set_password(self, name: str, password: str, *, by: Actor, second: Actor | None = None, now: datetime) -> None:
        """Change the password of an account; one's own, or as an administrator anybody's. It can be used at once; sessions at
        the service end."""
        if by.role is None or folded(by.name) != folded(name):
            by.require(Right.ADMINISTER)
        hashed = _hashed(name, password)
        with self._database.transaction(together=True) as session:
            row = _row(session, name)
            if _could_confirm(row.role) and not same_person(by, Actor(row.name, row.role)):
                self.confirm(Message("operator's password changed"), Right.ADMINISTER, by=by, second=second, now=now)
            row.password, row.failures, row.failed_at = hashed, 0, None
            # Somebody who knew the old password may have signed in with it elsewhere.
            session.execute(delete(TokenRow).where(TokenRow.account_id == row.id))
            self.audit(by, Message("operator's password changed"), row.name, now=now)

    def change_own_password(self, actor: Actor, old: str, new: str, *, now: datetime) -> None:
        """Change one's own password.

        Raises AuthError as `sign_in` does if the old password is wrong. It is required because an unattended window is signed
        in too.
        """
        self._prove(actor.name, old, now)
        self.set_password(actor.name, new, by=actor, now=now)

    def remove(self, name: str, *, by: Actor, second: Actor | None = None, now: datetime) -> None:
        """Delete an account. Raises AuthError: no right, or nobody would be left to administer."""
        by.require(Right.ADMINISTER)
        with self._database.transaction(together=True) as session:
            row = _row(session, name)
            _refuse_last(session, row)
            if row.role is Role.ADMINISTRATOR:
                self.confirm(Message("operator removed"), Right.ADMINISTER, by=by, second=second, now=now)
            session.execute(delete(AccountRow).where(AccountRow.id == row.id))
            self.audit(by, Message("operator removed"), row.name, now=now)

    def sign_in(self, name: str, password: str, *, now: datetime) -> Actor:
        """Sign in; returns the actor.

        Raises AuthError, with the same message for an unknown name and a wrong password. After five wrong attempts the name is
        blocked for 30 s, then for longer and longer. Failed attempts are recorded in the trail."""
        try:
            actor = self._prove(name, password, now)
        except AuthError:
            # Only names with an account are recorded: what is typed instead of a name may be a password.
            self.audit(NOBODY, Message("sign-in failed"), self._known(name), now=now)
            raise
        self.audit(actor, Message("signed in"), actor.name, now=now)
        return actor

    def current(self, actor: Actor) -> Actor:
        """A signed-in user with the present role of their account; NOBODY if it was removed."""
        with self._database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.folded == folded(actor.name)))
            return NOBODY if row is None else self._actor(row)

    def audit(self, by: Actor, act: str, about: str = "", detail: str = "", *, now: datetime) -> int:
        """Record an administrative act; within a transaction both are committed, or neither. Returns its number."""
        with self._database.transaction() as session:
            row = AuditRow(at=now, who=str(by.name), act=str(act), about=about, detail=detail)
            session.add(row)
            session.flush()
            chain.append_act(session, self._database.path, row.id)
            return row.id

    def acts(self, *, limit: int = 200, before: int | None = None, **conditions: Unpack[Which]) -> "_Acts":
        """The acts that pass the filter, newest first; before: only those of a lower number, for the next page."""
        with self._database.reading() as session:
            return read_acts(session, conditions, limit, before)

    def stream_acts(self, **conditions: Unpack[Which]) -> Iterator[Act]:
        """All acts that pass the filter, newest first, some at a time in memory."""
        before: int | None = None
        while acts := self.acts(limit=PAGE, before=before, **conditions):
            yield from acts
            before = acts[-1].id

    def count_acts(self, **conditions: Unpack[Which]) -> int:
        """How many acts pass the filter."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(AuditRow).where(*where(conditions))).one()

    def acted(self) -> "tuple[_Words, _Words]":
        """All users who have acted, and all acts: the choices of a filter."""
        with self._database.reading() as session:
            operator, act = (
                session.scalars(select(column).distinct().order_by(column)).all()
                for column in (AuditRow.who, AuditRow.act)
            )
            return [*operator], [*act]

    def check_name(self, name: str) -> None:
        """Raise StoreError where there is no account of this name."""
        with self._database.reading() as session:
            _row(session, name)

    def _known(self, name: str) -> str:
        with self._database.reading() as session:
            return session.scalar(select(AccountRow.name).where(AccountRow.folded == folded(name))) or ""

    def _prove(self, name: str, password: str, now: datetime) -> Actor:
        """The account with this name and password. Raises AuthError."""
        with self._database.transaction() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.folded == folded(name)))
            if row is not None:
                # Counted before the password is checked, so that neither a crash nor a second window gives a free attempt.
                tries = Tries(row.failures, row.failed_at).by_clock(now)
                waits = tries.wait_seconds(now) > 0
                if not waits:
                    tries = tries.charged(now)
                row.failures, row.failed_at = tries.failed, tries.last_at
                stored, number = row.password, row.id
        if row is None:
            who = hashlib.sha256(folded(name).encode(errors="surrogatepass")).digest()
            tries = self._strangers.pop(who, Tries()).by_clock(now)
            self._strangers[who] = tries
            if len(self._strangers) > _STRANGERS:  # forget the one whose last try is the oldest
                self._strangers.pop(next(iter(self._strangers)), None)
            tries = self._strangers[who] = tries.charged(now)
            matches(NO_HASH, password)  # takes as long, so that names cannot be discovered
            raise _wrong(tries, now)
        if waits:
            tries.charged(now)  # raises: after the transaction, which keeps the stamp
        if not matches(stored, password):
            raise _wrong(tries, now)
        with self._database.transaction() as session:
            found = session.get(AccountRow, number)
            if found is None or found.password != stored:
                raise _wrong(tries, now)
            found.failures, found.failed_at = 0, None
            return self._actor(found)

    def _actor(self, row: AccountRow) -> Actor:
        number = row.id

        def by_now() -> Role | None:
            with self._database.reading() as session:
                return session.scalar(select(AccountRow.role).where(AccountRow.id == number))

        return Actor(row.name, row.role, by_now)


def _could_confirm(role: Role) -> bool:
    """Whether this role may do one of the most serious acts, and so confirm another person's."""
    return bool(_RIGHTS[role] & {Right.PEOPLE, Right.ADMINISTER})


# Inside Accounts, `list` is the method.
_Accounts = list[Account]
_Acts = list[Act]
_Words = list[str]
_FOUR_EYES = "four_eyes"
# Names without an account whose attempts are remembered. At 0.1 s a try, that many others take longer than the longest wait.
_STRANGERS = 65536


def _hashed(name: str, password: str) -> str:
    least, most = PASSWORD_CHARACTERS
    if not least <= len(password) <= most:
        raise AuthError(
            "The password has {n} character(s).",
            "Choose {least} to {most}.",
            n=len(password),
            least=least,
            most=most,
        )
    if folded(name) in folded(password) or len(set(password)) < 4:
        raise AuthError(
            "This password is too easy to guess.",
            "Choose one that does not contain the name and has different characters.",
        )
    return hash_secret(password)


def _wrong(tries: Tries, now: datetime) -> AuthError:
    return AuthError(
        "The name or the password is wrong.", "After five wrong tries there is a pause.", tries.wait_seconds(now)
    )


def _row(session: Session, name: str) -> AccountRow:
    row = session.scalar(select(AccountRow).where(AccountRow.folded == folded(name)))
    if row is None:
        names = [*session.scalars(select(AccountRow.name).order_by(AccountRow.name))]
        raise StoreError(
            "There is no account {name!r}.", "There are: {known}.", name=name, known=names or Message("none yet")
        )
    return row


def _refuse_last(session: Session, row: AccountRow) -> None:
    other_administrators = select(func.count()).where(AccountRow.role == Role.ADMINISTRATOR, AccountRow.id != row.id)
    if row.role is Role.ADMINISTRATOR and session.scalars(other_administrators).one() == 0:
        raise AuthError(
            "{name} is the only administrator.", "Make somebody else an administrator first.", name=row.name
        )
