"""What the screen says about a decision: few words, an icon and a kind of colour, in the language spoken."""

from dataclasses import dataclass

from gatekeeper.domain import AccessEvent, Decision, MaskState, Outcome, Reason
from gatekeeper.gui.language import translate
from gatekeeper.gui.sentences import translated as translated

NAME_CHARACTERS = 48  # of a name on the banner; a longer one is cut


@dataclass(frozen=True, slots=True)
class Saying:
    """kind: "good", "warning", "bad" or "idle", which is also the colour."""

    headline: str
    detail: str = ""
    icon: str = "face"
    kind: str = "idle"


def about(decision: Decision, name: str) -> Saying:
    """What the person in front of the door is told. name: theirs, where the decision is about somebody known."""
    name = name if len(name) <= NAME_CHARACTERS else name[: NAME_CHARACTERS - 1] + "…"
    match decision.reason:
        case Reason.GRANTED:
            return Saying(translate("words", "Welcome, {name}").format(name=name), "", "check", "good")
        case Reason.NOT_KNOWN:
            headline = translate("words", "Not known")
            return Saying(headline, translated("Not known. Please register at the door desk."), "question", "bad")
        case Reason.AMBIGUOUS:
            headline = translate("words", "Please look into the camera")
            return Saying(headline, translated(decision.message), "question", "warning")
        case Reason.TOO_SMALL | Reason.POOR_PICTURE:
            return Saying(translated(decision.message), "", "face", "warning")
        case Reason.OUTSIDE_HOURS:
            headline = translate("words", "Outside your hours")
            return Saying(headline, translated(decision.message), "clock", "bad")
        case Reason.COOLDOWN:
            headline = translate("words", "Just opened for you")
            return Saying(headline, translated(decision.message), "wait", "warning")
        case Reason.MASK_NEEDED | Reason.MASK_WRONG | Reason.MASK_OFF | Reason.PIN_NEEDED:
            return Saying(translated(decision.message), "", "wait", "warning")
        case Reason.BLOCKED | Reason.EXPIRED | Reason.NOT_YET_VALID | Reason.WRONG_GROUP:
            headline = translate("words", "No access, {name}").format(name=name)
            return Saying(headline, translated(decision.message), "lock", "bad")
        case _:
            kind = "good" if decision.opens else "bad"
            return Saying(translated(decision.message), "", "check" if decision.opens else "warning", kind)


def reason(value: Reason) -> str:
    """A reason as a short phrase."""
    phrases = {
        Reason.GRANTED: translate("words", "Opened"),
        Reason.NOT_KNOWN: translate("words", "Not known"),
        Reason.AMBIGUOUS: translate("words", "Not sure who it is"),
        Reason.TOO_SMALL: translate("words", "Too far away"),
        Reason.POOR_PICTURE: translate("words", "Picture too poor"),
        Reason.BLOCKED: translate("words", "Blocked"),
        Reason.NOT_YET_VALID: translate("words", "Not yet valid"),
        Reason.EXPIRED: translate("words", "Access expired"),
        Reason.WRONG_GROUP: translate("words", "Not for this door"),
        Reason.OUTSIDE_HOURS: translate("words", "Outside the hours"),
        Reason.COOLDOWN: translate("words", "Came again at once"),
        Reason.MASK_NEEDED: translate("words", "Mask missing"),
        Reason.MASK_WRONG: translate("words", "Mask worn wrongly"),
        Reason.MASK_OFF: translate("words", "Mask not taken off"),
        Reason.PIN_NEEDED: translate("words", "PIN asked for"),
        Reason.PIN_WRONG: translate("words", "Wrong PIN"),
        Reason.PIN_WAIT: translate("words", "Too many wrong PINs"),
        Reason.NO_PIN: translate("words", "Has no PIN"),
        Reason.LOG_FAILED: translate("words", "Could not be recorded"),
        Reason.RELAY_FAILED: translate("words", "The door did not answer"),
        Reason.BY_HAND: translate("words", "Opened by hand"),
    }
    return phrases.get(value, value.value.replace("_", " "))


def mask(state: MaskState | None) -> str:
    """A mask state as a short phrase; empty for None."""
    if state is None:
        return ""
    phrases = {
        MaskState.BARE: translate("words", "no mask"),
        MaskState.MASKED: translate("words", "mask"),
        MaskState.WRONG: translate("words", "mask worn wrongly"),
    }
    return phrases.get(state, state.value)


def icon(event: AccessEvent) -> tuple[str, str]:
    """The icon of an event and the kind of colour it has."""
    kinds = {Outcome.OPENED: ("check", "good"), Outcome.REFUSED: ("cross", "bad"), Outcome.UNKNOWN: ("question", "bad")}
    return kinds[event.outcome]
