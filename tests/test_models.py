"""Models that come, go and are exchanged while doors run: two programs on one home, and folders from elsewhere."""

import gc
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import onnx
import pytest
from conftest import DEMO, another_model, photo, remembering_networks, two_views
from safetensors.numpy import load_file, save_file
from sqlalchemy import Engine, text, update
from sqlalchemy import event as hooks

from gatekeeper import files
from gatekeeper.app import App, open_app
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.demo import DemoCamera, demo_settings, visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.first_steps import Step, first_steps
from gatekeeper.desk.former_visits import FormerVisits
from gatekeeper.desk.retention import Retention
from gatekeeper.doctor import examine
from gatekeeper.domain import (
    FMRS,
    AccessEvent,
    Image,
    MaskState,
    Outcome,
    Pairing,
    Photo,
    Probe,
    Reason,
    Template,
    Vectors,
)
from gatekeeper.errors import EnrolmentError, ModelError, StoreError
from gatekeeper.models.activation import ACTIVE_MODEL, DEFAULT_MODEL, MADE_BY, LoadedModel
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.people.calibration import site_thresholds
from gatekeeper.people.comparisons import Site, comparisons_of
from gatekeeper.people.site_thresholds import calibration_key
from gatekeeper.people.strangers import read_cohorts
from gatekeeper.store import failures
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.tables import EventFaceRow
from gatekeeper.store.templates import NewPhoto
from gatekeeper.vision.detect import inner
from gatekeeper.vision.pipeline import FacePipeline

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA = "resident-001"


def thresholds(value: float) -> dict[str, Any]:
    return {pairing.value: {f"{fmr:.0e}": {"threshold": value} for fmr in FMRS} for pairing in Pairing}


def lax_model(folder: Path) -> Path:
    """A model that calls nearly everybody the same, by its card."""
    return another_model(folder, "lax", thresholds=thresholds(0.25), cohort=None)


def smaller_model(folder: Path) -> Path:
    """A model whose vectors have half as many numbers, so that nobody could mistake them for another's."""
    made = another_model(folder, "smaller", dim=64, cohort=None, thresholds=thresholds(0.7))
    card = json.loads((made / "card.json").read_text())
    for name in ("network.onnx",):
        network = onnx.load(made / name)
        (result,) = network.graph.output
        before = f"{result.name}_before"
        for node in network.graph.node:
            node.output[:] = [before if one == result.name else one for one in node.output]
        names = ["first", "after", "axis"]
        for one, value in zip(names, (0, 64, 1), strict=True):
            network.graph.initializer.append(onnx.numpy_helper.from_array(np.array([value], np.int64), one))
        network.graph.node.append(onnx.helper.make_node("Slice", [before, *names], [result.name]))
        result.type.tensor_type.shape.dim[1].dim_value = 64
        onnx.save(network, made / name)
        card["files"][name] = sha256(made / name)
    (made / "card.json").write_text(json.dumps(card))
    return made


def register(app: App, name: str = ADA) -> int:
    session = app.enrolment()
    for kind in ("bare", "masked"):
        assert session.offer(photo(name, kind)).taken
    return Desk(app, app.actor).register(session, name, now=NOW).id


def older(app: App) -> None:
    """Make of a home what the version of two views left."""
    with app.database.transaction() as session:
        kept = session.scalars(
            text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'templates'")
        ).all()
        two_views(session)
        for trigger in kept:
            session.execute(text(trigger))
        session.execute(text("UPDATE alembic_version SET version_num = '0008'"))


@pytest.fixture
def app(open_home: Callable[[], App]) -> Iterator[App]:
    with remembering_networks():
        yield open_home()


def elsewhere(app: App, work: Callable[[App], object]) -> None:
    """What another process does in the same home."""
    other = open_app(app.home, demo_settings(), prefer_keyring=False)
    try:
        work(other)
    finally:
        other.close()


@pytest.mark.slow
def test_a_model_activated_elsewhere_brings_its_thresholds_only_with_its_networks(app: App, tmp_path: Path) -> None:
    ada = register(app)
    station = app.doors.station(app.doors.open_door())
    before = app.thresholds.policy(app.models.active)
    app.models.install(lax_model(tmp_path))
    elsewhere(app, lambda other: other.models.activate("lax"))
    assert station.reader.embedder.model_id == "masked-face"
    assert app.thresholds.policy(app.models.active) == before
    assert min(before.thresholds.values()) > 0.3
    # What is stored now was made by the networks that are still open.
    feedback, _ = Desk(app, app.actor).add_photo(ada, photo(ADA, "bare", 1), now=NOW)
    assert feedback.taken
    assert len(app.people.templates("masked-face")) > len(app.people.templates("lax"))
    app.doors.keep_up(station)
    assert station.reader.embedder.model_id == app.models.active.id == "lax"
    assert set(station.policy.thresholds.values()) == {0.25}
    assert station.gallery is app.models.gallery
    # Nobody is lost who was stored meanwhile.
    assert len(station.gallery) == len(app.people.templates("lax")) == len(app.people.templates("masked-face"))


def test_networks_that_two_ask_for_at_once_are_opened_once(app: App) -> None:
    opened: list[LoadedModel] = []
    app.models.loaded = None
    ready = threading.Barrier(2)

    def ask() -> None:
        ready.wait(60)
        opened.append(app.models.open())

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(opened) == 2
    assert opened[0] is opened[1]
    assert app.models.loaded is opened[0]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_registration_begun_before_another_model_was_activated_is_known_to_that_model(
    app: App, tmp_path: Path, where: str
) -> None:
    app.models.install(smaller_model(tmp_path))
    app.doors.open_capture = lambda source: DemoCamera(visits_of(DEMO / "visits"))
    app.doors.open_cameras()
    app.doors.start_recognition()
    assert app.doors.loop is not None
    session = app.enrolment()
    for kind in ("bare", "masked"):
        assert session.offer(photo(ADA, kind)).taken
    first = session.taken[0]
    if where == "here":
        app.models.activate("smaller")
    else:
        elsewhere(app, lambda other: other.models.activate("smaller"))
    desk = Desk(app, app.actor)
    ada = desk.register(session, ADA, now=NOW)
    until = time.monotonic() + 60
    while app.doors.with_gallery(lambda gallery: gallery.dim) != 64:
        assert time.monotonic() < until
    templates = app.people.templates("smaller", ada.id)
    assert {len(template.vector) for template in templates} == {64}
    assert len(templates) == 2
    assert app.doors.with_gallery(len) == 2
    session.drop(first)  # what a page still shows of it can be taken back
    assert len(session.taken) == 1
    # A registration like it is refused as a duplicate, by the new model.
    again = app.enrolment()
    again.offer(photo(ADA, "bare", 1))
    with pytest.raises(EnrolmentError, match="looks like"):
        desk.register(again, "Eve", now=NOW)


def test_a_model_that_is_added_can_be_read_by_whoever_has_access_to_the_home_on_windows(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, a folder made with mode 700 is for its maker alone, wherever it is moved: not for the service's account."""
    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    made, mkdir = list[str](), os.mkdir

    def recorded(path: Any, mode: int = 0o777, **rest: Any) -> None:
        if mode == 0o700 and app.home in Path(path).parents:
            made.append(str(path))
        mkdir(path, mode, **rest)

    model = another_model(tmp_path)
    monkeypatch.setattr(os, "mkdir", recorded)
    card = app.models.install(model)
    assert card.folder == app.home / "models" / card.id
    assert [path.name for path in card.folder.parent.iterdir()] == [card.id]
    assert made == []


@pytest.mark.slow
def test_a_model_is_activated_with_few_photos_in_memory(app: App, tmp_path: Path) -> None:
    card = app.models.install(another_model(tmp_path))
    rng = np.random.default_rng(0)
    chips = rng.integers(0, 256, (160, 150, 150, 3), np.uint8)
    app.people.add("Ada", consent_text="v1", consent_at=NOW, photos=[NewPhoto(MaskState.MASKED, one) for one in chips])
    held = []

    def progress(done: int, of: int) -> None:
        held.append((done, of, sum(isinstance(one, Photo) for one in gc.get_objects())))

    assert app.models.activate(card.id, progress) == 160
    assert [(done, of) for done, of, _ in held] == [(n, 160) for n in range(32, 161, 32)]
    assert max(photos for _, _, photos in held) < 100
    assert len(app.people.templates(card.id)) == 160


@pytest.mark.slow
@pytest.mark.parametrize("before", ["another model", "other networks"])
def test_doors_record_and_people_come_and_go_while_a_model_is_activated(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.02)
    model = "mine" if before == "another model" else DEFAULT_MODEL
    if model == "mine":
        app.models.install(another_model(tmp_path))
    register(app)
    chips = np.random.default_rng(0).integers(0, 256, (130, 150, 150, 3), np.uint8)
    crowd = app.people.add(
        "Crowd", consent_text="v1", consent_at=NOW, photos=[NewPhoto(MaskState.MASKED, chip) for chip in chips]
    )
    if before == "other networks":
        app.people.replace_templates(model, [(one, np.eye(1, 128)[0]) for one in range(1, app.people.newest_photo())])
        app.people.set_setting(f"{MADE_BY}{model}", "other networks")
    bob = app.enrolment()
    assert bob.offer(photo("resident-002")).taken
    with Database.open(app.database.path, app.database.key) as elsewhere:
        log, people, recorded = AccessLog(elsewhere), PeopleStore(elsewhere), list[int]()
        embed, all_photos, rounds = FacePipeline.enrolment_vectors, PeopleStore.all_photos, list[int]()

        def embedded(reader: FacePipeline, faces: list[Image]) -> Vectors:
            event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "")
            recorded.append(log.record(event).id)  # the networks compute while nobody waits for the database
            return embed(reader, faces)

        def read(store: PeopleStore, after: int = 0, *, without: str | None = None) -> Iterator[Photo]:
            yield from all_photos(store, after, without=without)
            rounds.append(after)
            if len(rounds) == 1:  # everybody has been embedded
                bare = NewPhoto(MaskState.BARE, bob.taken[0].chip)
                people.add("Bob", consent_text="v1", consent_at=NOW, photos=[bare])

        def progress(done: int, of: int) -> None:
            if done == 64:
                people.remove_photo(crowd.id, people.photos(crowd.id)[0].id)

        written = [0]  # templates within each transaction

        def count(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
            if statement.startswith("INSERT INTO templates"):
                written[-1] += len(parameters) if many else 1

        def end(connection: Any) -> None:
            written.append(0)

        monkeypatch.setattr(FacePipeline, "enrolment_vectors", embedded)
        monkeypatch.setattr(PeopleStore, "all_photos", read)
        hooks.listen(Engine, "after_cursor_execute", count)
        hooks.listen(Engine, "commit", end)
        try:
            assert app.models.activate(model, progress) == 132
        finally:
            hooks.remove(Engine, "after_cursor_execute", count)
            hooks.remove(Engine, "commit", end)
    assert len(recorded) >= 6
    assert 0 < max(written) <= 64, "a transaction of all of them would keep doors from recording anything"
    assert app.models.chosen == model
    (visitor,) = app.models.reader.read_photo(photo("resident-002", "bare", 0, "visits"))
    (match,) = app.models.gallery.search(visitor.vector[None], [visitor.mask])
    assert match is not None
    assert app.people.get(match.person_id).name == "Bob"
    assert {t.photo_id for t in app.people.templates(model)} == {
        one.id for person in app.people.list() for one in app.people.photos(person.id)
    }


@pytest.mark.slow
def test_an_activation_that_was_stopped_leaves_the_old_model_and_can_be_repeated(app: App, tmp_path: Path) -> None:
    register(app)
    app.models.install(another_model(tmp_path))

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        app.models.activate("mine", stop)
    assert app.models.chosen == app.models.active.id == DEFAULT_MODEL
    assert len(app.people.templates(DEFAULT_MODEL)) == 2
    assert app.models.activate("mine") == 2
    assert app.models.active.id == "mine"


@pytest.mark.slow
def test_a_photo_has_the_templates_its_model_makes_whatever_way_it_came(app: App, tmp_path: Path) -> None:
    app.models.install(another_model(tmp_path, "plain", mirrored=True))
    app.models.activate("plain")
    session = app.enrolment()
    for kind in ("bare", "masked"):
        assert session.offer(photo(ADA, kind)).taken
    app.models.activate("masked-face")
    desk = Desk(app, app.actor)
    ada = desk.register(session, ADA, now=NOW).id
    _, kept = desk.add_photo(ada, photo(ADA, "bare", 1), now=NOW)
    assert kept is not None
    restored = desk.restore_photo(desk.remove_photo(ada, kept.id, now=NOW), now=NOW)
    desk.add_photo(ada, photo(ADA, "bare", 2), now=NOW)
    assert restored.id in {photo.id for photo in app.people.photos(ada)}

    def made() -> dict[int, np.ndarray]:
        return {t.photo_id: t.vector for t in app.people.templates("masked-face")}

    then = made()
    assert len(then) == 4
    app.models.activate("masked-face")  # which makes all of them anew from the kept photos
    now = made()
    assert now.keys() == then.keys()
    assert min(float(now[key] @ then[key]) for key in now) > 0.9999


def test_a_registration_that_another_model_can_not_go_on_with_keeps_what_it_has(app: App, tmp_path: Path) -> None:
    session = app.enrolment()
    assert session.offer(photo(ADA)).taken
    session.taken.append(replace(session.taken[0], chip=session.taken[0].chip[:0]))  # one that no network takes
    before = list(session.taken)
    app.models.install(smaller_model(tmp_path))
    app.models.activate("smaller")
    for _ in range(2):
        with pytest.raises(ModelError, match="A stored face has the shape"):
            Desk(app, app.actor).register(session, ADA, now=NOW)
    assert session.reader.embedder.model_id == "masked-face"
    assert session.taken == before
    assert app.people.list() == []


@pytest.mark.slow
def test_thresholds_that_are_none_are_refused_and_those_of_no_table_measured(app: App, tmp_path: Path) -> None:
    huge = thresholds(0.25)
    huge["bare-bare"]["1e-04"]["threshold"] = 10**400
    with pytest.raises(ModelError, match=r"no threshold for bare-bare at FMR 0\.0001"):
        app.models.install(another_model(tmp_path, "huge", thresholds=huge))
    card = app.models.install(another_model(tmp_path, "number", thresholds={**thresholds(0.25), "bare-bare": 5}))
    assert 0 < card.threshold(Pairing.BARE_BARE, 1e-4) < 1


@pytest.mark.slow
def test_another_card_of_the_same_name_brings_its_own_thresholds_and_strangers(app: App, tmp_path: Path) -> None:
    app.models.install(another_model(tmp_path / "first", "lax", thresholds=thresholds(0.25)))
    app.models.activate("lax")
    app.models.activate("masked-face")
    assert app.thresholds.cohorts(app.models.find("lax"))
    app.models.install(another_model(tmp_path / "second", "lax", thresholds=thresholds(0.9), cohort=None))
    assert app.thresholds.cohorts(app.models.find("lax")) == {}
    app.models.activate("lax")
    assert set(app.thresholds.policy(app.models.active).thresholds.values()) == {0.9}


@pytest.mark.slow
def test_vectors_of_a_removed_model_are_deleted_too(app: App, tmp_path: Path) -> None:
    register(app)
    made = app.models.install(lax_model(tmp_path))
    for model in ("masked-face", "lax"):
        (seen,) = app.models.reader.read_photo(photo("stranger-001", "bare", 0, "visits"))
        probe = Probe(model, seen.vector, seen.chip)
        app.log.record(AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""), probe)
    app.models.activate("lax")
    app.models.activate("masked-face")
    desk = Desk(app, app.actor)
    card = (made.folder / "card.json").read_text()
    (made.folder / "card.json").write_text("{")  # damaged is not gone
    assert desk.forget_gone_models(now=NOW) == 0
    (made.folder / "card.json").write_text(card)
    app.models.activate("lax")
    shutil.rmtree(made.folder)  # nor is one that doors open with
    assert desk.forget_gone_models(now=NOW) == 0
    assert app.people.templates("lax")
    app.models.activate("masked-face")
    retention = Retention(app, now=lambda: NOW, wait=lambda seconds: seconds > 0)
    retention.run()
    assert [len(app.log.faces(m)[0]) for m in ("masked-face", "lax")] == [1, 0]
    assert app.log.probe(1).vector.any()
    assert app.log.probe(2).vector.size == 0
    assert app.log.probe(2).chip.any()  # the picture is kept as long as its event says
    assert app.people.models_with_templates() == {"masked-face"}
    assert app.accounts.acts()[0].act == "gone model forgotten"
    assert desk.forget_gone_models(now=NOW) == 0


@pytest.mark.slow
def test_a_model_activated_elsewhere_that_can_not_be_opened_here_changes_nothing(app: App, tmp_path: Path) -> None:
    register(app)
    station = app.doors.station(app.doors.open_door())
    policy, networks = station.policy, station.reader
    made = app.models.install(lax_model(tmp_path))
    elsewhere(app, lambda other: other.models.activate("lax"))
    whole = (made.folder / "network.onnx").read_bytes()
    (made.folder / "network.onnx").write_bytes(b"damaged")
    for _ in range(2):
        app.doors.keep_up(station)
    assert (station.policy, station.reader, station.gallery) == (policy, networks, app.models.gallery)
    assert app.thresholds.policy(app.models.active) == policy
    # Mended and activated once more, it is taken up.
    for model in ("masked-face", "lax"):
        app.people.set_setting(ACTIVE_MODEL, model)
        app.doors.keep_up(station)
        (made.folder / "network.onnx").write_bytes(whole)
    assert station.reader.embedder.model_id == "lax"


@pytest.mark.slow
def test_doors_go_on_while_a_model_activated_elsewhere_is_loaded(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, open_networks = threading.Event(), threading.Event(), app.models._networks

    def slowly(card: ModelCard) -> FacePipeline:
        begun.set()
        may_end.wait(60)
        return open_networks(card)

    register(app)
    app.models.install(lax_model(tmp_path))
    app.doors.open_capture = lambda source: DemoCamera(visits_of(DEMO / "visits"))
    app.doors.open_cameras()
    app.doors.start_recognition()
    assert app.doors.loop is not None
    monkeypatch.setattr(app.models, "_networks", slowly)
    elsewhere(app, lambda other: other.models.activate("lax"))
    try:
        assert begun.wait(60)
        for _ in range(3):  # frame after frame
            meanwhile = app.doors.loop.submit(lambda s: (s.reader.embedder.model_id, set(s.policy.thresholds.values())))
            model, demanded = meanwhile.result(30)
            assert model == app.models.active.id == "masked-face"
            assert 0.25 not in demanded
    finally:
        may_end.set()
    until = time.monotonic() + 60
    while app.doors.loop.submit(lambda s: s.reader.embedder.model_id).result(30) != "lax":
        assert time.monotonic() < until
    station = app.doors.loop.stations[0]
    assert set(station.policy.thresholds.values()) == {0.25}
    assert {t.model_id for t in app.people.templates("lax")} == {"lax"}
    assert len(station.gallery) == len(app.people.templates("lax"))


@pytest.mark.slow
def test_an_older_home_s_photos_are_prepared_before_any_door_opens_and_that_can_be_stopped(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(app)
    app.people.set_setting(f"{MADE_BY}{DEFAULT_MODEL}", "other networks under this name")
    app.models.loaded = None
    monkeypatch.setattr("gatekeeper.models.activation._FACES_AT_A_TIME", 1)
    app.doors.open_capture = lambda source: DemoCamera(visits_of(DEMO / "visits"))
    app.doors.open_cameras()
    photos = app.people.count_photos()
    told: list[tuple[int, int]] = []

    def stopped_after_one(done: int, of: int) -> None:
        told.append((done, of))
        assert app.doors.loop is None  # nobody is recognised yet
        assert app.models.preparing == (done, of)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        app.doors.start_recognition(progress=stopped_after_one)
    assert told == [(1, photos)]
    assert (app.doors.loop, app.models.preparing) == (None, None)
    assert not any(watch.door.is_open for watch in app.doors.watches)
    # What was prepared is kept, and the next start goes on there.
    told.clear()
    loop = app.doors.start_recognition(progress=lambda done, of: told.append((done, of)))
    assert told == [(number, photos - 1) for number in range(1, photos)]
    assert len(loop.stations[0].gallery) == photos
    loop.close()


def test_doors_go_on_while_it_is_measured_what_new_people_need(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    measured, may_end, begun = [], threading.Event(), threading.Event()

    def slowly(*args: Any) -> dict[Pairing, float]:
        found = site_thresholds(*args)
        measured.append(threading.current_thread().name)
        if threading.current_thread().name == "thresholds":
            begun.set()
            may_end.wait(30)
        return found

    app.doors.open_capture = lambda source: DemoCamera(visits_of(DEMO / "visits"))
    app.doors.open_cameras()
    app.doors.start_recognition()
    assert app.doors.loop is not None
    before = app.thresholds.policy(app.models.active)
    monkeypatch.setattr("gatekeeper.people.site_thresholds.site_thresholds", slowly)
    session = app.enrolment()
    for kind in ("bare", "masked"):
        assert session.offer(photo(ADA, kind)).taken
    Desk(app, app.actor).register(session, ADA, now=NOW)
    try:
        assert begun.wait(30)
        meanwhile = app.doors.loop.submit(lambda station: station.policy).result(30)  # the loop answers
        assert all(meanwhile.thresholds[pairing] >= before.thresholds[pairing] for pairing in Pairing)
    finally:
        may_end.set()
    app.doors.loop.close()
    assert set(measured) == {"thresholds"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id": "../../elsewhere"}, "has the id"),
        ({"files": {}, "cohort": None}, "lists no files"),
        ({"thresholds": thresholds(float("nan"))}, "no threshold"),
        ({"thresholds": thresholds(-1.0)}, "has the threshold -1 for bare-bare"),
        ({"thresholds": [0.5]}, "no threshold"),
        ({"cohort": "../../gatekeeper.db"}, "cohort"),
    ],
)
def test_a_hostile_folder_is_not_installed(app: App, tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    folder = another_model(tmp_path, "foreign")
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, **changed}))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ModelError, match=words):
        app.models.install(folder)
    assert [path for path in sorted(tmp_path.rglob("*")) if path != app.home / "models"] == before


def test_thresholds_of_an_earlier_comparison_are_measured_anew_before_a_model_is_installed(
    app: App, tmp_path: Path, reader: FacePipeline
) -> None:
    folder = another_model(tmp_path, "earlier", comparison=1, thresholds=thresholds(0.25))
    with pytest.raises(ModelError, match="of another comparison"):
        ModelCard.read(folder).threshold(Pairing.BARE_BARE, 1e-4)
    made = app.models.install(folder)
    assert made.threshold(Pairing.BARE_BARE, 1e-4) > 0.3
    app.models.activate("earlier")
    # At the door the model's strangers belong to the crowd, so they do here.
    templates = [
        Template(number, int(path.stem), MaskState.BARE, made.id, reader.read_photo(load_photo(path))[0].vector)
        for number in range(1, 41)
        for path in photo_files(DEMO / f"people/resident-{number:03}/bare")
    ]
    site = Site.of(templates, list(read_cohorts(made).values()))
    ((pairing, _, compared),) = comparisons_of(site, {}, 1e-2, 0)
    assert (compared.values >= made.threshold(pairing, 1e-2)).sum() / compared.faces.sum() < 0.015


def test_a_chosen_model_with_thresholds_of_an_earlier_comparison_stands_back_until_it_is_installed_again(
    app: App, tmp_path: Path
) -> None:
    """As after an update of the program."""
    register(app)
    folder = app.models.install(another_model(tmp_path, "earlier")).folder
    app.models.activate("earlier")
    card = json.loads((folder / "card.json").read_text())
    del card["comparison"]
    for place in (folder, tmp_path / "earlier"):
        (place / "card.json").write_text(json.dumps(card))
    app.models.loaded = None
    assert app.models.active.id == "masked-face"
    assert app.models.compare("masked-face").worse is False
    assert app.models.open().card.id == "masked-face"
    assert "of another comparison of faces" in app.models.fallback_reason
    assert app.thresholds.policy(app.models.active).thresholds
    with pytest.raises(ModelError, match=r"of another comparison .* install the model again and activate it"):
        app.models.activate("earlier")
    made = app.models.install(tmp_path / "earlier")
    assert "door" not in made.card["metrics"], "it was measured with the earlier thresholds"
    assert "verification" in made.card["metrics"]
    app.models.activate("earlier")
    assert app.models.active.id == "earlier"


def test_doctor_says_that_an_update_has_photos_to_prepare(app: App) -> None:
    register(app)
    with app.database.transaction() as session:  # as another network made them
        session.execute(
            text("UPDATE templates SET vector = CAST(x'0000803F' || zeroblob(8 * dim - 4) AS BLOB), dim = 2 * dim")
        )
    app.people.set_setting(f"{MADE_BY}{DEFAULT_MODEL}", "former networks")
    (found,) = [one for one in examine(app.home) if one.what == "thresholds"]
    assert (found.state, "not prepared yet" in found.found, "next start" in found.remedy) == ("note", True, True)


def test_a_calibration_by_an_earlier_comparison_no_longer_counts_and_doctor_says_so(app: App) -> None:
    for name in (ADA, "resident-002"):
        register(app, name)
    desk, card = Desk(app, app.actor), app.models.active
    desk.accept_calibration(app.models.calibrate(), now=NOW)
    assert app.thresholds.calibration(card) is not None
    key = calibration_key(card.id, app.settings.recognition.fmr)
    stored = json.loads(app.people.setting(key) or "")
    del stored["comparison"]
    assert Step.CALIBRATED in first_steps(app).done
    app.people.set_setting(key, json.dumps(stored))
    assert app.thresholds.calibration(card) is None
    assert Step.CALIBRATED not in first_steps(app).done
    (found,) = [one for one in examine(app.home) if one.what == "thresholds"]
    assert found.state == "note"
    assert "no longer counts" in found.found
    assert "models calibrate" in found.remedy


def test_a_file_without_a_hash_is_not_installed(app: App, tmp_path: Path) -> None:
    folder = another_model(tmp_path)
    (folder / "surprise.py").write_text("")
    made = app.models.install(folder)
    assert {path.name for path in made.folder.iterdir()} == {"card.json", *made.card["files"]}


def test_another_network_of_the_same_name_forgets_what_was_made_with_the_old_one(app: App, tmp_path: Path) -> None:
    register(app)
    folder = lax_model(tmp_path)
    app.models.install(folder)
    app.models.activate("lax")
    app.models.activate("masked-face")
    key = calibration_key("lax", 1e-4)
    app.people.set_setting(key, "{}")
    count = len(app.people.templates("lax"))
    app.models.install(folder)
    assert len(app.people.templates("lax")) == count > 0
    assert app.people.setting(key) == "{}"
    card = json.loads((folder / "card.json").read_text())
    del card["files"]["cohort.safetensors"]  # other files: another model
    (folder / "card.json").write_text(json.dumps(card))
    app.models.install(folder)
    assert app.people.templates("lax") == []
    assert app.people.setting(key) is None
    assert app.people.templates("masked-face")


def test_a_damaged_card_stops_only_who_wants_it(app: App, tmp_path: Path) -> None:
    broken = app.home / "models/broken"
    broken.mkdir(parents=True)
    (broken / "card.json").write_text("{")
    assert app.models.active.id == "masked-face"
    assert "broken" not in [card.id for card in app.models.cards]
    with pytest.raises(ModelError, match=r"broken.card\.json cannot be read"):
        app.models.find("broken")
    with pytest.raises(ModelError, match="There is no model"):
        app.models.find("../broken")


def test_an_update_that_brings_other_networks_under_the_same_id_loses_nobody(app: App, tmp_path: Path) -> None:
    app.models.install(another_model(tmp_path))
    app.models.activate("mine")
    ada = register(app)
    app.close()
    update = smaller_model(tmp_path)
    card = json.loads((update / "card.json").read_text())
    (update / "card.json").write_text(json.dumps({**card, "id": "mine"}))
    shutil.rmtree(app.home / "models/mine")
    update.rename(app.home / "models/mine")

    def comes_again(other: App) -> None:
        visitor = other.models.reader.read_photo(photo(ADA, "masked", 0, "visits"))[0]
        found = other.doors.with_gallery(lambda gallery: gallery.search(visitor.vector[None], [visitor.mask]))
        assert [match and match.person_id for match in found] == [ada]
        assert {len(t.vector) for t in other.people.templates("mine")} == {64}

    elsewhere(app, comes_again)


def test_a_home_of_the_version_of_two_views_opens_with_the_one_network_and_loses_nobody(
    open_home: Callable[[], App],
) -> None:
    app = open_home()
    ada = register(app)
    photos = [(one.id, one.person_id, one.mask) for one in app.people.photos(ada)]
    (face,) = app.models.reader.read_photo(photo(ADA, "bare", 1))
    event = AccessEvent(NOW, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "")
    app.log.record(event, Probe("masked-dlib", face.vector, inner(face.chip)))
    app.people.set_setting(ACTIVE_MODEL, "masked-dlib")
    app.people.set_setting(calibration_key("masked-dlib", 1e-4), "{}")
    with app.database.transaction() as session:
        # Chips without a margin, as they were kept.
        for one in app.people.photos(ada):
            chip = cv2.imencode(".png", inner(one.chip)[..., ::-1])[1].tobytes()
            session.execute(text("UPDATE photos SET chip = :chip WHERE id = :id"), {"chip": chip, "id": one.id})
    older(app)
    app = open_home()
    assert app.models.active.id == DEFAULT_MODEL
    assert [(one.id, one.person_id, one.mask) for one in app.people.photos(ada)] == photos
    (visitor,) = app.models.reader.read_photo(photo(ADA, "masked", 0, "visits"))
    (match,) = app.models.gallery.search(visitor.vector[None], [visitor.mask])
    assert match is not None
    assert match.person_id == ada
    assert match.similarity > app.thresholds.policy(app.models.active).thresholds[match.pairing]
    assert app.people.models_with_templates() == {DEFAULT_MODEL}
    assert app.people.setting(calibration_key("masked-dlib", 1e-4)) is None
    # Templates are noted when they change, as before.
    version = app.people.templates_revision(DEFAULT_MODEL)
    desk = Desk(app, app.actor)
    assert desk.add_photo(ada, photo(ADA, "bare", 1), now=NOW)[1] is not None
    assert app.people.templates_revision(DEFAULT_MODEL) > version
    # What the old model left in the log can be compared with nothing any more.
    assert desk.forget_gone_models(now=NOW) == 1
    assert desk.forget_gone_models(now=NOW) == 0


@pytest.mark.parametrize(
    ("column", "value"), [("chip", b"no picture"), ("mask", "veil"), ("chip", b"\x89PNG\r\n\x1a\n")]
)
def test_a_damaged_photo_of_an_older_home_costs_that_photo_only(
    open_home: Callable[[], App], column: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    app = open_home()
    ada = register(app)
    bad, good = (one.id for one in app.people.photos(ada))
    with app.database.transaction() as session:
        session.execute(text(f"UPDATE photos SET {column} = :value WHERE id = :id"), {"value": value, "id": bad})
    older(app)
    app = open_home()
    (visitor,) = app.models.reader.read_photo(photo(ADA, "masked", 0, "visits"))
    (match,) = app.models.gallery.search(visitor.vector[None], [visitor.mask])
    assert match is not None
    assert match.person_id == ada
    assert [template.photo_id for template in app.people.templates(DEFAULT_MODEL)] == [good]
    assert app.people.get(ada).name == ADA
    assert f"Photo {bad} is damaged" in caplog.text
    assert app.models.activate(DEFAULT_MODEL) == 1  # nor does it end what goes over all photos later


def test_an_added_model_that_an_older_home_opened_with_is_chosen_no_more_but_stays(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    """Its templates came in views, and it was calibrated on another scale."""
    app = open_home()
    register(app)
    app.models.install(another_model(tmp_path))
    app.models.activate("mine")
    older(app)
    app = open_home()
    assert app.models.chosen == DEFAULT_MODEL
    assert {card.id for card in app.models.cards} >= {"mine", DEFAULT_MODEL}
    assert app.models.activate("mine") == 2


def test_faces_that_former_networks_saw_are_not_compared_with_what_the_present_ones_see(app: App) -> None:
    """A new version may bring other networks under the same id, whose vectors may even have another length."""
    register(app)
    (seen,) = app.models.reader.read_photo(photo("stranger-001", "bare", 0, "visits"))

    def comes(vector: Vectors) -> int:
        event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE)
        return app.log.record(event, Probe(DEFAULT_MODEL, vector, seen.chip)).id

    former = comes(np.eye(1, len(seen.vector) // 2, dtype=np.float32)[0])
    app.people.set_setting(f"{MADE_BY}{DEFAULT_MODEL}", "former networks")
    app.models.loaded = None
    assert len(app.models.gallery) == 2
    present = {comes(seen.vector), comes(seen.vector)}
    (visitor,) = Desk(app, app.actor).visitors(NOW, now=NOW + timedelta(hours=1))
    assert set(visitor.events) == present
    assert app.log.probe(former).vector.size == 0
    assert app.log.probe(former).chip.any()  # the picture stays


def test_the_faces_of_former_visits_are_embedded_anew_while_the_program_runs(app: App) -> None:
    """Then an unknown visitor is grouped with what they did before an update that brought other networks."""
    register(app)
    (seen,) = app.models.reader.read_photo(photo("stranger-001", "bare", 0, "visits"))
    (other,) = app.models.reader.read_photo(photo("stranger-002", "bare", 0, "visits"))

    def comes(chip: Image, vector: Vectors) -> int:
        event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE)
        return app.log.record(event, Probe(DEFAULT_MODEL, vector, chip)).id

    def visitors() -> list[set[int]]:
        return [set(one.events) for one in Desk(app, app.actor).visitors(NOW, now=NOW + timedelta(hours=1))]

    former = [comes(one.chip, np.eye(1, 64, dtype=np.float32)[0]) for one in (seen, other) for _ in range(6)]
    damaged = comes(seen.chip, seen.vector)
    with app.database.transaction() as session:
        session.execute(
            update(EventFaceRow).where(EventFaceRow.event_id == damaged).values(chip=b"torn", vector=b"", dim=0)
        )
    app.people.set_setting(f"{MADE_BY}{DEFAULT_MODEL}", "former networks")
    app.models.loaded = LoadedModel(app.models.active, app.models.reader)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) > 6

    keeper = FormerVisits(app, wait=wait)
    keeper.run()
    assert app.log.probe(former[-1]).vector.size == 64  # nobody has opened a gallery yet
    assert len(app.models.gallery) == 2
    assert app.log.count_faces_without(DEFAULT_MODEL) == 13
    assert visitors() == []
    waits.clear()
    keeper.run()
    assert waits[:4] == [0.0, 1.0, 1.0, 5.0]  # 8 and 4 faces, and then there are no more
    assert sorted(visitors(), key=min) == [set(former[:6]), set(former[6:])]
    assert app.log.count_faces_without(DEFAULT_MODEL) == 1

    app.models.install(another_model(app.home.parent))
    app.models.activate("mine")
    waits.clear()
    keeper.run()
    assert app.log.count_faces_without("mine") == 1
    assert sorted(visitors(), key=min) == [set(former[:6]), set(former[6:])]
    app.models.activate(DEFAULT_MODEL)
    waits.clear()
    keeper.run()
    assert app.log.count_faces_without(DEFAULT_MODEL) == 1


def test_faces_are_embedded_anew_after_a_return_to_a_model_before_the_other_had_seen_them_all(app: App) -> None:
    register(app)
    (seen,) = app.models.reader.read_photo(photo("stranger-001", "bare", 0, "visits"))
    event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE)
    for _ in range(12):
        app.log.record(event, Probe(DEFAULT_MODEL, seen.vector, seen.chip))
    app.models.install(another_model(app.home.parent))

    def runs_for(looks: int) -> None:
        left = [True] * (looks + 1)
        FormerVisits(app, wait=lambda seconds: not (left.pop() and left)).run()

    app.models.gallery  # noqa: B018 - the doors' first look
    runs_for(2)
    app.models.activate("mine")
    runs_for(1)
    assert app.log.count_faces_without(DEFAULT_MODEL) == 8
    app.models.activate(DEFAULT_MODEL)
    runs_for(3)
    assert app.log.count_faces_without(DEFAULT_MODEL) == 0


def test_two_programs_that_complete_one_home_at_once_make_each_template_once(open_home: Callable[[], App]) -> None:
    app = open_home()
    ada = register(app)
    app.people.replace_templates(DEFAULT_MODEL, [])
    app.people.set_setting(f"{MADE_BY}{DEFAULT_MODEL}", "other files")
    others = [open_app(app.home, demo_settings(), prefer_keyring=False) for _ in range(3)]
    try:
        with ThreadPoolExecutor(len(others)) as pool:
            galleries = [*pool.map(lambda other: other.models.gallery, others)]
        assert [len(gallery) for gallery in galleries] == [2] * len(others)
        assert [t.person_id for t in app.people.templates(DEFAULT_MODEL)] == [ada, ada]
    finally:
        for other in others:
            other.close()


@pytest.mark.parametrize("damage", ["torn", "no numbers", "gone"])
def test_strangers_that_cannot_be_used_end_no_door_and_are_named(app: App, tmp_path: Path, damage: str) -> None:
    """The file of strangers of a model is written by the workshop, copied by people, and cut off by full disks."""
    ada = register(app)
    folder = another_model(tmp_path)
    card = json.loads((folder / "card.json").read_text())
    file = folder / card["cohort"]
    if damage == "torn":
        file.write_bytes(file.read_bytes()[:1000])
    elif damage == "gone":
        file.unlink()
    else:
        save_file({key: np.full_like(value, np.nan) for key, value in load_file(file).items()}, file)
    if damage != "gone":
        (folder / "card.json").write_text(
            json.dumps({**card, "files": {**card["files"], card["cohort"]: sha256(file)}})
        )
    with pytest.raises(ModelError, match=r"cohort|hold no numbers"):  # noqa: PT012 - some are found only when it is used
        app.models.install(folder)
        app.models.activate("mine")
    assert app.models.active.id == DEFAULT_MODEL
    (visitor,) = app.models.reader.read_photo(photo(ADA, "masked", 0, "visits"))
    (match,) = app.models.gallery.search(visitor.vector[None], [visitor.mask])
    assert match is not None
    assert match.person_id == ada


@pytest.mark.parametrize("harm", ["network", "card", "gone", "dim"])
def test_a_damaged_model_costs_itself_and_never_a_door(
    app: App, tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.models.install(another_model(tmp_path))
    ada = register(app)
    app.models.activate("mine")
    folder = app.home / "models/mine"
    match harm:
        case "network":
            (folder / "network.onnx").write_bytes(b"no network")
        case "card":
            (folder / "card.json").write_text("[" * 100_000)
        case "gone":
            shutil.rmtree(folder)
        case "dim":
            card = json.loads((folder / "card.json").read_text())
            (folder / "card.json").write_text(json.dumps({**card, "dim": 64}))

    def comes(other: App) -> None:
        visitor = other.models.reader.read_photo(photo(ADA, "bare", 0, "visits"))[0]
        found = other.doors.with_gallery(lambda gallery: gallery.search(visitor.vector[None], [visitor.mask]))
        assert [match and match.person_id for match in found] == [ada]
        assert other.models.active.id == "masked-face"
        assert "masked-face instead" in other.models.fallback_reason

    elsewhere(app, comes)
    assert "mine cannot be opened, so the doors use masked-face" in caplog.text


def test_a_model_that_cannot_be_activated_is_not_named_in_the_database(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.models.install(another_model(tmp_path))
    register(app)
    before = app.models.active.id

    def fails(loaded: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(app.models, "_use", fails)
    with pytest.raises(StoreError):
        app.models.activate("mine")
    assert app.models.chosen == app.models.active.id == before
