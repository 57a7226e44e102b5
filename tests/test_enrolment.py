"""Registration on the fictional people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from conftest import photo

from gatekeeper.app import App
from gatekeeper.domain import Image, MaskState, Vectors
from gatekeeper.errors import EnrolmentError, ModelError

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA = "resident-001"


def two_people() -> Image:
    return np.concatenate([photo(ADA), photo("resident-002")], 1)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (lambda: np.full((300, 300, 3), 120, np.uint8), "No face"),
        (two_people, "2 faces"),
        (lambda: np.asarray(cv2.resize(photo(ADA), (150, 150)), np.uint8), "size"),
        (lambda: np.asarray(cv2.GaussianBlur(photo(ADA), (0, 0), 5), np.uint8), "sharpness"),
        (lambda: (photo(ADA) * 0.12).astype(np.uint8), "light"),
    ],
)
def test_a_bad_photo_is_refused_with_reason_and_remedy(
    open_home: Callable[[], App], picture: Callable[[], Image], words: str
) -> None:
    session = open_home().enrolment()
    feedback = session.offer(picture())
    assert not feedback.taken
    assert words in feedback.message
    assert feedback.remedy
    assert session.taken == []


def test_of_a_crowd_one_face_is_embedded(open_home: Callable[[], App]) -> None:
    """Whoever sends a picture of many faces costs no more than with one: of the others only the number is said."""
    session, embedded = open_home().enrolment(), list[int]()
    reader = session.reader

    class Counting:
        model_id, dim = reader.embedder.model_id, reader.embedder.dim

        def embed(self, crops: Image) -> Vectors:
            embedded.append(len(crops))
            return reader.embedder.embed(crops)

    session.reader = replace(reader, embedder=Counting())
    crowd = np.concatenate([two_people(), two_people()])
    assert "4 faces" in session.offer(crowd).message
    (seen,) = session.reader.read_photo(crowd)
    assert seen.face.size_px == max(face.size_px for face in reader.detector.find_in_photo(crowd))
    assert embedded == [1, 1]


def test_the_same_photo_again_and_another_person_s_are_refused(open_home: Callable[[], App]) -> None:
    session = open_home().enrolment()
    assert session.offer(photo(ADA)).taken
    assert "same photo" in session.offer(photo(ADA)).message
    assert "another person" in session.offer(photo("resident-010")).message
    further = session.offer(photo(ADA, "bare", 1))
    assert further.taken
    assert 0 < further.adds < 1
    session.undo()
    assert len(session.taken) == 1


def test_every_photo_gives_one_template(open_home: Callable[[], App]) -> None:
    app = open_home()
    session = app.enrolment()
    for kind in ("bare", "masked"):
        assert session.offer(photo(ADA, kind)).mask is MaskState(kind)
    person = session.commit("Ada", app.people, app.models.gallery, now=NOW)
    templates = app.people.templates(app.models.active.id)
    assert sorted(t.mask.value for t in templates) == ["bare", "masked"]
    assert app.models.gallery.people == {person.id}
    assert len(app.models.gallery) == 2


def test_nothing_is_stored_without_name_or_bare_photo(open_home: Callable[[], App]) -> None:
    app = open_home()
    session = app.enrolment()
    session.offer(photo(ADA, "masked"))
    with pytest.raises(EnrolmentError, match="no bare photo"):
        session.commit("Ada", app.people, app.models.gallery, now=NOW)
    session.offer(photo(ADA))
    with pytest.raises(EnrolmentError, match="no name"):
        session.commit("  ", app.people, app.models.gallery, now=NOW)
    assert app.people.list() == []
    assert len(app.models.gallery) == 0


def test_the_same_person_is_not_registered_twice_unless_told(open_home: Callable[[], App]) -> None:
    app = open_home()
    for attempt in range(2):
        session = app.enrolment()
        session.offer(photo(ADA, "bare", attempt))
        if attempt == 0:
            session.commit("Ada", app.people, app.models.gallery, now=NOW)
            continue
        with pytest.raises(EnrolmentError, match=r"Ada \(number 1\)"):
            session.commit("Eve", app.people, app.models.gallery, now=NOW)
        session.commit("Eve", app.people, app.models.gallery, now=NOW, allow_duplicate=True)
    assert [p.name for p in app.people.list()] == ["Ada", "Eve"]


@pytest.mark.slow
def test_another_model_embeds_everybody_again_and_an_unknown_one_changes_nothing(open_home: Callable[[], App]) -> None:
    app = open_home()
    session = app.enrolment()
    for kind in ("bare", "masked"):
        session.offer(photo(ADA, kind))
    session.commit("Ada", app.people, app.models.gallery, now=NOW)
    before = {t.photo_id: t.vector for t in app.people.templates(app.models.active.id)}
    with pytest.raises(ModelError, match="no model 'nix'"):
        app.models.activate("nix")
    assert app.models.activate(app.models.active.id) == 2
    after = {t.photo_id: t.vector for t in app.people.templates(app.models.active.id)}
    assert before.keys() == after.keys()
    assert all(float(before[key] @ after[key]) > 0.9999 for key in before)
    assert len(app.models.gallery) == 2
