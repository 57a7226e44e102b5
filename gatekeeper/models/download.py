"""Published models that are not bundled: addresses, checksums, and conversion to a model folder."""

import json
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from gatekeeper.errors import ModelError
from gatekeeper.files import scratch_in_home
from gatekeeper.messages import Message
from gatekeeper.models.card import CARD, ModelCard, sha256
from gatekeeper.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Known:
    """A published model. weights: the address of a PyTorch state dict; sha256: its checksum."""

    id: str
    title: str
    architecture: str
    dim: int
    weights: str
    sha256: str
    licence: str
    data: str


UNTRAINED = Message("Not trained for masks.")
KNOWN = {
    entry.id: entry
    for entry in (
        Known(
            "inception-resnet-v1",
            Message("InceptionResNetV1 trained on VGGFace2 (facenet-pytorch)"),
            "inception-resnet-v1",
            512,
            "https://github.com/timesler/facenet-pytorch/releases/download/v2.2.9/20180402-114759-vggface2.pt",
            "281cebca8662831adb987a874bdcb36e73f5b1c6dc5ee5878f305e985625d99b",
            Message("Code: MIT. Trained on VGGFace2, whose terms are for research: ask before commercial use."),
            Message("VGGFace2 (3.3 million pictures of 9,131 people), without masks"),
        ),
    )
}


def add_model(model_id: str, models: Path, file: Path | None = None, progress: Progress = silent) -> ModelCard:
    """Create a model folder below `models` from published weights, downloaded or from a local file.

    The card has no thresholds yet: published figures do not cover masked faces. `Models.add` measures them.

    Raises ModelError for an unknown id, a wrong checksum, or no connection; nothing is left behind.
    """
    entry = KNOWN.get(model_id)
    if entry is None:
        raise ModelError("There is no published model {model!r}.", "There are: {known}.", model=model_id, known=KNOWN)
    with scratch_in_home(models, ".adding-") as place:
        folder = place / entry.id
        folder.mkdir()
        remedy = Message(
            "Without a connection, bring it as a file: gatekeeper models add {model} --file FILE", model=entry.id
        )
        weights = file or fetch_file(entry.weights, place / "weights.pt", remedy, progress)
        check_file(weights, entry.weights, entry.sha256)
        _convert(entry, weights, folder)
        target = models / entry.id
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return ModelCard.read(models / entry.id)


def fetch_file(address: str, target: Path, remedy: str, progress: Progress = silent) -> Path:
    """Download a file. Raises ModelError with the remedy if there is no connection."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer, target.open("wb") as out:
            total = int(answer.headers.get("Content-Length") or 0)
            while block := answer.read(1 << 16):
                out.write(block)
                progress(out.tell(), total)
    except (urllib.error.URLError, OSError) as error:
        raise ModelError("{address} cannot be downloaded: {error}", remedy, address=address, error=error) from error
    return target


def check_file(file: Path, address: str, checksum: str) -> None:
    """Raises ModelError unless the file exists and its SHA-256 equals, or starts with, `checksum`."""
    if not file.is_file():
        raise ModelError("{file} does not exist.", "Download it from {address}.", file=file, address=address)
    found = sha256(file)
    if not found.startswith(checksum):
        raise ModelError(
            "{file} is not the file published at {address}: its SHA-256 is {found}…, not {expected}….",
            "Download it again.",
            file=file,
            address=address,
            found=found[:12],
            expected=checksum[:12],
        )


def _convert(entry: Known, weights: Path, folder: Path) -> None:
    from gatekeeper.vision.networks import convert  # takes a second

    try:
        convert(weights, entry.architecture, folder / "network.safetensors")
    except Exception as error:  # torch's unpickler and loader raise many kinds
        raise ModelError(
            "{weights} does not hold the weights of {model}: {error}",
            "Download it again.",
            weights=weights,
            model=entry.id,
            error=error,
        ) from error
    card = {
        "id": entry.id,
        "kind": "embedding",
        "title": entry.title,
        "architecture": entry.architecture,
        "dim": entry.dim,
        "licence": entry.licence,
        "data": entry.data,
        "source": entry.weights,
        "weaknesses": UNTRAINED,
        "files": {"network.safetensors": sha256(folder / "network.safetensors")},
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
