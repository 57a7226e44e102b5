"""The section of the cameras: their sources, how they are mounted, and a picture to look at while they are set up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from gatekeeper.app import App
from gatekeeper.capture.addresses import HIDDEN, fault_of, restored, shown
from gatekeeper.capture.cameras import Turn
from gatekeeper.config import CameraSettings
from gatekeeper.domain import Direction
from gatekeeper.errors import ConfigError
from gatekeeper.gui.core import wording
from gatekeeper.gui.pages.settings.form import choice_field, number_field
from gatekeeper.gui.pages.settings.preview import Preview
from gatekeeper.gui.pages.settings.section import ListSection
from gatekeeper.gui.widgets.fields import ChoiceField


class CameraSection(ListSection):
    """Cameras, the form of the chosen one, and its picture. settings: the cameras as they would be saved.

    doors: returns the names of the present doors, in order.
    """

    def __init__(self, app: App, doors: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names.setAccessibleName(self.tr("Cameras"))
        self._doors = doors
        self.settings: list[CameraSettings] = []
        self._source_shown = ""  # the source that the field showed first, with its password hidden
        self.preview = Preview(app)
        self.show_picture = QPushButton(self.tr("Show picture"))
        self.show_picture.clicked.connect(lambda: self.preview.show_source(self.settings[self.row].source, open_=True))
        self._fill()
        self.lay_out(self.preview)
        self._enable()

    def show_all(self, cameras: Sequence[CameraSettings]) -> None:
        """Show what is stored, and discard unsaved changes."""
        self.settings = list(cameras)
        self.list_names([camera.name for camera in self.settings])
        self.show_again()
        self._enable()

    def show_again(self) -> None:
        """Fill in the form of the chosen camera again: the doors to choose from have changed."""
        self.show_row(self.row)

    def forget_door(self, door: str) -> None:
        """Let no camera watch this door, which is gone."""
        self.settings = [replace(camera, door="") if camera.door == door else camera for camera in self.settings]

    def fault(self) -> ConfigError | None:
        """What is wrong with an address. Checked before anybody tries it, since the trail would record it with its password."""
        for row, camera in enumerate(self.settings):
            fault = fault_of(camera.source) if "://" in camera.source or HIDDEN in camera.source else None
            if fault is not None:
                return ConfigError(fault[0], fault[1], f"camera.{row}.source")
        return None

    def show_row(self, row: int) -> None:
        """Fill the form from this camera."""
        self.form.forget_wrong()
        if not 0 <= row < len(self.settings):
            return
        camera = self.settings[row]
        doors = cast("QComboBox", self.form.fields["door"])
        doors.blockSignals(True)
        doors.clear()
        doors.addItem(self.tr("the first one"), "")
        for door in self._doors():
            doors.addItem(door, door)
        doors.blockSignals(False)
        self._source_shown = camera.source
        for key in self.form.fields:
            self.form.put(key, shown(camera.source) if key == "source" else getattr(camera, key))
        self.preview.show_source(camera.source)
        self.preview.turn(Turn(camera.rotate, camera.mirror))

    def take_row(self) -> None:
        """Take over the form's values, and show the picture that belongs to them."""
        before = self.settings[self.row]
        values = {key: self.form.value(key) for key in self.form.fields}
        values["source"] = restored(values["source"], self._source_shown)
        camera = self.settings[self.row] = CameraSettings(**values)
        self.names.item(self.row).setText(camera.name)
        if camera.source != before.source:
            self.preview.show_source(camera.source)
        self.preview.turn(Turn(camera.rotate, camera.mirror))
        self.changed.emit()

    def add_row(self) -> None:
        """Add a camera: the next one in the system's numbering."""
        names = [camera.name for camera in self.settings]
        self.settings.append(CameraSettings(name=wording.free_name(self.tr("camera"), names), source=str(len(names))))
        self.list_names([*names, self.settings[-1].name], len(names))
        self.show_row(len(names))
        self._enable()
        self.changed.emit()

    def remove_row(self) -> None:
        """Remove the chosen camera."""
        del self.settings[self.row]
        self.list_names([camera.name for camera in self.settings])
        self.show_row(self.row)
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        self.remove.setEnabled(len(self.settings) > 1)

    def _fill(self) -> None:
        form = self.form
        form.add("name", self.tr("&Name"), QLineEdit())
        form.add(
            "source",
            self.tr("S&ource"),
            QLineEdit(),
            self.tr(
                "0 is the first camera; also a device's path (gatekeeper doctor lists them), rtsp://…, realsense, a video "
                "file or a folder of pictures. A password in it is shown as *** and stays as long as the camera is at "
                "this address; for another, enter it again."
            ),
            self.show_picture,
        )
        form.add("door", self.tr("Watches the &door"), ChoiceField())
        form.add(
            "rotate",
            self.tr("&Turned clockwise by"),
            choice_field((0, self.tr("not at all")), (90, "90°"), (180, "180°"), (270, "270°")),
            self.tr("For a camera mounted sideways or upside down: the picture below must be upright."),
        )
        form.add(
            "mirror",
            self.tr("Mi&rrored"),
            choice_field((False, self.tr("as the camera sees it")), (True, self.tr("left and right as in a mirror"))),
        )
        form.add(
            "direction",
            self.tr("&Leads"),
            choice_field(
                ("", self.tr("not stated")),
                (Direction.IN.value, self.tr("in")),
                (Direction.OUT.value, self.tr("out")),
            ),
            self.tr("Where people who pass this camera are going. Cameras of both kinds together show who is inside."),
        )
        form.add(
            "min_face_px",
            self.tr("Smallest &face"),
            number_field(20, 1000, 0, " px"),
            self.tr("Smaller faces are ignored: they can hardly be recognised, and searching for them takes time."),
        )
