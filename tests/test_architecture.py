"""The house rules: which way imports run, who owns which library, and that asking for help is instant."""

import ast
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A module may import from its own layer and those after it. A name is a package's, or a module's that stands elsewhere than its
# package.
LAYERS = [
    {"cli"},
    {"gui"},
    {"bench.service"},
    {"service"},
    {"demo", "bench", "people.folder_import", "doctor", "desk", "outlets", "whole_door"},
    {"app"},
    {
        "door.sight",
        "door.station",
        "door.visit",
        "door.visit_pin",
        "door.recorder",
        "door.records",
        "door.loop",
        "door.runner",
        "door.liveness",
        "door.live",
    }
    | {"models", "people", "desk.trail", "desk.reports"},
    {"door", "store", "vision", "capture", "models.card", "models.download", "events", "passwords"},
    {
        "domain",
        "door_rule",
        "comparison",
        "config",
        "config_check",
        "outlets.settings",
        "door.addresses",
        "errors",
        "paths",
        "command_line",
        "text_files",
        "files",
    }
    | {
        "clock",
        "settings_table",
        "speech",
        "presence",
        "ending",
        "memory",
        "screen",
        "timezones",
        "progress",
        "statistics",
    }
    | {"translations"},
    {"capture.addresses", "messages"},
]
OWNERS = {
    "PySide6": {"gui"},
    "pyqtgraph": {"gui"},
    "sqlalchemy": {"store"},
    "sqlcipher3": {"store"},
    "alembic": {"store"},
    "faiss": {"door.gallery"},
    "torch": {"vision", "bench"},  # bench: the libraries the door is compared with
    "onnxruntime": {"vision"},
    "openvino": {"vision"},
    "torchvision": {"vision"},
    "facenet_pytorch": {"vision", "bench"},
    "timm": {"vision"},
    "safetensors": {"vision", "people.strangers"},  # strangers: vectors, which stand beside a card
    "cv2": {"vision", "capture", "demo", "bench"},  # demo, bench: pictures of people who are not there
    "PIL": {"capture.photos", "store.templates"},
    "pillow_heif": {"capture.photos"},
    "paramiko": {"store.offsite"},
    "paho": {"outlets.mqtt"},
    "serial": {"door.serial_port"},
    "pymodbus": {"door.modbus_relay"},
    "filelock": {"door.ownership"},
    "xlsxwriter": {"desk.reports"},
    "pyrealsense2": {"capture.depth_camera"},
    "keyring": {"store", "doctor"},
    "msgspec": {"settings_table"},
    "natsort": {"capture.photos"},
    "argon2": {"passwords"},
    "cryptography": {"store", "service"},
    "tzlocal": {"timezones"},
    "fastapi": {"service"},
    "starlette": {"service"},
    "uvicorn": {"service"},
    "pydantic": {"service"},
    "websockets": {"service"},
}
# The same within the workshop.
ROOMS = [
    {"cli"},
    {"export.release", "measure"},
    {"learn"},
    {"export", "measure.evaluate", "measure.figures", "simulate.augment"},
    {"data"},
    {"simulate"},
    {"devices", "files", "processes", "CONFIGS"},
]
TRAINER_MAY_IMPORT = {
    *("vision", "domain", "errors", "capture.photos", "files", "paths", "progress", "command_line", "text_files"),
    *("memory", "messages", "settings_table"),
    *("models.card", "models.download"),
    *("models.evaluation", "comparison", "statistics", "whole_door"),  # what stands in a card
    *("people.calibration", "people.strangers"),
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def inside(path: Path, package: str = "gatekeeper") -> str:
    return ".".join(path.relative_to(ROOT / package).with_suffix("").parts).removesuffix(".__init__")


def among(name: str, names: Collection[str]) -> bool:
    return any(f"{name}.".startswith(f"{other}.") for other in names)


def layer(name: str, layers: Sequence[set[str]] = LAYERS) -> int:
    """The layer that names the module, else its package."""
    of = {known: i for i, names in enumerate(layers) for known in names}
    return of[max((known for known in of if among(name, {known})), key=len)]


MODULES = [
    p for p in sorted((ROOT / "gatekeeper").rglob("*.py")) if p.name != "__init__.py" or p.parent != ROOT / "gatekeeper"
]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_one_way_and_every_library_has_one_owner(path: Path) -> None:
    mine = inside(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "gatekeeper" and rest:
            assert layer(rest) >= layer(mine), f"{path} imports {name}"
        assert top != "trainer", f"{path} imports {name}"
        assert among(mine, OWNERS.get(top, {mine})), f"{path} imports {name}"


def test_an_act_is_whole_at_the_desk_and_nowhere_put_together_of_several() -> None:
    """Whoever has two acts in one transaction tells of the first before the second has failed."""
    for room in ("cli", "gui", "service"):
        for path in (ROOT / "gatekeeper" / room).rglob("*.py"):
            assert ".transaction(" not in path.read_text(encoding="utf-8"), path


def test_nobody_owns_a_library_that_they_do_not_use() -> None:
    used = {(name.partition(".")[0], inside(path)) for path in MODULES for name in imports(path)}
    idle = {
        (library, owner)
        for library, owners in OWNERS.items()
        for owner in owners
        if not any(top == library and among(module, {owner}) for top, module in used)
    }
    assert idle == set()


@pytest.mark.parametrize("path", sorted((ROOT / "trainer").rglob("*.py")), ids=lambda p: p.name)
def test_the_trainer_sees_faces_as_the_door_does_and_nothing_else_of_it(path: Path) -> None:
    mine = inside(path, "trainer")
    for name in imports(path):
        top, _, rest = name.partition(".")
        assert top != "gatekeeper" or among(rest, TRAINER_MAY_IMPORT), f"{path} imports {name}"
        if top == "trainer" and path != ROOT / "trainer/__init__.py":
            assert layer(rest, ROOMS) >= layer(mine, ROOMS), f"{path} imports {name}"


@pytest.mark.parametrize("program", ["gatekeeper", "trainer"])
def test_help_loads_neither_torch_nor_a_window_nor_the_networks(program: str) -> None:
    code = (
        f"import sys; from typer.testing import CliRunner; from {program}.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'torch', 'PySide6', 'cv2', 'onnxruntime', 'sqlalchemy', 'faiss', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
