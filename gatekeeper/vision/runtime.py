"""One place that opens ONNX files, and that finds out whether a GPU is there without loading torch."""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from gatekeeper.errors import ModelError


def onnx_session(path: Path, threads: int) -> Any:
    """An ONNX Runtime session on the CPU. Raises ModelError where the file is missing or not a network."""
    import onnxruntime

    if not path.is_file():
        raise ModelError(f"The model file {path} is missing.", "Reinstall gatekeeper, or run `gatekeeper doctor`.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that spin between two calls take the cores from the camera and the window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no public base
        raise ModelError(f"The model file {path} can not be read: {error}", "Install the model again.") from error


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
