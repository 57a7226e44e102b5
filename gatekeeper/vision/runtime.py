"""Opens ONNX files, and detects a GPU without loading torch."""

import ctypes
import importlib.util
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gatekeeper.errors import ModelError
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard

# How an ONNX file (its TensorProto.external_data) names a file that holds weights.
_ELSEWHERE = re.compile(rb"\n(?:\x08|\x88\x80*\x00)location")

log = logging.getLogger(__name__)


class Session(Protocol):
    """An open network on the CPU, asked as ONNX Runtime's own sessions are."""

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Every output of the network, in its order, for float32 inputs by name."""


def onnx_session(
    path: Path,
    threads: int,
    *,
    content: bytes | None = None,
    half: bool = False,
    openvino: bool | None = None,
    otherwise: Callable[[], Session] | None = None,
) -> Session:
    """Open an ONNX file on the CPU. Raises ModelError if the file is missing or not a network.

    content: the file's bytes, if already read and self-contained. otherwise: opens the session used after OpenVINO has failed;
    default: ONNX Runtime with the same file.
    half: allow bfloat16 if the CPU supports it. openvino: True or False chooses the runtime; None uses OpenVINO if it is
    installed, else ONNX Runtime, which is slower.
    """
    if content is None and not path.is_file():
        raise ModelError(
            "The model file {path} is missing.", "Reinstall gatekeeper, or run `gatekeeper doctor`.", path=path
        )
    try:
        if openvino or (openvino is None and has_openvino()):
            return _OpenVino(content or path, threads, half, otherwise or partial(_ort, content or path, threads))
        return _ort(content or path, threads)
    except Exception as error:  # the exceptions of neither runtime share a public base
        raise ModelError(
            "The model file {path} cannot be read: {error}", "Install the model again.", path=path, error=error
        ) from error


def model_session(
    model: ModelCard, name: str, threads: int, *, half: bool = False, openvino: bool | None = None
) -> Session:
    """Open an ONNX file of a model as `onnx_session` does: of it and of the files it keeps weights in, those bytes that were
    hashed. Raises ModelError also where it keeps weights in a file that the card does not name, and where there is no room for
    temporary files."""
    content = model.content(name)
    further = _further_files(content)
    if unknown := further - {*model.card["files"]}:
        raise ModelError(
            "The model file {file} keeps weights in another file: {name!r}.",
            "Do not use this model.",
            file=model.folder / name,
            name=min(unknown),
        )
    if not further:
        return onnx_session(model.folder / name, threads, content=content, half=half, openvino=openvino)
    try:
        with tempfile.TemporaryDirectory(prefix="gatekeeper-model-") as place:
            for weights_file in further:
                (Path(place) / weights_file).write_bytes(model.content(weights_file))
            (Path(place) / name).write_bytes(content)
            otherwise = partial(model_session, model, name, threads, openvino=False)
            return onnx_session(Path(place) / name, threads, half=half, openvino=openvino, otherwise=otherwise)
    except OSError as error:
        raise ModelError(
            "The model file {file} cannot be opened: the copy that is opened cannot be written to {folder}: {error}.",
            "Make room there, or name another folder for temporary files in the environment variable TMPDIR.",
            file=model.folder / name,
            folder=tempfile.tempdir or Message("any folder for temporary files"),
            error=error,
        ) from error


def _further_files(content: bytes) -> set[str]:
    """The files an ONNX file keeps weights in; for an entry that is not laid out as usual, a name that no file has."""
    names = set()
    for entry in _ELSEWHERE.finditer(content):
        tag, length = content[entry.end() : entry.end() + 2].ljust(2, b"\0")
        name = content[entry.end() + 2 : entry.end() + 2 + length]
        names.add(name.decode(errors="replace") if tag == 0x12 and length < 0x80 else "")
    return names


def _ort(network: bytes | Path, threads: int) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that spin between calls would take the cores from the camera and the window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session: Session = onnxruntime.InferenceSession(
        network if isinstance(network, bytes) else str(network), options, providers=["CPUExecutionProvider"]
    )
    return session


class _OpenVino:
    """OpenVINO: twice as fast as ONNX Runtime on MTCNN's networks, and on the large ones where there is bfloat16."""

    def __init__(self, network: bytes | Path, threads: int, half: bool, otherwise: Callable[[], Session]) -> None:
        core = _openvino()
        native = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self._compiled = core.compile_model(
            core.read_model(network, b"") if isinstance(network, bytes) else core.read_model(network),
            "CPU",
            {
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_NUM_THREADS": threads,
                "INFERENCE_PRECISION_HINT": "bf16" if half and native else "f32",
                # Pinned threads would compete with other programs for the same cores.
                "ENABLE_CPU_PINNING": False,
            },
        )
        # It refuses concurrent requests, which ONNX Runtime would queue.
        self._turn = threading.Lock()
        self._open_fallback = otherwise
        self._fallback: Session | None = None  # used since OpenVINO failed

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """See `Session`."""
        # It recompiles for every new batch size: keep them few.
        count = len(next(iter(inputs.values())))
        spare = -count % 8 if count > 8 else 0
        padded = {name: np.pad(x, [(0, spare)] + [(0, 0)] * (x.ndim - 1)) if spare else x for name, x in inputs.items()}
        with self._turn:
            if self._fallback is None:
                try:
                    found = self._compiled(padded)
                except Exception as error:  # its exceptions share no public base
                    log.error("OpenVINO failed, so ONNX Runtime is used from now on: %s", error)
                    self._fallback = self._open_fallback()
        if self._fallback is not None:
            return self._fallback.run(outputs, inputs)
        return [found[output][:count] for output in self._compiled.outputs]


def has_openvino() -> bool:
    """Whether the faster runtime is installed."""
    return importlib.util.find_spec("openvino") is not None


@cache
def _openvino() -> Any:
    # On import it contacts its vendor's host. Without this package it uses a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    core = openvino.Core()
    core.set_property({"ENABLE_MMAP": False})  # the files may be deleted once a network is open
    return core


def cuda_driver_present() -> bool:
    """Whether the machine has an NVIDIA driver with a device. Asks the driver itself: importing torch takes seconds."""
    name = {"win32": "nvcuda.dll"}.get(sys.platform, "libcuda.so.1")
    try:
        driver = ctypes.CDLL(name)
    except OSError:
        return False
    count = ctypes.c_int(0)
    return driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0


def cpu_threads() -> int:
    """Threads for the large networks: the cores this process may use, at most four (more gain little on one face)."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, available))
