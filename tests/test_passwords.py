"""Secrets are kept as Argon2id hashes and cannot be guessed quickly."""

from datetime import UTC, datetime, timedelta

import pytest

from gatekeeper.errors import AuthError
from gatekeeper.passwords import Tries, check_pin, hash_secret, matches

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def wrong_tries(count: int) -> Tries:
    """So many wrong tries, each as early as it is allowed."""
    tries, at = Tries(), NOW
    for _ in range(count):
        at += timedelta(seconds=tries.wait_seconds(at))
        tries = tries.charged(at)
    return tries


def test_only_the_secret_itself_matches_its_hash_which_names_what_rfc_9106_asks_for() -> None:
    stored = hash_secret("Straße 7")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "Straße" not in stored
    assert stored != hash_secret("Straße 7")
    assert matches(stored, "Straße 7")
    assert not matches(stored, "straße 7")
    assert not matches(stored, "")


def test_a_secret_may_be_typed_in_another_unicode_form() -> None:
    assert matches(hash_secret("caf\u00e9"), "cafe\u0301")


def test_a_value_that_is_not_a_hash_is_an_error_and_not_a_match() -> None:
    with pytest.raises(AuthError, match="damaged"):
        matches("1234", "1234")


@pytest.mark.parametrize(
    ("wrong", "wait"), [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (40, 3600)]
)
def test_after_five_wrong_tries_each_costs_a_growing_wait(wrong: int, wait: float) -> None:
    tries = wrong_tries(wrong)
    assert tries.failed == wrong
    assert tries.wait_seconds(tries.last_at or NOW) == wait


def test_nobody_can_try_during_the_wait_and_everybody_can_afterwards() -> None:
    tries = wrong_tries(5)
    assert tries.last_at is not None
    with pytest.raises(AuthError, match=r"wait 1 second\."):
        tries.charged(tries.last_at + timedelta(seconds=29))
    assert tries.charged(tries.last_at + timedelta(seconds=30)).failed == 6


def test_a_clock_set_back_neither_frees_nor_locks_for_longer() -> None:
    tries = wrong_tries(5)
    back = NOW - timedelta(days=400)
    assert tries.wait_seconds(back) == 30
    counted = tries.by_clock(back)
    assert counted.by_clock(back + timedelta(seconds=29)).wait_seconds(back + timedelta(seconds=29)) == 1
    assert counted.wait_seconds(back + timedelta(seconds=30)) == 0


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "890123", "0000", "12a4", "१२३४", "1" * 13, " 4711"])
def test_a_pin_that_is_none_or_the_first_guess_is_refused(pin: str) -> None:
    with pytest.raises(AuthError):
        check_pin(pin)


def test_other_digits_are_a_pin() -> None:
    assert [check_pin(pin) for pin in ("4711", "2580", "135790246813")] == ["4711", "2580", "135790246813"]
