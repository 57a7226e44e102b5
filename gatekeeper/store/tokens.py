"""Tokens that admit an operator's session, or another system, to the service."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.messages import Message
from gatekeeper.store.accounts import ROLES, Accounts, Actor, Right
from gatekeeper.store.database import Database
from gatekeeper.store.names import clean_name, folded
from gatekeeper.store.tables import AccountRow, TokenRow

SESSION = timedelta(hours=12)  # after which an operator must sign in again
MOST_DAYS = 3660  # of an access token
_SYSTEM = " (access token)"  # after the name of another system in the trail
_SESSIONS = 1000  # at most, of all operators: beyond that the oldest ends


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Another system's access token, without the token itself, which nobody can read again."""

    name: str
    role: Role
    created_at: datetime
    expires_at: datetime


class Tokens:
    """Sessions and access tokens. Only a hash of each is kept, so that nobody who reads the database can sign in with them.

    A token is 32 random bytes, so one round of SHA-256 is enough: it cannot be guessed.
    """

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._database, self._accounts = database, accounts

    def begin(self, actor: Actor, *, now: datetime) -> str:
        """Begin a session for somebody who has just signed in. It ends with their account, with a change of its role, and after
        `SESSION`."""
        token = secrets.token_urlsafe(32)
        with self._database.transaction(together=True) as session:
            account = session.scalar(select(AccountRow).where(AccountRow.folded == folded(actor.name)))
            if account is None or account.role is not actor.role:
                raise AuthError("The session of {name} is over.", "Sign in again.", name=actor.name)
            session.execute(delete(TokenRow).where(TokenRow.expires_at <= now))
            sessions = select(TokenRow.id).where(TokenRow.account_id.is_not(None)).order_by(TokenRow.id.desc())
            session.execute(delete(TokenRow).where(TokenRow.id.in_(sessions.offset(_SESSIONS - 1))))
            session.add(
                TokenRow(
                    digest=_digest(token),
                    name=account.name,
                    account_id=account.id,
                    role=account.role,
                    created_at=now,
                    expires_at=now + SESSION,
                )
            )
        return token

    def end(self, token: str) -> bool:
        """End a session; returns whether there was one. An access token stays."""
        of_session = (TokenRow.digest == _digest(token)) & TokenRow.account_id.is_not(None)
        with self._database.transaction(together=True) as session:
            row = session.scalar(select(TokenRow).where(of_session))
            if row is not None:
                session.delete(row)
        return row is not None

    def actor(self, token: str, *, now: datetime) -> Actor:
        """The actor whose token this is. Raises AuthError if it is unknown, withdrawn, expired, or of a role that was
        changed."""
        with self._database.reading() as session:
            row = session.scalar(select(TokenRow).where(TokenRow.digest == _digest(token)))
            if row is None or row.expires_at <= now or row.created_at > now + SESSION:
                raise AuthError("The session is over, or the token is not valid.", "Sign in again.")
            name = row.name if row.account_id is not None else f"{row.name}{_SYSTEM}"
            actor = Actor(name, row.role, self._by_now(row.id, row.account_id))
        actor.require(Right.WATCH)  # every role has this right: what is checked is whether the role is still theirs
        return actor

    def add(self, name: str, role: Role, days: int, *, by: Actor, now: datetime) -> str:
        """Give another system access; the token is returned only this once. Raises StoreError if the name is taken."""
        by.require(Right.ADMINISTER)
        name = clean_name(name)
        if not 1 <= days <= MOST_DAYS:
            raise StoreError(
                "{days} days is not a valid lifetime for a token.", "Choose 1 to {most}.", days=days, most=MOST_DAYS
            )
        token = secrets.token_urlsafe(32)
        with self._database.transaction(together=True) as session:
            taken = session.scalars(select(TokenRow.name).where(TokenRow.account_id.is_(None)))
            if folded(name) in map(folded, taken):
                raise StoreError("There already is a token {name!r}.", "Choose another name.", name=name)
            session.add(
                TokenRow(
                    digest=_digest(token), name=name, role=role, created_at=now, expires_at=now + timedelta(days=days)
                )
            )
            self._accounts.audit(by, Message("access token given"), name, ROLES[role], now=now)
        return token

    def list(self) -> "list[AccessToken]":
        """Every access token, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(TokenRow).where(TokenRow.account_id.is_(None)).order_by(TokenRow.name))
            return [AccessToken(row.name, row.role, row.created_at, row.expires_at) for row in rows]

    def remove(self, name: str, *, by: Actor, now: datetime) -> None:
        """Withdraw an access token: it is no longer accepted."""
        by.require(Right.ADMINISTER)
        with self._database.transaction(together=True) as session:
            rows = session.scalars(select(TokenRow).where(TokenRow.account_id.is_(None))).all()
            row = next((row for row in rows if folded(row.name) == folded(name)), None)
            if row is None:
                names = sorted(row.name for row in rows)
                raise StoreError(
                    "There is no access token {name!r}.",
                    "There are: {known}.",
                    name=name,
                    known=names or Message("none yet"),
                )
            session.delete(row)
            self._accounts.audit(by, Message("access token withdrawn"), row.name, now=now)

    def _by_now(self, number: int, account: int | None) -> Callable[[], Role | None]:
        def by_now() -> Role | None:
            """The present role of the account, or for another system that of its token; None if it is gone."""
            with self._database.reading() as session:
                own = session.scalar(select(TokenRow.role).where(TokenRow.id == number))
                if own is None or account is None:
                    return own
                return session.scalar(select(AccountRow.role).where(AccountRow.id == account))

        return by_now


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
