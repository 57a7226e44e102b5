"""A model measured at a whole door: who is drawn, what is never shown twice, and that errors are counted as errors."""

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from at_the_door import ADA, BOB
from conftest import DEMO, another_model, half_behind
from typer.testing import CliRunner

from gatekeeper.capture.photos import load_photo
from gatekeeper.cli import app
from gatekeeper.demo import Visit
from gatekeeper.domain import FMRS, MaskState, Pairing
from gatekeeper.errors import ModelError
from gatekeeper.gui.tools.translate import templates
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.models.card_page import page
from gatekeeper.models.figures import Share, report_tables
from gatekeeper.paths import assets
from gatekeeper.whole_door import Trial, draw_trial, evaluate_door

pytestmark = pytest.mark.slow

RESIDENTS = ("resident-001", "resident-002", "resident-005")
STRANGERS = ("stranger-010", "stranger-016")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people with five pictures of each kind and two with fewer, NAME/{bare,masked}."""
    folder = tmp_path_factory.mktemp("people")
    for name in RESIDENTS + STRANGERS:
        for part in ("people", "visits"):
            if (DEMO / part / name).is_dir():
                shutil.copytree(DEMO / part / name, folder / name, dirs_exist_ok=True)
    return folder


def test_people_are_registered_come_back_and_strangers_try(people: Path) -> None:
    done = CliRunner().invoke(
        app, ["models", "evaluate", "--door", str(people), "--people", "3", "--strangers", "2", "--json"]
    )
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["people"], report["strangers"]) == (3, 2)
    assert report["registered_with"] == {"bare": {"taken": 9, "wanted": 9}, "masked": {"taken": 6, "wanted": 6}}
    for kind in ("bare", "masked"):
        assert report["opened"][kind]["visits"] == 6
        assert report["opened"][kind]["times"] == 6
        # Three people cannot show more than Wilson says of three, however often they came.
        assert report["opened"][kind]["low"] == pytest.approx(3 / (3 + 1.959964**2))
        assert report["let_in"][kind] == {**report["let_in"][kind], "visits": 2, "times": 0, "value": 0}
    assert report["errors"] == []
    assert report["wrong_person"] == 0


def test_a_model_that_takes_everybody_for_somebody_is_found_out(people: Path, tmp_path: Path) -> None:
    lax = {pairing.value: {f"{fmr:.0e}": {"threshold": 0.01} for fmr in FMRS} for pairing in Pairing}
    model = ModelCard.read(another_model(tmp_path, "lax", thresholds=lax, cohort=None))
    trial = draw_trial(people, 1, 4)
    report = evaluate_door(model, trial)
    assert sum(report["let_in"][kind]["times"] for kind in ("bare", "masked")) > 0
    wrong = [one for one in report["errors"] if Path(one["picture"]).parent.parent.name not in trial.registered]
    assert wrong
    assert all(one["opened_for"] in trial.registered for one in wrong)


def test_a_photo_that_is_refused_is_taken_again_and_counted(people: Path, tmp_path: Path) -> None:
    shutil.copytree(people, tmp_path / "people")
    trial = draw_trial(tmp_path / "people", 1, 1)
    ((name, photos),) = trial.registered.items()
    blurred = photos[MaskState.BARE][0]
    cv2.imwrite(str(blurred), cv2.GaussianBlur(load_photo(blurred), (0, 0), 6))
    spare = next((people / name / "bare").parent.parent.glob(f"{name}/masked/*.jpg"))  # no bare one: refused as well
    photos[MaskState.BARE].insert(1, spare)
    model = ModelCard.read(assets() / "models/masked-face")
    report = evaluate_door(model, Trial(trial.registered, trial.visits[:1]))
    assert report["photos_refused"] == 2
    assert report["registered_with"]["bare"] == {"taken": 2, "wanted": 3}
    assert report["registered_with"]["masked"] == {"taken": 2, "wanted": 2}


def test_a_picture_without_a_face_and_one_of_two_people_half_behind_each_other_are_told_apart(
    people: Path, tmp_path: Path
) -> None:
    """Faces that could be exchanged are not decided about, which is no failure to find them."""
    trial = draw_trial(people, 1, 1)
    (name,) = trial.registered
    assert name not in (ADA, BOB)
    both = half_behind(ADA, BOB)
    pictures = {"no_face": np.full_like(both, 128), "undecided": both}
    for reason, picture in pictures.items():
        cv2.imwrite(str(tmp_path / f"{reason}.png"), picture[..., ::-1])
    visits = [Visit(name, tmp_path / f"{reason}.png", MaskState.BARE) for reason in pictures]
    report = evaluate_door(ModelCard.read(assets() / "models/masked-face"), Trial(trial.registered, visits))
    assert report["refusals"] == {"no_face": 1, "undecided": 1}
    assert [Path(one["picture"]).stem for one in report["errors"]] == [*pictures]


def empty(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


@pytest.mark.parametrize("before", ["", "Ada_Byron_"])
@pytest.mark.parametrize("kind", ["_N95", "_surgical_green"])
def test_nobody_visits_with_a_picture_that_is_registered_bare_or_with_a_mask_drawn_on(
    tmp_path: Path, before: str, kind: str
) -> None:
    """As LFW with masks drawn on is laid out: masked/P/N_KIND.jpg is bare/P/N.jpg with a mask."""
    for person in range(6):
        for number in range(1, 6):
            empty(tmp_path / f"bare/p{person}/{before}{number:04}.jpg")
            empty(tmp_path / f"masked/p{person}/{before}{number:04}{kind}.jpg")
    empty(tmp_path / "bare/only/0001.jpg")  # neither a resident nor a stranger
    for seed in range(10):
        trial = draw_trial(tmp_path, 4, 2, seed)
        assert len(trial.registered) == 4
        assert trial.strangers == 2
        for name, photos in trial.registered.items():
            for state, paths in photos.items():
                assert [path.parent.parent.name for path in paths] == [state.value] * 3
            shown = {path.stem.removesuffix(kind) for paths in photos.values() for path in paths}
            coming = [visit for visit in trial.visits if visit.name == name]
            assert sorted(visit.mask or "" for visit in coming) == [MaskState.BARE] * 2 + [MaskState.MASKED] * 2
            assert not shown & {visit.picture.stem.removesuffix(kind) for visit in coming}
        assert draw_trial(tmp_path, 4, 2, seed) == trial
    assert draw_trial(tmp_path, 4, 2, 1).visits != draw_trial(tmp_path, 4, 2, 2).visits
    assert set(draw_trial(tmp_path, 2, 1, among={"p1", "p2", "p3"}).registered) <= {"p1", "p2", "p3"}
    with pytest.raises(ModelError, match="holds 6 people with the pictures to register"):
        draw_trial(tmp_path, 7, 2)
    with pytest.raises(ModelError, match=r"holds 6 people .* and 1 more to be strangers"):
        draw_trial(tmp_path, 5, 2)
    assert draw_trial(tmp_path, 100, 100, fewer=True).strangers == 0


def test_pictures_that_lie_nowhere_and_two_measures_at_once_are_refused(tmp_path: Path) -> None:
    empty(tmp_path / "people/somebody.jpg")
    with pytest.raises(ModelError, match="is not in a folder of a person and a state"):
        draw_trial(tmp_path)
    done = CliRunner().invoke(app, ["models", "evaluate", "--door", str(tmp_path), "--gallery", str(tmp_path)])
    assert "Give --pairs and --images, or --gallery, or --door." in str(done.exception)


def test_a_card_shows_the_door_first_in_words_that_the_translators_know(tmp_path: Path) -> None:
    def share(times: int, visits: int) -> dict[str, Any]:
        return {"value": times / visits, "low": 0.0, "high": 1.0, "visits": visits, "times": times}

    door = {
        "pictures": "lfw_half",
        "opened": {"bare": share(118, 120), "masked": share(111, 120)},
        "let_in": {"bare": share(0, 150), "masked": share(0, 150)},
    }
    shown = page(ModelCard.read(another_model(tmp_path, "measured", metrics={"door": door}))).good
    assert [table.rows for table in shown] == [table.rows for table in report_tables("door", door)]
    assert shown[0].rows[0] == ("no mask", Share(118 / 120, 0.0, 1.0), 120)
    assert shown[1].rows[1] == ("mask", Share(0.0, 0.0, 1.0), 150)
    known = templates()
    for table in shown:
        for text in (table.title, table.note, *table.heads, *(row[0] for row in table.rows)):
            assert isinstance(text, str)
            assert not text or Message(text).template in known, text
