"""A model's card, or a measurement, as a page with tables and bars."""

from html import escape

from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from gatekeeper.gui.core import language, theme
from gatekeeper.models.card_page import Page
from gatekeeper.models.figures import Cell, Share, Table, cell_text

_BAR = QSize(130, 10)


class CardView(QTextBrowser):
    """Shows pages in the window's language and colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # a narrow column is as wide as its longest word
        self._page: Page | None = None
        self._tables: list[Table] = []
        self._below = ""

    def show_page(self, page: Page, below: str) -> None:
        """Show a card. below: the text under its title."""
        self._page, self._tables, self._below = page, [], below
        self._draw()

    def show_tables(self, tables: list[Table]) -> None:
        """Show measurements alone."""
        self._page, self._tables = None, tables
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_tables"):
            QTimer.singleShot(0, self, self._draw)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Draw a bar; its address says what it shows."""
        url = QUrl(name)
        if url.scheme() != "bar":
            return super().loadResource(kind, name)
        good, *numbers = url.path().split("/")
        return _bar([float(number) for number in numbers], good == "good", self.devicePixelRatioF())

    def _draw(self) -> None:
        page, say = self._page, language.SPOKEN_HERE.say
        parts = []
        if page is not None:
            parts.append(f"<h2>{_text(say(page.title))}</h2><p>{_text(self._below)}</p>")
            parts += [_section(self.tr("What it is for"), say(page.purpose))] if page.purpose else []
        tables = self._tables if page is None else [*page.good]
        if page is not None and tables:
            heading, hint = (
                self.tr("How good it is"),
                self.tr("Bars reach from 0 to 100%; the line across one is its 95% interval."),
            )
            parts.append(f"<h3>{_text(heading)}</h3><p><i>{_text(hint)}</i></p>")
        parts += [_table(table) for table in tables]
        if page is not None:
            parts.append(_section(self.tr("Where it is weak"), say(page.weak)))
            parts.append(_section(self.tr("Licence"), say(page.licence)))
            parts.append(_section(self.tr("Trained on"), say(page.data)))
            parts += [_table(table) for table in page.expert]
        self.document().clear()
        self.document().setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, page.title if page else "")
        self.setHtml("".join(parts))


def _section(title: str, text: str) -> str:
    return f"<h3>{_text(title)}</h3><p>{_text(text)}</p>"


def _table(table: Table) -> str:
    speech = language.SPOKEN_HERE

    def cell(value: Cell, column: int) -> str:
        bar = f"<br>{_image(value, table.more_is_better)}" if isinstance(value, Share) else ""
        return f"<td align={_side(column)}>{_text(cell_text(value, speech))}{bar}</td>"

    heads = "".join(
        f"<th align={_side(column)}>{_text(cell_text(head, speech))}</th>" for column, head in enumerate(table.heads)
    )
    rows = "".join(f"<tr>{''.join(cell(value, column) for column, value in enumerate(row))}</tr>" for row in table.rows)
    note = f"<p><i>{_text(speech.say(table.note))}</i></p>" if table.note else ""
    title = f"<h4>{_text(speech.say(table.title))}</h4>"
    return f"{title}<table cellpadding=5><tr>{heads}</tr>{rows}</table>{note}"


def _side(column: int) -> str:
    return "left" if column == 0 else "right"


def _image(share: Share, more_is_better: bool) -> str:
    numbers = [share.value, *(end for end in (share.low, share.high) if end is not None)]
    path = "/".join(("good" if more_is_better else "bad", *(f"{number:.4f}" for number in numbers)))
    spoken = escape(share.as_text(language.SPOKEN_HERE), quote=True)
    return f'<img src="bar:{path}" width={_BAR.width()} height={_BAR.height()} alt="{spoken}">'


def _bar(numbers: list[float], good: bool, ratio: float) -> QImage:
    """A share as a bar on its scale, with a line over its interval."""
    value, *ends = numbers
    now = theme.colours()
    image = QImage(_BAR * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(now.raised))
    painter = QPainter(image)
    wide, high = _BAR.width(), _BAR.height()
    painter.fillRect(QRectF(0, 0, wide * min(1.0, value), high), QColor(now.accent if good else now.bad))
    if len(ends) == 2:
        low, top = (wide * min(1.0, max(0.0, end)) for end in ends)
        painter.setPen(QColor(now.text))
        painter.drawLine(int(low), high // 2, int(top), high // 2)
        for end in (low, top):
            painter.drawLine(int(end), 3, int(end), high - 4)
    painter.end()
    return image


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
