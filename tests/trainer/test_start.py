"""The networks a masked-face run starts from: files as published become ours with the same answers."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file
from sface import Published, write
from torch import Tensor, nn
from torch.nn import functional

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.vision.detect import CHIP112, CHIP_SHAPES, chips_of
from gatekeeper.vision.embed import OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.networks import MobileFaceSE
from gatekeeper.vision.pipeline import FacePipeline
from trainer.data.faceset import FaceSet
from trainer.data.prepare import prepare
from trainer.export.networks import export_embedding
from trainer.learn.masked_face import Recipe, train
from trainer.learn.start import student_of, teacher_of

PEOPLE = assets() / "demo/people"
CONFIG = Path(__file__).parents[2] / "trainer/configs/masked_face.toml"


@pytest.fixture(scope="module")
def published() -> Published:
    """With random weights, and statistics as if it had been trained: no batch norm is the identity."""
    torch.manual_seed(0)
    network = Published()
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.8, 1.6)
            nn.init.uniform_(layer.bias, -0.3, 0.3)
    with torch.no_grad():
        for _ in range(3):
            network.train()(torch.rand(4, 3, 112, 112) * 255)
    return network.eval()


@pytest.fixture(scope="module")
def sface(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(published, tmp_path_factory.mktemp("sface") / "face_recognition_sface.onnx")


def own() -> MobileFaceSE:
    torch.manual_seed(1)
    return MobileFaceSE().eval()


@pytest.fixture(scope="module")
def reid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights as Open Model Zoo's file has them: BGR, with a leading axis at scale and shift."""
    state = own().state_dict()
    state["conv1.weight"] = state["conv1.weight"].flip(1).contiguous()
    for key in ("scale", "shift"):
        state[key] = state[key].flip(0).reshape(1, 3, 1, 1).contiguous()
    path = tmp_path_factory.mktemp("reid") / "face_reid_0095.safetensors"
    save_file(state, path)
    return path


@pytest.fixture(scope="module")
def chips(reader: FacePipeline) -> Tensor:
    """Faces, float32 (12, 3, 112, 112)."""
    paths = [photo_files(PEOPLE / f"resident-0{number:02}/bare")[0] for number in range(1, 13)]
    crops = np.stack([reader.read_photo(load_photo(path))[0].chip for path in paths])
    return torch.from_numpy(chips_of(crops, CHIP112)).permute(0, 3, 1, 2).float()


def test_sface_answers_as_its_file_does(sface: Path, published: Published, chips: Tensor) -> None:
    with torch.inference_mode():
        wanted, found = published(chips), teacher_of(sface)(chips)
    assert torch.allclose(found, wanted, atol=1e-3 * float(wanted.abs().max()))


def test_sface_in_quantised_blocks_is_read_as_well(
    sface: Path, published: Published, chips: Tensor, tmp_path: Path
) -> None:
    """OpenCV Zoo's smaller file keeps weights as whole numbers, with a scale for every 64 of a row."""
    model = onnx.load(sface)
    (name,) = (item.name for item in model.graph.initializer if item.dims == [1024, 1024, 1, 1])
    (place,) = (i for i, item in enumerate(model.graph.initializer) if item.name == name)
    weight = numpy_helper.to_array(model.graph.initializer[place]).reshape(1024, 1024)
    scale = np.abs(weight.reshape(1024, 16, 64)).max(2) / 127
    whole = np.rint(weight / np.repeat(scale, 64, 1)).astype(np.int8)
    del model.graph.initializer[place]
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(whole, "whole"),
            numpy_helper.from_array(scale.astype(np.float32), "scale"),
            numpy_helper.from_array(np.array([1024, 1024, 1, 1]), "shape"),
        ]
    )
    nodes = [
        helper.make_node("DequantizeLinear", ["whole", "scale"], ["flat"], axis=1, block_size=64),
        helper.make_node("Reshape", ["flat", "shape"], [name]),
        *model.graph.node,
    ]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.opset_import[0].version = 21
    onnx.save(model, tmp_path / "quantised.onnx")
    assert model.graph.initializer[-3].data_type == TensorProto.INT8
    with torch.inference_mode():
        wanted, found = published(chips), teacher_of(tmp_path / "quantised.onnx")(chips)
    assert 1 > functional.cosine_similarity(found, wanted).min() > 0.999


def test_a_student_of_sface_is_half_as_large_and_begins_with_what_it_knows(
    sface: Path, published: Published, chips: Tensor
) -> None:
    teacher = teacher_of(sface)
    student = student_of(teacher, chips[:8])
    sizes = [sum(weight.numel() for weight in network.parameters()) for network in (student, published)]
    assert sizes[0] < sizes[1] / 2
    assert all(weight.requires_grad for weight in student.parameters())
    others = chips[8:]
    with torch.inference_mode():
        assert functional.cosine_similarity(student(others), teacher(others)).min() > 0.95


def test_open_model_zoo_s_file_is_read_into_our_order_of_colours(reid: Path) -> None:
    drawn = own()
    found = teacher_of(reid)
    assert isinstance(found, MobileFaceSE)
    assert all(torch.equal(value, drawn.state_dict()[key]) for key, value in found.state_dict().items())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sface", "reid"])
def test_a_run_from_either_start_gives_a_model_that_the_door_loads(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, reader: FacePipeline
) -> None:
    start: Path = request.getfixturevalue(name)
    prepare([PEOPLE / "resident-001/bare"], tmp_path / "faces", 1, 1)
    prepare([PEOPLE / "resident-002/masked"], tmp_path / "masks", 1, 1)
    faces, masks = (FaceSet.load(tmp_path / name) for name in ("faces", "masks"))
    settings = {"steps": 2, "batch": 4, "label_weight": 0.0, "learning_rate": 1e-6}
    weights = train(faces, masks, start, Recipe.load(CONFIG, **settings), tmp_path / "run")
    model = ModelCard.read(
        export_embedding(weights, tmp_path / "model", "mine", {"title": "Mine", "licence": "Apache-2.0"})
    )
    assert sum(path.stat().st_size for path in model.folder.iterdir()) < 10e6
    crops = np.stack([faces.crop(i) for i in range(len(faces))])
    found = OnnxEmbedder(model).embed(crops)
    teacher = teacher_of(start)
    assert found.shape == (len(faces), teacher.fc.out_channels)
    # The GPU's path, on the CPU.
    assert (found * TorchEmbedder(model, "cpu").embed(crops)).sum(1).min() > 0.999
    planes = torch.from_numpy(chips_of(crops, CHIP_SHAPES[teacher.px])).permute(0, 3, 1, 2).float()
    with torch.inference_mode():
        taught = functional.normalize(teacher(planes)).numpy()
    assert (found * taught).sum(1).min() > 0.97


def test_another_network_is_refused_as_a_start(tmp_path: Path) -> None:
    torch.onnx.export(
        MobileFaceSE().eval(),
        (torch.zeros(1, 3, 128, 128),),
        str(tmp_path / "other.onnx"),
        opset_version=17,
        dynamo=False,
    )
    (tmp_path / "broken.onnx").write_bytes(b"no network")
    (tmp_path / "broken.safetensors").write_bytes(b"no network")
    for name in ("other.onnx", "broken.onnx", "broken.safetensors"):
        with pytest.raises(TrainingError, match=f"{name} does not hold the weights"):
            teacher_of(tmp_path / name)
