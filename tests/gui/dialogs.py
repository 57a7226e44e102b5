"""Every dialog of the window, for tests that look at all of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import cv2
import numpy as np
from PySide6.QtWidgets import QDialog, QWidget

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.first_steps import first_steps
from gatekeeper.domain import AccessEvent, Outcome, Person, Reason
from gatekeeper.gui.core.first_steps import FirstStepsDialog
from gatekeeper.gui.core.help import AboutDialog, HelpDialog, made_of
from gatekeeper.gui.core.sign_in import PasswordDialog
from gatekeeper.gui.pages.doors import OrderDialog
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.gui.pages.live.resident import LeaveDialog
from gatekeeper.gui.pages.log.event import EventDialog
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.models.recording import RecordingDialog
from gatekeeper.gui.pages.operators import AccountDialog
from gatekeeper.gui.pages.outlets.dialogs import MailDialog, MqttDialog, WebhookDialog
from gatekeeper.gui.pages.people.consent_text import ConsentTextDialog
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.widgets.consent import ConsentDialog
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.gui.widgets.questions import AskToErase
from gatekeeper.gui.widgets.reason import ReasonDialog
from gatekeeper.gui.widgets.second import SecondDialog
from gatekeeper.models.side_by_side import Choice
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings
from gatekeeper.store.people import Traces


def dialogs(app: App, person: Person, around: QWidget) -> list[Callable[[], QDialog]]:
    """What makes each of them. person: one of the registered; around: their parent."""
    now, door = datetime.now(UTC), app.settings.doors[0].name
    picture = cv2.imencode(".jpg", np.zeros((400, 400, 3), np.uint8))[1].tobytes()
    event = AccessEvent(now, door, "cam", Outcome.OPENED, Reason.GRANTED, "Welcome.", person.id, person.name)
    old = app.models.active
    return [
        lambda: PersonPicker(app, "Who is this?", around),
        lambda: EventDialog(replace(event, snapshot=picture), None, around),
        lambda: ChoiceDialog(Choice(old, old, None, None), around),
        lambda: OpenDialog(door, around),
        lambda: OrderDialog("Lock all", "All doors are locked.", "Lock", around),
        lambda: WebhookDialog(WebhookSettings(), True, around),
        lambda: MqttDialog(MqttSettings(), around),
        lambda: MailDialog(MailSettings(), around),
        lambda: PinDialog(Desk(app, app.actor), person, has_pin=True, parent=around),
        lambda: ConsentDialog(app, person, around),
        lambda: ConsentTextDialog(app, around),
        lambda: PasswordDialog(app, app.actor, around),
        lambda: AccountDialog(app, None, parent=around),
        lambda: ReasonDialog("Watch for them", "They are watched for.", "Watch", around, ends=True, most_days=30),
        lambda: SecondDialog(app, around),
        lambda: GuestDialog(app, Desk(app, app.actor), None, around),
        lambda: RecordingDialog(app, around),
        lambda: ReasonDialog("Watch for them", "An alarm is raised.", "Watch", around, ends=True),
        lambda: LeaveDialog(app, around),
        lambda: _asked(AskToErase(around, "erase", lambda: None), person),
        lambda: HelpDialog("RulesPage", "Help", around),
        lambda: AboutDialog(made_of(app), around),
        lambda: FirstStepsDialog(first_steps(app), around),
    ]


def _asked(question: AskToErase, person: Person) -> QDialog:
    question.about_person(person.name, Traces(1, 2, 0, 3, 3))
    return question
