"""The wheel holds all it needs: installed, and used outside of the checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "assets/demo"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [_uv(), "build", "--wheel", "--quiet", "--out-dir", str(place / "dist"), str(ROOT)], check=True, timeout=300
    )
    (built,) = (place / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """The interpreter of an empty environment into which the wheel was installed; its dependencies are those of this one."""
    venv = wheel.parents[1] / "venv"
    subprocess.run([_uv(), "venv", "--quiet", "--python", sys.executable, str(venv)], check=True, timeout=100)
    found = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [_uv(), "pip", "install", "--quiet", "--offline", "--no-deps", "--python", str(found), str(wheel)]
    subprocess.run(command, check=True, timeout=100)
    where = run(found, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=venv)
    # A folder named here is searched last, and its own .pth files, which lead to the checkout, are not read.
    (Path(where.stdout.strip()) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return found


def _uv() -> str:
    uv = shutil.which("uv")
    assert uv is not None, "uv runs the tests, so it is there"
    return uv


def run(program: Path, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    }
    variables |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [str(program), *map(str, words)], cwd=cwd, env=variables, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done


def test_models_people_and_migrations_travel_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = {Path(name) for name in packed.namelist()}
        (entries,) = (name for name in packed.namelist() if name.endswith("entry_points.txt"))
        assert b"gatekeeper = gatekeeper.cli:main" in packed.read(entries)
    for mine, theirs in (
        ("assets", "gatekeeper/_assets"),
        ("db", "gatekeeper/_db"),
        ("trainer/configs", "trainer/configs"),
    ):
        wanted = {p.relative_to(ROOT / mine) for p in (ROOT / mine).rglob("*") if p.is_file()}
        wanted = {p for p in wanted if "__pycache__" not in p.parts}
        assert {Path(theirs) / p for p in wanted} <= names
    assert not any(path.name.startswith("test_") for path in names)


# Every module is imported, every recipe read, every command asked for its help.
_ALL = """
import importlib, json, pkgutil, sys
import gatekeeper, trainer
for package in (gatekeeper, trainer):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
from gatekeeper.paths import assets
from trainer.learn import liveness, mask_status, masked_face
from trainer import CONFIGS
from trainer.learn.recipe import Recipe, recipes
for name in recipes():
    Recipe.load(name)
masked_face.Recipe.load(CONFIGS / "masked_face.toml")
mask_status.MaskRecipe.load(CONFIGS / "mask_status.toml")
liveness.LivenessRecipe.load(CONFIGS / "liveness.toml")
from typer.main import get_command
from typer.testing import CliRunner
from gatekeeper.cli import app as door
from trainer.cli import app as workshop
def commands(one, words=()):
    if not hasattr(one, "commands"):
        yield words
    for name, command in getattr(one, "commands", {}).items():
        yield from commands(command, (*words, name))
tried = []
for app in (door, workshop):
    for words in commands(get_command(app)):
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0, words
        tried.append(" ".join(words))
files = [module.__file__ for module in (gatekeeper, trainer)]
print(json.dumps({"assets": str(assets()), "files": files, "recipes": len(recipes()), "commands": tried}))
"""


@pytest.mark.slow
def test_every_module_recipe_and_command_is_there(python: Path, tmp_path: Path) -> None:
    found = json.loads(run(python, "-c", _ALL, cwd=tmp_path).stdout.splitlines()[-1])
    site = python.parents[1]
    assert all(Path(file).is_relative_to(site) for file in [*found["files"], found["assets"]])
    assert found["recipes"] > 3
    assert {"demo", "run", "enrol", "doctor", "models calibrate", "prepare", "train", "liveness"} <= set(
        found["commands"]
    )


@pytest.mark.slow
def test_the_door_s_commands_work_in_a_foreign_folder(python: Path, tmp_path: Path) -> None:
    gatekeeper = python.with_name("gatekeeper" + python.suffix)

    def door(*words: object) -> str:
        return run(gatekeeper, "--home", tmp_path / "home", *words, cwd=tmp_path).stdout

    person = sorted((DEMO / "people/resident-001/bare").iterdir())[0]
    assert json.loads(door("enrol", "Ada", person, "--json"))["name"] == "Ada"
    assert json.loads(door("people", "list", "--json"))[0]["name"] == "Ada"
    assert "masked-face" in door("models", "list")
    for kind in ("people", "visits"):
        shutil.copytree(DEMO / kind / "resident-001/bare", tmp_path / kind / "resident-001/bare")
    run(
        *(gatekeeper, "--home", tmp_path / "demo", "demo", "--headless", "--json", tmp_path / "report.json"),
        *("--people", tmp_path / "people", "--visits", tmp_path / "visits"),
        cwd=tmp_path,
    )
    assert json.loads((tmp_path / "report.json").read_text())["residents"]["bare"]["opened"] > 0


@pytest.mark.slow
def test_the_workshop_s_commands_that_find_faces_work_in_a_foreign_folder(python: Path, tmp_path: Path) -> None:
    trainer = python.with_name("trainer" + python.suffix)
    for kind in ("bare", "masked"):
        (tmp_path / "crops" / kind).mkdir(parents=True)
        first = sorted((DEMO / "people/resident-001" / kind).iterdir())[0]
        shutil.copy(first, tmp_path / "crops" / kind / "1.jpg")
    shutil.copytree(tmp_path / "crops/bare", tmp_path / "people/ada")

    run(trainer, "prepare", "people", "--out", "faces", "--masks", 1, "--workers", 1, "--people", cwd=tmp_path)
    assert 5_000 < (tmp_path / "faces/crops.jpegs").stat().st_size < 60_000  # one crop, as JPEG
    run(trainer, "mask-faces", "crops", "people", "--out", "masks", "--workers", 1, cwd=tmp_path)
    # A crop of each kind, and the bare face bare, twice with a mask and twice with one worn wrongly.
    assert (tmp_path / "masks/chips.u8").stat().st_size == 7 * 150 * 150 * 3
    run(trainer, "demo-people", "people", "demo", cwd=tmp_path)
    assert len(list((tmp_path / "demo/ada").rglob("*.jpg"))) == 1


def test_the_programs_look_for_their_files_in_one_place() -> None:
    """What looks beside the packages finds it in a checkout, and nothing in a wheel."""
    for package in ("gatekeeper", "trainer"):
        for path in (ROOT / package).rglob("*.py"):
            if path.name not in ("paths.py", "migration.py"):
                assert "parents[1]" not in path.read_text(encoding="utf-8"), path
