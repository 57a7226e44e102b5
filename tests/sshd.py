"""A real OpenSSH server on the loopback, for one test: its own host key, one user's key, and nothing of the machine's."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ports import kept_port
from tools import missing, need

from gatekeeper.config import BackupSettings

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def needs_sshd() -> None:
    """There must be a server to talk to; see `tools.need`."""
    need(missing(openssh_server=SSHD is not None and shutil.which("ssh-keygen") is not None))


@dataclass
class Sshd:
    port: int
    folder: Path  # that backups go to
    key: Path  # who may sign in with it
    host_key: str

    @property
    def settings(self) -> BackupSettings:
        to = f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{self.folder}"
        return BackupSettings(to=to, key_file=str(self.key), host_key=self.host_key)


@contextmanager
def sshd(place: Path) -> Iterator[Sshd]:
    """Serve a folder inside of `place` until the block ends."""
    needs_sshd()
    place.mkdir(exist_ok=True)
    (folder := place / "backups").mkdir(exist_ok=True)
    for name in ("host", "user"):
        if not (place / name).exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / name], check=True)
    shutil.copy(place / "user.pub", place / "authorized")
    with kept_port() as port:
        yield from _serving(place, folder, port)


def _serving(place: Path, folder: Path, port: int) -> Iterator[Sshd]:
    assert SSHD is not None
    (place / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {place / 'host'}\nAuthorizedKeysFile {place / 'authorized'}\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = subprocess.Popen([SSHD, "-f", place / "config", "-D", "-e"], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        said = ""
        while "listening on" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        told = subprocess.run(["ssh-keygen", "-lf", place / "host.pub"], check=True, capture_output=True, text=True)
        yield Sshd(port, folder, place / "user", told.stdout.split()[1])
    finally:
        server.terminate()
        server.wait(10)
        assert server.stderr is not None
        server.stderr.close()
