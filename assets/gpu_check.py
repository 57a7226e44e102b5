"""Measure the door and the training on a graphics card of a machine that has no network.

    python assets/gpu_check.py pack gpu-check.zip            where gatekeeper is at home: all that is needed, in one archive
    python gpu_check.py run --device cuda --out figures.json     there, after unpacking it

The other machine needs Linux on x86-64, Python, and torch with torchvision, numpy, OpenCV and timm; what else is needed comes
along. Nothing is installed into its Python: the wheels lie in a folder of the archive's own. `run` ends within five minutes,
whatever the machine, and writes JSON; what failed says why in it.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve()
# What a machine with torch, numpy, OpenCV and timm lacks. Without what these in turn depend on and it has.
WHEELS = (
    *("faiss-cpu", "sqlalchemy", "greenlet", "sqlcipher3", "alembic", "mako", "markupsafe", "argon2-cffi"),
    *("argon2-cffi-bindings", "cffi", "pycparser", "platformdirs", "tomlkit", "facenet-pytorch==2.5.3", "safetensors"),
    *("typer", "click", "rich", "shellingham", "markdown-it-py", "mdurl", "pygments", "tzlocal", "filelock"),
    *(
        "typing-extensions",
        "pillow",
        "requests",
        "urllib3",
        "certifi",
        "idna",
        "charset-normalizer",
    ),  # for facenet-pytorch
)
LIMIT_SECONDS = 285
MOST_MEGABYTES = 64
PEOPLE = 8


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    packing = commands.add_parser("pack", help="write the archive")
    packing.add_argument("archive", type=Path)
    packing.add_argument("--python", default="3.11", help="version of the other machine's Python (3.11)")
    running = commands.add_parser("run", help="measure this machine")
    running.add_argument("--device", default="cuda")
    running.add_argument("--out", type=Path, default=Path("gpu-check.json"))
    running.add_argument("--seconds", type=float, default=2.0, help="how long each figure is measured (2)")
    part = commands.add_parser("part", help=argparse.SUPPRESS)
    part.add_argument("what", choices=sorted(PARTS))
    part.add_argument("device")
    part.add_argument("seconds", type=float)
    chosen = parser.parse_args()
    if chosen.command == "pack":
        pack(chosen.archive, chosen.python)
    elif chosen.command == "run":
        sys.exit(run(chosen.device, chosen.out, chosen.seconds))
    else:
        print(json.dumps(PARTS[chosen.what](chosen.device, chosen.seconds)))


def pack(archive: Path, python: str) -> None:
    """Write everything that `run` needs into one archive."""
    root = HERE.parents[1]
    with tempfile.TemporaryDirectory() as place:
        wheels = Path(place) / "wheels"
        version = python.replace(".", "")
        subprocess.run(
            [
                *_pip(),
                *("download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(wheels)),
                *("--python-version", python, "--implementation", "cp", "--abi", f"cp{version}", "--abi", "abi3"),
                *("--abi", "none", "--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64"),
                *("--platform", "manylinux_2_27_x86_64", "--platform", "any", *WHEELS),
            ],
            check=True,
        )
        faces = Path(place) / "faces"
        sys.path.insert(0, str(root))
        _prepare_faces(root, faces, Path(place) / "people")
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            out.write(HERE, "gpu_check.py")
            for folder in ("gatekeeper", "trainer", "db", "assets/models"):
                for file in sorted((root / folder).rglob("*")):
                    if file.is_file() and "__pycache__" not in file.parts:
                        out.write(file, file.relative_to(root).as_posix())
            for name in sorted(path.name for path in (root / "assets/demo/visits").iterdir())[: 2 * PEOPLE]:
                for file in sorted((root / "assets/demo/visits" / name).rglob("*.*")):
                    out.write(file, file.relative_to(root).as_posix())
            for carried in (wheels, faces):
                for file in sorted(carried.rglob("*")):
                    if file.is_file():
                        out.write(file, f"{carried.name}/{file.relative_to(carried).as_posix()}")
    megabytes = archive.stat().st_size / 2**20
    print(f"{archive}: {megabytes:.1f} MiB")
    if megabytes > MOST_MEGABYTES:
        sys.exit(f"It is larger than {MOST_MEGABYTES} MiB.")


def _pip() -> list[str]:
    if importlib.util.find_spec("pip") is None:
        return ["uvx", "pip"]  # an environment of uv's has none
    return [sys.executable, "-m", "pip"]


def _prepare_faces(root: Path, faces: Path, people: Path) -> None:
    """Crops of a few demo people, as `trainer prepare` makes them; there is no detector for it on the other machine."""
    import shutil

    for person in sorted((root / "assets/demo/people").iterdir())[:PEOPLE]:
        if person.is_dir():
            shutil.copytree(person, people / person.name)
    command = ["prepare", str(people), "--out", str(faces)]
    code = f"import sys; sys.argv = ['trainer', *{command!r}]; from trainer.cli import main; main()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, stdout=subprocess.DEVNULL)


def run(device: str, out: Path, seconds: float) -> int:
    """Measure, each part in a process of its own, and write what is known of each; the exit status is 1 where one failed."""
    home = HERE.parent if (HERE.parent / "gatekeeper").is_dir() else HERE.parents[1]
    end = time.monotonic() + LIMIT_SECONDS
    report: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as place:
        for wheel in sorted((home / "wheels").glob("*.whl")):  # as pip would, but for what it writes about it
            with zipfile.ZipFile(wheel) as content:
                content.extractall(place)
        # After its own packages, so that what the machine has of them comes first.
        code = f"import sys; sys.path += [{place!r}]; sys.path.insert(0, {str(home)!r}); import runpy; " + (
            f"sys.argv = sys.argv[1:]; runpy.run_path({str(HERE)!r}, run_name='__main__')"
        )
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        for number, what in enumerate(PARTS):
            left = (end - time.monotonic()) / (len(PARTS) - number)
            arguments = ["-c", code, str(HERE), "part", what, device, str(seconds)]
            started = time.monotonic()
            try:
                done = subprocess.run(
                    [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=max(left, 1)
                )
                said = done.stdout.strip().splitlines()
                report[what] = (
                    json.loads(said[-1]) if done.returncode == 0 else {"failed": done.stderr.strip().splitlines()[-8:]}
                )
            except subprocess.TimeoutExpired:
                report[what] = {"failed": [f"It took longer than {left:.0f} seconds."]}
            print(f"{what}: {time.monotonic() - started:.0f} s", file=sys.stderr)
            out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))
    return 1 if any(isinstance(one, dict) and "failed" in one for one in report.values()) else 0


def door(device: str, seconds: float) -> object:
    """The door's networks; see `gatekeeper.bench.device`."""
    from gatekeeper.bench.device import CAMERAS, bench_device, chosen

    # A processor is here to try the script: with more cameras it takes minutes.
    return bench_device(chosen(device), seconds, (1,) if device == "cpu" else CAMERAS)


def training(device: str, seconds: float) -> object:
    """A step of the new base; see `trainer.measure.bench`."""
    from trainer.data.faceset import FaceSet
    from trainer.learn.recipe import Recipe
    from trainer.measure.bench import bench

    home = HERE.parent if (HERE.parent / "faces").is_dir() else Path.cwd()
    recipe = Recipe.load("smoke", {"network.architecture": "mobile-face-se", "network.pooling": "average",
                                   "network.dim": 256, "network.chip": 128, "data.vary": True})  # fmt: skip
    cuda = device.startswith("cuda")
    return bench(FaceSet.load(home / "faces"), recipe, 512 if cuda else 16, 30 if cuda else 2, device)


PARTS = {"door": door, "training": training}

if __name__ == "__main__":
    main()
