"""What the program is made of: licences, advisories, the bill of materials, and the same wheel from the same sources."""

import importlib.util
import json
import os
import shutil
import subprocess
import tomllib
from email.message import Message
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("supply", ROOT / ".ci/supply.py")
assert _spec is not None
assert _spec.loader is not None
supply = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(supply)
RULES = tomllib.loads((ROOT / ".ci/licences.toml").read_text())


def _about(**fields: str) -> Message:
    about = Message()
    for name, value in fields.items():
        about[name.replace("_", "-")] = value
    return about


def test_every_package_that_is_needed_has_a_licence_that_permits_commercial_use() -> None:
    packages = {name: one.metadata for name, one in supply.needed().items() if name != "gatekeeper"}
    assert {"numpy", "torch", "sqlcipher3", "paramiko", "cffi"} <= packages.keys(), (
        "what is needed by what is needed too"
    )
    assert supply.refused_licences(packages, RULES) == []


@pytest.mark.parametrize(
    ("about", "passes"),
    [
        (_about(License_Expression="MIT"), True),
        (_about(License_Expression="GPL-2.0-only OR (LGPL-3.0-only AND MIT)"), True),
        (_about(License="Apache 2.0"), True),
        (_about(Classifier="License :: OSI Approved :: MIT License"), True),
        (_about(License_Expression="AGPL-3.0-only"), False),
        (_about(License_Expression="MIT AND GPL-3.0-only"), False),
        (_about(License="Free for research"), False),
        (_about(License="CC BY-NC 4.0"), False),
        (_about(), False),
    ],
)
def test_a_licence_that_does_not_is_refused(about: Message, passes: bool) -> None:
    """The control."""
    assert (supply.refused_licences({"one": about}, RULES) == []) is passes


def test_a_version_that_an_advisory_names_is_refused_unless_somebody_accepted_it() -> None:
    stored = {"audited": {"one": {"1.0": ["PYSEC-1"]}, "two": {"2.0": []}}, "accepted": {}}
    assert supply.open_advisories({"one": "1.0", "two": "2.0"}, stored) == (["one 1.0: PYSEC-1"], [])
    assert supply.open_advisories({"one": "1.1", "two": "2.0"}, stored) == ([], ["one 1.1"])
    accepted = stored | {"accepted": {"PYSEC-1": "we call none of it"}}
    assert supply.open_advisories({"one": "1.0"}, accepted) == ([], [])


def test_an_audit_by_an_empty_list_fails_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    versions: dict[str, dict[str, list[str]]] = {n: {one.version: []} for n, one in supply.needed().items()}
    bad = {**versions, "numpy": {one: ["PYSEC-1"] for one in versions["numpy"]}}
    for refreshed, audited, fails, says in (
        (None, {}, 1, "empty"),
        ("2026-01-01", versions, 0, "None is known"),
        ("2026-01-01", bad, 1, "PYSEC-1"),
    ):
        stored = {"refreshed": refreshed, "audited": audited, "accepted": {}}
        (tmp_path / "advisories.json").write_text(json.dumps(stored))
        monkeypatch.setattr(supply, "ADVISORIES", tmp_path / "advisories.json")
        assert supply.main(["audit"]) == fails
        assert says in capsys.readouterr().out


def _built(sources: Path, place: Path, **environment: str) -> bytes:
    uv = shutil.which("uv")
    assert uv is not None
    command = [uv, "build", "--wheel", "--quiet", "--out-dir", str(place), str(sources)]
    subprocess.run(command, check=True, timeout=300, env=os.environ | environment)
    (wheel,) = place.glob("*.whl")
    return wheel.read_bytes()


def test_two_builds_of_the_same_sources_are_the_same_wheel(tmp_path: Path) -> None:
    # Without the demo's pictures, which make it slow; other places, times, masks and zones.
    for name in ("one", "two"):
        for folder in ("gatekeeper", "trainer", "db", "assets/consent", "assets/translations"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / folder, tmp_path / name / folder, ignore=ignored, copy_function=shutil.copyfile)
        for file in ("pyproject.toml", "README.md"):
            shutil.copyfile(ROOT / file, tmp_path / name / file)
    for path in (tmp_path / "two").rglob("*"):
        if path.is_file():
            os.utime(path, (1_000_000_000, 1_000_000_000))
    same = {"SOURCE_DATE_EPOCH": "1767225600"}
    one = _built(tmp_path / "one", tmp_path / "a", TZ="Asia/Taipei", **same)
    assert one == _built(tmp_path / "two", tmp_path / "b", TZ="UTC", **same)
    # The control: with another time it is another file.
    assert one != _built(tmp_path / "two", tmp_path / "c", SOURCE_DATE_EPOCH="1577836800")
