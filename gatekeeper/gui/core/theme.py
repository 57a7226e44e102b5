"""The window's look: two sets of colours following the system's scheme, one style sheet, icons drawn in the text's colour."""

from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from gatekeeper.paths import assets


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours, named by meaning. Every pair used for text has a contrast of at least 4.5 : 1 (WCAG 2.1, AA), except faint, for
    disabled controls."""

    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    good: str
    on_good: str
    warning: str
    on_warning: str
    bad: str
    on_bad: str


LIGHT = Colours(
    window="#f3f5f7",
    surface="#ffffff",
    raised="#e8ecf0",
    line="#c9d1d9",
    text="#17212b",
    muted="#566472",
    faint="#9aa5b0",
    accent="#1f5fa8",
    on_accent="#ffffff",
    good="#17713a",
    on_good="#ffffff",
    warning="#f5b82e",
    on_warning="#2b1e00",
    bad="#b3261e",
    on_bad="#ffffff",
)
DARK = Colours(
    window="#14191f",
    surface="#1c232b",
    raised="#28313b",
    line="#3a4654",
    text="#e8edf2",
    muted="#9fadbb",
    faint="#667482",
    accent="#7fb6f2",
    on_accent="#0c1a29",
    good="#1c7f43",
    on_good="#ffffff",
    warning="#f2bb45",
    on_warning="#2b1e00",
    bad="#f08a80",
    on_bad="#2c0705",
)
APPEARANCES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def colours() -> Colours:
    """The colours in use."""
    application = QApplication.instance()
    chosen = application.property("appearance") if application is not None else None
    if chosen in ("light", "dark"):  # not every platform supports the request, so it is remembered here too
        return DARK if chosen == "dark" else LIGHT
    return DARK if QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def apply(application: QApplication, appearance: str = "system") -> None:
    """Style the application, now and whenever the system changes between light and dark.

    appearance: "system", "light" or "dark".
    """
    hints = application.styleHints()
    if not application.property("dressed"):
        application.setProperty("dressed", True)
        application.setStyle("Fusion")
        hints.colorSchemeChanged.connect(lambda: _dress(application))
    application.setProperty("appearance", appearance)
    hints.setColorScheme(APPEARANCES[appearance])
    _dress(application)


def icon(name: str) -> QIcon:
    """An icon of assets/icons in the current text colour, also after a change between light and dark."""
    return QIcon(_Drawing(name))


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of size x size device-independent pixels in one colour."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _draw(painter, QRectF(0, 0, picture.width(), picture.height()), name, colour)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


class _Drawing(QIconEngine):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        now = colours()
        colour = {QIcon.Mode.Disabled: now.faint, QIcon.Mode.Selected: now.on_accent}.get(mode, now.text)
        _draw(painter, QRectF(rect), self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Drawing(self._name)


@cache
def _svg(name: str) -> str:
    return (assets() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _draw(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode())).render(painter, rect)


def _dress(application: QApplication) -> None:
    now = colours()
    role = QPalette.ColorRole
    palette = QPalette()
    for kind, colour in {
        role.Window: now.window,
        role.WindowText: now.text,
        role.Base: now.surface,
        role.AlternateBase: now.raised,
        role.Text: now.text,
        role.Button: now.raised,
        role.ButtonText: now.text,
        role.BrightText: now.bad,
        role.Highlight: now.accent,
        role.HighlightedText: now.on_accent,
        role.Link: now.accent,
        role.PlaceholderText: now.muted,
        role.ToolTipBase: now.raised,
        role.ToolTipText: now.text,
        role.Mid: now.line,
        role.Accent: now.accent,
    }.items():
        palette.setColor(kind, QColor(colour))
    for kind in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, kind, QColor(now.faint))
    application.setPalette(palette)
    sheet = (assets() / "gui/style.qss").read_text(encoding="utf-8")
    sheet = sheet.replace("@icons", (assets() / "icons").as_posix())
    # Longest names first, so that @on_good is not taken for @on.
    for name, colour in sorted(asdict(now).items(), key=lambda pair: -len(pair[0])):
        sheet = sheet.replace(f"@{name}", colour)
    application.setStyleSheet(sheet)
