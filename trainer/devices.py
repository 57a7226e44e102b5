"""The device a command computes on: the one asked for, or a clear word why it cannot be."""

import typer

from gatekeeper.errors import TrainingError


def chosen(device: str) -> str:
    """The device of this name; for "" a GPU where there is one that works, else the processor.

    Raises TrainingError for what is no device, for a GPU that is not there, and for one that torch cannot compute on.
    """
    import torch

    if not device:
        if not torch.cuda.is_available():
            return "cpu"
        if trouble := _trouble("cuda"):
            typer.echo(f"The GPU cannot be used, so the processor computes: {trouble}", err=True)
            return "cpu"
        return "cuda"
    try:
        wanted = torch.device(device)
    except RuntimeError:
        wanted = None
    if wanted is None or wanted.type not in ("cpu", "cuda"):
        raise TrainingError(f"There is no device {device!r}.", "Write cpu, cuda, or cuda:1 for the second GPU.")
    if wanted.type == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if not count:
            built = torch.version.cuda
            why = (
                "no NVIDIA driver with a GPU is found"
                if built
                else "the torch installed here is one for processors only"
            )
            raise TrainingError(
                f"--device {device}: {why}.", "Install the driver, or a torch with CUDA; or --device cpu."
            )
        if (wanted.index or 0) >= count:
            raise TrainingError(f"--device {device}: there are {count} GPUs, counted from 0.", "Name one of them.")
        if trouble := _trouble(device):
            raise TrainingError(f"--device {device}: {trouble}", "Use --device cpu, or a torch made for this GPU.")
    return device


def _trouble(device: str) -> str:
    """Why torch cannot compute on a GPU, in one line: it is too old for its kernels, or out of memory; empty where it can."""
    import torch

    try:
        torch.ones(8, device=device).mul(2).sum().item()
    except (RuntimeError, AssertionError) as error:
        return str(error).splitlines()[0]
    return ""
