"""One rule for tests that need a tool of the system: without it they are skipped, and where nobody looks, that is a failure."""

import os

import pytest


def in_ci() -> bool:
    """Whether nobody looks at what was skipped."""
    return os.environ.get("CI", "").lower() in ("1", "true")


def need(why: str) -> None:
    """Skip with the reason, which names the package; in CI, fail with it. Empty: nothing is missing."""
    if why:
        pytest.fail(why) if in_ci() else pytest.skip(why)


def missing(**packages: bool) -> str:
    """What is to be installed, by its package (libc6_dev stands for libc6-dev): whether it is there; empty if all are."""
    lacking = [name.replace("_", "-") for name, there in packages.items() if not there]
    return f"{', '.join(lacking)} missing here (apt-get install {' '.join(lacking)})" if lacking else ""
