"""Outlets at the desk: their state, a test, and the messages they could not deliver."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gatekeeper.desk.clerk import Clerk
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.store.outlets import DeadLetter, Standing


@dataclass(frozen=True, slots=True)
class OutletState:
    """The state of an outlet. behind: events it has not received yet; dead: messages it has put aside; mistake: what is wrong
    with its settings, for which it is told of nothing; empty if nothing is."""

    name: str
    behind: int
    dead: int
    standing: Standing
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class OutletDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def outlets(self) -> Sequence[OutletState]:
        """The outlets in the settings."""
        self.actor.require(Right.ADMINISTER)
        mistakes = self.app.settings.mistakes
        store, dead, standings = self.app.outlets, self.app.outlets.dead(), self.app.outlets.standings()
        return [
            OutletState(
                name,
                store.behind(name),
                sum(letter.outlet == name for letter in dead),
                standings.get(name, Standing()),
                mistakes[name].told if name in mistakes else "",
            )
            for name in self.app.settings.outlets
        ]

    def test_outlet(self, name: str, *, now: datetime) -> Message:
        """Send a test; returns why it did not arrive, empty if it did. Raises ConfigError if there is no such outlet, or
        if its settings are wrong."""
        self.actor.require(Right.ADMINISTER)
        from gatekeeper.outlets.outlets import send_test

        names = self.app.settings.outlets
        if f"webhook {name}" in names:  # the name used in config.toml
            name = f"webhook {name}"
        if name not in names:
            raise ConfigError(
                "There is no outlet {name!r}.",
                "There are: {known}.",
                name=name,
                known=names or Message("none yet"),
            )
        if (mistake := self.app.settings.mistakes.get(name)) is not None:
            raise ConfigError(mistake.message, mistake.hint, mistake.setting)
        self._trail(Message("outlet tested"), name, "", now)
        why = send_test(self.app, name)
        if not why:
            self.app.outlets.arrived(name, now)
        return why

    def dead_letters(self) -> Sequence[DeadLetter]:
        """The messages that outlets have put aside."""
        self.actor.require(Right.ADMINISTER)
        return self.app.outlets.dead()

    def resend(self, numbers: Collection[int] | None, *, now: datetime) -> int:
        """Send dead letters again, all of them for None; returns how many."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            count = self.app.outlets.send_again(self._letters(numbers))
            if count:
                self._trail(Message("dead letters sent again"), "", Message("{n} message(s)", n=count), now)
        return count

    def throw_away(self, numbers: Collection[int] | None, *, now: datetime) -> int:
        """Discard dead letters, all of them for None; returns how many. The events themselves stay in the log."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            count = self.app.outlets.throw_away(self._letters(numbers))
            if count:
                self._trail(Message("dead letters thrown away"), "", Message("{n} message(s)", n=count), now)
        return count

    def _letters(self, numbers: Collection[int] | None) -> Collection[int]:
        return [letter.id for letter in self.app.outlets.dead()] if numbers is None else numbers
