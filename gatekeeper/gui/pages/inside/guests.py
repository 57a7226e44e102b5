"""The guests of a site: host, end of visit, and a new guest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.door.access import listed, state_of, until
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.tables import chosen_in, fill, reading_table
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.gui.pages.inside.page import InsidePage


class Guests(QWidget):
    """A table of guests with its actions."""

    def __init__(self, page: "InsidePage") -> None:
        super().__init__(page)
        self._page = page
        self.hint = QLabel()
        self.hint.setProperty("kind", "hint")
        self.hint.setWordWrap(True)
        self.list = reading_table(
            [
                self.tr("Name"),
                self.tr("Guest of"),
                self.tr("Until"),
                self.tr("State"),
                self.tr("Groups"),
                self.tr("Doors"),
            ],
            stretched=(0, 1, 4, 5),
        )
        self.list.setAccessibleName(self.tr("Guests"))
        self.lead = Lead(self.list)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.new, self.end = QPushButton(self.tr("&New guest …")), QPushButton(self.tr("&End visit"))
        self.new.setProperty("kind", "primary")
        self.new.clicked.connect(self._welcome)
        self.end.clicked.connect(self._end)
        self.list.itemSelectionChanged.connect(self.enable)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new)
        buttons.addWidget(self.end)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.enable()

    def show_guests(self, guests: list[Any], doors: Mapping[int, list[str] | None]) -> None:
        """Show these, which `GuestStore.list` gave. doors: that admit each, by number, as `doors_of` gives them."""
        now, days = utc_now(), self._page._app.settings.retention.guests_days
        states = {
            "active": self.tr("may come in"),
            "blocked": self.tr("blocked"),
            "expired": self.tr("visit over"),
            "not yet valid": self.tr("not yet"),
            "no consent": self.tr("no consent"),
        }
        self.hint.setText(
            self.tr("A guest is erased, with pictures and name, %Ln day(s) after the visit.", "", days)
            if days
            else self.tr("Guests are kept after their visit until somebody erases them.")
        )
        self.lead.say(
            self.tr("There are no guests. A guest has access for a day, as the guest of somebody registered."),
            self.tr("New guest …"),
            self._welcome if self._page.may(Right.PEOPLE) else None,
        )
        rows = [
            (
                guest.person.id,
                (
                    guest.person.name,
                    guest.host.name if guest.host else self.tr("somebody no longer registered"),
                    wording.translated(until(end)) if (end := guest.person.valid_until) else self.tr("no limit"),
                    self.tr("no door admits them")
                    if (state := state_of(guest.person, now)) == "active" and open_to == []
                    else states[state],
                    listed(guest.person.groups),
                    self.tr("any") if open_to is None else listed(open_to) or self.tr("none"),
                ),
            )
            for guest in guests
            for open_to in [doors[guest.person.id]]
        ]
        fill(self.list, rows)
        self.enable()

    def enable(self) -> None:
        """Enable the actions that fit the selection and the user's rights."""
        may = self._page.may(Right.PEOPLE)
        self.new.setEnabled(may)
        self.end.setEnabled(may and self._chosen() is not None)

    def _chosen(self) -> int | None:
        return next(iter(chosen_in(self.list)), None)

    def _welcome(self) -> None:
        dialog = GuestDialog(self._page._app, self._page.desk, None, self._page)
        dialog.welcomed.connect(lambda person: self._page.refresh())
        dialog.open()

    def _end(self) -> None:
        number, desk, page = self._chosen(), self._page.desk, self._page
        if number is not None:

            def ended(person: Any) -> None:
                page.say(self.tr("The visit of {name} has ended.").replace("{name}", person.name), "good")
                page.refresh()

            run_in_background(lambda job: desk.end_visit(number, now=utc_now()), done=ended, once=(self.end, number))
