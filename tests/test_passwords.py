"""Secrets are kept as Argon2id hashes and cannot be guessed quickly."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher

from gatekeeper import passwords
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


@pytest.fixture(autouse=True)
def _as_the_program(own_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", own_hasher)


class Counting(PasswordHasher):
    """Notes which secrets are computed at once. None is finished before `go`."""

    def __init__(self) -> None:
        super().__init__()  # as RFC 9106 has it
        self.go, self.begun, self.two = threading.Event(), threading.Event(), threading.Event()
        self.seen: list[list[str | bytes]] = []  # after each that began
        self._now: list[str | bytes] = []
        self._guard = threading.Lock()

    @contextmanager
    def _counted(self, secret: str | bytes) -> Iterator[None]:
        with self._guard:
            self._now.append(secret)
            self.seen.append([*self._now])
        self.begun.set()
        if len(self.seen[-1]) > 1:
            self.two.set()
        self.go.wait(60)
        try:
            yield
        finally:
            with self._guard:
                self._now.remove(secret)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self._counted(password):
            return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        with self._counted(password):
            return super().verify(hash, password)


def test_many_who_type_at_once_take_the_memory_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 64 MiB each."""
    hasher = Counting()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    with ThreadPoolExecutor(12) as people:
        typed = [people.submit(matches, passwords.NO_HASH, "a guess") for _ in range(8)]
        chosen = [people.submit(hash_secret, "another") for _ in range(4)]
        assert hasher.two.wait(60)
        hasher.go.set()
        assert not any(one.result(60) for one in typed)
        assert all(one.result(60) for one in chosen)
    assert max(map(len, hasher.seen)) == 2


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
