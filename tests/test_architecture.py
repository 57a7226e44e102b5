"""The house rules: which way imports run, who owns which library, and that asking for help is instant."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A module may import from its own layer and those after it.
LAYERS = [
    {"cli"},
    {"gui"},
    {"demo", "bench", "soak", "bulk_enrolment", "doctor", "desk", "retention"},
    {"app"},
    {"station", "enrolment", "reports", "liveness", "evaluation", "calibration", "trail", "cards", "side_by_side"},
    {
        "gallery",
        "access",
        "store",
        "vision",
        "cameras",
        "capture",
        "sources",
        "doors",
        "ownership",
        "tracks",
        "photos",
        "events",
        "passwords",
        "depth_cameras",
    },
    {
        "domain",
        "comparison",
        "config",
        "errors",
        "paths",
        "terminal",
        "text_files",
        "speech",
        "ending",
        "screen",
        "timezones",
    },
    {"addresses"},
]
OWNERS = {
    "PySide6": {"gui"},
    "pyqtgraph": {"gui"},
    "sqlalchemy": {"store"},
    "sqlcipher3": {"store"},
    "alembic": {"store"},
    "faiss": {"gallery"},
    "torch": {"vision", "bench", "doctor"},
    "onnxruntime": {"vision", "bench", "doctor"},
    "openvino": {"vision"},
    "serial": {"doors"},
    "filelock": {"ownership"},
    "xlsxwriter": {"reports"},
    "pyrealsense2": {"depth_cameras"},
    "keyring": {"store", "doctor"},
    "argon2": {"passwords"},
    "tzlocal": {"timezones"},
}
TRAINER_MAY_IMPORT = {
    *("vision", "domain", "errors", "photos", "paths", "terminal", "text_files"),
    *("evaluation", "calibration", "comparison"),  # how faces are compared, and what of it stands in a card
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part(path: Path) -> str:
    return path.relative_to(ROOT / "gatekeeper").parts[0].removesuffix(".py")


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


MODULES = [
    p for p in sorted((ROOT / "gatekeeper").rglob("*.py")) if p.name != "__init__.py" or p.parent != ROOT / "gatekeeper"
]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_one_way_and_every_library_has_one_owner(path: Path) -> None:
    mine = part(path)
    for name in imports(path):
        top, *rest = name.split(".")
        if top == "gatekeeper" and rest:
            assert layer(rest[0]) >= layer(mine), f"{path} imports {name}"
        assert top != "trainer", f"{path} imports {name}"
        assert mine in OWNERS.get(top, {mine}), f"{path} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "trainer").rglob("*.py")), ids=lambda p: p.name)
def test_the_trainer_sees_faces_as_the_door_does_and_nothing_else_of_it(path: Path) -> None:
    for name in imports(path):
        top, *rest = name.split(".")
        assert top != "gatekeeper" or rest[0] in TRAINER_MAY_IMPORT, f"{path} imports {name}"


@pytest.mark.parametrize("program", ["gatekeeper", "trainer"])
def test_help_loads_neither_torch_nor_a_window_nor_the_networks(program: str) -> None:
    code = (
        f"import sys; from typer.testing import CliRunner; from {program}.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'torch', 'PySide6', 'cv2', 'onnxruntime', 'sqlalchemy', 'faiss', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
