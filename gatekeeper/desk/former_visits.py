"""Embeds the faces of former visits with the present networks, while the program runs."""

import logging
from collections.abc import Callable, Iterator

from gatekeeper.app import App
from gatekeeper.desk.recurring import Recurring
from gatekeeper.desk.retention import TRY_AGAIN_SECONDS
from gatekeeper.models.activation import LoadedModel

log = logging.getLogger(__name__)
SEEN_BY = "visits_seen_by"  # the settings key that stores which networks have seen every face in the log
_NEXT_SECONDS = 1.0
_LOOK_SECONDS = 5.0  # for networks that were opened meanwhile


class FormerVisits(Recurring):
    """After another model was activated, or an update brought other networks, nothing can be compared with the faces in the
    log. A few are embedded anew every second, newest first, so that unknown visitors are grouped with their former visits and
    erasing somebody, which must see them all, is quick. This is for the program that has the doors. wait: see `Recurring`."""

    def __init__(self, app: App, wait: Callable[[float], bool] | None = None) -> None:
        super().__init__("former visits", app, wait=wait)
        self._of: LoadedModel | None = None
        self._made: Iterator[int] | None = None  # None once every face was seen

    def _look(self, waited: float) -> float:
        loaded = self._app.models.loaded
        if loaded is None or loaded.gallery is None:  # its gallery first: people wait for that
            return _LOOK_SECONDS
        try:
            if self._app.models.chosen != loaded.card.id:
                return _LOOK_SECONDS  # about to be exchanged, or stands in for one that cannot be opened
            if loaded is not self._of:
                self._of, self._made = loaded, None
                if self._app.people.setting(SEEN_BY) != _networks(loaded):
                    self._app.people.set_setting(SEEN_BY, None)  # from now on no networks have seen them all
                    self._made = self._app.models.embed_visits(loaded)
            if self._made is not None and next(self._made, None) is None:
                self._made = None
                self._app.people.set_setting(SEEN_BY, _networks(loaded))
        except Exception:  # the database may be busy, a network out of memory
            self._of = None
            log.exception("Faces of former visits could not be looked at")
            return TRY_AGAIN_SECONDS
        return _NEXT_SECONDS if self._made is not None else _LOOK_SECONDS


def _networks(loaded: LoadedModel) -> str:
    return f"{loaded.card.id} {loaded.card.files_fingerprint}"
