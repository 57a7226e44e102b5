"""The log and the trail: exports, proofs, and the deletion of old records."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Unpack

from gatekeeper.config import MOST_DAYS
from gatekeeper.desk.clerk import Clerk
from gatekeeper.desk.reports import Sheet, export, export_rows
from gatekeeper.desk.trail import COLUMNS, plain
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.models.activation import MADE_BY
from gatekeeper.progress import Progress
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store import proof
from gatekeeper.store.accounts import Right
from gatekeeper.store.acts import Which
from gatekeeper.store.event_query import Filter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LogDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def export_log(
        self,
        path: Path,
        *,
        now: datetime,
        progress: Progress,
        bom: bool = False,
        sign: bool = False,
        **which: Unpack[Filter],
    ) -> int:
        """Write the events that pass the filter to a file, in the site's time; returns how many.

        bom: see `export`; sign: write PATH.signed.json beside it, with which `assets/verify_log.py` checks the file.
        """
        self.actor.require(Right.CORRECT)
        log = self.app.log
        count = export(
            path,
            log.stream(**which),
            log.count(**which),
            progress,
            # Nothing leaves without being recorded; a record of an export that then failed is the lesser fault.
            lambda count: self._trail(Message("log exported"), path.name, Message("{n} event(s)", n=count), now),
            zone=self.app.doors.site_zone(),
            bom=bom,
        )
        if sign:
            beside = path.with_name(path.name + ".signed.json")
            beside.unlink(missing_ok=True)  # the signature of the file that was replaced
            made = proof.sign_export(self.app.database, path, count, now=now)
            proof.write_private(beside, json.dumps(made, indent=1) + "\n")
        return count

    def checkpoint_log(self, file: Path, *, now: datetime) -> dict[str, Any]:
        """Write a signed checkpoint of the log into a new file, to be kept on another machine."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            self._trail(Message("checkpoint of the log exported"), file.name, "", now)
            made = proof.checkpoint(self.app.database, now=now)
            proof.write_private(file, json.dumps(made, indent=1) + "\n")
        return made

    def prove_log(self, file: Path, *, names: bool, now: datetime, progress: Progress) -> int:
        """Write the whole log so that anybody can check it without this program; see `proof.prove`."""
        self.actor.require(Right.CORRECT)
        self._trail(
            Message("proof of the log exported"),
            file.name,
            Message("with names") if names else Message("without names"),
            now,
        )
        return proof.prove(self.app.database, file, names=names, now=now, progress=progress)

    def take_log_seed(self, file: Path, *, now: datetime) -> None:
        """Move the seed of the log's seals out into a new file; see `proof.take_seed`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self._trail(Message("seed of the log taken away"), file.name, "", now)
            proof.take_seed(self.app.database, file)
        self.app.database.checkpoint()

    def note_resumed(self, why: str, *, now: datetime) -> None:
        """Record that the log continues although some of it was lost."""
        self.actor.require(Right.ADMINISTER)
        self._trail(Message("log resumed after a loss"), "", why, now)

    def export_trail(
        self,
        path: Path,
        *,
        now: datetime,
        progress: Progress,
        speech: Speech = TERMINAL,
        bom: bool = False,
        **which: Unpack[Which],
    ) -> int:
        """Write the acts that pass the filter, in plain words, to a file as `export_log` does; returns how many."""
        self.actor.require(Right.ADMINISTER)
        accounts = self.app.accounts
        rows = (
            dict(zip(COLUMNS, (act.at, act.who, *plain(act, speech)), strict=True))
            for act in accounts.stream_acts(**which)
        )
        total = accounts.count_acts(**which)
        return export_rows(
            path,
            Sheet("Acts", COLUMNS, self.app.doors.site_zone(), bom),
            rows,
            total,
            progress,
            lambda count: self._trail(Message("audit trail exported"), path.name, Message("{n} act(s)", n=count), now),
        )

    def retain(
        self, events_days: int | None, faces_days: int | None, *, now: datetime, doubting: bool = False
    ) -> tuple[int, int]:
        """Delete events, and pictures in them, that are older than these numbers of days, and copies from before an upgrade
        that are; returns how many events and pictures. doubting: recognise events stamped by a wrong clock by their neighbours;
        see `AccessLog.retain`."""
        self.actor.require(Right.ADMINISTER)

        def moment(days: int | None) -> datetime | None:
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise StoreError(
                    "{days} days is not a valid retention time.", "Choose 1 to {most}.", days=days, most=MOST_DAYS
                )
            return None if days is None else now - timedelta(days=days)

        def record(events: int, pictures: int) -> None:
            self._two(Message("old events deleted"), Right.ADMINISTER, now)
            detail = Message(
                "{events}, {pictures}",
                events=Message("{n} event(s)", n=events),
                pictures=Message("{n} picture(s)", n=pictures),
            )
            self._trail(Message("old events deleted"), "", detail, now)

        limits = moment(events_days), moment(faces_days)
        counts = self.app.log.retain(*limits, record, now=now if doubting else None)
        if any(limits):
            try:
                self.app.database.delete_earlier_copies(max(filter(None, limits)))
            except StoreError as error:  # is tried again; what else retention deletes does not wait for it
                log.warning("%s", error)
        return counts

    def forget_gone_models(self, *, now: datetime) -> int:
        """Delete the templates, and clear the log's face vectors, of models that no longer exist; returns how many vectors.

        A model whose folder exists with a damaged card still exists, and so does one that doors are using: its networks may
        still be open."""
        self.actor.require(Right.ADMINISTER)
        app = self.app
        made = {key.removeprefix(MADE_BY) for key in app.people.settings_under(MADE_BY)}
        gone = (
            (app.people.models_with_templates() | app.watched.models() | made) - app.models.folders - app.models.in_use
        )
        count = 0
        for model_id in sorted(gone):
            # The templates last: they show that something of this model is still stored. In portions, so that doors can record
            # events meanwhile.
            count += app.log.forget_vectors(model_id)
            app.people.forget_templates(model_id)
            with app.database.transaction(together=True):
                app.people.replace_templates(model_id, [])
                app.watched.forget_model(model_id)
                app.people.set_setting(f"{MADE_BY}{model_id}", None)
                self._trail(Message("gone model forgotten"), model_id, Message("{n} face(s) of events", n=count), now)
        return count
