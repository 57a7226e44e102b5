"""What the program is made of: licences, advisories, the bill of materials, and the same wheel from the same sources."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

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


def _list(
    *advisories: tuple[str, str, str], asked: dict[str, str] | None = None, accepted: dict[str, str] | None = None
) -> dict[str, object]:
    rows = [
        {
            "package": name,
            "id": number,
            "aliases": [],
            "affected": affected,
            "source": "https://…",
            "seen": "2026-01-01",
        }
        for name, number, affected in advisories
    ]
    about = None if asked is None else {"on": "2026-01-02", "versions": asked}
    return {"asked": about, "looked_up": [], "advisories": rows, "accepted": accepted or {}}


def test_a_version_that_an_advisory_names_is_refused_unless_somebody_accepted_it() -> None:
    stored = _list(("one", "PYSEC-1", "<1.1"), ("two", "CVE-2", ">=2,<3"))
    (line,) = supply.open_advisories({"one": "1.0", "two": "1.9"}, stored)
    assert "one 1.0: PYSEC-1" in line
    assert "https://" in line
    assert supply.open_advisories({"one": "1.1", "two": "3.0", "three": "1"}, stored) == []
    # What comes before a release, and what a build says of itself, hide nothing.
    assert len(supply.open_advisories({"one": "1.0+cpu", "two": "2.5rc1"}, stored)) == 2
    accepted = _list(("one", "PYSEC-1", "<1.1"), accepted={"PYSEC-1": "we call none of it"})
    assert supply.open_advisories({"one": "1.0"}, accepted) == []
    (line,) = supply.accepted_advisories({"one": "1.0"}, accepted)
    assert line.startswith("accepted: one 1.0: PYSEC-1")
    assert line.endswith("we call none of it")
    assert supply.accepted_advisories({"one": "1.1"}, accepted) == []


def _with_flaw(stored: dict[str, Any], package: str, affected: str, folder: Path) -> Path:
    """The list with one advisory more, in a file."""
    one = {**stored["advisories"][-1], "package": package, "id": "CVE-X", "affected": affected}
    path = folder / "advisories.json"
    path.write_text(supply.listed({**stored, "advisories": [*stored["advisories"], one]}))
    return path


def test_the_list_of_advisories_passes_what_is_installed_and_fails_an_affected_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = json.loads((ROOT / ".ci/advisories.json").read_text())
    assert {"torch", "pillow", "cryptography", "starlette"} <= {one["package"] for one in stored["advisories"]}
    assert {one["package"] for one in stored["advisories"]} <= set(stored["looked_up"])
    assert all(one["source"].startswith("https://") and one["seen"] for one in stored["advisories"])
    assert supply.listed(stored) == (ROOT / ".ci/advisories.json").read_text()
    assert supply.main(["audit"]) == 0  # as CI runs it
    assert "none names a version here" in capsys.readouterr().out
    # The control: an installed version that an advisory names.
    torch = supply.needed()["torch"].version.partition("+")[0]
    monkeypatch.setattr(supply, "ADVISORIES", _with_flaw(stored, "torch", f"<={torch}", tmp_path))
    assert supply.main(["audit"]) == 1
    assert f"torch {supply.needed()['torch'].version}: CVE-X" in capsys.readouterr().out


def test_no_version_that_an_advisory_names_is_admitted_beside_a_newer_one_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    requirements = ["One.x>=1.2", "two==2.0; python_version > '3'", "three>=3,!=3.1", "four"]
    assert supply.oldest(requirements) == {"one-x": "1.2", "two": "2.0", "three": "3"}
    stored = json.loads((ROOT / ".ci/advisories.json").read_text())
    admitted = supply.oldest(metadata.requires("gatekeeper") or [])
    assert {"cryptography", "starlette", "python-multipart", "timm"} <= admitted.keys()
    assert supply.open_advisories(admitted, stored) == []
    # The control: an advisory that names the oldest alone.
    monkeypatch.setattr(supply, "ADVISORIES", _with_flaw(stored, "numpy", f"<={admitted['numpy']}", tmp_path))
    assert supply.main(["audit"]) == 1
    assert f"admitted by pyproject.toml: numpy {admitted['numpy']}: CVE-X" in capsys.readouterr().out


def test_every_library_that_the_program_imports_is_one_that_it_asks_for() -> None:
    asked_for = {supply._normal(Requirement(one).name) for one in metadata.requires("gatekeeper") or []}
    packages_of = metadata.packages_distributions()
    imported = {
        name.partition(".")[0]
        for folder in ("gatekeeper", "trainer", "db")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _names(node)
    } - {"gatekeeper", "trainer"}
    assert {"numpy", "cv2", "starlette", "timm"} <= imported
    missing = {
        name: packages_of[name]
        for name in imported & packages_of.keys()  # what is of another system or an extra is not installed here
        if not asked_for & {supply._normal(one) for one in packages_of[name]}
    }
    assert missing.pop("shiboken6") == ["shiboken6"], "part of PySide6, of the same version"
    assert missing == {}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_an_empty_list_passes_nothing_and_a_release_asks_pypi_about_every_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    versions = {name: one.version for name, one in supply.needed().items() if name != "gatekeeper"}
    older = {**versions, "numpy": "1.0"}
    harmless = ("numpy", "PYSEC-1", "<1.0")
    for stored, audit, release, says in (
        (_list(), 1, 1, "is empty"),
        (_list(harmless), 0, 1, "PyPI was not asked about"),
        (_list(harmless, asked=older), 0, 1, "not asked about 1 of"),
        (_list(harmless, asked=versions), 0, 0, "none names a version here"),
    ):
        (tmp_path / "advisories.json").write_text(json.dumps(stored))
        monkeypatch.setattr(supply, "ADVISORIES", tmp_path / "advisories.json")
        assert supply.main(["audit"]) == audit
        assert says in capsys.readouterr().out
        assert supply.main(["release"]) == release


def test_what_pypi_answers_is_put_on_the_list_once() -> None:
    versions = {"one": "1.0", "the-two": "1.0"}
    found = {"id": "PYSEC-9", "aliases": ["CVE-9"], "fix_versions": ["1.1"], "description": "…"}
    known = [
        {"name": "one", "version": "1.0", "vulns": [found]},
        {"name": "The_Two", "version": "1.0", "vulns": [found]},  # one advisory of two packages, in one version
    ]
    now = datetime(2026, 1, 3, tzinfo=UTC)
    stored = supply.with_answers(_list(), known, versions, now)
    assert supply.with_answers(stored, known, versions, now) == stored
    assert supply.never_asked(versions, stored) == []
    first, second = supply.open_advisories(versions, stored)
    assert "one 1.0: PYSEC-9" in first
    assert "the-two 1.0: PYSEC-9" in second
    assert supply.open_advisories({"one": "1.1"}, stored) == []


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
