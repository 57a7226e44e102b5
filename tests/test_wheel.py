"""The wheel holds all it needs and works outside of the checkout."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, laid out as an installation does it; its dependencies are those of this environment."""
    place = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv")
    assert uv is not None, "uv runs the tests, so it is there"
    subprocess.run(
        [uv, "build", "--wheel", "--quiet", "--out-dir", str(place / "dist"), str(ROOT)], check=True, timeout=300
    )
    (wheel,) = (place / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place / "site")
    return place / "site"


def test_models_people_and_migrations_travel_inside(unpacked: Path) -> None:
    inside = unpacked / "gatekeeper"
    for mine, theirs in (("assets", "_assets"), ("db", "_db")):
        wanted = {p.relative_to(ROOT / mine) for p in (ROOT / mine).rglob("*") if p.is_file()}
        wanted = {p for p in wanted if "__pycache__" not in p.parts}
        assert {p.relative_to(inside / theirs) for p in (inside / theirs).rglob("*") if p.is_file()} >= wanted
    entry_points = next(unpacked.glob("gatekeeper-*.dist-info")) / "entry_points.txt"
    assert "gatekeeper = gatekeeper.cli:main" in entry_points.read_text()
    assert not any(path.name.startswith("test_") for path in unpacked.rglob("*.py"))


def test_its_commands_work_in_a_foreign_folder(unpacked: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

    def run(*words: object) -> str:
        command = [sys.executable, "-m", "gatekeeper.cli", "--home", tmp_path / "home", *words]
        done = subprocess.run(
            list(map(str, command)), cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import gatekeeper.paths as p; print(p.assets())"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assets = Path(where.stdout.strip())
    assert assets == unpacked / "gatekeeper/_assets"
    person = sorted((assets / "demo/people/resident-001/bare").iterdir())[0]
    assert json.loads(run("enrol", "Ada", person, "--json"))["name"] == "Ada"
    assert json.loads(run("people", "list", "--json"))[0]["name"] == "Ada"
