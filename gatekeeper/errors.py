"""One tree of exceptions. Every message is safe to show to a person; every hint says what to do next.

Anything raised that is not a `GatekeeperError` is a bug: it is logged with its trace and the door stays shut.
"""

from typing import Any

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.messages import Message


class GatekeeperError(Exception):
    """Something went wrong that a person can understand and act on.

    message: what is wrong, naming the thing and the value; hint: the remedy (may be empty). Both are templates whose fields
    params fill, or messages (`gatekeeper.messages`): `StoreError("{file} is damaged.", "Take another copy.", file=path)`.
    """

    message: Message
    hint: Message

    def __init__(self, message: str, hint: str = "", **params: Any) -> None:
        # A camera's address finds its way into any message: nobody reads its password there.
        self.message, self.hint = (Message(text, **params).changed(hide_credentials) for text in (message, hint))
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    @property
    def told(self) -> Message:
        """What is wrong, with the remedy: for those who read only one text, at the desk, in the log or in a mail."""
        return Message("{error}", error=self) if self.hint else self.message


class ConfigError(GatekeeperError):
    """A setting is unknown, of the wrong type, or out of range.

    setting: which one, as "door.1.unlock_seconds" for the second door's; empty where no single one is at fault.
    """

    def __init__(self, message: str, hint: str = "", setting: str = "", **params: Any) -> None:
        super().__init__(message, hint, **params)
        self.setting = setting


class ChangedError(ConfigError):
    """Somebody else has changed meanwhile what is to be saved."""


class CameraError(GatekeeperError):
    """A camera cannot be opened, or stopped delivering pictures."""


class CameraRefusedError(CameraError):
    """A camera does not take the user name and password of its address. Tried too often, some lock themselves."""


class ModelError(GatekeeperError):
    """A model is missing, damaged, or does not fit what it is used for."""


class TextError(GatekeeperError):
    """A text file or a table (CSV) cannot be read."""


class PhotoError(GatekeeperError):
    """A picture file cannot be read safely."""


class EnrolmentError(GatekeeperError):
    """A registration cannot be completed."""


class DoorError(GatekeeperError):
    """A relay does not answer or cannot be reached."""


class StoreError(GatekeeperError):
    """The database cannot be opened, read or written (disk full, locked, damaged)."""


class DamagedError(StoreError):
    """The database's own structure is damaged: no key helps."""


class LogLostError(StoreError):
    """The database holds less of the log, or another one, than was recorded beside it."""

    def __init__(self, message: str, hint: str = "", **params: Any) -> None:
        remedy = Message(
            "Nothing was changed. Restore a backup (gatekeeper restore --replace), or look at what there is and go on with it, "
            "which stays on record: gatekeeper log resume."
        )
        super().__init__(message, hint or remedy, **params)


class OutlivedError(StoreError):
    """A backup lies ready to take the place of a home that has gone on being used since."""


class VaultError(GatekeeperError):
    """The key of the database is missing, wrong, or not kept safely."""


class AuthError(GatekeeperError):
    """Somebody is not who they say, may not do what they ask, or must wait before trying again.

    wait_seconds: for how long nobody may try again; 0 where the next try is free.
    """

    def __init__(self, message: str, hint: str = "", wait_seconds: float = 0.0, **params: Any) -> None:
        super().__init__(message, hint, **params)
        self.wait_seconds = wait_seconds


class SecondNeededError(AuthError):
    """The act is one of the gravest, and takes a second person who signs in and confirms it."""


class TrainingError(GatekeeperError):
    """A training or evaluation run cannot go on."""


class NotFoundError(GatekeeperError):
    """What a client of the service asks about is not there."""


class WrongKindError(GatekeeperError):
    """What a client of the service sends is of another media type than is taken."""
