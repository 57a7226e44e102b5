"""How good a model is at a whole door: real people register, come back, and strangers try, through the demo's clips.

Pairs and galleries measure one picture against others; here detection, quality, tracking, votes and the site's own thresholds
take part, as they do for somebody who stands at the door. The liveness check is off, since pictures are what comes.
"""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gatekeeper.app import open_app
from gatekeeper.capture.photos import photo_files
from gatekeeper.demo import Visit, cohorts_to_leave_out, demo_settings, play_visits
from gatekeeper.domain import MaskState, Outcome
from gatekeeper.door.station import Seen
from gatekeeper.errors import ModelError
from gatekeeper.models.card import CARD, ModelCard
from gatekeeper.models.evaluation import wilson
from gatekeeper.people.folder_import import enrol_folder

Progress = Callable[[int, int], None]
PEOPLE, STRANGERS = 60, 150
_REGISTERED = {MaskState.BARE: 3, MaskState.MASKED: 2}
_VISITS = 2  # of each person in each state
_MEASURED = "measured"  # the model's id in the throw-away home, where no bundled one hides it


@dataclass(frozen=True, slots=True)
class Trial:
    """Who is registered with which pictures, and who comes, residents and strangers in turns."""

    registered: dict[str, list[Path]]
    visits: list[Visit]

    @property
    def strangers(self) -> int:
        """How many people come who are not registered."""
        return len({visit.name for visit in self.visits} - self.registered.keys())


def draw_trial(
    folder: Path,
    people: int = PEOPLE,
    strangers: int = STRANGERS,
    seed: int = 0,
    among: Collection[str] | None = None,
    fewer: bool = False,
) -> Trial:
    """Draw `people` to register with three bare and two masked photos each, and two further visits in each state; and
    `strangers` who come once bare and once masked.

    folder: NAME/{bare,masked}/picture or {bare,masked}/NAME/picture. A masked picture N_KIND beside a bare one N is that
    picture with a mask drawn on: nobody visits with a picture they are registered with, bare or masked. among: only these
    people. fewer: take as many as there are. Raises ModelError where the folder holds too few.
    """
    known = _people_of(folder)
    names = [name for name in sorted(known) if among is None or name in among]
    rng = np.random.default_rng(seed)
    shuffled = [names[i] for i in rng.permutation(len(names))]
    sorted_out = {name: found for name in shuffled if (found := _resident(known[name], rng)) is not None}
    residents = dict(list(sorted_out.items())[:people])
    others = [n for n in shuffled if n not in residents and all(known[n][state] for state in _REGISTERED)][:strangers]
    if (len(residents) < people or len(others) < strangers) and not fewer:
        raise ModelError(
            f"{folder} holds {len(sorted_out)} people with the pictures to register and {len(others)} more to be strangers, "
            f"where {people} and {strangers} are wanted.",
            "To register: five bare and four masked pictures. Add some, or ask for fewer with --people and --strangers.",
        )
    rounds: list[list[Visit]] = [[] for _ in range(2 * _VISITS)]
    for name, (_, coming) in residents.items():
        for turn, (state, picture) in enumerate(coming):
            rounds[turn].append(Visit(name, picture, state))
    for number, name in enumerate(others):
        for late, state in enumerate(_REGISTERED):
            picture = known[name][state][int(rng.integers(len(known[name][state])))]
            rounds[(number + late * _VISITS) % len(rounds)].append(Visit(name, picture, state))
    visits = [part[i] for part in rounds for i in rng.permutation(len(part))]
    return Trial({name: photos for name, (photos, _) in residents.items()}, visits)


def evaluate_door(model: ModelCard, trial: Trial, progress: Progress = lambda done, of: None) -> dict[str, Any]:
    """Let a trial's people register and come to the door of a throw-away home that uses `model`.

    Keys: people, strangers; opened (bare, masked: of the visits of those registered, the share whom the door opened for as
    who they are) and let_in (bare, masked: of the strangers' visits), each as value, low, high, visits and times;
    wrong_person; photos_refused and errors, what went wrong with which picture. Intervals are Wilson's with as many trials as
    there are people, since visits of one person are no independent proofs.
    """
    with tempfile.TemporaryDirectory(prefix="gatekeeper-door-") as place:
        home, pictures = Path(place) / "home", Path(place) / "people"
        _copy(model, home / "models" / _MEASURED)
        for name, photos in trial.registered.items():
            for number, photo in enumerate(photos):
                (pictures / name).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(photo, pictures / name / f"{number}{photo.suffix}")
        app = open_app(home, demo_settings(), prefer_keyring=False)
        try:
            app.cohorts_left_out = cohorts_to_leave_out(trial.visits)
            app.activate_model(_MEASURED)
            photos_there = sum(map(len, trial.registered.values()))
            whole = photos_there + len(trial.visits)
            # The folder's names say who is who, however alike two may look.
            verdicts = enrol_folder(app, pictures, lambda done, of: progress(done, whole), allow_duplicate=True)
            known = {person.id: person.name for person in app.people.list()}
            came: list[tuple[Visit, str | None, str]] = []

            def note(visit: Visit, seen: Sequence[Seen]) -> None:
                decided = [one.decided for one in seen if one.decided is not None]
                opened = [event.person_id for event in decided if event.outcome is Outcome.OPENED]
                whom = known.get(opened[-1] or 0, "") if opened else None
                came.append((visit, whom, decided[-1].reason.value if decided else "no_face"))
                progress(photos_there + len(came), whole)

            report = play_visits(app, trial.visits, note)
        finally:
            app.close()
    registered = trial.registered.keys()
    residents = [one for one in came if one[0].name in registered]
    return {
        "people": len(registered),
        "strangers": trial.strangers,
        "opened": {
            state.value: _share([(v.name, whom == v.name) for v, whom, _ in residents if v.mask is state])
            for state in _REGISTERED
        },
        "let_in": {
            state.value: _share(
                [(v.name, whom is not None) for v, whom, _ in came if v.name not in registered and v.mask is state]
            )
            for state in _REGISTERED
        },
        "wrong_person": sum(whom is not None and whom != visit.name for visit, whom, _ in residents),
        "refusals": dict(Counter(reason for visit, whom, reason in residents if whom is None)),
        "photos_refused": len(verdicts.refused),
        "not_registered": [failed.what for failed in verdicts.failed],
        "seconds_to_decision": report["seconds_to_decision"],
        "errors": [
            {"picture": str(visit.picture), "opened_for": whom, "reason": reason}
            for visit, whom, reason in came
            if whom != (visit.name if visit.name in registered else None)
        ],
    }


def _people_of(folder: Path) -> dict[str, dict[MaskState, list[Path]]]:
    """NAME -> state -> pictures, for both layouts. Raises ModelError where a picture lies in neither."""
    found: dict[str, dict[MaskState, list[Path]]] = {}
    states = {state.value: state for state in _REGISTERED}
    for path in photo_files(folder):
        *_, above, place = ("", "", *path.relative_to(folder).parts[:-1])
        if place in states and above:
            name, state = above, states[place]
        elif above in states and place:
            name, state = place, states[above]
        else:
            raise ModelError(
                f"{path} lies in no folder of a person and of a state.", "Lay them out as NAME/bare and NAME/masked."
            )
        found.setdefault(name, {one: [] for one in _REGISTERED})[state].append(path)
    return found


def _resident(
    of: dict[MaskState, list[Path]], rng: np.random.Generator
) -> tuple[list[Path], list[tuple[MaskState, Path]]] | None:
    """A person's photos to register and pictures to come with, bare and masked in turns; None where there are too few."""
    bare = {path.stem: path for path in of[MaskState.BARE]}

    def drawn_on(path: Path) -> str:
        stem, _, kind = path.stem.partition("_")
        return stem if kind and stem in bare else ""

    stems = [list(bare)[i] for i in rng.permutation(len(bare))]
    masked = [of[MaskState.MASKED][i] for i in rng.permutation(len(of[MaskState.MASKED]))]
    need, kept = _REGISTERED[MaskState.BARE], _REGISTERED[MaskState.MASKED]
    own, coming = stems[:need], stems[need : need + _VISITS]
    masked_own = sorted(masked, key=lambda path: drawn_on(path) not in own)
    masked_own = [path for path in masked_own if drawn_on(path) not in coming][:kept]
    seen = {*own, *(drawn_on(path) for path in masked_own)} - {""}
    masked_coming = [p for p in masked if p not in masked_own and drawn_on(p) not in seen][:_VISITS]
    if len(coming) < _VISITS or len(masked_own) < kept or len(masked_coming) < _VISITS:
        return None
    visits = [
        (state, picture)
        for pair in zip([bare[stem] for stem in coming], masked_coming, strict=True)
        for state, picture in zip(_REGISTERED, pair, strict=True)
    ]
    return [*(bare[stem] for stem in own), *masked_own], visits


def _copy(model: ModelCard, target: Path) -> None:
    source = model.verified
    target.mkdir(parents=True)
    for name in model.card["files"]:
        shutil.copyfile(source / name, target / name)
    (target / CARD).write_text(json.dumps({**model.card, "id": _MEASURED}), encoding="utf-8")


def _share(outcomes: Sequence[tuple[str, bool]]) -> dict[str, float | int | None]:
    """The share of True, with the interval that as many trials as people give."""
    times, people = sum(right for _, right in outcomes), len({name for name, _ in outcomes})
    if not outcomes:
        return {"value": None, "low": None, "high": None, "visits": 0, "times": 0}
    share = wilson(times / len(outcomes) * people, people)
    return {key: share[key] for key in ("value", "low", "high")} | {"visits": len(outcomes), "times": times}
