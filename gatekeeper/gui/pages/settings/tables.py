"""Sections of the settings that are one table of the configuration each: recognition, retention, alarms, the window."""

from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QWidget

from gatekeeper.config import AlarmSettings, RecognitionSettings, RetentionSettings, WindowSettings
from gatekeeper.domain import FMRS
from gatekeeper.gui.core import language, sound
from gatekeeper.gui.pages.settings.form import Form, choice_field, language_field, number_field, whole_field

Table = TypeVar("Table", AlarmSettings, RecognitionSettings, RetentionSettings, WindowSettings)


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


class AlarmForm(TableForm):
    """What raises an alarm, and whether it is heard. The Alarms page turns the watch list on, and says what that means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        listen = QPushButton(self.tr("&Play it"))
        listen.clicked.connect(sound.ring)
        self.add(
            "sound",
            self.tr("S&ound"),
            choice_field((False, self.tr("none")), (True, self.tr("until somebody acknowledges the alarm"))),
            self.tr("Heard at every window that is open, locked or not. Silent alarms make no sound."),
            listen,
        )
        self.add("unknown_times", self.tr("&Visits by unknown people"), whole_field(1, 1000))
        self.add(
            "unknown_minutes",
            self.tr("withi&n"),
            whole_field(1, 1440, self.tr(" min")),
            self.tr("So many at one door, within this time, are an alarm."),
        )
        self.add(
            "camera_seconds",
            self.tr("&Camera without a picture for"),
            number_field(5, 86_400, 0, " s"),
        )
        self.add(
            "disk_megabytes",
            self.tr("Free &disk space below"),
            whole_field(0, 10**9, " MB"),
            self.tr("Mail, webhooks and MQTT, which send alarms elsewhere, have a page of their own: Outlets."),
        )


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
