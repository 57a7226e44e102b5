"""Writes output files and folders completely or not at all."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing


def save_weights(tensors: Mapping[str, "Tensor"], path: Path, notes: dict[str, str] | None = None) -> None:
    """Write a .safetensors file atomically and world-readable (`save_file` makes it readable by its owner only).

    notes: the file's metadata. Raises TrainingError if it cannot be written.
    """
    from safetensors.torch import save_file  # torch takes seconds to import, and preparing pictures does not need it

    with saved(path) as part:
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, part, notes)


@contextmanager
def saved(path: Path) -> Iterator[Path]:
    """As `gatekeeper.files.replacing`, for what torch and safetensors write, whose errors name no file.

    Raises TrainingError if it cannot be written, as on a full disk.
    """
    try:
        with replacing(path) as part:
            yield part
    except Exception as error:  # OSError, torch's RuntimeError and safetensors' own
        raise TrainingError(
            f"{path} cannot be written: {error}", "Make room, and check the folder's permissions; then run it again."
        ) from error


@contextmanager
def output_folder(folder: Path, worth_keeping: Callable[[], bool] = lambda: False) -> Iterator[Path]:
    """A folder to write into, created if missing. A failure before there is anything worth keeping removes it again.

    Raises TrainingError if it cannot be created.
    """
    created = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(
            f"The folder {folder} cannot be created: {error.strerror}.", "Choose another folder."
        ) from error
    try:
        yield folder
    except BaseException:
        if created and not worth_keeping():
            shutil.rmtree(folder, ignore_errors=True)
            for place in created[1:]:
                if place.is_dir() and not any(place.iterdir()):
                    place.rmdir()
        raise
