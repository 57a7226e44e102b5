"""Model folders that are damaged or hostile, and published weights that are not what they should be."""

import dataclasses
import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

from gatekeeper.domain import Pairing
from gatekeeper.errors import ModelError
from gatekeeper.models import download as fetch
from gatekeeper.models.card import ModelCard, find_models, sha256
from gatekeeper.paths import assets
from gatekeeper.vision.embed import open_embedder
from gatekeeper.vision.runtime import onnx_session

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
    card = change(folder, files={name: "0" * 64})
    with pytest.raises(ModelError, match="outside"):
        card.verified  # noqa: B018


def test_a_file_that_was_exchanged_damaged_or_taken_away_is_not_loaded(folder: Path) -> None:
    network = folder / "mask.onnx"
    whole = network.read_bytes()
    network.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ModelError, match="exchanged"):
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
