"""A tool of the system that is missing: its tests are skipped with the package's name, and in CI they fail with it."""

import os
import subprocess
from pathlib import Path

import pytest
from simulated_board import needs_simulator

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("ci", "ends"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_tool_is_reported_by_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, ends: type[BaseException]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    with pytest.raises(ends, match=r"apt-get install gcc-avr simavr"):
        needs_simulator()


def test_ci_asks_for_each_group_of_packages_by_itself(tmp_path: Path) -> None:
    """One name that no archive knows keeps back its own group alone, and is told."""
    script = (ROOT / ".ci/run").read_text()
    start = script.index("groups=(")
    (tools := tmp_path / "bin").mkdir()
    for name, does in {
        "dpkg": "exit 1",
        "id": "echo 0",
        "apt-get": f'echo "$@" >>{tmp_path}/asked; case "$*" in *simavr*) echo "no simavr here" >&2; exit 100;; esac',
    }.items():
        (tools / name).write_text(f"#!/bin/bash\n{does}\n")
        (tools / name).chmod(0o755)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script[start : script.index("unset DISPLAY")]],
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [one.split()[0] for one in asked].count("update") == 1
    assert sum("libegl1" in one and "simavr" not in one for one in asked) == 1
    assert "no simavr here" in done.stderr
    assert "could not be installed: gcc-avr" in done.stderr
    assert "libegl1" not in done.stderr
