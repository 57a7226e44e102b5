"""Sections of the settings that are one table of the configuration each: recognition, retention, the window."""

from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from gatekeeper.config import RecognitionSettings, RetentionSettings, WindowSettings
from gatekeeper.domain import FMRS
from gatekeeper.gui.core import language
from gatekeeper.gui.pages.settings.form import Form, choice_field, language_field, number_field, whole_field

Table = TypeVar("Table", RecognitionSettings, RetentionSettings, WindowSettings)


class TableForm(Form):
    """A form whose fields have the names of those of a table of the configuration."""

    def show_all(self, table: Table) -> None:
        """Fill the fields from a table."""
        self.forget_wrong()
        for key in self.fields:
            self.put(key, getattr(table, key))

    def taken_over(self, table: Table) -> Table:
        """The table with the form's values."""
        return replace(table, **{key: self.value(key) for key in self.fields})


class RecognitionForm(TableForm):
    """When a face counts as a known person's, and what the networks run on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(
            "fmr",
            self.tr("&False accepts"),
            choice_field(*((fmr, language.one_in(fmr)) for fmr in reversed(FMRS))),
            self.tr(
                "Of comparisons with somebody else's photo. Every stranger is compared with everybody "
                "registered: with 100 people, 1 in 10,000 comparisons means 1 in 100 strangers, if a single "
                "frame were enough. The Models page shows what it costs your people."
            ),
        )
        self.add("agree", self.tr("Frames that must &agree"), whole_field(1, 60))
        self.add("window", self.tr("out of the &last"), whole_field(1, 119))
        self.add(
            "margin",
            self.tr("L&ead over the next person"),
            number_field(0, 0.99, 3, ""),
            self.tr("In similarity. People with a smaller lead are asked to look into the camera."),
        )
        self.add(
            "device",
            self.tr("&Networks run on"),
            choice_field(
                ("auto", self.tr("whichever is faster, as measured at the start")),
                ("cpu", self.tr("the processor")),
                ("cuda", self.tr("the graphics card (NVIDIA)")),
            ),
            self.tr("Without a card, or if it fails, the processor is used."),
        )


class RetentionForm(TableForm):
    """How long each kind of data is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

        def days() -> QWidget:
            return whole_field(0, 36500, self.tr(" days"), self.tr("for ever"))

        self.add("events_days", self.tr("Keep &events for"), days())
        older = self.tr("Older ones are deleted automatically.")
        self.add("faces_days", self.tr("Keep &pictures in them for"), days(), older)
        after = self.tr("After their visit; then they are erased, with name and pictures.")
        self.add("guests_days", self.tr("Keep &guests for"), days(), after)


class WindowForm(TableForm):
    """How the window looks, and when it locks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(
            "language",
            self.tr("&Language"),
            language_field(self.tr("the system's")),
        )
        self.add(
            "appearance",
            self.tr("&Appearance"),
            choice_field(("system", self.tr("the system's")), ("light", self.tr("light")), ("dark", self.tr("dark"))),
        )
        self.add(
            "lock_minutes",
            self.tr("Loc&k when idle for"),
            whole_field(0, 1440, self.tr(" minutes"), self.tr("never")),
        )
