"""This site's liveness measurement. Until there is one, a picture may pass, so a PIN is required."""

import json
import math
from datetime import datetime
from typing import Any

from gatekeeper.door.liveness import MODEL
from gatekeeper.errors import ModelError
from gatekeeper.events import LoggedOnce
from gatekeeper.models.card import ModelCard
from gatekeeper.models.figures import Share, liveness_shares
from gatekeeper.paths import assets
from gatekeeper.store.people import PeopleStore
from gatekeeper.vision.liveness import liveness_fingerprint

LIVENESS_MEASURED = "liveness_measured"
ACCEPTED_APCER = 0.1  # the upper end of its 95 % interval


class SiteLiveness:
    """The accepted measurement of the doors' liveness network."""

    def __init__(self, people: PeopleStore, complaints: LoggedOnce) -> None:
        self._people, self._complaints = people, complaints

    @property
    def measured(self) -> dict[str, Any] | None:
        """This site's accepted measurement; None: none yet, so a picture may pass."""
        stored = self._people.setting(LIVENESS_MEASURED)
        try:
            measured: dict[str, Any] = dict(json.loads(stored)) if stored else {}
        except (TypeError, ValueError, RecursionError) as error:
            why = f"{LIVENESS_MEASURED} cannot be read, so a PIN is asked for: {error}"
            self._complaints.error(LIVENESS_MEASURED, why)
            measured = {}
        # Figures of another network or preprocessing do not apply.
        return measured if measured and measured.get("mark") == _fingerprint() else None

    @property
    def shares(self) -> tuple[Share, Share] | None:
        """See `figures.liveness_shares`: by what was measured here, else by the card of the network the doors look with."""
        try:
            metrics = ModelCard.read(assets() / "models" / MODEL).card.get("metrics")
        except ModelError:
            metrics = None
        return liveness_shares(self.measured or (metrics if isinstance(metrics, dict) else {}))

    def accept(self, report: dict[str, Any], now: datetime) -> None:
        """Accept an `evaluate_liveness` report as this site's measurement. Raises ModelError if it proves too little.

        The upper end of the interval of the worst kind of attack counts.
        """
        if report["mark"] != _fingerprint():
            raise ModelError("The network that was measured is not the one that the doors use.", "Measure it again.")
        # Frames of one photo are not independent, which the interval ignores: require several people's.
        shown = report.get("shown", {})
        if any(shown.get(kind, 0) < LEAST_PEOPLE for kind in ("print", "phone")):
            raise ModelError(
                "These figures are of too few people: photos of {print}, phones of {phone}.",
                "Measure a photo and a phone of at least {least} people.",
                print=shown.get("print", 0),
                phone=shown.get("phone", 0),
                least=LEAST_PEOPLE,
            )
        if not report["apcer"]:
            raise ModelError("This report contains no attacks.", "Put frames of pictures into print/NN/.")
        worst = max(kind["high"] for kind in report["apcer"].values())
        if not worst <= ACCEPTED_APCER:
            needed = needed_presentations()
            raise ModelError(
                "Up to {worst:.0%} of attacks may pass by these figures; at most {accepted:.0%} are accepted.",
                "With no error at all, {needed} presentations of each attack are enough to show it.",
                worst=worst,
                accepted=ACCEPTED_APCER,
                needed=needed,
            )
        keys = ("model", "mark", "bpcer", "apcer", "people")
        kept: dict[str, Any] = {key: report[key] for key in keys if key in report}
        kept["at"] = now.isoformat()
        self._people.set_setting(LIVENESS_MEASURED, json.dumps(kept))


LEAST_PEOPLE = 5
"""Of how many people each attack must have been seen before a measurement counts."""


def needed_presentations() -> int:
    """The number of presentations of each attack that, without errors, show a low enough rate (Wilson's interval)."""
    return math.ceil(3.84 * (1 / ACCEPTED_APCER - 1))


def _fingerprint() -> str:
    """That of the network the doors look with; see `LivenessCheck.open`. Empty, which nothing measured has, for none."""
    try:
        return liveness_fingerprint(ModelCard.read(assets() / "models" / MODEL))
    except ModelError:
        return ""
