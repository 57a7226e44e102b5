"""The API about the whole building, and in the client's language: who is inside, guests, alarms, orders for all doors."""

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from test_inside import unknown
from test_service import app_of, ask, portraits, send, server, signed_in

from gatekeeper.config import LANGUAGES, AlarmSettings
from gatekeeper.domain import Alarm, Reason, Role
from gatekeeper.door.orders import LOCKED_FOR_ALL, AllDoors
from gatekeeper.messages import Message
from gatekeeper.service import limits
from gatekeeper.service.api import Server
from gatekeeper.service.language import chosen
from gatekeeper.store.alarms import SAID
from gatekeeper.store.presence import Doubt
from gatekeeper.timezones import utc_now
from gatekeeper.translations import speech_in

__all__ = ["server"]  # a fixture
GUEST, NAME = "stranger-002", "Gilbert Quast"


@pytest.fixture(scope="module")
def host(server: Server) -> int:
    """The number of somebody registered."""
    token = signed_in(server, Role.OPERATOR)
    status, person = send(server, "/v1/people", token, portraits("resident-001"), name="Ada", consented=True)
    assert status == 201, person
    number: int = person["id"]
    return number


def test_a_guest_is_invited_comes_in_leaves_and_the_visit_ends(server: Server, host: int) -> None:
    token, photos = signed_in(server, Role.OPERATOR), portraits(GUEST, folder="visits")
    refused = [
        send(server, "/v1/guests", token, photos, name=NAME, host_id=9999, consented=True),
        send(server, "/v1/guests", token, photos, name=NAME, host_id=host, consented=False),
        send(server, "/v1/guests", token, [], name=NAME, host_id=host, consented=True),
        send(server, "/v1/guests", token, photos, name=NAME, host_id=host, consented=True, until="2001-01-01T00:00Z"),
    ]
    assert [status for status, _ in refused] == [404, 422, 422, 422], refused
    assert ask(server, "GET", "/v1/guests", token) == (200, [])
    status, guest = send(server, "/v1/guests", token, photos, name=NAME, host_id=host, consented=True)
    assert status == 201, guest
    number = guest["id"]
    assert (guest["name"], guest["host"]) == (NAME, {"id": host, "name": "Ada"})
    assert guest["valid_until"] is not None

    status, event = ask(server, "PUT", f"/v1/inside/{number}", token, {"where": "inside"})
    assert (status, event["reason"], event["person_id"]) == (200, "presence_corrected", number)
    (inside,) = ask(server, "GET", "/v1/inside", token)[1]
    assert (inside["person_id"], inside["guest"], inside["host"]) == (number, True, "Ada")
    status, page = ask(server, "GET", "/v1/evacuation", token, language="de-AT, en;q=0.5")
    assert b"<h1>Wer drinnen ist</h1>" in page
    assert NAME.encode() in page
    assert f"{number},{NAME},".encode() in ask(server, "GET", "/v1/evacuation?form=csv", token)[1]
    assert ask(server, "PUT", f"/v1/inside/{number}", token, {"where": "outside"})[0] == 200
    assert ask(server, "GET", "/v1/inside", token) == (200, [])
    assert ask(server, "PUT", "/v1/inside/9999", token, {"where": "outside"})[0] == 404

    status, ended = ask(server, "POST", f"/v1/guests/{number}/end", token)
    assert (status, datetime.fromisoformat(ended["valid_until"]) <= utc_now()) == (200, True)
    assert ask(server, "POST", f"/v1/guests/{host}/end", token)[0] == 404
    acts = [act.act for act in app_of(server).accounts.acts(who="operator", limit=20)]
    wanted = ["visit ended", "presence put right", "evacuation list exported", "presence put right", "guest welcomed"]
    assert [act for act in acts if act in wanted] == [*wanted[:3], *wanted[2:]]


def test_an_alarm_is_acknowledged_by_name(server: Server) -> None:
    app, token, now = app_of(server), signed_in(server, Role.OPERATOR), utc_now()
    alarm, _ = app.alarms.begin(Alarm(Reason.HELD_OPEN, "front", SAID[Reason.HELD_OPEN], now, now))
    status, (told,) = ask(server, "GET", "/v1/alarms?open=true", token, language="zh-TW")
    assert (told["id"], told["kind"], told["open"]) == (alarm.id, "held_open", True)
    assert told["acknowledged_by"] is None
    assert told["message"]["template"] == "The door stands open."
    assert told["message"]["text"] == speech_in("zh_TW").say(SAID[Reason.HELD_OPEN]) != "The door stands open."
    for role, by in ((Role.OPERATOR, "operator"), (Role.ADMINISTRATOR, "operator")):  # who was first
        seen = {"note": "A delivery"}
        status, told = ask(server, "POST", f"/v1/alarms/{alarm.id}/acknowledge", signed_in(server, role), seen)
        assert (status, told["acknowledged_by"]) == (200, by)
    assert [(act.act, act.detail) for act in app.accounts.acts(limit=1)] == [("alarm acknowledged", "A delivery")]
    assert ask(server, "GET", f"/v1/alarms/{alarm.id}", token)[1] == told
    app.alarms.end(alarm.id, now=now)
    assert ask(server, "GET", "/v1/alarms?open=true", token) == (200, [])
    assert len(ask(server, "GET", "/v1/alarms", token)[1]) == 1
    assert ask(server, "POST", "/v1/alarms/9999/acknowledge", token, {})[0] == 404


def test_an_unknown_visitor_is_put_on_the_watch_list_and_taken_off(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, token, now = app_of(server), signed_in(server, Role.OPERATOR), utc_now()
    visit = unknown(app, "stranger-001", now).id
    asked = {"event_id": visit, "why": "took a bicycle", "until": (now + timedelta(days=9)).isoformat()}
    status, refused = ask(server, "POST", "/v1/watched", token, asked)
    assert (status, "keeps no watch list" in refused["detail"]) == (422, True)
    monkeypatch.setattr(app, "settings", replace(app.settings, alarms=AlarmSettings(watch_list=True)))
    nobody, over, no_zone = {"event_id": 2**31}, {"until": now.isoformat()}, {"until": "2027-01-31T18:00"}
    for refusal, wrong in ((409, nobody), (409, over), (422, {"why": " "}), (422, no_zone)):
        assert ask(server, "POST", "/v1/watched", token, asked | wrong)[0] == refusal, wrong
    status, one = ask(server, "POST", "/v1/watched", token, asked)
    assert (status, one["event_id"], one["why"], one["added_by"]) == (201, visit, "took a bicycle", "operator")
    assert ask(server, "POST", "/v1/watched", token, asked)[0] == 409, "they are on it already"
    assert ask(server, "GET", "/v1/watched", token) == (200, [one])
    assert ask(server, "DELETE", f"/v1/watched/{one['id']}", token)[0] == 204
    assert ask(server, "DELETE", f"/v1/watched/{one['id']}", token)[0] == 404
    assert ask(server, "GET", "/v1/watched", token) == (200, [])
    acts = [(act.act, act.about) for act in app.accounts.acts(who="operator", limit=2)]
    about = f"watched {one['id']}"
    assert acts == [("visitor watched for no longer", about), ("visitor watched for", about)]


def test_all_doors_are_locked_opened_and_let_go(server: Server) -> None:
    app, token = app_of(server), signed_in(server, Role.OPERATOR)
    door = f"/v1/doors/{app.settings.door.name}"
    assert ask(server, "PUT", "/v1/order", token, {"doors": "locked", "reason": " "})[0] == 422
    cursor = ask(server, "GET", "/v1/events?limit=1000", token)[1]["cursor"]
    status, order = ask(server, "PUT", "/v1/order", token, {"doors": "locked", "reason": "drill"})
    assert (status, order["doors"], order["who"], order["reason"]) == (200, "locked", "operator", "drill")
    assert ask(server, "GET", "/v1/order", token)[1] == order
    status, shut = ask(server, "POST", f"{door}/open", token, {"reason": "parcel"}, "de")
    assert (status, shut["detail"]) == (503, speech_in("de").say(LOCKED_FOR_ALL))
    for doors in (AllDoors.OPEN, AllDoors.NORMAL):
        assert ask(server, "PUT", "/v1/order", token, {"doors": doors, "reason": "drill"})[0] == 200
    status, news = ask(server, "GET", f"/v1/events?after={cursor}", token)
    reasons = [one["reason"] for one in news["events"]]  # one for each door
    assert [*dict.fromkeys(one for one in reasons if one in ("locked_down", "opened_for_all", "alarm_over"))] == [
        "locked_down",
        "opened_for_all",
        "alarm_over",
    ]
    wanted = ["all doors follow their rules", "all doors opened", "all doors locked"]
    assert [act.act for act in app.accounts.acts(limit=3)] == wanted


def test_people_who_may_have_left_while_all_doors_stood_open_are_marked(server: Server, host: int) -> None:
    app, token = app_of(server), signed_in(server, Role.OPERATOR)
    assert ask(server, "PUT", f"/v1/inside/{host}", token, {"where": "inside"})[0] == 200
    since = utc_now()
    app.presence.set_doubt(Doubt(since))
    try:
        (inside,) = ask(server, "GET", "/v1/inside", token)[1]
        assert inside["doubtful"]
        assert datetime.fromisoformat(inside["doors_open_since"]) == since
        app.presence.set_doubt(None)
        (inside,) = ask(server, "GET", "/v1/inside", token)[1]
        assert (inside["doubtful"], inside["doors_open_since"]) == (False, None)
    finally:
        app.presence.set_doubt(None)
        ask(server, "PUT", f"/v1/inside/{host}", token, {"where": "outside"})


def test_the_mistakes_of_a_form_are_reported(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signed_in(server, Role.OPERATOR)
    (face,) = portraits("resident-003", 1)
    known = {"name": "Cleo", "consented": True}
    for status, field, (told, said) in [
        (415, "multipart/form-data", ask(server, "POST", "/v1/people", token, known)),
        (422, "body.photos", send(server, "/v1/people", token, [], **known)),
        (422, "body.consented", send(server, "/v1/people", token, [face], name="Cleo")),
        (422, "body.colour", send(server, "/v1/people", token, [face], **known, colour="red")),
        (422, "body.name", send(server, "/v1/people", token, [face], name=["Cleo", "Leo"], consented=True)),
        (422, "photo 2 is not a picture", send(server, "/v1/people", token, [face, b"GIF89a"], **known)),
        (422, "Too many files", send(server, "/v1/people", token, [face] * 21, **known)),
    ]:
        assert told == status, said
        assert field in said["detail"]
        assert said["hint"]
    kind = {"Authorization": f"Bearer {token}", "Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"no form", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"):
        answer = httpx.post(f"{server.address.url}/v1/people", content=body, headers=kind, timeout=60)
        assert answer.status_code == 422, answer.text
    assert "Cleo" not in [person.name for person in app_of(server).people.list()]


def test_no_photo_that_is_sent_lies_on_the_disk(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def large(name: str, number: int) -> bytes:
        file = io.BytesIO()
        Image.open(io.BytesIO(portraits(name, number + 1)[number])).resize((800, 800)).save(file, "BMP")
        return file.getvalue()

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError):  # the control: whoever wants a file fails
        tempfile.TemporaryFile().close()
    photos = [large("resident-002", number) for number in range(2)]
    assert min(map(len, photos)) > 1 << 20
    token = signed_in(server, Role.OPERATOR)
    status, person = send(server, "/v1/people", token, photos, name="Bea", consented=True, groups=["tenants", "cellar"])
    assert (status, person["groups"]) == (201, ["cellar", "tenants"]), person
    most = limits.REGISTRATION_BYTES
    monkeypatch.setattr(limits, "REGISTRATION_BYTES", len(photos[0]))
    assert send(server, "/v1/guests", token, photos, name="Bea", host_id=1, consented=True)[0] == 413
    assert most == 24 << 20


@pytest.mark.parametrize(
    ("header", "language"),
    [
        *(("", "en"), ("*", "en"), ("fr, it;q=0.3", "en"), (",;q=,;", "en"), ("de;q=nan", "en"), ("de;q=0", "en")),
        *(("de", "de"), ("DE-at, en;q=0.5", "de"), ("en;q=0.1, de;q=0.9", "de"), ("fr, de;q=0.2", "de")),
        *(("zh-TW", "zh_TW"), ("zh-Hant-HK", "zh_TW"), ("zh", "zh_TW"), ("zh-CN, de;q=0.3", "de"), ("zh-Hans", "en")),
    ],
)
def test_the_first_language_of_the_client_that_the_program_speaks(header: str, language: str) -> None:
    assert chosen(header) == language


def test_every_kind_of_answer_speaks_the_clients_language(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signed_in(server, Role.ADMINISTRATOR)

    def told(method: str, path: str, language: str, sent: Any = None) -> str:
        status, said = ask(server, method, path, token, sent, language)
        assert status >= 400
        assert said["title"] == said["detail"]
        return str(said["detail"] + said["hint"])

    door = f"/v1/doors/{app_of(server).settings.door.name}"
    asked: list[Callable[[str], str]] = [
        lambda language: told("GET", "/v1/people/9999", language),
        lambda language: told("GET", "/v1/nothing", language),
        lambda language: told("POST", "/v1/doors", language),
        lambda language: told("POST", f"{door}/open", language, {"reason": ""}),
        lambda language: told("POST", f"{door}/open", language, {}),
        lambda language: told("POST", "/v1/session", language, b"x" * (limits.MOST_BODY_BYTES + 1)),
    ]
    for ask_it in asked:
        english, german, chinese = ask_it("en"), ask_it("de"), ask_it("zh-TW")
        assert len({english, german, chinese}) == 3, english
        assert ask_it("") == ask_it("fr") == english
    answer = httpx.get(f"{server.address.url}/v1/health", headers={"Accept-Language": "zh-HK"}, timeout=60)
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("zh-Hant-TW", "Accept-Language")


def test_the_translations_without_a_window_are_those_of_the_window() -> None:
    german, chinese = (speech_in(language) for language in LANGUAGES if language not in ("", "en"))
    assert [german.say(Message("No picture for {n} second(s)", n=n)) for n in (1, 2)] == [
        "Seit 1 Sekunde kein Bild",
        "Seit 2 Sekunden kein Bild",
    ]
    assert chinese.say(Message("No picture for {n} second(s)", n=1)) == "已有 1 秒沒有影像"
    assert german.say(Message("{n:,} {share:.1%} {all}", n=12345, share=0.5, all=["a", "b", "c"])) == (
        "12.345 50,0 % a, b und c"
    )
    assert chinese.say(Message("{all}", all=["a", "b"])) == "a和b"
    assert german.say("Nobody has translated this.") == "Nobody has translated this."


def test_the_description_says_what_each_request_is_and_gives_an_example(server: Server) -> None:
    api = ask(server, "GET", "/openapi.json")[1]

    def schema_of(body: Any) -> Any:
        (kind,) = body["content"].values()
        sent = next(iter(kind["schema"].get("anyOf", ())), kind["schema"])  # the other may be none at all
        name = sent.get("$ref", "").rpartition("/")[2]
        return api["components"]["schemas"][name] if name else sent

    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            assert operation["description"].endswith("."), (path, method)
            assert not operation["summary"].endswith(" Of"), (path, method)  # a helper's name, not an act's
            if (body := operation.get("requestBody")) is None:
                continue
            schema = schema_of(body)
            assert schema["description"], (path, method)
            properties = schema["properties"]
            assert any(one.get("examples") for one in properties.values()), (path, method)
            for name in schema.get("required", []):
                speaks_for_itself = "binary" in str(properties[name]) or properties[name].get("type") == "boolean"
                assert speaks_for_itself or properties[name].get("examples"), (path, method, name)
