"""What comes from outside as a file, and who reads it: the targets of the fuzz tests, and of the long runs.

`uv run --with atheris python tests/fuzzing.py TARGET|all [SECONDS]` lets atheris look for what none of the seeds is like,
guided by the branches that the program takes; `all short`, as in CI, tries a hundred inputs each, the same every time. What
raises is written into tests/seeds/TARGET, which every run of the tests reads; what only took another branch is kept in
tmp/fuzz/TARGET, where the next search begins.
"""

import hashlib
import io
import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "tests/seeds"
SECONDS = 1.0  # of the processor, that a file of a few kilobytes may take
MOST_BYTES = 300 << 20
SHORT = 100  # inputs


@dataclass(frozen=True)
class Target:
    """read: gives the bytes, as a file in a folder of its own, to whoever reads such files; seeds: good ones to begin with."""

    read: Callable[[bytes, Path], object]
    seeds: Callable[[], list[bytes]]


def judge(target: Target, data: bytes) -> None:
    """Raises AssertionError where a file is neither read nor refused as a person can understand, or costs too much.

    What costs too much does so every time; other threads of the process, and the collection of its garbage, do not.
    """
    for _ in range(3):
        took, more = _read(target, data)
        if took < SECONDS and more < MOST_BYTES:
            return
    assert took < SECONDS, f"{took:.1f} s of the processor"
    raise AssertionError(f"{more >> 20} MiB of memory")


def _read(target: Target, data: bytes) -> tuple[float, int]:
    """Seconds of the processor, and bytes of memory."""
    from gatekeeper.errors import GatekeeperError

    with tempfile.TemporaryDirectory(prefix="gatekeeper-fuzz-") as place:
        before, peak = time.process_time(), _memory_watched()
        refused: GatekeeperError | None = None
        try:
            target.read(data, Path(place))
        except GatekeeperError as error:
            refused = error
        assert refused is None or refused.message, "a refusal without a word"
        assert refused is None or refused.hint, f"a refusal without a remedy: {refused}"
        return time.process_time() - before, peak()


def _memory_watched() -> Callable[[], int]:
    """How much more memory is taken at most from now on; 0 where the system does not tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins anew
        before = _status("VmRSS")
    except OSError:
        return lambda: 0
    return lambda: _status("VmHWM") - before


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


# Models


def _card(data: bytes, place: Path) -> None:
    from gatekeeper.models.card import ModelCard, find_models, unreadable_models
    from gatekeeper.models.card_page import page, side_by_side, worse
    from gatekeeper.models.figures import cell_text
    from gatekeeper.speech import TERMINAL

    folder = place / "mine"
    folder.mkdir()
    (folder / "card.json").write_bytes(data)
    find_models(place), unreadable_models(place)
    card = ModelCard.read(folder)
    shown = page(card)
    for table in (*shown.good, *shown.expert):
        for row in table.rows:
            [cell_text(cell, TERMINAL) for cell in row]
    old = _bundled()
    worse(card, old), side_by_side(card, old)
    assert card.files_fingerprint
    card.dim, card.verified  # noqa: B018


def _bundled() -> Any:
    from gatekeeper.models.card import ModelCard
    from gatekeeper.paths import assets

    return ModelCard.read(assets() / "models/masked-face")


def _model_with(name: str, data: bytes, place: Path, **changed: Any) -> Any:
    """A model whose card speaks for the bytes, whatever they are: its maker is who attacks."""
    from gatekeeper.models.card import ModelCard, sha256

    (place / name).write_bytes(data)
    card = {**_bundled().card, "id": "mine", "files": {name: sha256(place / name)}, "cohort": None, **changed}
    (place / "card.json").write_text(json.dumps(card))
    return ModelCard.read(place)


def _cohort(data: bytes, place: Path) -> None:
    from gatekeeper.people.strangers import read_cohorts, strangers

    card = _model_with("cohort.safetensors", data, place, cohort="cohort.safetensors")
    strangers(list(read_cohorts(card).values()), 4)


def _cohort_seeds() -> list[bytes]:
    from safetensors.numpy import save

    vectors = np.eye(4, dtype=np.float16)
    return [save({"faces.bare": vectors, "faces.masked": vectors}), save({"strangers.bare": vectors[:1]})]


def _network(data: bytes, place: Path) -> None:
    """ONNX."""
    from gatekeeper.vision.embed import open_embedder

    open_embedder(_model_with("network.onnx", data, place, dim=4, chip_px=128))


def _network_seeds() -> list[bytes]:
    import onnx
    from onnx import TensorProto, helper

    inputs = [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, 128, 128])]
    outputs = [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["n", 4])]
    weights = helper.make_tensor("w", TensorProto.FLOAT, [3, 4], [0.1] * 12)
    nodes = [
        helper.make_node("GlobalAveragePool", ["input"], ["a"]),
        helper.make_node("Flatten", ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "w"], ["vector"]),
    ]
    graph = helper.make_graph(nodes, "g", inputs, outputs, [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return [onnx._serialize(model) if hasattr(onnx, "_serialize") else model.SerializeToString()]


def _checkpoint(data: bytes, place: Path) -> None:
    from trainer.learn.checkpoints import read_checkpoint

    (place / "network.pth").write_bytes(data)
    read_checkpoint(place / "network.pth")


def _checkpoint_seeds() -> list[bytes]:
    import torch

    found = []
    for options in ({}, {"_use_new_zipfile_serialization": False}):
        out = io.BytesIO()
        torch.save({"layer.weight": torch.zeros(2, 2)}, out, **options)
        found.append(out.getvalue())
    return found


def _weights(data: bytes, place: Path) -> None:
    from trainer.learn.checkpoints import read_checkpoint

    (place / "network.safetensors").write_bytes(data)
    read_checkpoint(place / "network.safetensors")


# Pictures


def _picture(data: bytes, place: Path) -> None:
    from gatekeeper.capture.photos import load_photo

    (place / "photo.jpg").write_bytes(data)
    image = load_photo(place / "photo.jpg")
    assert image.dtype == np.uint8
    assert image.ndim == 3


def _picture_seeds() -> list[bytes]:
    from PIL import Image

    noise = np.random.default_rng(1).integers(0, 255, (24, 32, 3)).astype(np.uint8)
    seeds = [bytes(cv2.imencode(kind, noise)[1]) for kind in (".jpg", ".png", ".webp", ".bmp", ".tif")]
    for kind, options in (("JPEG", {"progressive": True}), ("PNG", {}), ("TIFF", {"compression": "tiff_lzw"})):
        for mode in ("RGB", "L", "CMYK" if kind != "PNG" else "P"):
            out = io.BytesIO()
            Image.fromarray(noise).convert(mode).save(out, kind, **options)
            seeds.append(out.getvalue())
    return seeds


# Tables and settings


def _table(data: bytes, place: Path) -> None:
    from datetime import UTC, datetime

    from gatekeeper.people.folder_import import _conditions, read_roster

    (place / "people.csv").write_bytes(data)
    for name in ("Ada", "Bob"):
        (place / name).mkdir()
        (place / name / "1.jpg").write_bytes(b"")
    roster = read_roster(place)
    for person in roster.people:
        if person.trouble is None:
            _conditions(person, ["night shift"], lambda at: "1", datetime.now(UTC))


def _identities(data: bytes, place: Path) -> None:
    from trainer.data.pictures import pictures_of

    (place / "identity.csv").write_bytes(data)
    (place / "a").mkdir()
    (place / "a/1.jpg").write_bytes(b"")
    list(pictures_of(place))


def _pairs(data: bytes, place: Path) -> None:
    from gatekeeper.models.evaluation import read_pairs

    (place / "pairs.csv").write_bytes(data)
    read_pairs(place / "pairs.csv")


def _settings(data: bytes, place: Path) -> None:
    from gatekeeper.config import Settings

    (place / "config.toml").write_bytes(data)
    found = Settings.load(place)
    found.save(place)
    assert Settings.load(place) == found


_SETTINGS = b"""# ours
[[camera]]
name = "entrance"
source = "rtsp://user:pass@10.0.0.2/stream"
rotate = 90
min_face_px = 60
[[door]]
name = "front"
relay = "serial:/dev/ttyACM0"
unlock_seconds = 3.5
timezone = "Europe/Berlin"
liveness = "passive"
[recognition]
fmr = 1e-3
agree = 4
window = 6
[retention]
events_days = 90
"""


def _recipe(data: bytes, place: Path) -> None:
    from trainer.learn.recipe import Recipe

    (place / "recipe.toml").write_bytes(data)
    Recipe.load(str(place / "recipe.toml"))


def _address(data: bytes, place: Path) -> None:
    from gatekeeper.capture.sources import parse_source, present

    source = parse_source(data.decode("utf-8", "replace"))
    str(source), repr(source)
    if source.kind == "stream":
        return
    present(source, 0.01)


# Archives, keys, logs


def _backup(data: bytes, place: Path) -> None:
    from gatekeeper.store.copies import verify

    (place / "copy.gkb").write_bytes(data)
    verify(place / "copy.gkb", bytes(32))


def _backup_seeds() -> list[bytes]:
    from datetime import UTC, datetime

    from gatekeeper.store.copies import back_up
    from gatekeeper.store.database import Database

    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as out:
        with Database.open(Path(home) / "gatekeeper.db", bytes(32)) as database:
            contents, _ = back_up(database, Path(home), Path(out), keep=1, now=datetime.now(UTC))
        return [contents.path.read_bytes()]


def _key(data: bytes, place: Path) -> None:
    from gatekeeper.store.key_file import read_key

    (place / "key").write_bytes(data)
    (place / "words").write_text("correct horse battery staple")
    os.environ["GATEKEEPER_PASSPHRASE_FILE"] = str(place / "words")
    read_key(place / "key")


def _of_the_log(kind: str, data: bytes, place: Path) -> None:
    from gatekeeper.store import proof

    (place / "file.json").write_bytes(data)
    (proof.read_checkpoint if kind == "checkpoint" else proof.read_seeds)(place / "file.json")


def _files_of_log() -> tuple[bytes, bytes, bytes]:
    from datetime import UTC, datetime

    from gatekeeper.domain import AccessEvent, Outcome, Reason
    from gatekeeper.store import proof
    from gatekeeper.store.access_log import AccessLog
    from gatekeeper.store.database import Database

    now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Database.open(place / "gatekeeper.db", bytes(32)) as database:
            for number in range(3):
                words = f"not known {number}"
                AccessLog(database).record(AccessEvent(now, "front", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, words))
            sealed = json.dumps(proof.checkpoint(database, now=now)).encode()
            proof.prove(database, place / "log.jsonl", names=True, now=now, progress=lambda done, of: None)
            proof.take_seed(database, place / "seed.json")
        return sealed, (place / "seed.json").read_bytes(), (place / "log.jsonl").read_bytes()


def _checkpoint_of_log_seeds() -> list[bytes]:
    return [_files_of_log()[0]]


def _seeds_of_log_seeds() -> list[bytes]:
    return [_files_of_log()[1]]


def _proof_seeds() -> list[bytes]:
    return [_files_of_log()[2]]


def _proof(data: bytes, place: Path) -> None:
    """The verifier that stands alone: it ends with status 0, 1 or 2 and never with a traceback."""
    import contextlib
    import runpy

    from gatekeeper.paths import assets

    (place / "log.jsonl").write_bytes(data)
    words, sys.argv = sys.argv, ["verify_log.py", str(place / "log.jsonl")]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            runpy.run_path(str(assets() / "verify_log.py"), run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0, 1, 2):
            raise AssertionError(f"it ended with {end.code}") from end
    finally:
        sys.argv = words


def _packed(data: bytes, place: Path) -> None:
    """A .rec and its .idx, which lie before one another in the bytes."""
    from gatekeeper.errors import PhotoError
    from trainer.data.pictures import pictures_of

    size = int.from_bytes(data[:2], "little")
    (place / "faces.idx").write_bytes(data[2 : 2 + size])
    (place / "faces.rec").write_bytes(data[2 + size :])
    for picture in pictures_of(place / "faces.rec"):
        with suppress(PhotoError):  # one broken record is no reason to leave the others
            picture.read()


def _packed_seeds() -> list[bytes]:
    picture = bytes(cv2.imencode(".jpg", np.full((16, 16, 3), 90, np.uint8))[1])

    def record(flag: int, label: float, body: bytes) -> bytes:
        whole = struct.pack("<IfQQ", flag, label, 0, 0) + body
        return struct.pack("<II", 0xCED7230A, len(whole)) + whole + bytes(-len(whole) % 4)

    parts = [record(2, 0, struct.pack("<2f", 3, 4)), record(0, 1, picture), record(0, 2, picture)]
    starts = np.cumsum([0, *map(len, parts)])[:3].tolist()
    index = "".join(f"{number}\t{at}\n" for number, at in enumerate(starts)).encode()
    return [len(index).to_bytes(2, "little") + index + b"".join(parts)]


def _calibration(data: bytes, place: Path) -> None:
    """What the database holds as JSON, as `App.calibration` reads it."""
    from gatekeeper.people.calibration import Accepted

    with suppress(KeyError, TypeError, ValueError, AttributeError, RecursionError):
        Accepted.from_json(data.decode("utf-8", "replace"))


TARGETS: dict[str, Target] = {
    "card": Target(_card, lambda: [json.dumps(_bundled().card).encode()]),
    "cohort": Target(_cohort, _cohort_seeds),
    "network": Target(_network, _network_seeds),
    "checkpoint": Target(_checkpoint, _checkpoint_seeds),
    "weights": Target(_weights, _cohort_seeds),
    "picture": Target(_picture, _picture_seeds),
    "people": Target(
        _table,
        lambda: [
            b"name,groups,valid_from,valid_until,consent\nAda,staff,2026-01-01,2026-12-31T08:00,2026-01-01\nBob,,,,\n",
            'sep=;\nname;groups\nAda;"night shift, Sales"\n'.encode("utf-16"),
        ],
    ),
    "identities": Target(
        _identities, lambda: [b"path,identity\na/1.jpg,Ada\n", b'"path"\t"identity"\r\na\\1.jpg\tBob\r\n']
    ),
    "pairs": Target(_pairs, lambda: [b"path,pair_path,same\na.jpg,b.jpg,1\na.jpg,c.jpg,0\n"]),
    "settings": Target(_settings, lambda: [_SETTINGS]),
    "recipe": Target(_recipe, lambda: [path.read_bytes() for path in sorted(_configs())]),
    "address": Target(
        _address, lambda: [b"rtsp://user:p%40ss@cam.example:554/a?b=c", b"0", b"/dev/video2", b"camera:BRIO"]
    ),
    "backup": Target(_backup, _backup_seeds),
    "key": Target(_key, lambda: [bytes(32).hex().encode(), b"argon2id " + b"00" * 16 + b" " + b"11" * 60]),
    "checkpoint of the log": Target(
        lambda data, place: _of_the_log("checkpoint", data, place), _checkpoint_of_log_seeds
    ),
    "seeds of the log": Target(lambda data, place: _of_the_log("seeds", data, place), _seeds_of_log_seeds),
    "proof of the log": Target(_proof, _proof_seeds),
    "packed": Target(_packed, _packed_seeds),
    "calibration": Target(_calibration, lambda: [b"{}"]),
}


def _configs() -> list[Path]:
    from trainer import CONFIGS

    return list(CONFIGS.glob("*.toml"))


def seeds_of(name: str) -> list[bytes]:
    """Good files, and those that were found to be trouble once."""
    kept = sorted((SEEDS / name).iterdir()) if (SEEDS / name).is_dir() else []
    return [*TARGETS[name].seeds(), *(path.read_bytes() for path in kept)]


def search(name: str, seconds: float | None) -> None:
    """Let atheris search one target; ends the program, with a status other than 0 where something was found.

    seconds: None for the short form, which neither begins where another search ended nor depends on chance.
    """
    import atheris  # type: ignore[import-untyped]

    from gatekeeper.errors import GatekeeperError

    target, corpus, found = TARGETS[name], ROOT / "tmp/fuzz" / name, SEEDS / name
    if seconds is None:
        corpus = ROOT / "tmp/fuzz-short" / name
        shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    imports = atheris.instrument_imports(include=["gatekeeper", "trainer"])
    # What is needed is imported; some seeds are good files that refer to others, which are not there.
    with imports, tempfile.TemporaryDirectory() as place, suppress(GatekeeperError):
        target.read(seeds_of(name)[0], Path(place))
    end = [f"-runs={SHORT}", "-seed=1"] if seconds is None else [f"-max_total_time={seconds:.0f}"]
    limits = [*end, "-rss_limit_mb=8000", "-timeout=30", "-print_final_stats=1"]

    def keep_what_raises(data: bytes) -> None:
        try:
            judge(target, data)
        except BaseException:  # libFuzzer itself keeps only what ends the process or takes too long
            (found / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
            raise

    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={found}/", *limits], keep_what_raises)
    atheris.Fuzz()


def main(name: str, seconds: float | None) -> int:
    """Search one target, or each in turn for its share of the time; None: the short form."""
    if name != "all":
        search(name, seconds)
        return 0
    ended = {}
    for one in TARGETS:
        print(f"== {one}", flush=True)
        words = [sys.executable, __file__, one, "short" if seconds is None else str(seconds / len(TARGETS))]
        ended[one] = subprocess.run(words, check=False).returncode
    troubled = [one for one, status in ended.items() if status]
    print(
        f"Found something: {', '.join(troubled)}; see {SEEDS}." if troubled else f"{len(ended)} targets: nothing found."
    )
    return 1 if troubled else 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    how_long = sys.argv[2] if len(sys.argv) > 2 else "60"
    sys.exit(main(sys.argv[1], None if how_long == "short" else float(how_long)))
