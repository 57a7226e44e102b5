from datetime import timedelta

import pytest

from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.store.accounts import NOBODY, Accounts, Actor, Right, system_user
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

from .conftest import NOW

PASSWORD = "long enough, Zoë"
ROOT = Actor("root", Role.ADMINISTRATOR)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


@pytest.mark.slow
def test_there_is_no_account_until_the_first_administrator_is_made(accounts: Accounts) -> None:
    assert accounts.first_start
    with pytest.raises(AuthError, match="wrong"):
        accounts.sign_in("admin", "admin", now=NOW)
    nobody = NOBODY
    with pytest.raises(AuthError, match="administrator's"):
        accounts.add("Anna", PASSWORD, Role.VIEWER, by=nobody, now=NOW)
    for bad in ("short", "annaannaanna", "aaaaaaaaaaaa", "x" * 201):
        with pytest.raises(AuthError):
            accounts.add("Anna", bad, Role.ADMINISTRATOR, by=nobody, now=NOW)
    assert accounts.first_start
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=nobody, now=NOW)
    assert not accounts.first_start
    assert accounts.acts()[0].who == "Anna"
    with pytest.raises(AuthError, match="Nobody is signed in"):  # the next one needs a right
        accounts.add("Eve", PASSWORD, Role.ADMINISTRATOR, by=nobody, now=NOW)
    assert accounts.sign_in(" anna ".strip(), "long enough, Zoe\u0308", now=NOW) == Actor("Anna", Role.ADMINISTRATOR)


def test_rights_follow_the_role(accounts: Accounts) -> None:
    viewer, operator = Actor("v", Role.VIEWER), Actor("o", Role.OPERATOR)
    assert [right for right in Right if viewer.may(right)] == [Right.WATCH]
    assert [right for right in Right if not operator.may(right)] == [Right.ADMINISTER]
    assert all(system_user().may(right) for right in Right)
    with pytest.raises(AuthError, match=r"v \(viewer\) may not open a door by hand"):
        viewer.require(Right.OPEN_DOOR)
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    for act in (
        lambda: accounts.add("Eve", PASSWORD, Role.VIEWER, by=operator, now=NOW),
        lambda: accounts.set_role("Anna", Role.VIEWER, by=operator, now=NOW),
        lambda: accounts.set_password("Anna", PASSWORD, by=operator, now=NOW),
        lambda: accounts.remove("Anna", by=operator, now=NOW),
    ):
        with pytest.raises(AuthError, match="may not"):
            act()
    assert [account.name for account in accounts.list()] == ["Anna"]
    assert [act.act for act in accounts.acts()] == ["operator added"]


@pytest.mark.slow
def test_wrong_tries_are_paused_and_a_right_one_forgets_them(accounts: Accounts) -> None:
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    for _ in range(5):
        with pytest.raises(AuthError, match="wrong"):
            accounts.sign_in("Anna", "not this one", now=NOW)
    with pytest.raises(AuthError, match="wait 30 seconds"):
        accounts.sign_in("Anna", PASSWORD, now=NOW)
    assert Accounts(accounts._database).sign_in("anna", PASSWORD, now=NOW + timedelta(seconds=31)).name == "Anna"
    with pytest.raises(AuthError, match="wrong"):
        accounts.sign_in("Anna", "not this one", now=NOW + timedelta(seconds=32))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Anna", "Nobody with this name"])
def test_a_clock_that_went_back_a_day_makes_nobody_wait_for_a_day(accounts: Accounts, name: str) -> None:
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    for _ in range(5):
        with pytest.raises(AuthError, match="wrong"):
            accounts.sign_in(name, "not this one", now=NOW)
    back = NOW - timedelta(days=1)
    for seconds, said in ((0, "wait 30 seconds"), (29, "wait 1 second")):
        with pytest.raises(AuthError, match=said):
            accounts.sign_in(name, PASSWORD, now=back + timedelta(seconds=seconds))
    if name == "Anna":
        assert accounts.sign_in(name, PASSWORD, now=back + timedelta(seconds=31)).name == "Anna"
    else:
        with pytest.raises(AuthError, match="wrong"):
            accounts.sign_in(name, PASSWORD, now=back + timedelta(seconds=31))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Anna", "Nobody with this name"])
def test_whoever_tries_is_told_how_long_to_wait_and_not_whether_the_name_exists(accounts: Accounts, name: str) -> None:
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    waits = []
    for seconds in (0, 1, 2, 3, 4, 5, 40):
        with pytest.raises(AuthError) as refused:
            accounts.sign_in(name, "not this one", now=NOW + timedelta(seconds=seconds))
        waits.append((refused.value.message, round(refused.value.wait_seconds)))
    wrong = "The name or the password is wrong."
    assert waits == [*[(wrong, 0)] * 4, (wrong, 30), ("5 wrong tries.", 29), (wrong, 60)]


@pytest.mark.slow
def test_many_other_names_do_not_reveal_which_one_has_an_account(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatekeeper.store.accounts._STRANGERS", 3)
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)

    def wait(name: str) -> float:
        with pytest.raises(AuthError) as refused:
            accounts.sign_in(name, "not this one", now=NOW)
        return refused.value.wait_seconds

    for _ in range(5):
        assert wait("Anna") == wait("Nobody with this name")
    for other in ("one", "two", "three", "four"):
        wait(other)
        assert wait("Anna") == wait("Nobody with this name") == 30
    assert len(accounts._strangers) == 3


@pytest.mark.slow
def test_ones_own_password_is_changed_with_the_old_one_only(accounts: Accounts) -> None:
    for name, role in (("Anna", Role.ADMINISTRATOR), ("nobody", Role.VIEWER)):
        accounts.add(name, PASSWORD, role, by=ROOT, now=NOW)
    bert = Actor("Nobody", Role.VIEWER)
    with pytest.raises(AuthError, match="wrong"):
        accounts.change_own_password(bert, "not this one", "another one of his", now=NOW)
    accounts.change_own_password(bert, PASSWORD, "another one of his", now=NOW)
    assert accounts.sign_in("nobody", "another one of his", now=NOW).role is Role.VIEWER
    with pytest.raises(AuthError, match="Nobody is signed in"):  # whatever an account is called
        accounts.set_password("nobody", PASSWORD, by=NOBODY, now=NOW)


def test_who_signed_in_has_the_rights_that_the_account_has_by_now(accounts: Accounts) -> None:
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    accounts.add("Bert", PASSWORD, Role.OPERATOR, by=ROOT, now=NOW)
    bert = accounts.sign_in("Bert", PASSWORD, now=NOW)
    accounts.set_role("Bert", Role.VIEWER, by=ROOT, now=NOW)
    assert accounts.current(bert) == Actor("Bert", Role.VIEWER)
    accounts.remove("Bert", by=ROOT, now=NOW)
    assert accounts.current(bert) == NOBODY
    assert not any(NOBODY.may(right) for right in Right)


@pytest.mark.slow
def test_somebody_is_always_left_to_administer(accounts: Accounts) -> None:
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=ROOT, now=NOW)
    anna = accounts.sign_in("Anna", PASSWORD, now=NOW)
    accounts.add("Bert", PASSWORD, Role.OPERATOR, by=anna, now=NOW)
    with pytest.raises(StoreError, match="already"):
        accounts.add("BERT", PASSWORD, Role.OPERATOR, by=anna, now=NOW)
    with pytest.raises(AuthError, match="only administrator"):
        accounts.set_role("Anna", Role.OPERATOR, by=anna, now=NOW)
    with pytest.raises(AuthError, match="only administrator"):
        accounts.remove("Anna", by=anna, now=NOW)
    accounts.set_role("bert", Role.ADMINISTRATOR, by=anna, now=NOW)
    accounts.remove("Anna", by=anna, now=NOW)
    with pytest.raises(AuthError, match="wrong"):
        accounts.sign_in("Anna", PASSWORD, now=NOW)
    bert = accounts.sign_in("Bert", PASSWORD, now=NOW)
    accounts.set_password("Bert", "another one of his", by=bert, now=NOW)
    assert accounts.sign_in("Bert", "another one of his", now=NOW).role is Role.ADMINISTRATOR
    with pytest.raises(AuthError, match="session is over"):
        accounts.remove("Bert", by=anna, now=NOW)
    with pytest.raises(StoreError, match=r"no account 'Anna'.*Bert"):
        accounts.remove("Anna", by=bert, now=NOW)


def test_the_audit_names_who_did_what_and_is_written_with_the_act(accounts: Accounts, database: Database) -> None:
    people = PeopleStore(database)
    with pytest.raises(StoreError), database.transaction(together=True):  # noqa: PT012
        accounts.audit(ROOT, "person blocked", "7", now=NOW)
        people.set_blocked(7, True)
    assert accounts.acts() == []
    for n in range(3):
        accounts.audit(ROOT, "setting changed", f"setting {n}", "a -> b", now=NOW + timedelta(seconds=n))
    newest, middle, oldest = accounts.acts()
    assert (newest.who, newest.act, newest.about, newest.detail) == ("root", "setting changed", "setting 2", "a -> b")
    assert accounts.acts(limit=1, before=newest.id) == [middle]
    assert oldest.at == NOW
