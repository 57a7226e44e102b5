"""The service on Windows: registered, started at boot, and stopped by the service manager.

`python -m gatekeeper.service.windows HOME` is what the service manager starts.
"""

import subprocess
import sys
from pathlib import Path, PurePath

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.errors import ConfigError
from gatekeeper.store.key_file import PASSPHRASE_FILE

NAME = "gatekeeper"
ACCOUNT = f"NT SERVICE\\{NAME}"  # a virtual account: only for this service, without a password, with few rights


def command(home: PurePath) -> str:
    """What the service manager starts: the interpreter itself, since it talks only to the process that it started, and the
    python.exe of a virtual environment starts another one."""
    return subprocess.list2cmdline([_interpreter(), "-m", "gatekeeper.service.windows", str(home)])


def environment(passphrase_file: str) -> list[str]:
    """What it is started with besides: that it is the interpreter of this virtual environment, as `venv` itself says it, and
    the file with the passphrase of a locked key; "" for none."""
    launcher = [] if _interpreter() == sys.executable else [f"__PYVENV_LAUNCHER__={sys.executable}"]
    return launcher + ([f"{PASSPHRASE_FILE}={passphrase_file}"] if passphrase_file else [])


def _interpreter() -> str:
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def grants(home: Path, passphrase_file: str) -> list[list[str]]:
    """The commands that let the service's account change the home, and read the program and the passphrase of a locked key."""
    rights = {sys.prefix: "RX", sys.base_prefix: "RX", str(home): "M"}
    steps = [["icacls", place, "/grant", f"{ACCOUNT}:(OI)(CI){right}"] for place, right in rights.items()]
    steps[-1].append("/T")  # and whatever is in it, even if that does not inherit the home's access rights
    return steps + ([["icacls", passphrase_file, "/grant", f"{ACCOUNT}:R"]] if passphrase_file else [])


if sys.platform == "win32":
    import logging
    import threading
    import winreg
    from contextlib import suppress

    import pywintypes
    import servicemanager
    import win32service
    import win32serviceutil

    _AGAIN_MILLISECONDS = 2000
    _KEY = rf"SYSTEM\CurrentControlSet\Services\{NAME}"
    _DESCRIPTION = "Guards the doors of a building."

    def _tell(text: str, level: int = logging.INFO) -> None:
        """Write a line to Windows' event log, Application: a service has no other output."""
        log = {logging.ERROR: servicemanager.LogErrorMsg, logging.WARNING: servicemanager.LogWarningMsg}
        with suppress(pywintypes.error):  # for example, the log is full: that must not stop a door
            log.get(level, servicemanager.LogInfoMsg)(text[:30_000])  # it takes 31,839 characters

    class _EventLog(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            _tell(hide_credentials(self.format(record)), min(record.levelno, logging.ERROR))

    class GatekeeperService(win32serviceutil.ServiceFramework):  # type: ignore[misc]
        """Runs `gatekeeper.service.serving.serve` until Windows stops it."""

        _svc_name_ = NAME
        _svc_display_name_ = "gatekeeper"
        _svc_description_ = _DESCRIPTION

        def __init__(self, args: list[str]) -> None:
            super().__init__(args)
            self._asked = threading.Event()
            self._doors: object = None

        def GetAcceptedControls(self) -> int:  # noqa: N802
            """Accept the shutdown of the machine, too."""
            return int(super().GetAcceptedControls()) | win32service.SERVICE_ACCEPT_PRESHUTDOWN

        def SvcOtherEx(self, control: int, event: int, data: object) -> None:  # noqa: N802
            """The machine shuts down."""
            if control == win32service.SERVICE_CONTROL_PRESHUTDOWN:
                self.SvcStop()

        def SvcStop(self) -> None:  # noqa: N802
            """Doors first; see `gatekeeper.ending`."""
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=30_000)
            if self._doors is not None:
                self._doors.close_doors()  # type: ignore[attr-defined]
            self._asked.set()

        def SvcDoRun(self) -> None:  # noqa: N802
            """Guard the doors."""
            from gatekeeper.app import open_app
            from gatekeeper.service.serving import note_put_back, put_back, serve

            logging.basicConfig(level=logging.WARNING, handlers=[_EventLog()])
            home, again = Path(sys.argv[1]), True
            while again and not self._asked.is_set():
                restored = put_back(home, _tell, prefer_keyring=False)
                app = open_app(home, prefer_keyring=False)
                self._doors = app.doors
                try:
                    note_put_back(app, restored)
                    again = serve(app, self._asked, _tell)
                finally:
                    app.close()

    def install(home: Path, passphrase_file: str) -> None:
        """Register it, replacing an existing one, to start at boot and restart whenever it ends, and start it. If a step fails,
        nothing stays registered. passphrase_file: of a locked key, "" for none. Raises ConfigError."""
        remove()
        try:
            manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
            try:
                service = win32service.CreateService(
                    *(manager, NAME, "gatekeeper", win32service.SERVICE_ALL_ACCESS),
                    *(win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_AUTO_START),
                    *(win32service.SERVICE_ERROR_NORMAL, command(home), None, 0, None, ACCOUNT, None),
                )
                try:
                    _set_up(service, home, passphrase_file)
                    win32service.StartService(service, None)
                except BaseException:
                    win32service.DeleteService(service)
                    raise
                finally:
                    win32service.CloseServiceHandle(service)
            finally:
                win32service.CloseServiceHandle(manager)
        except (pywintypes.error, OSError) as error:
            raise ConfigError(
                "The service cannot be registered: {error}", "Run this as administrator.", error=error.strerror
            ) from error

    def _set_up(service: object, home: Path, passphrase_file: str) -> None:
        win32service.ChangeServiceConfig2(service, win32service.SERVICE_CONFIG_DESCRIPTION, _DESCRIPTION)
        again = (win32service.SC_ACTION_RESTART, _AGAIN_MILLISECONDS)
        win32service.ChangeServiceConfig2(
            service,
            win32service.SERVICE_CONFIG_FAILURE_ACTIONS,
            {"ResetPeriod": 3600, "RebootMsg": "", "Command": "", "Actions": (again,) * 3},
        )
        # Also when it ends with an error, not only when it crashes.
        win32service.ChangeServiceConfig2(service, win32service.SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, True)
        if started_with := environment(passphrase_file):
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY, 0, winreg.KEY_SET_VALUE) as key:
                winreg.SetValueEx(key, "Environment", 0, winreg.REG_MULTI_SZ, started_with)
        servicemanager.SetEventSourceName(NAME, True)  # in the registry, where its own account could not enter it
        home.mkdir(parents=True, exist_ok=True)  # else there is nothing to give it access to
        for step in grants(home, passphrase_file):
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                raise ConfigError(
                    "{command} failed: {why}",
                    "Run this as administrator.",
                    command=" ".join(step),
                    why=done.stderr.strip() or done.returncode,
                )

    def remove() -> bool:
        """Stop and remove it; returns whether there was one."""
        if not status():
            return False
        try:
            if status() != "stopped":
                win32serviceutil.StopService(NAME)
                win32serviceutil.WaitForServiceStatus(NAME, win32service.SERVICE_STOPPED, 30)
            win32serviceutil.RemoveService(NAME)
        except pywintypes.error as error:
            raise ConfigError(
                "The service cannot be removed: {error}", "Run this as administrator.", error=error.strerror
            ) from error
        return True

    def status() -> str:
        """ "running", "stopped", "starting" or "stopping"; empty where it is not registered."""
        try:
            state = win32serviceutil.QueryServiceStatus(NAME)[1]
        except pywintypes.error:
            return ""
        return {
            win32service.SERVICE_RUNNING: "running",
            win32service.SERVICE_STOPPED: "stopped",
            win32service.SERVICE_STOP_PENDING: "stopping",
        }.get(state, "starting")

    if __name__ == "__main__":
        servicemanager.Initialize()
        servicemanager.PrepareToHostSingle(GatekeeperService)
        servicemanager.StartServiceCtrlDispatcher()

else:

    def install(home: Path, passphrase_file: str) -> None:
        """On Windows only."""
        raise ConfigError("This is not Windows.", "Use systemd on this machine.")

    def remove() -> bool:
        """On Windows only."""
        raise ConfigError("This is not Windows.", "Use systemd on this machine.")

    def status() -> str:
        """On Windows only."""
        return ""
