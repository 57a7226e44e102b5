"""The models in the window: cards, another model and back, thresholds, measurements, and a real training run."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from conftest import DEMO, another_model, photo
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.capture.cameras import CameraReader
from gatekeeper.capture.photos import photo_files
from gatekeeper.capture.sources import parse_source
from gatekeeper.config import CameraSettings
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Pairing, Role
from gatekeeper.door.runner import Watch
from gatekeeper.errors import AuthError, ModelError
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.models import ModelsPage, recording
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.models.recording import RecordingDialog
from gatekeeper.gui.widgets.training import CurveReader, Curves, recipes
from gatekeeper.paths import assets
from gatekeeper.store.accounts import NOBODY, Actor
from trainer.data.faceset import FaceSet

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB = "resident-001", "resident-002"
LONG = 60_000


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    for name in (ADA, BOB):
        session = app.enrolment()
        for kind, number in (("bare", 0), ("bare", 1), ("masked", 0)):
            assert session.offer(photo(name, kind, number)).taken
        Desk(app, app.actor).register(session, name, now=NOW)
    return app


@pytest.fixture
def page(app: App, qtbot: QtBot) -> Iterator[ModelsPage]:
    bridge = Bridge(app.bus)
    page = ModelsPage(app, bridge)
    qtbot.addWidget(page)
    page.resize(1180, 800)
    with qtbot.waitSignal(page.shown, timeout=LONG):
        page.show()
    yield page
    page.training.run.close()
    bridge.close()


def choose(page: ModelsPage, model: str) -> None:
    names = [page.models.item(row).text().splitlines()[0] for row in range(page.models.count())]
    page.models.setCurrentRow(names.index(model))


def test_cards_say_what_a_model_is_for_and_where_it_is_weak(app: App, page: ModelsPage) -> None:
    assert page.chosen == "masked-face"
    text = page.card.toPlainText()
    strict = f"{app.models.active.threshold(Pairing.BARE_BARE, 1e-4):.4f}"
    for words in ("Apache License 2.0", "Where it is weak", strict, "calibrate at the site", "MB", "What it is for"):
        assert words in text
    assert not page.activate.isEnabled()
    choose(page, "mask-status")
    assert "mask-status" in page.card.toPlainText()
    assert not page.activate.isEnabled()
    assert not page.tabs.isTabEnabled(page.tabs.indexOf(page.thresholds))


def test_a_model_that_has_no_such_tab_shows_its_card(page: ModelsPage) -> None:
    page.tabs.setCurrentWidget(page.measuring)
    choose(page, "liveness")
    assert page.tabs.currentWidget() is page.measuring
    choose(page, "mask-status")
    assert page.card.isVisible()
    assert not page.training.isVisible()


@pytest.mark.slow
def test_a_made_model_is_installed_activated_and_taken_back(
    app: App, page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.training.made.emit(another_model(tmp_path))
    box = page.findChild(QMessageBox, "install")
    assert isinstance(box, QMessageBox)
    (install,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole]
    with qtbot.waitSignal(page.shown, timeout=LONG):
        install.click()
    assert page.chosen == "mine"
    assert "Ours" in page.card.toPlainText()
    with qtbot.waitSignal(page.shown, timeout=LONG):
        page.activate.click()
    assert app.models.active.id == "mine"
    assert app.models.reader.embedder.model_id == "mine"
    # Everybody is known by the new model at once.
    (portrait,) = app.models.reader.read_photo(photo(ADA, "bare", 2))
    (match,) = app.models.gallery.search(portrait.vector[None], [MaskState.BARE])
    assert match is not None
    assert app.people.get(match.person_id).name == ADA
    assert page.back.isVisible()
    with qtbot.waitSignal(page.shown, timeout=LONG):
        page.back.click()
    assert app.models.active.id == "masked-face"
    assert {act.act for act in app.accounts.acts()} >= {"model installed", "model activated"}


@pytest.mark.slow
def test_a_model_that_is_worse_is_used_on_request_only(
    app: App, page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    app.models.install(another_model(tmp_path, metrics={"accuracy": 0.5}))
    with qtbot.waitSignal(page.shown):
        page.refresh("mine")
    pairs = app.models.active.card["metrics"]["verification"]["pairs_bare_bare"]
    for answer in ("keep", "use"):
        page.activate.click()
        qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(ChoiceDialog)), timeout=LONG)
        (dialog,) = [one for one in page.findChildren(ChoiceDialog) if one.isVisible()]
        text = f"{dialog.verdict.text()} {dialog.figures.toPlainText()}"
        # Two people are too few to be measured: the cards have to do.
        for words in ("Too few people", "masked-face", "mine", "50.0%", f"{pairs['accuracy']:.1%}"):
            assert words in text
        assert dialog.keep.isDefault()
        assert app.models.active.id == "masked-face"
        if answer == "keep":
            dialog.keep.click()
            qtbot.waitUntil(page.activate.isEnabled)
        else:
            with qtbot.waitSignal(page.shown, timeout=LONG):
                dialog.use.click()
    assert app.models.active.id == "mine"


@pytest.mark.slow
def test_work_that_is_cancelled_changes_nothing(app: App, page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    app.models.install(another_model(tmp_path))
    with qtbot.waitSignal(page.shown):
        page.refresh("mine")
    page.activate.click()
    job = page.work.job
    assert job is not None
    with qtbot.waitSignal(job.ended, timeout=LONG):
        page.work.cancel.click()
    assert app.models.active.id == "masked-face"
    assert app.people.templates("mine") == []
    assert not page.work.isVisible()
    assert page.activate.isEnabled()


def test_a_model_made_behind_the_lock_is_offered_to_who_may_install_it(
    open_home: Callable[[], App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = open_home()
    bridge = Bridge(app.bus)
    page = ModelsPage(app, bridge)
    qtbot.addWidget(page)

    def offered() -> bool:
        return any(box.isVisible() for box in page.findChildren(QMessageBox, "install"))

    anna, app.actor = app.actor, NOBODY
    page.training.made.emit(tmp_path / "mine")
    assert not offered()
    for actor in (Actor("Olga", Role.OPERATOR), anna):
        app.actor = actor
        bridge.signed_in.emit(actor.name, False)
        assert offered() == (actor is anna)
    # Locked while the question stands: it is asked again.
    app.actor = NOBODY
    for box in page.findChildren(QMessageBox, "install"):
        box.reject()
    app.actor = anna
    bridge.signed_in.emit(anna.name, True)
    assert offered()
    bridge.close()


def test_a_run_is_read_on_from_where_it_was_read_and_foreign_lines_are_passed_over(tmp_path: Path) -> None:
    file, reader = tmp_path / "steps.jsonl", CurveReader(tmp_path)
    assert reader.read() == Curves()
    file.write_text('{"a": 1}\n[2]\nnothing\n{"epoch": 0, "step": 1, "loss": 3.0}\n{"epoch": 0, "st')
    assert reader.read().losses == ((1.0, 3.0),)
    with file.open("a") as more:
        more.write('ep": 2, "loss": 2.0}\n')
    assert reader.read().losses == ((0.5, 3.0), (1.0, 2.0))
    # A long run's curve is thinned to what a plot can show, however it was read.
    with file.open("a") as more:
        more.writelines(f'{{"epoch": 0, "step": {step}, "loss": 1.0}}\n' for step in range(3, 10_001))
    (tmp_path / "epochs.json").write_text('[{"other": 1}]')
    found = reader.read()
    assert 1000 <= len(found.losses) <= 2000
    assert found == CurveReader(tmp_path).read()
    file.write_text('{"epoch": 0, "step": 1, "loss": 5.0}\n')  # another run took its place
    assert reader.read().losses == ((1.0, 5.0),)


def test_a_folder_that_is_not_a_model_is_not_installed(app: App, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="in use or bundled"):
        app.models.install(assets() / "models/masked-face")
    with pytest.raises(ModelError, match="for mask-status"):
        app.models.install(assets() / "models/mask-status")
    broken = another_model(tmp_path)
    (broken / "network.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the one its card names"):
        app.models.install(broken)
    assert [card.id for card in app.models.cards if card.folder.is_relative_to(app.home)] == []
    with pytest.raises(AuthError):
        Desk(app, Actor("Olga", Role.OPERATOR)).install_model(broken, lambda done, of: None, now=NOW)


@pytest.mark.slow
def test_thresholds_are_measured_used_and_reset(app: App, page: ModelsPage, qtbot: QtBot) -> None:
    tab = page.thresholds
    assert "Not calibrated" in tab.state.text()
    assert not tab.accept.isEnabled()
    with qtbot.waitSignal(tab.measured, timeout=LONG):
        tab.measure.click()
    compared = [tab.table.model().index(row, 1).data() for row in range(3)]
    assert compared == ["each other", "faces that come with the model", "the demo's strangers"]
    assert tab.table.rowCount() == 9  # three pairings; each other, and two cohorts of strangers
    assert "too few pairs" in tab.verdict.text()
    assert "own comparisons pass" in tab.verdict.text()
    with qtbot.waitSignal(page.shown, timeout=LONG):
        tab.accept.click()
        tab.accept.click()
    accepted = app.thresholds.calibration(app.models.active)
    assert accepted is not None
    assert accepted.calibration == tab.found
    assert "Calibrated on" in tab.state.text()
    with qtbot.waitSignal(page.shown, timeout=LONG):
        tab.reset.click()
    assert app.thresholds.calibration(app.models.active) is None
    assert "Not calibrated" in tab.state.text()
    acts = [act.act for act in app.accounts.acts()]
    assert acts.count("calibration accepted") == 1  # a double click is one act


@pytest.mark.slow
def test_a_person_registered_twice_is_confirmed_here(app: App, page: ModelsPage, qtbot: QtBot) -> None:
    session = app.enrolment()
    for kind, number in (("bare", 2), ("masked", 1)):
        session.offer(photo(ADA, kind, number))
    again = Desk(app, app.actor).register(session, "Ada again", now=NOW, allow_duplicate=True)
    tab = page.thresholds
    with qtbot.waitSignal(tab.measured, timeout=LONG):
        tab.measure.click()
    assert "Ada again" in tab.alike.item(0).text()
    page.tabs.setCurrentWidget(tab)
    assert tab.twins.isVisible()
    tab.alike.setCurrentRow(0)
    with qtbot.waitSignal(tab.measured, timeout=LONG):
        tab.same.click()
        tab.same.click()
    assert "Ada again" in tab.said.text()
    assert app.people.look_alikes() == {(1, again.id)}
    assert [act.act for act in app.accounts.acts()].count("look-alikes confirmed") == 1  # a double click is one act
    assert tab.alike.count() == 0


@pytest.mark.slow
def test_a_model_is_measured_on_a_folder_of_one_s_own(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    for kind in ("bare", "masked"):
        for number, path in enumerate(photo_files(DEMO / "people" / ADA / kind)[:2]):
            target = tmp_path / kind / f"{number}.jpg"
            target.parent.mkdir(exist_ok=True)
            shutil.copy(path, target)
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(target, tmp_path / "elsewhere" / "stray.jpg")
    tab = page.measuring
    tab.kind.setCurrentIndex(tab.kind.findData("mask"))
    assert "bare/" in tab.hint.text()
    assert not tab.measure.isEnabled()
    tab.folder.line.setText(str(tmp_path))
    with qtbot.waitSignal(tab.measured, timeout=LONG):
        tab.measure.click()
    assert tab.report is not None
    assert tab.report["pictures"] == 4
    text = tab.figures.toPlainText()
    assert "Accuracy" in text
    assert "Your pictures" in text
    assert "Left out" in text
    assert "stray.jpg" in text


@pytest.mark.slow
def test_the_measurement_of_one_model_is_not_shown_for_another(
    app: App, page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    app.models.install(another_model(tmp_path))
    with qtbot.waitSignal(page.shown):
        page.refresh("masked-face")
    thresholds, measuring = page.thresholds, page.measuring
    for name in (ADA, BOB):
        for kind, number in (("bare", 0), ("masked", 0)):
            (tmp_path / "own" / name / kind).mkdir(parents=True)
            shutil.copy(photo_files(DEMO / "people" / name / kind)[number], tmp_path / "own" / name / kind)
    measuring.kind.setCurrentIndex(measuring.kind.findData("gallery"))
    measuring.folder.line.setText(str(tmp_path / "own"))
    for tab, begin in ((thresholds, thresholds.measure), (measuring, measuring.measure)):
        choose(page, "masked-face")
        qtbot.waitUntil(begin.isEnabled)
        with qtbot.waitSignal(tab.measured, timeout=LONG):
            begin.click()
            choose(page, "mine")
    # Both ended while the other model was looked at.
    assert (thresholds.found, thresholds.table.rowCount(), thresholds.verdict.text()) == (None, 0, "")
    assert not thresholds.accept.isEnabled()
    assert (measuring.report, measuring.figures.toPlainText()) == (None, "")
    choose(page, "masked-face")
    assert thresholds.found is not None
    assert thresholds.found.model == "masked-face"
    assert thresholds.table.rowCount() > 0
    assert "2 people" in measuring.figures.toPlainText()


@pytest.mark.slow
def test_a_site_measures_its_photo_protection_before_the_camera(
    app: App, page: ModelsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of a clip plays everybody's part; what matters is that each step is led through, and what is left of it."""
    (tmp_path / "clip").mkdir()
    for number, image in enumerate(clip(photo(ADA, "bare", 0, "visits"), 1, 12)):
        cv2.imwrite(str(tmp_path / f"clip/{number:02}.png"), image[..., ::-1])
    camera = CameraReader(parse_source(str(tmp_path / "clip")), "cam", app.bus, loop=True, clock=app.doors.clock)
    app.doors.watches.append(Watch(CameraSettings(name="cam"), camera, app.doors.open_door()))
    camera.start()
    monkeypatch.setattr(recording, "needed_presentations", lambda: 1)
    choose(page, "liveness")
    assert page.measuring.kind.currentData() == "liveness"
    page.tabs.setCurrentWidget(page.measuring)
    before = sorted(path.name for path in app.home.rglob("*") if path.is_file())
    page.measuring.record.click()
    dialog = page.findChild(RecordingDialog)
    assert isinstance(dialog, RecordingDialog)
    qtbot.waitUntil(lambda: dialog.recording is not None, timeout=LONG)
    made = dialog.recording
    assert made is not None
    assert not dialog.start.isEnabled()  # nobody has agreed
    dialog.consent.setChecked(True)
    while made.step is not None:
        if made.step.name == "masked":
            dialog.skip.click()
            continue
        assert not dialog.running
        dialog.start.click()
        qtbot.waitUntil(lambda: not dialog.running, timeout=LONG)
    assert dialog.another.isVisible()
    dialog.finish.click()
    text = dialog.figures.toPlainText()
    for words in ("Living people, refused", "Photo prints, let through", "Photos on a phone, let through"):
        assert words in text
    dialog.accept_figures.click()
    qtbot.waitUntil(lambda: "too few people: photos of 1, phones of 1" in str(dialog.banner.saying), timeout=LONG)
    monkeypatch.setattr("gatekeeper.models.site_liveness.LEAST_PEOPLE", 1)
    dialog.accept_figures.click()
    qtbot.waitUntil(lambda: "at most 10" in str(dialog.banner.saying), timeout=LONG)
    assert app.liveness.measured is None  # one presentation of each shows too little
    monkeypatch.setattr("gatekeeper.models.site_liveness.ACCEPTED_APCER", 1.0)
    with qtbot.waitSignal(page.shown, timeout=LONG):
        dialog.accept_figures.click()
        dialog.accept_figures.click()
    measured = app.liveness.measured
    assert measured is not None
    assert (measured["people"], measured["bpcer"]["presentations"]) == (1, 2)
    assert "Measured at this site." in page.card.toPlainText()
    assert sorted(path.name for path in app.home.rglob("*") if path.is_file()) == before
    (accepted,) = (act for act in app.accounts.acts() if act.act == "liveness accepted")
    assert "measured before the camera on 1 person, who agreed" in accepted.detail


def test_only_an_administrator_may_change_models(app: App, page: ModelsPage, qtbot: QtBot) -> None:
    app.actor = Actor("Olga", Role.OPERATOR)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    for button in (page.activate, page.add, page.thresholds.measure, page.measuring.measure, page.training.start):
        assert not button.isEnabled()
    assert "administrators" in page.said.text()


@pytest.mark.slow
def test_a_run_is_started_watched_and_stopped_and_has_saved(
    page: ModelsPage, qtbot: QtBot, faces: FaceSet, tmp_path: Path
) -> None:
    tab, run = page.training, tmp_path / "run"
    assert recipes() == ["model1-arcface", "model2-triplet", "model3-seresnext", "smoke"]
    assert not tab.start.isEnabled()
    tab.recipe.setCurrentText("smoke")
    tab.faces.line.setText(str(faces.folder))
    tab.out.line.setText(str(run))
    # In steps so small that it is stopped in the midst of an epoch.
    tab.settings.setText(
        'network.architecture="dlib-resnet" network.dim=16 network.pooling="average" '
        'data.batch=2 loss.margin=0.2 loss.scale=8.0 optimiser.name="sgd" optimiser.learning_rate=0.001 run.epochs=500'
    )
    tab.start.click()
    assert not tab.start.isEnabled()
    qtbot.waitUntil(lambda: len(tab.curves.losses) > 0, timeout=180_000)
    tab.stop.click()
    with qtbot.waitSignal(tab.run.ended, timeout=LONG) as ended:
        pass
    assert ended.args == [False]
    assert "Stopped and saved" in tab.printed.toPlainText()
    assert (run / "last.pt").is_file()
    qtbot.waitUntil(lambda: CurveReader(run).read().losses == tab.curves.losses)
    assert "continues where it stopped" in tab.said.text()
    assert tab.start.isEnabled()


@pytest.mark.slow
def test_a_run_that_can_not_begin_says_why(page: ModelsPage, qtbot: QtBot, faces: FaceSet, tmp_path: Path) -> None:
    tab = page.training
    tab.recipe.setCurrentText("smoke")
    tab.faces.line.setText(str(faces.folder))
    tab.out.line.setText(str(tmp_path / "run"))
    tab.settings.setText("run.epoch=3")
    with qtbot.waitSignal(tab.run.ended, timeout=LONG):
        tab.start.click()
    assert "there is no setting run.epoch" in tab.printed.toPlainText()
