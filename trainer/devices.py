"""Chooses the device a command computes on, or says why it cannot be used."""

import typer

from gatekeeper.errors import TrainingError


def chosen(device: str) -> str:
    """The device of this name; for "" a working GPU if there is one, else the CPU.

    Raises TrainingError for an unknown device, a missing GPU, and a GPU torch cannot compute on.
    """
    import torch

    if not device:
        if not torch.cuda.is_available():
            return "cpu"
        if trouble := _trouble("cuda"):
            typer.echo(f"The GPU cannot be used; using the CPU instead: {trouble}", err=True)
            return "cpu"
        return "cuda"
    try:
        parsed = torch.device(device)
    except RuntimeError:
        parsed = None
    if parsed is None or parsed.type not in ("cpu", "cuda"):
        raise TrainingError(f"The device {device!r} does not exist.", "Write cpu, cuda, or cuda:1 for the second GPU.")
    if parsed.type == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if not count:
            built = torch.version.cuda
            why = "no NVIDIA GPU with a driver was found" if built else "the installed torch is a CPU-only build"
            raise TrainingError(
                f"--device {device}: {why}.", "Install the driver or a torch with CUDA, or use --device cpu."
            )
        if (parsed.index or 0) >= count:
            raise TrainingError(f"--device {device}: there are {count} GPUs, counted from 0.", "Choose one of them.")
        if trouble := _trouble(device):
            raise TrainingError(f"--device {device}: {trouble}", "Use --device cpu, or a torch built for this GPU.")
    return device


def _trouble(device: str) -> str:
    """Why torch cannot compute on a GPU, in one line (too old, out of memory, …); empty if it can."""
    import torch

    try:
        torch.ones(8, device=device).mul(2).sum().item()
    except (RuntimeError, AssertionError) as error:
        return str(error).splitlines()[0]
    return ""
