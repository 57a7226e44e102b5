"""What commands leave on disk: whole or not at all."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

from gatekeeper.files import replacing


def save_weights(tensors: Mapping[str, "Tensor"], path: Path) -> None:
    """Write a .safetensors file in one step, readable for everybody (`save_file` itself leaves it to its owner only)."""
    from safetensors.torch import save_file  # torch takes seconds to import, and who prepares pictures needs none

    with replacing(path) as part:
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, part)


@contextmanager
def output_folder(folder: Path, worth_keeping: Callable[[], bool] = lambda: False) -> Iterator[Path]:
    """A folder to write into, made where it is missing. What fails before it left anything worth keeping leaves nothing."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    except BaseException:
        if made and not worth_keeping():
            shutil.rmtree(folder, ignore_errors=True)
            for place in made[1:]:
                if place.is_dir() and not any(place.iterdir()):
                    place.rmdir()
        raise
