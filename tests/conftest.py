"""Shared fixtures: the real networks, opened once, and real homes on disk with people in them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gatekeeper.app import App, open_app
from gatekeeper.domain import Image
from gatekeeper.paths import assets
from gatekeeper.photos import load_photo, photo_files
from gatekeeper.vision.reader import FaceReader
from gatekeeper.vision.registry import ModelCard

DEMO = assets() / "demo"


def photo(name: str, kind: str = "bare", number: int = 0, folder: str = "people") -> Image:
    """A picture of one of the fictional people."""
    return load_photo(photo_files(DEMO / folder / name / kind)[number])


@pytest.fixture(scope="session")
def reader() -> FaceReader:
    return FaceReader.open(assets() / "models", ModelCard.read(assets() / "models/masked-dlib"), 60)


@pytest.fixture
def open_home(tmp_path: Path, reader: FaceReader) -> Iterator[Callable[[], App]]:
    """Opens the home of the test; what was opened before is closed first, as a restart would."""
    opened: list[App] = []

    def open_() -> App:
        for before in opened:
            before.close()
        app = open_app(tmp_path / "home", prefer_keyring=False)
        app.use_reader(reader)
        opened[:] = [app]
        return app

    yield open_
    for app in opened:
        app.close()
