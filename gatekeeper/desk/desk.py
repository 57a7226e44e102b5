"""The acts of people at the desk: each is checked against their rights, carried out, and written to the audit trail.

Window and command line change people, doors, models, log and settings only through here. When a method returns, running
stations know of the change.
"""

from dataclasses import dataclass

from gatekeeper.desk.alarms import AlarmDesk
from gatekeeper.desk.guests import GuestDesk
from gatekeeper.desk.log import LogDesk
from gatekeeper.desk.models import ModelDesk
from gatekeeper.desk.outlets import OutletDesk
from gatekeeper.desk.presence import PresenceDesk
from gatekeeper.desk.settings import SettingsDesk
from gatekeeper.desk.watch_list import WatchDesk


@dataclass(frozen=True, slots=True)
class Desk(GuestDesk, ModelDesk, LogDesk, SettingsDesk, PresenceDesk, AlarmDesk, OutletDesk, WatchDesk):
    """All desks in one, for one person. Methods raise AuthError where the role does not allow them."""
