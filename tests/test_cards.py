"""Cards as people read them, and two models held against each other."""

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import another_model, photo
from typer.testing import CliRunner

from gatekeeper import speech
from gatekeeper.app import App
from gatekeeper.cli import app as gatekeeper
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Pairing, Template
from gatekeeper.errors import ModelError
from gatekeeper.gui.tools.translate import templates as translatable
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard, find_models
from gatekeeper.models.card_page import KINDS, Page, page, side_by_side, worse
from gatekeeper.models.figures import Share, cell_text, report_tables
from gatekeeper.models.side_by_side import LEAST_PEOPLE, MOST_PEOPLE, Choice, chosen_people, measure
from gatekeeper.paths import assets
from gatekeeper.speech import TERMINAL, shapes
from gatekeeper.translations import speech_in
from trainer.cli import app as trainer

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
BUNDLED = [card for card in find_models(assets() / "models") if card.kind in KINDS]


def texts(shown: Page) -> list[str]:
    tables = [*shown.good, *shown.expert]
    cells = [cell for t in tables for row in (t.heads, *t.rows) for cell in row]
    words = [shown.title, shown.kind, shown.purpose, shown.weak, shown.licence, shown.data]
    return [
        text
        for text in [*words, *(t.title for t in tables), *(t.note for t in tables), *cells]
        if isinstance(text, str)
    ]


@pytest.fixture(scope="module")
def known() -> set[str]:
    """What the translators are given, read from the whole source."""
    return set(translatable())


def commands_of(figures: Any) -> list[str]:
    """Every command that figures name, however deep."""
    if not isinstance(figures, dict):
        return []
    inner = [command for value in figures.values() for command in commands_of(value)]
    return [figures["command"], *inner] if "command" in figures else inner


def test_the_figures_of_a_bundled_card_name_the_command_that_measures_them_anew() -> None:
    told = [one for card in find_models(assets() / "models") for one in commands_of(card.card.get("metrics"))]
    assert len(told) > 4
    for command in told:
        program, *words = itertools.takewhile(lambda word: re.fullmatch("[a-z][a-z-]*", word), command.split())
        assert words[-1].startswith("evaluate"), command
        helped = CliRunner().invoke({"gatekeeper": gatekeeper, "trainer": trainer}[program], [*words, "--help"])
        assert helped.exit_code == 0, command


@pytest.mark.slow
@pytest.mark.parametrize("card", BUNDLED, ids=lambda card: card.id)
def test_a_bundled_card_has_plain_words_that_the_translators_know(card: ModelCard, known: set[str]) -> None:
    shown = page(card)
    assert shown.good
    assert shown.purpose
    for text in filter(None, texts(shown)):
        assert not re.search(
            r"[a-z]_[a-z]|\\btar\\b|\\bfmr\\b|\\beer\\b", text.replace("dlib_face_recognition_resnet_model_v1", "")
        ), text
        if text != "–":
            assert Message(text).template in {*known, "{shown}, {how}"}, text


def test_figures_of_the_bundled_model_are_those_of_its_card() -> None:
    (card,) = [one for one in BUNDLED if one.id == "masked-face"]
    measured = card.card["metrics"]["verification"]["pairs_bare_bare"]
    (row,) = [row for table in page(card).good for row in table.rows if row[0] == "both without a mask"]
    drawn = measured["intervals"]["tar_at_fmr"]["1e-2"]
    assert row[1] == Share(measured["tar_at_fmr"]["1e-2"], drawn["low"], drawn["high"])
    assert cell_text(row[3], TERMINAL).startswith(f"{100 * measured['accuracy']:.1f}% (")


def test_a_foreign_card_without_figures_is_still_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    bare = {"id": "theirs", "kind": "embedding", "title": "T", "licence": "unknown", "files": {}}
    told_badly: list[object] = [None, [], {"verification": 3, "x": {"y": 1}}, {"accuracy": "good"}]
    for metrics in told_badly:
        (folder / "card.json").write_text(json.dumps({**bare, "metrics": metrics}))
        shown = page(ModelCard.read(folder))
        assert "ask its author" in shown.licence
        assert shown.good == ()


@pytest.mark.parametrize(
    "beyond", ["a", [1], {}, True, 10**400, float("nan")], ids=["text", "list", "table", "truth", "huge", "no-number"]
)
def test_what_a_foreign_card_has_in_place_of_a_number_hides_no_other_figure(tmp_path: Path, beyond: object) -> None:
    theirs = json.loads((another_model(tmp_path, "theirs") / "card.json").read_text())
    for figures in theirs["metrics"]["door"]["opened"].values():
        figures["low"] = beyond
    theirs["metrics"]["verification"]["pairs_bare_bare"]["intervals"]["accuracy"]["high"] = beyond
    theirs["thresholds"]["bare-bare"]["1e-04"]["threshold"] = beyond
    theirs["metrics"]["door"]["let_in"]["bare"]["visits"] = beyond
    (tmp_path / "theirs/card.json").write_text(json.dumps(theirs))
    model = ModelCard.read(tmp_path / "theirs")
    shown = page(model)
    written = [
        cell_text(cell, TERMINAL) for table in (*shown.good, *shown.expert) for row in table.rows for cell in row
    ]
    value = json.loads((assets() / "models/masked-face/card.json").read_text())["metrics"]["door"]["opened"]["bare"]
    assert f"{100 * value['value']:.1f}%" in written
    if beyond is not True:  # which Python takes for 1
        with pytest.raises(ModelError, match="no threshold for bare-bare"):
            model.threshold(Pairing.BARE_BARE, 1e-4)


def test_a_card_is_worse_where_any_kind_of_picture_is(tmp_path: Path) -> None:
    old = ModelCard.read(assets() / "models/masked-face")
    same = ModelCard.read(another_model(tmp_path, "same"))
    smoke = ModelCard.read(another_model(tmp_path, "smoke", metrics={"accuracy": 0.5}))
    silent = ModelCard.read(another_model(tmp_path, "silent", metrics={}))
    assert not worse(same, old)
    assert worse(smoke, old)
    assert worse(silent, old)
    assert not worse(old, smoke)
    table = side_by_side(smoke, old)
    assert table is not None
    assert table.rows[-1][2] == Share(0.5)


def templates(spread: float, people: int = 8, photos: int = 3) -> list[Template]:
    rng = np.random.default_rng(1)
    made = []
    for person in range(people):
        middle = rng.standard_normal(64)
        for number in range(photos):
            vector = middle + spread * rng.standard_normal(64)
            unit = (vector / np.linalg.norm(vector)).astype(np.float32)
            made.append(Template(person, person * 10 + number, MaskState.BARE, "m", unit))
    return made


def test_photos_are_known_by_the_others_of_their_person() -> None:
    thresholds = dict.fromkeys(Pairing, 0.5)
    good, poor = measure(templates(0.2), thresholds), measure(templates(5.0), thresholds)
    assert (good.people, good.photos, good.recognised.value, good.taken_for_others.value) == (8, 24, 1.0, 0.0)
    assert poor.recognised.value < 0.2
    lax = measure(templates(5.0), dict.fromkeys(Pairing, -1.0))
    assert lax.taken_for_others.value == 1.0
    (old,) = [one for one in BUNDLED if one.id == "masked-face"]
    assert Choice(old, old, good, poor).worse
    assert not Choice(old, old, good, good).worse
    assert not Choice(old, old, None, None).worse


def test_people_who_would_no_longer_be_known_are_named() -> None:
    thresholds = dict.fromkeys(Pairing, 0.5)
    made = templates(0.2)
    rng = np.random.default_rng(7)
    # The other network sees nothing of what makes person 3 one person.
    spoilt = [
        one
        if one.person_id != 3
        else replace(one, vector=(v := rng.standard_normal(64).astype(np.float32)) / np.linalg.norm(v))
        for one in made
    ]
    (card,) = [one for one in BUNDLED if one.id == "masked-face"]
    choice = Choice(card, card, measure(made, thresholds), measure(spoilt, thresholds), {3: "Cleo"})
    assert choice.lost == [3]
    assert choice.worse
    (table,) = [table for table in choice.tables if table.title == "Who would no longer be known"]
    assert [row[0] for row in table.rows] == ["Cleo"]
    assert Choice(card, card, choice.now, choice.now, {3: "Cleo"}).lost == []


def test_few_people_are_not_measured_and_many_are_drawn_from() -> None:
    assert chosen_people(dict.fromkeys(range(LEAST_PEOPLE - 1), 2) | {99: 1}) == set()
    assert len(chosen_people(dict.fromkeys(range(1000), 2))) == MOST_PEOPLE


@pytest.mark.slow
def test_another_model_is_held_against_the_present_one_on_the_people_registered(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    app = open_home()
    for number in range(1, LEAST_PEOPLE + 1):
        session = app.enrolment()
        for kind, which in (("bare", 0), ("bare", 1)):
            session.offer(photo(f"resident-{number:03}", kind, which))
        Desk(app, app.actor).register(session, f"resident-{number:03}", now=NOW)
    app.models.install(another_model(tmp_path))
    told_: list[tuple[int, int]] = []
    choice = app.models.compare("mine", lambda done, of: told_.append((done, of)))
    assert choice.now is not None
    assert choice.now == choice.new  # the same networks
    assert choice.now.people == LEAST_PEOPLE
    assert choice.now.recognised.value > 0.5
    assert not choice.worse
    assert told_[-1][0] == told_[-1][1] == choice.now.photos
    assert app.models.active.id == "masked-face"
    assert app.people.templates("mine") == []


def test_reports_of_one_s_own_become_tables() -> None:
    rate = {"presentations": 10, "rate": 0.1, "low": 0.0, "high": 0.4}
    (table,) = report_tables("liveness", {"bpcer": rate, "apcer": {"print": rate}})
    assert [row[0] for row in table.rows] == ["Living people, refused", "Photo prints, let through"]
    assert cell_text(table.rows[0][1], TERMINAL) == "10.0% (0.0% – 40.0%)"


@pytest.mark.parametrize(
    ("day", "time", "wanted"),
    [
        ("%d.%m.%Y", "%T", "04.03.2026 07:30|04.03.2026 07:30:05"),
        ("%m/%d/%Y", "%r", "03/04/2026 07:30 AM|03/04/2026 07:30:05 AM"),
        ("%d/%m/%y", "%H:%M:%S", "04/03/2026 07:30|04/03/2026 07:30:05"),
        ("nonsense", "%T", "2026-03-04 07:30|2026-03-04 07:30:05"),
    ],
)
def test_the_terminal_writes_times_as_its_locale_does(day: str, time: str, wanted: str) -> None:
    at = datetime(2026, 3, 4, 7, 30, 5)
    date, minutes, whole = shapes(day, time)
    assert f"{at:{date} {minutes}}|{at:{date} {whole}}" == wanted


@pytest.mark.parametrize(
    ("form", "value", "in_english", "in_german"),
    [
        (":04X", 27, "001B", "001B"),
        (":02d", 1, "01", "01"),
        (":o", 0o1640, "1640", "1640"),
        (":.0e", 1e-4, "1e-04", "1e-04"),
        (":,", 1234567, "1,234,567", "1.234.567"),
        (":.2f", 1234.5, "1,234.50", "1.234,50"),
        (":.3g", 0.125, "0.125", "0,125"),
        (":.1%", 0.125, "12.5%", "12,5 %"),
    ],
)
def test_amounts_follow_the_language_and_codes_and_leading_zeros_stay(
    form: str, value: float, in_english: str, in_german: str
) -> None:
    message = Message(f"{{x{form}}}", x=value)
    assert (TERMINAL.say(message), speech_in("de").say(message)) == (in_english, in_german)


def test_days_in_messages_follow_the_locale_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_shapes", lambda: ("%d.%m.%Y", "%H:%M", "%H:%M:%S"))
    start, end = datetime(2026, 3, 4), datetime(2026, 11, 20, 7, 30)
    assert (
        TERMINAL.say(Message("from {start} until {end}", start=start, end=end))
        == "from 04.03.2026 until 20.11.2026 07:30"
    )
