"""What the screen says about a decision: few words, an icon and a kind of colour, in the current language.

Headline and detail are shown together: neither repeats the other."""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics, Qt
from PySide6.QtWidgets import QApplication

from gatekeeper.domain import AccessEvent, Decision, MaskState, Outcome, Reason
from gatekeeper.door.orders import AllDoors, Order, Orders
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.language import translated as translated
from gatekeeper.messages import Message, Value
from gatekeeper.store.accounts import NOBODY, PROGRAM

_NAME_LETTERS = 48  # the maximum for a name on the banner


@dataclass(frozen=True, slots=True)
class Saying:
    """kind: "good", "warning", "bad" or "idle", which is also the colour."""

    headline: str
    detail: str = ""
    icon: str = "face"
    kind: str = "idle"


def shortened(name: str, letters: int = _NAME_LETTERS) -> str:
    """A name for use within a text, elided at the end if it is wider than this many letters of the window's font."""
    metrics = QFontMetrics(QApplication.font())
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, letters * metrics.averageCharWidth())


def about(decision: Decision, name: str) -> Saying:
    """What the person in front of the door is told. name: theirs, where the decision is about a known person."""
    name = shortened(name)
    match decision.reason:
        case Reason.GRANTED | Reason.PASSBACK_OPENED:
            headline = translate("wording", "Welcome, {name}").replace("{name}", name) if name else ""
            return Saying(headline or translate("wording", "Welcome"), "", "check", "good")
        case Reason.NOT_KNOWN:
            headline = translate("wording", "Not known")
            return Saying(headline, translate("wording", "Please register at the door desk."), "question", "bad")
        case Reason.AMBIGUOUS:
            headline = translate("wording", "Please look into the camera")
            return Saying(headline, translate("wording", "It is not certain yet who you are."), "question", "warning")
        case Reason.TOO_SMALL | Reason.POOR_PICTURE:
            return Saying(translated(decision.message), "", "face", "warning")
        case Reason.OUTSIDE_HOURS:
            return Saying(translate("wording", "Outside your hours"), _part(decision.message, "hours"), "clock", "bad")
        case Reason.COOLDOWN:
            headline = translate("wording", "The door has just opened for you")
            return Saying(headline, "", "wait", "warning")
        case Reason.MASK_NEEDED | Reason.MASK_WRONG | Reason.MASK_OFF:
            return Saying(translated(decision.message), "", "mask", "warning")
        case Reason.PIN_NEEDED:
            return Saying(translated(decision.message), name, "keypad", "warning")
        case Reason.SECOND_NEEDED | Reason.INTERLOCKED:
            return Saying(translated(decision.message), name, "wait", "warning")
        case Reason.HOLD_BEGUN:
            return Saying(translate("wording", "The door is open"), "", "open", "good")
        case Reason.HOLD_ENDED | Reason.HOLD_LOCKED:
            return Saying(reason(decision.reason), translated(decision.message), "lock")
        case Reason.PIN_WRONG:
            return Saying(translated(decision.message), name, "keypad", "bad")
        case Reason.PIN_WAIT:
            headline = translate("wording", "Too many wrong PINs")
            seconds = math.ceil(decision.value or 0)
            return Saying(
                headline, translated(Message("Please wait {n} second(s) and try again.", n=seconds)), "clock", "bad"
            )
        case Reason.NO_PIN:
            headline = translate("wording", "This door asks for a PIN, and none is set for you")
            return Saying(headline, translate("wording", "Please ask at the door desk."), "keypad", "bad")
        case Reason.NOT_LIVE:
            headline = translate("wording", "No living face is seen")
            return Saying(headline, translated(decision.message), "face", "bad")
        case Reason.LIVENESS_UNCHECKED:
            headline = translate("wording", "Liveness could not be checked")
            if "trouble" not in params_of(decision.message):
                return Saying(headline, _part(decision.message, "remedy"), "warning", "bad")
            ask = translate("wording", "Please ask at the door desk.")
            return Saying(headline, f"{_sentence(_part(decision.message, 'trouble'))} {ask}", "warning", "bad")
        case Reason.LOG_FAILED:
            headline = translate("wording", "The door stays shut")
            detail = translate("wording", "The visit could not be recorded. Please ask at the door desk.")
            return Saying(headline, detail, "log", "bad")
        case Reason.RELAY_FAILED:
            headline = translate("wording", "The door does not answer")
            return Saying(headline, translate("wording", "Please ask at the door desk."), "warning", "bad")
        case Reason.LOCKED_DOWN if decision.outcome is Outcome.REFUSED:
            headline = translate("wording", "All doors are locked")
            return Saying(headline, translate("wording", "Nobody can pass now."), "lock", "bad")
        case Reason.BY_HAND | Reason.OPENED_FOR_ALL:
            return Saying(translate("wording", "The door is open"), "", "open", "good")
        case Reason.PASSBACK:
            headline = translate("wording", "No access, {name}").replace("{name}", name) if name else ""
            return Saying(headline or translate("wording", "No access"), translated(decision.message), "person", "bad")
        case Reason.PRESENCE_CORRECTED:
            return Saying(reason(decision.reason), translated(decision.message), "person", "idle")
        case Reason.BLOCKED | Reason.EXPIRED | Reason.NOT_YET_VALID | Reason.WRONG_GROUP:
            headline = translate("wording", "No access, {name}").replace("{name}", name) if name else ""
            return Saying(headline or translate("wording", "No access"), translated(decision.message), "lock", "bad")
        case _:  # an alarm
            return Saying(reason(decision.reason), translated(decision.message), "warning", "bad")


def of(error: GatekeeperError) -> str:
    """What is wrong, and the remedy."""
    return f"{translated(error.message)} {translated(error.hint)}".strip()


def standing(text: str) -> str:
    """A message of the core where it stands alone, as a status: part of a sentence elsewhere, it begins like one here. A name
    or an address at its beginning stays as it is."""
    said, message = translated(text), Message(text)
    if message.params and language.SPOKEN_HERE.template(message).startswith("{"):
        return said
    return f"{said[:1].upper()}{said[1:]}"


def params_of(text: str) -> Mapping[str, Value]:
    """The parameters of a message; empty for a plain text."""
    return text.params if isinstance(text, Message) else {}


def _part(text: str, name: str) -> str:
    """One parameter of a message, where the headline says the rest; the whole text where there is no such parameter."""
    part = params_of(text).get(name)
    return translated(part if isinstance(part, str) else text)


def _sentence(text: str) -> str:
    """A part of a sentence as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


_OF_NOBODY = (Reason.BY_HAND, Reason.OPENED_FOR_ALL, Reason.HOLD_BEGUN, Reason.UNREADABLE)


def subject(event: AccessEvent, unknown: str) -> str:
    """The subject of an event; of one that is about nobody, what happened. unknown: the word for a stranger."""
    of_nobody = event.outcome in (Outcome.ALARM, Outcome.NOTED) or event.reason in _OF_NOBODY
    return event.person_name or (reason(event.reason) if of_nobody else unknown)


def opened_by(event: AccessEvent) -> str:
    """The operator who opened a door by hand; empty where the event does not say."""
    return str(params_of(event.message).get("who", ""))


def request(sentence: str) -> Saying:
    """The request of a liveness check: a sentence of the core, with an arrow in the direction of the head.

    The person faces the screen: their left is its left."""
    way = next((side for side in ("left", "right") if sentence.endswith(f"{side}.")), "face")
    return Saying(translated(sentence), "", way, "warning")


def reason(value: Reason) -> str:
    """A reason as a short phrase."""
    phrases = {
        Reason.GRANTED: translate("wording", "Opened"),
        Reason.NOT_KNOWN: translate("wording", "Not known"),
        Reason.AMBIGUOUS: translate("wording", "Not sure who it is"),
        Reason.TOO_SMALL: translate("wording", "Too far away"),
        Reason.POOR_PICTURE: translate("wording", "Picture too poor"),
        Reason.BLOCKED: translate("wording", "Blocked"),
        Reason.NOT_YET_VALID: translate("wording", "Not yet valid"),
        Reason.EXPIRED: translate("wording", "Access expired"),
        Reason.WRONG_GROUP: translate("wording", "Not for this door"),
        Reason.OUTSIDE_HOURS: translate("wording", "Outside the hours"),
        Reason.COOLDOWN: translate("wording", "Returned too soon"),
        Reason.MASK_NEEDED: translate("wording", "Mask missing"),
        Reason.MASK_WRONG: translate("wording", "Mask worn wrongly"),
        Reason.MASK_OFF: translate("wording", "Mask not taken off"),
        Reason.PIN_NEEDED: translate("wording", "PIN asked for"),
        Reason.PIN_WRONG: translate("wording", "Wrong PIN"),
        Reason.PIN_WAIT: translate("wording", "Too many wrong PINs"),
        Reason.NO_PIN: translate("wording", "Has no PIN"),
        Reason.LOG_FAILED: translate("wording", "Could not be recorded"),
        Reason.RELAY_FAILED: translate("wording", "The door did not answer"),
        Reason.BY_HAND: translate("wording", "Opened by hand"),
        Reason.NOT_LIVE: translate("wording", "A picture, not a person"),
        Reason.LIVENESS_UNCHECKED: translate("wording", "Liveness not checked"),
        Reason.FORCED_OPEN: translate("wording", "Door forced open"),
        Reason.HELD_OPEN: translate("wording", "Door stands open"),
        Reason.TAMPERED: translate("wording", "Tampered with"),
        Reason.SECOND_NEEDED: translate("wording", "Second person asked for"),
        Reason.INTERLOCKED: translate("wording", "Another door is open"),
        Reason.HOLD_BEGUN: translate("wording", "Kept open by its schedule"),
        Reason.HOLD_ENDED: translate("wording", "No longer kept open"),
        Reason.HOLD_LOCKED: translate("wording", "Locked by hand while kept open"),
        Reason.ALARM_OVER: translate("wording", "Alarm over"),
        Reason.UNREADABLE: translate("wording", "Entry damaged"),
        Reason.PASSBACK: translate("wording", "Went this way before"),
        Reason.PASSBACK_OPENED: translate("wording", "Opened, went this way before"),
        Reason.PASSBACK_ALARM: translate("wording", "Let in twice"),
        Reason.PRESENCE_CORRECTED: translate("wording", "Corrected by hand"),
        Reason.LOCKED_DOWN: translate("wording", "All doors locked"),
        Reason.OPENED_FOR_ALL: translate("wording", "All doors opened"),
        Reason.REPEATED_UNKNOWN: translate("wording", "Unknown people repeatedly"),
        Reason.BLOCKED_SEEN: translate("wording", "Blocked person at the door"),
        Reason.WATCHED_SEEN: translate("wording", "Visitor on the watch list"),
        Reason.PHOTO_ATTACK: translate("wording", "Picture held before the camera"),
        Reason.CAMERA_LOST: translate("wording", "Camera lost"),
        Reason.DOOR_FAILED: translate("wording", "Relay failed"),
        Reason.DISK_LOW: translate("wording", "Disk nearly full"),
        Reason.LOG_LOST: translate("wording", "Log cannot be written"),
        Reason.BACKUP_FAILED: translate("wording", "Backup failed"),
        Reason.OUTLET_REFUSED: translate("wording", "Messages not delivered"),
        Reason.RESTARTED: translate("wording", "Started after a crash"),
        Reason.DURESS: translate("wording", "Forced to open"),
    }
    return phrases[value]


def who(name: str) -> str:
    """The actor of an act: an account's name as it is, and the program's own names in words."""
    if name == PROGRAM.name:
        return translated(name)
    if name == NOBODY.name:  # whose sign-in failed
        return translate("AlarmsPage", "nobody")
    return language.user(name)


def order(given: Order, orders: Orders) -> str:
    """What was ordered for all doors, when, by whom and why; empty where each door follows its rule. orders: this program's."""
    texts = {
        AllDoors.NORMAL: "",
        AllDoors.LOCKED: translate("DoorsPage", "All doors are locked for everybody since {when}, by {who}: {why}"),
        AllDoors.OPEN: translate("DoorsPage", "All doors are open for everybody since {when}, by {who}: {why}"),
    }
    said = texts[given.doors]
    if given.doors is AllDoors.OPEN and not orders.followed:  # the program that follows it may have ended
        said = translate("DoorsPage", "All doors were opened for everybody at {when}, by {who}: {why}")
    elif given.doors is AllDoors.OPEN and orders.outdated:
        said = translate("DoorsPage", "All doors were opened at {when} by {who} ({why}). That ended with the program.")
    if given.doors is AllDoors.LOCKED and not given.who:
        said = translate("DoorsPage", "All doors are locked for everybody since {when}. That could not be recorded.")
    when = "" if given.at is None else language.moment(given.at)
    return said.replace("{when}", when).replace("{who}", who(given.who)).replace("{why}", given.why)


def plain(text: str) -> str:
    """A text for a tooltip, in which Qt would take "<b>" for markup."""
    return f"<span>{html.escape(text)}</span>" if Qt.mightBeRichText(text) else text


def unmarked(text: str) -> str:
    """A text for a button or a menu, where "&" would make the next letter a key."""
    return text.replace("&", "&&")


def mask(state: MaskState | None) -> str:
    """A mask state as a short phrase; empty for None."""
    if state is None:
        return ""
    phrases = {
        MaskState.BARE: translate("wording", "no mask"),
        MaskState.MASKED: translate("wording", "mask"),
        MaskState.WRONG: translate("wording", "mask worn wrongly"),
    }
    return phrases.get(state, state.value)


def icon(event: AccessEvent) -> tuple[str, str]:
    """The icon of an event and the kind of colour it has."""
    if event.reason is Reason.ALARM_OVER:
        return "check", "good"
    kinds = {
        Outcome.OPENED: ("check", "good"),
        Outcome.REFUSED: ("cross", "bad"),
        Outcome.UNKNOWN: ("question", "bad"),
        Outcome.ALARM: ("warning", "bad"),
        Outcome.NOTED: ("person", "good"),
    }
    return kinds[event.outcome]


def free_name(word: str, taken: Sequence[str]) -> str:
    """The word, with a number if it is taken."""
    names = [word, *(f"{word} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
