from datetime import timedelta

import pytest

from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.store.accounts import Accounts, Actor, Right, system_user
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

from .conftest import NOW

PASSWORD = "long enough, Zoë"
ROOT = Actor("root", Role.ADMINISTRATOR)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


def test_there_is_no_account_until_the_first_administrator_is_made(accounts: Accounts) -> None:
    assert accounts.first_start
    with pytest.raises(AuthError, match="wrong"):
        accounts.sign_in("admin", "admin", now=NOW)
    nobody = Actor("first start", Role.VIEWER)
    with pytest.raises(AuthError, match="administrator's"):
        accounts.add("Anna", PASSWORD, Role.VIEWER, by=nobody, now=NOW)
    for bad in ("short", "annaannaanna", "aaaaaaaaaaaa", "x" * 201):
        with pytest.raises(AuthError):
            accounts.add("Anna", bad, Role.ADMINISTRATOR, by=nobody, now=NOW)
    assert accounts.first_start
    accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=nobody, now=NOW)
    assert not accounts.first_start
    with pytest.raises(AuthError, match="may not"):  # the next one needs a right
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
    accounts.set_password("Bert", "another one of his", by=accounts.sign_in("Bert", PASSWORD, now=NOW), now=NOW)
    assert accounts.sign_in("Bert", "another one of his", now=NOW).role is Role.ADMINISTRATOR
    with pytest.raises(StoreError, match=r"no account 'Anna'.*Bert"):
        accounts.remove("Anna", by=anna, now=NOW)


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
