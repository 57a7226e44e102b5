"""Models: which one the doors use, and the thresholds required with it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gatekeeper.desk.clerk import Clerk
from gatekeeper.desk.trail import PAIRINGS, one_in
from gatekeeper.domain import (
    FMRS,
)
from gatekeeper.errors import ModelError
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.people.calibration import Accepted, Calibration
from gatekeeper.people.site_thresholds import calibration_key
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import Right


@dataclass(frozen=True, slots=True)
class ModelDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def activate_model(self, model_id: str, progress: Progress, *, now: datetime) -> int:
        """Activate another model for the doors; see `Models.activate`. Returns the templates made."""
        self.actor.require(Right.ADMINISTER)
        return self.app.models.activate(
            model_id,
            progress,
            lambda count: self._trail(Message("model activated"), model_id, Message("{n} template(s)", n=count), now),
        )

    def add_model(self, model_id: str, file: Path | None, progress: Progress, *, now: datetime) -> ModelCard:
        """Install a published model; see `Models.add`."""
        self.actor.require(Right.ADMINISTER)
        return self.app.models.add(
            model_id, file, progress, lambda card: self._trail(Message("model added"), card.id, "", now)
        )

    def install_model(self, folder: Path, progress: Progress, *, now: datetime) -> ModelCard:
        """Install a model folder that the trainer made; see `Installation.install`."""
        self.actor.require(Right.ADMINISTER)
        return self.app.models.install(
            folder, progress, lambda card: self._trail(Message("model installed"), card.id, str(folder), now)
        )

    def accept_liveness(self, report: dict[str, Any], *, now: datetime) -> None:
        """Accept a liveness report as this site's measurement; see `SiteLiveness.accept`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.liveness.accept(report, now)
            worst = max(kind["high"] for kind in report["apcer"].values())
            detail = Message("at most {worst:.1%} of attacks pass", worst=worst)
            if people := report.get("people"):
                detail = Message(
                    "at most {worst:.1%} of attacks pass; measured before the camera on {n} person(s), who agreed",
                    worst=worst,
                    n=people,
                )
            self.app.accounts.audit(self.actor, Message("liveness accepted"), report["model"], detail, now=now)

    def accept_calibration(self, calibration: Calibration, *, now: datetime) -> Accepted:
        """Let the doors use the measured thresholds from now on."""
        self.actor.require(Right.ADMINISTER)
        accepted = Accepted(calibration, now, self.actor.name)
        if not accepted.fits(self.app.models.find(calibration.model)):
            raise ModelError(
                "The model {model} has changed since it was calibrated.", "Calibrate it again.", model=calibration.model
            )
        found = Message(
            "false accepts: {rate}; {thresholds:; }",
            rate=one_in(calibration.fmr),
            thresholds=[
                Message("{pairing} {threshold:.4f}", pairing=PAIRINGS[pairing], threshold=threshold)
                for pairing, threshold in calibration.thresholds.items()
            ],
        )
        with self.app.database.transaction(together=True):
            self.app.people.set_setting(calibration_key(calibration.model, calibration.fmr), accepted.to_json())
            self._trail(Message("calibration accepted"), calibration.model, found, now)
        return accepted

    def reset_calibration(self, model_id: str, *, now: datetime) -> int:
        """Go back to the card's thresholds of a model; returns how many calibrations, for different FMRs, are dropped."""
        self.actor.require(Right.ADMINISTER)
        keys = [key for fmr in FMRS if self.app.people.setting(key := calibration_key(model_id, fmr)) is not None]
        with self.app.database.transaction(together=True):
            for key in keys:
                self.app.people.set_setting(key, None)
            if keys:
                self._trail(Message("calibration reset"), model_id, "", now)
        return len(keys)
