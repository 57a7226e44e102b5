"""Model folders that are damaged or hostile, and published weights that are not what they should be."""

import dataclasses
import json
import os
import pickle
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from gatekeeper.domain import Pairing
from gatekeeper.errors import ModelError
from gatekeeper.models import download as fetch
from gatekeeper.models.card import ModelCard, find_models, sha256, unreadable_models
from gatekeeper.paths import assets
from gatekeeper.vision.embed import open_embedder
from gatekeeper.vision.mask_status import MaskStatus
from gatekeeper.vision.runtime import model_session, onnx_session

MODEL = "inception-resnet-v1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(assets() / "models/mask-status", tmp_path / "models/mask-status"))


def change(folder: Path, **values: Any) -> ModelCard:
    path = folder / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))
    return ModelCard.read(folder)


def test_every_bundled_model_is_as_its_card_says() -> None:
    cards = find_models(assets() / "models")
    assert {card.kind for card in cards} >= {"embedding", "mask-status"}
    for card in cards:
        assert card.verified == card.folder


def test_a_model_copied_in_under_the_id_of_another_is_left_out_by_name(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(folder, folder.with_name("mine"))
    # Else `activate` would take the first of them, and nobody would notice that it is not the one that was copied.
    assert [card.folder for card in find_models(assets() / "models", folder.parent) if card.id == "mask-status"] == [
        assets() / "models/mask-status"
    ]
    for name in ("mask-status", "mine"):
        assert f"{folder.with_name(name)} has the id mask-status, as the one in {assets()}" in caplog.text
    assert len(unreadable_models(assets() / "models", folder.parent)) == 2
    change(folder.with_name("mine"), id="mine")
    assert [card.id for card in find_models(folder.parent)] == ["mask-status", "mine"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '"text"', "null", '{"files": 3}', "\ud800".encode("utf-8", "replace")]
)
def test_a_card_that_is_none_is_refused(folder: Path, text: str | bytes) -> None:
    path = folder / "card.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ModelError, match=r"card\.json"):
        ModelCard.read(folder)
    path.unlink()
    with pytest.raises(ModelError, match="missing"):
        ModelCard.read(folder)


def test_a_card_that_lacks_something_says_what(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text())
    del card["licence"], card["files"]
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="licence, files"):
        ModelCard.read(folder)


@pytest.mark.parametrize("model_id", ["../../elsewhere", "/tmp/x", "..", "", ".hidden", "a/b", "Upper", 7, None])
def test_an_id_that_is_no_plain_name_is_refused(folder: Path, model_id: Any) -> None:
    with pytest.raises(ModelError, match="has the id"):
        change(folder, id=model_id)


def test_a_cohort_is_one_of_the_files_that_are_hashed(folder: Path) -> None:
    with pytest.raises(ModelError, match="cohort"):
        change(folder, cohort="../strangers.safetensors")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, "high", {}])
def test_a_threshold_that_is_no_number_is_none(folder: Path, value: Any) -> None:
    card = change(folder, thresholds={"bare-bare": {"1e-03": {"threshold": value}}})
    with pytest.raises(ModelError, match="no threshold"):
        card.threshold(Pairing.BARE_BARE, 1e-3)


def test_a_damaged_model_does_not_take_the_others_with_it(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / "card.json").write_text("{")
    assert [card.id for card in find_models(folder.parent)] == ["mask-status"]
    assert str(broken / "card.json") in caplog.text


@pytest.mark.parametrize("name", ["../secret.onnx", "/etc/passwd", "a/b.onnx"])
def test_a_card_reaches_no_file_outside_of_its_folder(folder: Path, name: str) -> None:
    with pytest.raises(ModelError, match="outside"):
        change(folder, files={name: "0" * 64})


def test_a_file_that_was_exchanged_damaged_or_taken_away_is_not_loaded(folder: Path) -> None:
    network = folder / "mask.onnx"
    whole = network.read_bytes()
    network.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ModelError, match="is not the one its card names"):
        ModelCard.read(folder).verified  # noqa: B018
    network.unlink()
    with pytest.raises(ModelError, match=r"lacks its file mask\.onnx"):
        ModelCard.read(folder).verified  # noqa: B018


@pytest.mark.parametrize("openvino", [True, False])
def test_a_network_that_is_none_is_refused_by_either_runtime(tmp_path: Path, openvino: bool) -> None:
    (tmp_path / "x.onnx").write_bytes(b"no network" * 100)
    with pytest.raises(ModelError, match="cannot be read"):
        onnx_session(tmp_path / "x.onnx", 1, openvino=openvino)
    with pytest.raises(ModelError, match="missing"):
        onnx_session(tmp_path / "y.onnx", 1, openvino=openvino)


def test_a_model_of_another_kind_and_a_figure_the_card_lacks_are_refused(folder: Path) -> None:
    card = ModelCard.read(folder)
    with pytest.raises(ModelError, match="mask-status"):
        open_embedder(card)
    with pytest.raises(ModelError, match="bare-masked"):
        card.threshold(Pairing.BARE_MASKED, 1e-3)


def published(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    monkeypatch.setitem(fetch.KNOWN, MODEL, dataclasses.replace(fetch.KNOWN[MODEL], **changed))


def test_without_a_connection_the_message_says_how_to_bring_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(monkeypatch, weights="http://127.0.0.1:9/weights.pt")  # where nobody listens
    with pytest.raises(ModelError, match="--file") as caught:
        fetch.add_model(MODEL, tmp_path / "models")
    assert "cannot be downloaded" in caught.value.message
    assert list((tmp_path / "models").iterdir()) == []


def test_weights_of_another_checksum_are_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    weights = tmp_path / "weights.pt"
    weights.write_bytes(b"something else")
    with pytest.raises(ModelError, match="SHA-256"):
        fetch.add_model(MODEL, tmp_path / "models", weights)
    assert list((tmp_path / "models").iterdir()) == []


def test_weights_that_would_run_code_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "trapped"),)

    weights = tmp_path / "weights.pt"
    weights.write_bytes(pickle.dumps({"conv2d_1a.conv.weight": Trap()}))
    published(monkeypatch, sha256=sha256(weights))
    with pytest.raises(ModelError, match="does not hold"):
        fetch.add_model(MODEL, tmp_path / "models", weights)
    assert not (tmp_path / "trapped").exists()
    assert list((tmp_path / "models").iterdir()) == []


def hostile_file(path: Path, kind: str) -> None:
    """Puts something in a file's place that nobody should read."""
    content = path.read_bytes()
    path.unlink()
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "link":
            outside = path.parent.parent / "outside"
            outside.write_bytes(content)
            path.symlink_to(outside)
        case "folder":
            path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and devices among its files")
@pytest.mark.parametrize("kind", ["pipe", "device", "link", "folder"])
@pytest.mark.parametrize("name", ["card.json", "mask.onnx"])
def test_only_ordinary_files_of_the_folder_are_read(folder: Path, name: str, kind: str) -> None:
    hostile_file(folder / name, kind)
    with pytest.raises(ModelError, match="cannot be read"):
        ModelCard.read(folder).content("mask.onnx")
    assert find_models(folder.parent) == [] or name != "card.json"


@pytest.mark.parametrize("levels", [21, 500, 100_000])
def test_a_card_that_is_nested_too_deeply_is_refused(folder: Path, levels: int) -> None:
    path = folder / "card.json"
    words = json.loads(path.read_text())
    path.write_text(
        json.dumps({**words, "metrics": 0}).replace('"metrics": 0', f'"metrics": {"[" * levels}{"]" * levels}')
    )
    with pytest.raises(ModelError, match=r"is not valid|cannot be read"):
        ModelCard.read(folder)


def test_a_card_without_end_is_not_read_to_its_end(folder: Path) -> None:
    (folder / "card.json").write_bytes(b" " * (5 << 20))
    with pytest.raises(ModelError, match="larger than 4 MiB"):
        ModelCard.read(folder)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": ["embedding"]}, "has the kind"),
        ({"title": {"en": "x"}}, "has the title"),
        ({"files": {"mask.onnx": 7}}, "the checksum 7"),
        ({"files": {"mask.onnx": "0" * 63 + "G"}}, "the checksum"),
        ({"files": {"card.json": "0" * 64}}, "outside"),
        ({"files": {"..": "0" * 64}}, "outside"),
        ({"files": {"a\\b.onnx": "0" * 64}}, "outside"),
        ({"cohort": ["mask.onnx"]}, "cohort"),
    ],
)
def test_a_card_whose_values_are_of_another_kind_is_refused(folder: Path, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        change(folder, **changed)


@pytest.mark.parametrize("dim", [None, "128", 0, -1, 1.5, True, 10**9])
def test_a_dim_that_is_none_is_refused(folder: Path, dim: Any) -> None:
    with pytest.raises(ModelError, match="has the dim"):
        change(folder, dim=dim).dim  # noqa: B018


def test_what_is_loaded_is_what_was_hashed(folder: Path) -> None:
    card = ModelCard.read(folder)
    assert card.verified == folder
    (folder / "mask.onnx").write_bytes(b"exchanged after the check")
    with pytest.raises(ModelError, match="is not the one its card names"):
        MaskStatus(card)


@pytest.mark.parametrize("openvino", [True, False])
@pytest.mark.parametrize("place", ["beside.bin", "../beside.bin"])
def test_weights_in_a_file_that_no_hash_speaks_for_are_not_loaded(folder: Path, place: str, openvino: bool) -> None:
    network = onnx.load(folder / "mask.onnx")
    onnx.save(network, folder / "mask.onnx", save_as_external_data=True, location="beside.bin", size_threshold=64)
    content = (folder / "mask.onnx").read_bytes()
    (folder / "mask.onnx").write_bytes(
        content.replace(b"\x12\nbeside.bin", b"\x12" + bytes([len(place)]) + place.encode())
    )
    files = {"mask.onnx": sha256(folder / "mask.onnx")}
    with pytest.raises(ModelError, match="another file"):
        model_session(change(folder, files=files), "mask.onnx", 1, openvino=openvino)


@pytest.mark.parametrize("openvino", [True, False])
def test_weights_in_a_file_of_the_card_are_loaded_as_they_were_hashed(folder: Path, openvino: bool) -> None:
    asked = {"input": np.zeros((1, 3, 64, 64), np.float32)}
    before = model_session(ModelCard.read(folder), "mask.onnx", 1, openvino=openvino).run(None, asked)[0]
    network = onnx.load(folder / "mask.onnx")
    onnx.save(network, folder / "mask.onnx", save_as_external_data=True, location="beside.bin", size_threshold=64)
    card = change(folder, files={name: sha256(folder / name) for name in ("mask.onnx", "beside.bin")})
    session = model_session(card, "mask.onnx", 1, openvino=openvino)
    np.testing.assert_allclose(session.run(None, asked)[0], before, atol=1e-6)
    (folder / "beside.bin").write_bytes(b"exchanged")
    with pytest.raises(ModelError, match="is not the one its card names"):
        model_session(card, "mask.onnx", 1, openvino=openvino)


def test_a_full_disk_for_temporary_files_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "card.json"))  # where nothing can be put
    with pytest.raises(
        ModelError, match=r"mask\.onnx cannot be opened: .* to .*card\.json: Not a directory"
    ) as refused:
        MaskStatus(ModelCard.read(folder))
    assert "TMPDIR" in refused.value.hint


@pytest.mark.parametrize("changed", [{"dim": 256}, {"architecture": "nothing"}, {"options": {"x": 1}}])
def test_a_network_that_is_not_what_its_card_says_is_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    folder = Path(shutil.copytree(assets() / "models/masked-face", tmp_path / "models/masked-face"))
    files = json.loads((folder / "card.json").read_text())["files"]
    if "dim" not in changed:  # these speak of how torch builds it
        del files["network.onnx"]
    with pytest.raises(ModelError, match=r"its card says 256|no option x|architecture"):
        open_embedder(change(folder, files=files, **changed))
