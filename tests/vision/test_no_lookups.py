"""Opening the networks asks no host for anything: OpenVINO's own package for statistics is kept out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import missing, need

_WATCHED = """
import socket, sys, time
def asked(host, *rest, **more):  # also in whatever is forked from here
    open(sys.argv[1], "a").write(f"{host}\\n")
    raise OSError("there is no network")
socket.getaddrinfo = asked
"""
_OURS = "from gatekeeper.vision import runtime; runtime._openvino()"
_PLAIN = "import openvino; openvino.Core()"


def _asked(code: str, out: Path) -> str:
    out.write_text("")
    # It asks nobody where it finds itself in a test run.
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    subprocess.run([sys.executable, "-c", f"{_WATCHED}\n{code}", str(out)], check=True, capture_output=True, env=env)
    return out.read_text()


def test_no_host_is_looked_up(tmp_path: Path) -> None:
    assert _asked(_OURS, tmp_path / "asked") == ""


def test_the_library_by_itself_would_look_one_up(tmp_path: Path) -> None:
    """The control."""
    assert "google" in _asked(_PLAIN, tmp_path / "asked")


@pytest.mark.skipif(sys.platform != "linux", reason="strace shows the calls of Linux")
def test_no_socket_leaves_the_machine(tmp_path: Path) -> None:
    need(missing(strace=shutil.which("strace") is not None))
    out = tmp_path / "calls"
    traced = ["strace", "-f", "-e", "trace=connect,sendto,sendmmsg", "-o", str(out), sys.executable, "-c", _OURS]
    subprocess.run(traced, check=True)
    assert [line for line in out.read_text().splitlines() if "AF_INET" in line] == []
