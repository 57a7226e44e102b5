"""What the screen says about a decision: few words, an icon and a kind of colour, in the person's language.

The core speaks English; its sentences for people are listed at the end and translated under the context "core".
"""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gatekeeper.domain import AccessEvent, Decision, MaskState, Outcome, Reason

NAME_CHARACTERS = 48  # of a name on the banner; a longer one is cut


@dataclass(frozen=True, slots=True)
class Saying:
    """kind: "good", "warning", "bad" or "idle", which is also the colour."""

    headline: str
    detail: str = ""
    icon: str = "face"
    kind: str = "idle"


def translated(sentence: str) -> str:
    """A sentence of the core in the person's language, as it is where nobody translated it."""
    return QCoreApplication.translate("core", sentence)


def about(decision: Decision, name: str) -> Saying:
    """What the person in front of the door is told. name: theirs, where the decision is about somebody known."""
    name = name if len(name) <= NAME_CHARACTERS else name[: NAME_CHARACTERS - 1] + "…"
    match decision.reason:
        case Reason.GRANTED:
            return Saying(QCoreApplication.translate("words", "Welcome, {name}").format(name=name), "", "check", "good")
        case Reason.NOT_KNOWN:
            headline = QCoreApplication.translate("words", "Not known")
            return Saying(headline, translated("Not known. Please register at the door desk."), "question", "bad")
        case Reason.AMBIGUOUS:
            headline = QCoreApplication.translate("words", "Please look into the camera")
            return Saying(headline, translated(decision.message), "question", "warning")
        case Reason.TOO_SMALL | Reason.POOR_PICTURE:
            return Saying(translated(decision.message), "", "face", "warning")
        case Reason.OUTSIDE_HOURS:
            headline = QCoreApplication.translate("words", "Outside your hours")
            return Saying(headline, decision.message, "clock", "bad")
        case Reason.COOLDOWN:
            headline = QCoreApplication.translate("words", "Just opened for you")
            return Saying(headline, translated(decision.message), "wait", "warning")
        case Reason.MASK_NEEDED | Reason.MASK_WRONG | Reason.MASK_OFF | Reason.PIN_NEEDED:
            return Saying(translated(decision.message), "", "wait", "warning")
        case Reason.BLOCKED | Reason.EXPIRED | Reason.NOT_YET_VALID | Reason.WRONG_GROUP:
            headline = QCoreApplication.translate("words", "No access, {name}").format(name=name)
            return Saying(headline, translated(decision.message), "lock", "bad")
        case _:
            kind = "good" if decision.opens else "bad"
            return Saying(translated(decision.message), "", "check" if decision.opens else "warning", kind)


def reason(value: Reason) -> str:
    """A reason as a short phrase."""
    phrases = {
        Reason.GRANTED: QCoreApplication.translate("words", "Opened"),
        Reason.NOT_KNOWN: QCoreApplication.translate("words", "Not known"),
        Reason.AMBIGUOUS: QCoreApplication.translate("words", "Not sure who it is"),
        Reason.TOO_SMALL: QCoreApplication.translate("words", "Too far away"),
        Reason.POOR_PICTURE: QCoreApplication.translate("words", "Picture too poor"),
        Reason.BLOCKED: QCoreApplication.translate("words", "Blocked"),
        Reason.NOT_YET_VALID: QCoreApplication.translate("words", "Not yet valid"),
        Reason.EXPIRED: QCoreApplication.translate("words", "Access expired"),
        Reason.WRONG_GROUP: QCoreApplication.translate("words", "Not for this door"),
        Reason.OUTSIDE_HOURS: QCoreApplication.translate("words", "Outside the hours"),
        Reason.COOLDOWN: QCoreApplication.translate("words", "Came again at once"),
        Reason.MASK_NEEDED: QCoreApplication.translate("words", "Mask missing"),
        Reason.MASK_WRONG: QCoreApplication.translate("words", "Mask worn wrongly"),
        Reason.MASK_OFF: QCoreApplication.translate("words", "Mask not taken off"),
        Reason.PIN_NEEDED: QCoreApplication.translate("words", "PIN asked for"),
        Reason.PIN_WRONG: QCoreApplication.translate("words", "Wrong PIN"),
        Reason.PIN_WAIT: QCoreApplication.translate("words", "Too many wrong PINs"),
        Reason.NO_PIN: QCoreApplication.translate("words", "Has no PIN"),
        Reason.LOG_FAILED: QCoreApplication.translate("words", "Could not be recorded"),
        Reason.RELAY_FAILED: QCoreApplication.translate("words", "The door did not answer"),
        Reason.BY_HAND: QCoreApplication.translate("words", "Opened by hand"),
    }
    return phrases.get(value, value.value.replace("_", " "))


def mask(state: MaskState | None) -> str:
    """A mask state as a short phrase; empty for None."""
    if state is None:
        return ""
    phrases = {
        MaskState.BARE: QCoreApplication.translate("words", "no mask"),
        MaskState.MASKED: QCoreApplication.translate("words", "mask"),
        MaskState.WRONG: QCoreApplication.translate("words", "mask worn wrongly"),
    }
    return phrases.get(state, state.value)


def icon(event: AccessEvent) -> tuple[str, str]:
    """The icon of an event and the kind of colour it has."""
    kinds = {Outcome.OPENED: ("check", "good"), Outcome.REFUSED: ("cross", "bad"), Outcome.UNKNOWN: ("question", "bad")}
    return kinds[event.outcome]


# The core's sentences for people, so that pyside6-lupdate finds them.
_CORE = (
    QT_TRANSLATE_NOOP("core", "Not known. Please register at the door desk."),
    QT_TRANSLATE_NOOP("core", "Not sure who you are. Please look straight into the camera."),
    QT_TRANSLATE_NOOP("core", "Please put on your mask."),
    QT_TRANSLATE_NOOP("core", "Please pull your mask over your nose."),
    QT_TRANSLATE_NOOP("core", "Please take your mask off."),
    QT_TRANSLATE_NOOP("core", "Please enter your PIN."),
    QT_TRANSLATE_NOOP("core", "This PIN is wrong."),
    QT_TRANSLATE_NOOP("core", "This door asks for a PIN and you have none. Please ask at the door desk."),
    QT_TRANSLATE_NOOP("core", "Your access is blocked. Please ask at the door desk."),
    QT_TRANSLATE_NOOP("core", "You are not registered for this door. Please ask at the door desk."),
    QT_TRANSLATE_NOOP("core", "The door has just opened for you."),
    QT_TRANSLATE_NOOP("core", "Please come closer."),
    QT_TRANSLATE_NOOP("core", "More light on the face, please."),
    QT_TRANSLATE_NOOP("core", "Less light on the face, please."),
    QT_TRANSLATE_NOOP("core", "Please hold still."),
    QT_TRANSLATE_NOOP("core", "Please look into the camera."),
    QT_TRANSLATE_NOOP("core", "Please step into the middle of the picture."),
    QT_TRANSLATE_NOOP("core", "No face was found in this photo."),
    QT_TRANSLATE_NOOP("core", "Show the whole face, from the front."),
    QT_TRANSLATE_NOOP("core", "Take the photo with one person only."),
    QT_TRANSLATE_NOOP("core", "This is nearly the same photo as one already taken."),
    QT_TRANSLATE_NOOP("core", "Turn the head a little."),
    QT_TRANSLATE_NOOP("core", "This photo seems to show another person."),
    QT_TRANSLATE_NOOP("core", "Use photos of one person."),
)
