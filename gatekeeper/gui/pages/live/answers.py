"""The door's present answer to the people in front of one of its cameras."""

from collections.abc import Callable
from dataclasses import replace

from gatekeeper.domain import Decision, Sighting
from gatekeeper.door.live import LiveDoors, LiveWatch, Recognition, has_holder
from gatekeeper.door.visit import Seen
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.widgets.video import FRESH_SECONDS, trouble_of

STAYS_SECONDS = 2.5  # how long an answer is kept after the person has gone


class Answers:
    """The one answer that is shown for a camera, in the current language.

    live: the doors; name_of: the name of a known person on this screen. public: everybody who passes by can see the screen, so
    what only operators should know is left out. settings_here: a user who signs in on this screen can reach the settings.
    by_hand: the text shown while the door is open because an operator opened it, None otherwise. trouble: what was wrong with
    the picture at the last `look`.
    """

    def __init__(self, live: Callable[[], LiveDoors], watch: LiveWatch, name_of: Callable[[Decision], str]) -> None:
        self._live, self.watch, self._name_of = live, watch, name_of
        self.public = True
        self.settings_here = True
        self.trouble = ""
        self.by_hand: str | None = None
        self._answered: Saying | None = None
        self._answered_at = 0.0

    def look(self, now: float) -> str:
        """What is wrong with the picture; empty where nothing is wrong."""
        self.trouble = trouble_of(self.watch, now, public=self.public)
        return self.trouble

    def say(self, now: float) -> Saying:
        """The present answer. now: monotonic seconds."""
        live = self._live()
        if live.recognition is Recognition.AWAY:
            return Saying(
                translate("DoorTile", "The service does not answer"),
                translate("DoorTile", "The door stays locked until the service is back."),
                "warning",
                "bad",
            )
        if live.recognition is Recognition.LOADING:
            detail = translate("DoorTile", "Recognition is being loaded.")
            if (preparing := live.preparing) is not None:
                detail = translate(
                    "DoorTile", "Photos are being prepared for the new model: {done} of {all}. The door stays locked."
                )
                detail = detail.replace("{done}", language.number(preparing[0]))
                detail = detail.replace("{all}", language.number(preparing[1]))
            return Saying(translate("DoorTile", "One moment, please"), detail, "wait")
        if live.recognition is Recognition.FAILED or (
            live.recognition is Recognition.ENDED and not self.watch.camera.frames.closed
        ):
            stopped = translate("DoorTile", "Recognition has stopped")
            return Saying(
                stopped, translate("DoorTile", "The door stays locked. Please restart the program."), "warning", "bad"
            )
        if (held := self.watch.door.held) and not has_holder(held):
            why = translate("wording", "Please ask at the door desk.") if self.public else wording.translated(held)
            return Saying(translate("wording", "The door stays shut"), why, "warning", "bad")
        if held:
            why = "" if self.public else wording.translated(held)
            return Saying(translate("DoorTile", "Another program guards this door"), why, "warning")
        if self.trouble:
            detail = translate("DoorTile", "The door stays locked until the camera is back.")
            # No picture has come yet: usually the first start.
            if self.watch.camera.frames.newest is None and self.settings_here:
                detail = (
                    translate(
                        "DoorTile",
                        "The door stays locked. Plug the camera in, or sign in and choose another one on the Settings page.",
                    )
                    if self.public
                    else translate(
                        "DoorTile",
                        "The door stays locked. Plug the camera in, or choose another one on the Settings page.",
                    )
                )
            return Saying(translate("DoorTile", "No picture"), detail, "warning", "bad")
        fault = live.liveness_trouble(self.watch.camera.name)
        if fault:
            detail = translate("DoorTile", "The door stays locked. {why} Run “gatekeeper doctor”.").replace(
                "{why}", wording.translated(fault)
            )
            if self.public:
                detail = translate("wording", "Please ask at the door desk.")
            return Saying(translate("DoorTile", "Liveness cannot be checked"), detail, "warning", "bad")
        seen = self.watch.seen
        fresh = seen is not None and now - seen.frame.taken_at < FRESH_SECONDS
        if self.by_hand is not None:
            return Saying(translate("wording", "The door is open"), self.by_hand, "open", "good")
        if seen is not None and fresh and seen.fault:
            why = (
                translate("wording", "Please ask at the door desk.") if self.public else wording.translated(seen.fault)
            )
            return Saying(translate("wording", "The door stays shut"), why, "warning", "bad")
        if seen is not None and fresh and seen.sightings:
            answer = self._to_whom(seen, self._about(seen, self._answered_to(seen)))
            if answer.kind != "idle":
                self._answered, self._answered_at = answer, now
            return answer
        if self._answered is not None and now - self._answered_at < STAYS_SECONDS:
            return self._answered
        self._answered = None
        if self.watch.door.is_open:  # it is held open for everybody
            return Saying(translate("wording", "The door is open"), "", "open", "good")
        if not live.knows_anybody and not self.public:
            return Saying(
                translate("DoorTile", "Nobody is registered yet"),
                translate("DoorTile", "Register the first person: Ctrl+2."),
                "enrol",
            )
        return Saying(translate("DoorTile", "Please look into the camera"), "", "face")

    def _answered_to(self, seen: Seen) -> Sighting:
        """The person whom the banner addresses."""
        return next((s for s in seen.sightings if s.track_id == seen.addressed), seen.sightings[0])

    def _to_whom(self, seen: Seen, saying: Saying) -> Saying:
        """An answer; where several people stand there, with its addressee: by name, else by their place in the picture."""
        sighting = self._answered_to(seen)
        if len(seen.sightings) < 2 or sighting.track_id in seen.too_close:
            return saying
        decision = seen.decisions.get(sighting.track_id)
        name = self._name_of(decision) if decision is not None else ""
        if name and (name in saying.headline or name in saying.detail):
            return saying
        in_order = [s.track_id for s in sorted(seen.sightings, key=lambda s: float(s.face.box[0]))]
        place = in_order.index(sighting.track_id)
        if name:
            addressee = translate("DoorTile", "For {name}.").replace("{name}", name)
        elif place == 0:
            addressee = translate("DoorTile", "For the person on the left of the picture.")
        elif place == len(in_order) - 1:
            addressee = translate("DoorTile", "For the person on the right of the picture.")
        else:
            addressee = translate("DoorTile", "For person {n} from the left of the picture.").replace(
                "{n}", str(place + 1)
            )
        return replace(saying, detail=f"{addressee} {saying.detail}".strip())

    def _about(self, seen: Seen, nearest: Sighting) -> Saying:
        decision = seen.decisions.get(nearest.track_id)
        asked = seen.requests.get(nearest.track_id)
        if asked and not (decision is not None and decision.opens):
            return wording.request(asked)
        if decision is not None:
            return wording.about(decision, self._name_of(decision))
        if nearest.problems:
            return Saying(wording.translated(nearest.problems[0].remedy), "", "face", "idle")
        return Saying(translate("DoorTile", "One moment, please"), "", "wait")
