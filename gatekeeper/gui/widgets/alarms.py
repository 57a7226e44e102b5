"""Alarms above every page: trouble with backups, and people forced to open a door."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from gatekeeper.app import App
from gatekeeper.domain import Alarm
from gatekeeper.errors import GatekeeperError
from gatekeeper.events import AlarmTold, BackupDone, BackupTroubled, DuressUsed
from gatekeeper.gui.core import language, sound, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import Name
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.store.accounts import Right
from gatekeeper.store.acts import Act
from gatekeeper.timezones import utc_now

_RING_MILLISECONDS = 5000


class Alarms(QWidget):
    """A strip that tells what has to be dealt with, until it has been. It keeps its room while there is nothing: a page that
    moved when an alarm comes would put another button under the mouse. Hidden if the user may not see alarms.

    A duress alarm is silent: people at a door, or in front of the live page, must not learn of it. So it is shown only on other
    pages, and reaches this window through the audit trail, from any program that controls the door.
    """

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._outside = app, True
        self._backup = ""
        self._forced: list[Act] = []
        self._open: list[Alarm] = []
        self._known = False  # whether the last look has read them
        self._told: int | None = None  # the act of the silent alarm that is told
        self.backup, self.duress, self.unseen = Name(), Name(), Name()
        self._rings = QTimer(self, interval=_RING_MILLISECONDS)
        self._rings.timeout.connect(lambda: sound.ring())
        for label, name in (
            (self.backup, self.tr("Alarm")),
            (self.unseen, self.tr("Alarm")),
            (self.duress, self.tr("Silent alarm")),
        ):
            label.setProperty("kind", "bad")
            label.setAccessibleName(name)
        self.nothing = QLabel(self.tr("No new alarms"))
        self.nothing.setProperty("kind", "hint")
        self.seen = QPushButton(self.tr("Seen"))
        self.seen.clicked.connect(self._told_seen)
        self._settled = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._settled.timeout.connect(lambda: self.seen.setEnabled(True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 0)
        layout.setSpacing(18)
        self.seen.ensurePolished()
        layout.addStrut(max(self.seen.sizeHint().height(), self.unseen.sizeHint().height()))
        # The most urgent first, which tells most.
        for widget, share in ((self.duress, 3), (self.seen, 0), (self.unseen, 2), (self.backup, 2), (self.nothing, 1)):
            layout.addWidget(widget, share)
        self.hide()
        bridge.happened.connect(self._heard)
        bridge.acted.connect(self.look)
        self.look()  # those raised while no window was open

    def show_what_may_be_seen(self, *, outside: bool) -> None:
        """Follow the page and the user. outside: people at the door may see the page too."""
        self._outside = outside
        may = self._app.actor.may(Right.WATCH)
        self.unseen.setText(self._said_of_open())
        self.unseen.setVisible(may and bool(self._open))
        silent = may and not outside and bool(self._forced)
        told = self._forced[-1].id if silent else None
        if None not in (told, self._told) and told != self._told:
            # Nobody has read this one yet: a click that comes now, or the second of two, was meant for the one before.
            self.seen.setEnabled(False)
            self._settled.start()
        self._told = told
        self.duress.setText(self._said_of_forced() if silent else "")
        self.duress.setVisible(silent)
        self.backup.setText(self._backup)
        # A backup can wait, and what to do for somebody who was forced must be read whole.
        self.backup.setVisible(may and bool(self._backup) and not silent)
        self.seen.setVisible(silent)
        self.nothing.setVisible(self._known and not (self._backup or self._open or silent))
        self.setVisible(may)
        heard = bool(self._open) and self._app.settings.alarms.sound
        if heard and not self._rings.isActive():
            sound.ring()
            self._rings.start()
        elif not heard:
            self._rings.stop()

    def look(self) -> None:
        """Read the duress alarms that nobody has marked as seen from the trail."""
        pins, alarms = self._app.pins, self._app.alarms

        def read(job: Job) -> tuple[list[Act], list[Alarm]]:
            unseen = [
                alarm for alarm in alarms.listed(open_only=True) if alarm.acknowledged_at is None and not alarm.silent
            ]
            return pins.unseen_duress(), unseen

        run_in_background(read, done=self._take, failed=self._cannot_tell)

    def _cannot_tell(self, error: GatekeeperError) -> None:
        """What is known stays; that there is nothing new is not said where that cannot be read."""
        self._known = False
        self.show_what_may_be_seen(outside=self._outside)

    def _take(self, found: tuple[list[Act], list[Alarm]]) -> None:
        self._known = True
        self._forced, self._open = found
        self.show_what_may_be_seen(outside=self._outside)

    def _heard(self, event: object) -> None:
        if isinstance(event, BackupTroubled):
            self._backup = wording.translated(event.message)
        elif isinstance(event, BackupDone):
            self._backup = ""
        elif isinstance(event, DuressUsed | AlarmTold):
            self.look()  # at once, if this program controls the door
            return
        else:
            return
        self.show_what_may_be_seen(outside=self._outside)

    def _told_seen(self) -> None:
        """Only the one that is told: those behind "and 2 more" have not been seen."""
        pins, by, told = self._app.pins, self._app.actor, self._forced[-1].id
        run_in_background(
            lambda job: pins.mark_duress_seen(told, by=by, now=utc_now()),
            done=lambda nothing: self.look(),
            worker="urgent",
            once=("silent alarm seen", told),
        )

    def _said_of_open(self) -> str:
        """The newest alarm that nobody has acknowledged, and how many more there are."""
        if not self._open:
            return ""
        newest = self._open[0]
        text = f"{language.moment(newest.began)}  {newest.door}  {wording.reason(newest.kind)}"
        return f"{text}  {self._more(len(self._open) - 1)}".strip()

    def _said_of_forced(self) -> str:
        """The newest silent alarm, and how many more there are."""
        return f"{self._said(self._forced[-1])}  {self._more(len(self._forced) - 1)}".strip()

    def _more(self, count: int) -> str:
        return self.tr("and %n more: see the Alarms page", "", count) if count else ""

    def _said(self, act: Act) -> str:
        person = next(iter(act.names.values()), act.about)
        text = self.tr("{when}: {name} was forced to open “{door}”. Get help; do not call anyone at the door.")
        text = text.replace("{when}", language.moment(act.at)).replace("{door}", act.detail.removeprefix("door "))
        return text.replace("{name}", person)
