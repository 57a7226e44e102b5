"""Every public act of the desk and of the accounts asks for its right before it does anything: each service, each role."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.errors import AuthError
from gatekeeper.store.accounts import NOBODY, Accounts, Actor, Right

_NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
RIGHTS = {
    **dict.fromkeys(("open_by_hand", "order", "lock_by_hand"), Right.OPEN_DOOR),
    **dict.fromkeys(
        ("visitors", "inside", "evacuation_list", "export_inside", "write_evacuation_list", "alarms"), Right.WATCH
    ),
    **dict.fromkeys(("acknowledge", "watched", "blocked_people"), Right.ALARMS),
    **dict.fromkeys(
        (
            *(
                "register",
                "note_consent",
                "withdraw_consent",
                "note_consent_form",
                "add_photos",
                "rename",
                "set_blocked",
                "set_groups",
                "set_validity",
            ),
            *(
                "add_photo",
                "remove_photo",
                "restore_photo",
                "set_pin",
                "set_duress_pin",
                "remove_person",
                "erase_removed",
                "save_person",
                "set_department",
                "set_doors",
                "set_note",
                "change_people",
                "guests",
                "photos_of_visit",
                "welcome_guest",
                "end_visit",
                "watch_visitor",
                "end_watch",
            ),
            *("why", "add_group", "rename_group", "remove_group", "set_members"),
        ),
        Right.PEOPLE,
    ),
    **dict.fromkeys(
        (
            *("export_log", "checkpoint_log", "prove_log"),
            *("correct_presence", "rebuild_presence", "settle_presence", "export_attendance", "attendance_rows"),
            *("not_this_person", "undo_not_this_person", "this_is", "undo_this_is", "watched_by"),
        ),
        Right.CORRECT,
    ),
    **dict.fromkeys(
        (
            *(
                "set_door_rule",
                "set_schedule",
                "rename_schedule",
                "remove_schedule",
                "activate_model",
                "add_model",
                "install_model",
            ),
            *(
                "set_holiday",
                "remove_holiday",
                "accept_liveness",
                "export_trail",
                "take_log_seed",
                "note_resumed",
                "retain",
                "forget_gone_models",
            ),
            *(
                "export_key",
                "set_passphrase",
                "note_rotation",
                "note_restored",
                "back_up",
                "back_up_as_set",
                "may_restore",
                "save_settings",
                "test_relay",
            ),
            *("rename_schedule", "set_holiday", "rename_holiday", "remove_holiday"),
            *(
                "revise_consent_text",
                "outlets",
                "test_outlet",
                "dead_letters",
                "resend",
                "throw_away",
                "set_evacuation_folder",
            ),
            *("erase_guests", "purge_watched", "accept_calibration", "reset_calibration", "set_look_alike"),
        ),
        Right.ADMINISTER,
    ),
}
MAY = {
    Role.VIEWER: {Right.WATCH},
    Role.OPERATOR: {Right.WATCH, Right.OPEN_DOOR, Right.PEOPLE, Right.CORRECT, Right.ALARMS},
    Role.ADMINISTRATOR: set(Right),
}


def _public(of: type) -> dict[str, Callable[..., Any]]:
    return {name: method for name, method in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


def _called(method: Callable[..., Any]) -> None:
    """Call it with nothing that could be acted on: whoever has no right never gets to see that."""
    positional, named = [], {}
    for name, one in inspect.signature(method).parameters.items():
        if one.default is not inspect.Parameter.empty or one.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        value: Any = () if name == "groups" else None
        if one.kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    method(*positional, **named)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


def test_every_act_of_the_desk_stands_in_the_table() -> None:
    assert _public(Desk).keys() == RIGHTS.keys()


@pytest.mark.parametrize("role", [None, *Role])
def test_an_act_without_the_right_is_refused_before_anything_is_read(app: App, role: Role | None) -> None:
    actor = NOBODY if role is None else Actor("Vera", role)
    desk = Desk(app, actor)
    before = app.accounts.count_acts()
    for name, right in RIGHTS.items():
        if role is None or right not in MAY[role]:
            with pytest.raises(AuthError, match="may"):
                _called(getattr(desk, name))
        else:
            # Let in, it falls over what it was given, which is nothing. Nobody is told that they may not.
            assert actor.may(right)
    assert app.accounts.count_acts() == before


def test_an_act_that_asks_for_no_right_is_found(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(Actor, "require", lambda self, right: None)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - anything but a refusal
        _called(Desk(app, NOBODY).rename)
    assert not isinstance(caught.value, AuthError)


ACCOUNT_ACTS: dict[str, Callable[[Accounts, Actor], object]] = {
    "add": lambda accounts, by: accounts.add("Eve", "a long secret 2", Role.ADMINISTRATOR, by=by, now=_NOW),
    "set_role": lambda accounts, by: accounts.set_role("Ada", Role.VIEWER, by=by, now=_NOW),
    "set_password": lambda accounts, by: accounts.set_password("Ada", "a long secret 2", by=by, now=_NOW),
    "remove": lambda accounts, by: accounts.remove("Ada", by=by, now=_NOW),
}


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.OPERATOR])
@pytest.mark.parametrize("act", ACCOUNT_ACTS)
def test_only_administrators_change_accounts(app: App, act: str, role: Role | None) -> None:
    accounts = app.accounts
    accounts.add("Ada", "a long secret 1", Role.ADMINISTRATOR, by=app.actor, now=_NOW)
    before = accounts.list()
    with pytest.raises(AuthError, match="may"):
        ACCOUNT_ACTS[act](accounts, NOBODY if role is None else Actor("Vera", role))
    assert accounts.list() == before
    assert accounts.sign_in("Ada", "a long secret 1", now=_NOW).role is Role.ADMINISTRATOR


def test_a_session_has_the_role_that_its_account_has_by_now(app: App) -> None:
    accounts = app.accounts
    for name in ("Ada", "Eve"):
        accounts.add(name, "a long secret 1", Role.ADMINISTRATOR, by=app.actor, now=_NOW)
    eve = accounts.sign_in("Eve", "a long secret 1", now=_NOW)
    accounts.set_role("Eve", Role.VIEWER, by=app.actor, now=_NOW)
    with pytest.raises(AuthError, match="may not"):
        Desk(app, accounts.current(eve)).export_key(Path("x"), now=_NOW)
    accounts.remove("Eve", by=app.actor, now=_NOW)
    assert accounts.current(eve) == NOBODY
