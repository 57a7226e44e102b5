"""One place that opens ONNX files, and that finds out whether a GPU is there without loading torch."""

import ctypes
import importlib.util
import logging
import os
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gatekeeper.errors import ModelError

log = logging.getLogger(__name__)


class Session(Protocol):
    """An open network on the CPU, asked as ONNX Runtime's own sessions are."""

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Every output of the network, in its order, for float32 inputs by name."""


def onnx_session(path: Path, threads: int, *, half: bool = False, openvino: bool | None = None) -> Session:
    """Open an ONNX file on the CPU. Raises ModelError where the file is missing or not a network.

    half: 16-bit arithmetic (bfloat16) may be used where the processor has it. openvino: True or False chooses the
    runtime; None takes OpenVINO, which is the faster one, where it is installed, and else ONNX Runtime.
    """
    if not path.is_file():
        raise ModelError(f"The model file {path} is missing.", "Reinstall gatekeeper, or run `gatekeeper doctor`.")
    try:
        return (
            _OpenVino(path, threads, half) if openvino or (openvino is None and has_openvino()) else _ort(path, threads)
        )
    except Exception as error:  # the exceptions of neither runtime share a public base
        raise ModelError(f"The model file {path} cannot be read: {error}", "Install the model again.") from error


def _ort(path: Path, threads: int) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that spin between two calls take the cores from the camera and the window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session: Session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session


class _OpenVino:
    """OpenVINO: twice as fast as ONNX Runtime on MTCNN's networks, and on the large ones where there is bfloat16."""

    def __init__(self, path: Path, threads: int, half: bool) -> None:
        core = _openvino()
        native = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self._compiled = core.compile_model(
            core.read_model(path),
            "CPU",
            {
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_NUM_THREADS": threads,
                "INFERENCE_PRECISION_HINT": "bf16" if half and native else "f32",
                # Pinned threads would fight with those of other programs for the same cores.
                "ENABLE_CPU_PINNING": False,
            },
        )
        # It answers one question at a time and refuses a second meanwhile; ONNX Runtime would queue it.
        self._turn = threading.Lock()
        self._path, self._threads = path, threads
        self._other: Session | None = None  # what is asked since it failed

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """See `Session`."""
        # It compiles itself anew for every batch size it has not met: let there be few.
        count = len(next(iter(inputs.values())))
        spare = -count % 8 if count > 8 else 0
        padded = {name: np.pad(x, [(0, spare)] + [(0, 0)] * (x.ndim - 1)) if spare else x for name, x in inputs.items()}
        with self._turn:
            if self._other is None:
                try:
                    found = self._compiled(padded)
                except Exception as error:  # its exceptions share no public base
                    log.error("OpenVINO failed, so ONNX Runtime is used from now on: %s", error)
                    self._other = _ort(self._path, self._threads)
        if self._other is not None:
            return self._other.run(outputs, inputs)
        return [found[output][:count] for output in self._compiled.outputs]


def has_openvino() -> bool:
    """Whether the faster runtime is installed."""
    return importlib.util.find_spec("openvino") is not None


@cache
def _openvino() -> Any:
    # It looks up a host of its maker's as soon as it is imported. Without this package it goes on with a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino.Core()


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
