"""A site's own consent text, who agreed to which, its printed form, and consent that is withdrawn."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.config import RetentionSettings
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.people import Change
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Reason, Role
from gatekeeper.errors import AuthError, ConfigError, StoreError
from gatekeeper.store.accounts import Actor
from gatekeeper.store.consents import Consent, Read
from gatekeeper.store.people import Which
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
OWN = "We are {controller}, at {site}.\n\nThe log is kept for {events_kept}, its pictures for {pictures_kept}."


@pytest.fixture
def app(copied_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    opened = open_app(copied_home, prefer_keyring=False)
    photos = [NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8), (("m", np.full(4, 0.5, np.float32)),))]
    for name in ("Anna", "Bert"):
        opened.people.add(name, consent_text="2026-1", consent_at=NOW, photos=photos)
    yield opened
    opened.close()


def desk(app: App) -> Desk:
    return Desk(app, Actor("Olga", Role.ADMINISTRATOR))


def own_text(app: App) -> str:
    made = desk(app).revise_consent_text({"en": OWN}, site="House 7", controller="House Ltd, 1 Street", now=LATER)
    return made.version


def run(app: App, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(commands, ["--home", str(app.home), *words])
    assert done.exit_code == code, done.output
    return " ".join(f"{done.output} {done.exception or ''}".split())


def test_a_site_writes_its_own_text_and_the_earlier_one_stays_readable(app: App) -> None:
    texts = app.consent_texts
    shipped = texts.in_force("de")
    assert (shipped.version, shipped.language) == ("2026-1", "de")
    version = own_text(app)
    assert version == "2026-03-14"
    assert texts.in_force("en").text == (
        "We are House Ltd, 1 Street, at House 7.\n\n"
        "The log is kept for an indefinite period, its pictures for an indefinite period."
    )
    assert texts.in_force("de").text == shipped.text, "the other languages are carried over"
    assert texts.text("2026-1", "de") == shipped
    assert own_again(app, "And more.") == "2026-03-14.2"
    assert texts.text(version, "en").text.startswith("We are House Ltd")
    assert [one.version for one in texts.versions()] == ["2026-03-14.2", "2026-03-14", "2026-1"]
    acts = [(act.who, act.act, act.about) for act in app.accounts.acts() if act.act == "consent text changed"]
    assert acts == [("Olga", "consent text changed", "2026-03-14.2"), ("Olga", "consent text changed", "2026-03-14")]


def test_whom_it_names_is_in_the_trail_where_the_text_stays_as_it_was(app: App) -> None:
    run(app, "consent", "set", "--site", "House 7", "--controller", "House Ltd,\n1 Street")
    version = app.consent_texts.in_force().version
    run(app, "consent", "set", "--site", "House 8")
    acts = [(act.about, act.detail) for act in app.accounts.acts() if act.act == "consent text changed"]
    assert acts == [
        (version, "site: House 7 → House 8"),
        (version, "site:  → House 7, controller:  → House Ltd, 1 Street"),
    ]


def own_again(app: App, text: str) -> str:
    return desk(app).revise_consent_text({"en": text}, now=LATER + timedelta(seconds=1)).version


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n", "in en is empty"),
        ("a\nb {fod}", r"line 2: '\{fod\}' is no placeholder"),
        ("never { closed", r"line 1: '\{' is no placeholder"),
        ("as {site}", r"names \{site\}, and nothing says what that is"),
        pytest.param("x" * 20_001, "has 20001 characters", id="too long"),
        ("a\x1b[2J", r"control character \(U\+001B\)"),
    ],
)
def test_a_text_that_cannot_be_read_as_it_is_meant_is_refused_whole(app: App, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        desk(app).revise_consent_text({"en": text}, controller="Somebody", now=LATER)
    assert app.consent_texts.in_force().version == "2026-1"
    assert app.consent_texts.controller == "", "nothing of it was kept"
    with pytest.raises(ConfigError, match="no language 'fr'"):
        desk(app).revise_consent_text({"fr": "Oui"}, now=LATER)
    with pytest.raises(ConfigError, match="has not changed"):
        desk(app).revise_consent_text({}, now=LATER)
    with pytest.raises(AuthError):
        Desk(app, Actor("Otto", Role.OPERATOR)).revise_consent_text({"en": "Mine"}, now=LATER)


def test_what_placeholders_stand_for_is_kept_as_it_was_read_and_a_change_is_told(app: App) -> None:
    version = own_text(app)
    before = app.consent_texts.in_force().text
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=90, faces_days=1))
    assert app.consent_texts.in_force().text == before
    assert app.consent_texts.outdated() == ["en"]
    again = desk(app).revise_consent_text({}, now=LATER + timedelta(days=1))
    assert again.version != version
    assert "kept for 90 days, its pictures for 1 day." in app.consent_texts.in_force().text
    assert app.consent_texts.outdated() == []


def test_a_record_says_which_text_in_which_language_when_before_whom(app: App) -> None:
    version = own_text(app)
    assert [one.person.name for one in app.people.search(which=Which.OLDER_CONSENT)] == ["Anna", "Bert"]
    desk(app).note_consent(1, at=LATER, now=LATER, read=Read("", "de"))
    assert app.people.consent(1) == Consent(version, LATER, "de", "Olga", False)
    assert [one.person.name for one in app.people.search(which=Which.OLDER_CONSENT)] == ["Bert"]
    # What was signed before the text was written is about the one before.
    desk(app).note_consent(2, at=NOW + timedelta(days=1), now=LATER)
    assert app.people.consent(2).text_version == "2026-1"
    with pytest.raises(ConfigError, match="no consent text '1999'"):
        desk(app).note_consent(2, at=NOW, now=LATER, read=Read("1999"))
    desk(app).note_consent_form(1, now=LATER)
    assert app.people.consent(1).paper
    given = app.people.consents(1)
    assert [(one.consent.text_version, one.consent.before) for one in given] == [(version, "Olga"), ("2026-1", "")]


def test_a_consent_of_today_is_to_the_text_written_this_morning(app: App) -> None:
    now = utc_now()
    day = now.astimezone().date()
    version = desk(app).revise_consent_text({"en": "I agree."}, now=now).version
    said = run(app, "people", "consent", "Anna", "--at", day.isoformat())
    assert f"The consent of Anna (number 1) to the text of {version} is on record." in said
    assert app.people.consent(1).text_version == version
    assert [one.person.name for one in app.people.search(which=Which.OLDER_CONSENT)] == ["Bert"]
    said = run(app, "people", "consent", "Bert", "--at", (day - timedelta(days=1)).isoformat())
    assert "to the text of 2026-1 is on record" in said


def test_several_are_asked_again_and_agree_in_one_act(app: App) -> None:
    version = own_text(app)
    desk(app).change_people([1, 2], Change(consent=Read("", "en", paper=True)), now=LATER)
    assert app.people.search(which=Which.OLDER_CONSENT) == []
    assert {app.people.consent(n) for n in (1, 2)} == {Consent(version, LATER, "en", "Olga", True)}
    with pytest.raises(StoreError):
        desk(app).change_people([1, 99], Change(consent=Read("2026-1")), now=LATER)
    assert app.people.consent(1).text_version == version


def test_who_withdraws_stays_on_record_and_their_photos_go(app: App) -> None:
    app.log.record(AccessEvent(NOW, "door", "", Outcome.OPENED, Reason.GRANTED, "", 1, "Anna"))
    desk(app).withdraw_consent(1, now=LATER, delete_photos=True)
    anna = app.people.get(1)
    assert (anna.name, anna.consented) == ("Anna", False)
    assert app.people.photos(1) == []
    assert app.people.templates("m", 1) == []
    assert [event.person_name for event in app.log.query()] == ["Anna"], "the log stays"
    (given,) = app.people.consents(1)
    assert (given.consent.text_version, given.withdrawn_at) == ("2026-1", LATER)
    acts = [act.act for act in app.accounts.acts()]
    assert acts == ["photos deleted", "consent withdrawn"]
    with pytest.raises(StoreError, match="No consent of Anna is on record"):
        desk(app).note_consent_form(1, now=LATER)
    # The control: photos that are kept are known again once they agree, and Bert was asked nothing.
    desk(app).withdraw_consent(2, now=LATER)
    assert len(app.people.photos(2)) == 1
    desk(app).note_consent(2, at=LATER, now=LATER)
    assert app.people.get(2).consented
    assert [one.withdrawn_at for one in app.people.consents(2)] == [None, LATER]


def test_a_limit_to_some_doors_stays_whatever_becomes_of_the_guest(app: App) -> None:
    at = desk(app)
    app.guests.add(2, 1, made_at=NOW)
    with pytest.raises(StoreError, match="no door 'lab'"):
        at.set_doors(2, ["lab"], now=NOW)
    at.set_doors(2, ["door"], now=NOW)
    at.set_validity(2, None, None, now=NOW)  # which makes them a guest no longer
    assert app.people.get(2).doors == frozenset({"door"})
    assert app.people.of([1, 2])[0].doors is None
    assert "door only" in run(app, "people", "edit", "Bert", "--department", "Lab")
    run(app, "people", "edit", "Bert", "--any-door")
    assert app.people.get(2).doors is None
    acts = [(act.about, act.detail) for act in app.accounts.acts(act="person's doors changed")]
    assert acts == [("person 2", "any"), ("person 2", "door")]


def test_a_form_has_a_page_for_each_and_nothing_in_it_is_markup(app: App) -> None:
    desk(app).revise_consent_text({"de": "<b>Ja</b> & {site}"}, site="Haus <7>", now=LATER)
    texts = app.consent_texts
    page = texts.form(texts.in_force("de"), ["Anna <x>", "Bert"])
    assert "&lt;b&gt;Ja&lt;/b&gt; &amp; Haus &lt;7&gt;" in page
    assert "<b>Anna &lt;x&gt;</b>" in page
    assert page.count("Unterschrift") == 2
    assert page.count("page-break-after") == 1
    assert "Fassung 2026-03-14" in page
    assert texts.form(texts.in_force("zh_TW")).count("簽名") == 1


def test_the_command_line_writes_shows_prints_and_lists(app: App, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("I agree, says {site}.", encoding="utf-16")
    assert "names {site}" in run(app, "consent", "set", str(file), code=1)
    run(app, "consent", "set", "--site", "House 7")
    assert "2 people agreed to an earlier text" in run(app, "consent", "set", str(file))
    assert "I agree, says House 7." in run(app, "consent", "show", "--language", "EN")
    assert "no language 'fr'" in run(app, "consent", "show", "--language", "fr", code=1)
    assert "einverstanden" in run(app, "consent", "show", "--version", "2026-1", "--language", "de")
    forms = tmp_path / "forms.html"
    assert "2 forms" in run(app, "consent", "print", str(forms), "--which", "older-consent")
    assert forms.read_text().count("Signature") == 2
    assert "Use .html or .pdf" in run(app, "consent", "print", str(tmp_path / "x.doc"), code=1)
    run(app, "people", "consent", "Anna", "Bert", "--language", "de", "--paper")
    assert "Nobody matches" in run(app, "people", "list", "--which", "older-consent")
    shown = json.loads(run(app, "people", "show", "Anna", "--json"))["consent"]
    assert (shown["language"], shown["paper"]) == ("de", True)
    said = run(app, "people", "consent", "Anna", "--withdraw")
    assert "no door knows them from now on. They stay registered" in said
    assert "are deleted" in said
    assert app.people.photos(1) == []
    run(app, "people", "consent", "Bert", "--withdraw", "--keep-photos")
    assert len(app.people.photos(2)) == 1
    history = json.loads(run(app, "consent", "history", "Anna", "--json"))
    assert [(one["version"], one["withdrawn_at"] is None) for one in history][-1] == ("2026-1", False)
    assert "Omit --at" in run(app, "people", "consent", "Anna", "--withdraw", "--paper", code=1)
