"""The folder of the evacuation list, set in the window: tried before it is taken, written to at once and when asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidgetItem
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Direction, Role
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.widgets.export import with_suffix
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
WAIT = 60_000


def test_an_administrator_cannot_save_what_another_one_typed(
    program: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    bridge = Bridge(app.bus)
    page = InsidePage(app, bridge)
    qtbot.addWidget(page)
    page.evacuation.showEvent(None)  # type: ignore[arg-type]
    field = page.evacuation.form.fields["folder"]
    assert isinstance(field, QLineEdit)
    field.setText(str(tmp_path))
    bridge.signed_in.emit("Ada", True)
    assert page.changed
    bridge.signed_in.emit("Olga", False)
    assert not page.changed
    assert field.text() == ""


def test_the_printed_list_has_the_site_s_times_as_the_kept_one_does(program: Callable[..., App], qtbot: QtBot) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    app.people.save_door_rule(replace(app.settings.door.rule(), timezone="Asia/Kathmandu"))
    desk, person = Desk(app, app.actor), app.people.add("Wilhelmina", consent_text="1", consent_at=NOW)
    came = utc_now() - timedelta(hours=1)
    desk.correct_presence(person.id, Direction.IN, now=came)
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page.list.rowCount() == 1, timeout=WAIT)
    local = came + timedelta(hours=5, minutes=45)
    assert f"{local.hour % 12 or 12}:{local:%M}\u202f" in page.as_printed()


@pytest.mark.parametrize(("written", "why"), [('folder = "lists"', "is 'lists'."), ('to = "/lists"', "to.")])
def test_a_folder_that_the_file_sets_wrongly_is_said_where_it_is_shown(
    program: Callable[..., App], qtbot: QtBot, written: str, why: str
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    (app.home / "config.toml").write_text(f"[evacuation]\n{written}\n")
    app.settings = Settings.load(app.home)
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    page.evacuation.showEvent(None)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: why in page.evacuation.state.text(), timeout=WAIT)


def test_a_folder_is_tried_before_it_is_taken_and_written_to_at_once_and_when_asked_for(
    program: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    kept = page.evacuation
    kept.showEvent(None)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: kept.state.text() == "No list is kept.", timeout=WAIT)
    assert not kept.now.isEnabled()
    field = kept.form.fields["folder"]
    assert isinstance(field, QLineEdit)
    (tmp_path / "file").write_text("no folder")
    for wrong, why in (
        ("list", "Write the full path"),
        (str(tmp_path / "file"), "Not a directory"),
    ):
        field.setText(wrong)
        kept.save.click()
        qtbot.waitUntil(lambda why=why: why in kept.form.wrong("folder"), timeout=WAIT)  # type: ignore[misc]
        assert wrong in kept.form.wrong("folder")
        assert "evacuation.folder" not in kept.form.wrong("folder")
    assert app.settings.evacuation.folder == ""
    assert page.changed
    good = tmp_path / "new" / "point"
    field.setText(str(good))
    kept.save.click()
    qtbot.waitUntil(lambda: "The list there was written on" in kept.state.text(), timeout=WAIT)
    assert Settings.load(app.home).evacuation.folder == str(good)
    assert sorted(one.name for one in good.iterdir()) == ["inside.csv", "inside.html"]
    assert not page.changed
    ada = app.people.add("Ada Lovelace", consent_text="v1", consent_at=NOW)
    page.desk.correct_presence(ada.id, Direction.IN, now=NOW)
    kept.now.click()
    qtbot.waitUntil(lambda: page.said.text() == "The list was written: 1 person.", timeout=WAIT)
    assert "Ada Lovelace" in (good / "inside.csv").read_text()
    assert [act.act for act in app.accounts.acts(limit=1)] == ["evacuation list written"]
    good.rename(tmp_path / "gone")
    good.write_text("no folder")
    kept.now.click()
    qtbot.waitUntil(lambda: "Not a directory" in page.said.text(), timeout=WAIT)
    field.clear()
    kept.save.click()
    qtbot.waitUntil(lambda: kept.state.text() == "No list is kept.", timeout=WAIT)


def test_a_double_click_notes_once_that_somebody_left(program: Callable[..., App], qtbot: QtBot) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    number = app.people.add("Wilhelmina", consent_text="2026-1", consent_at=NOW).id
    Desk(app, app.actor).correct_presence(number, Direction.IN, now=NOW)
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown, timeout=WAIT):
        page.refresh()
    page.list.selectRow(0)
    with qtbot.waitSignal(page.shown, timeout=WAIT):
        page.gone.click()
        page.gone.click()
    assert page.list.rowCount() == 0
    assert app.log.count() == 2


def test_who_was_found_outside_and_came_in_again_has_to_be_found_again(
    program: Callable[..., App], qtbot: QtBot
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    number = app.people.add("Wilhelmina", consent_text="2026-1", consent_at=NOW).id
    desk = Desk(app, app.actor)
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)

    def box() -> QTableWidgetItem:
        with qtbot.waitSignal(page.shown, timeout=WAIT):
            page.refresh()
        item = page.list.item(0, 0)
        assert item is not None
        return item

    desk.correct_presence(number, Direction.IN, now=NOW)
    box().setCheckState(Qt.CheckState.Checked)
    assert box().checkState() is Qt.CheckState.Checked
    assert page.count.text() == "1 person inside  ·  1 found"
    desk.correct_presence(number, Direction.OUT, now=NOW + timedelta(minutes=5))
    desk.correct_presence(number, Direction.IN, now=NOW + timedelta(minutes=9))
    assert box().checkState() is Qt.CheckState.Unchecked
    assert page.count.text() == "1 person inside"


def test_a_passage_changes_no_other_row_and_is_read_once_however_often_it_is_told(
    program: Callable[..., App], qtbot: QtBot
) -> None:
    """The page stood still for minutes where thousands were inside: after each change the view measures a thousand rows."""
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    desk = Desk(app, app.actor)
    numbers = [
        app.people.add(name, consent_text="2026-1", consent_at=NOW).id for name in ("Ada", "Bob", "Chan", "Dora")
    ]
    for number in (numbers[0], *numbers[2:]):
        desk.correct_presence(number, Direction.IN, now=NOW)
    bridge = Bridge(app.bus)
    page = InsidePage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown, timeout=WAIT):
        page.show()
    changes: list[tuple[int, int]] = []
    page.list.model().dataChanged.connect(lambda first, last: changes.append((first.row(), last.row())))
    shown: list[int] = []
    page.shown.connect(lambda: shown.append(page.list.rowCount()))
    desk.correct_presence(numbers[1], Direction.IN, now=NOW)
    for _ in range(5):
        bridge.recorded.emit()
        bridge.acted.emit()
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT)
    with qtbot.waitSignal(run_in_background(lambda job: None, done=lambda nothing: None).ended, timeout=WAIT):
        pass  # everything that was to be read is shown
    assert shown == [4]
    assert changes == [(1, 1)]
    bridge.recorded.emit()
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=WAIT)
    assert changes == [(1, 1)]
    bridge.close()


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("list", "CSV (*.csv)", "list.csv"),
        ("list", "HTML (*.html)", "list.html"),
        ("list", "CSV with a byte-order mark, for Excel (*.csv)", "list.csv"),
        ("list.html", "CSV (*.csv)", "list.html"),
    ],
)
def test_a_file_named_without_a_suffix_is_of_the_kind_that_was_chosen(typed: str, kind: str, written: str) -> None:
    assert with_suffix(Path("/tmp", typed), kind) == Path("/tmp", written)
