"""How good a model is at a whole door: real people register, come back, and strangers try, through the demo's clips.

Pairs and galleries measure one picture against others; here detection, quality, tracking, votes and the site's own thresholds
take part, as they do for somebody who stands at the door. The liveness check is off, since pictures are what comes.
"""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gatekeeper.app import open_app
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.demo import Visit, cohorts_to_leave_out, demo_settings, play_visits, why_undecided
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Outcome
from gatekeeper.door.visit import Seen
from gatekeeper.errors import ModelError
from gatekeeper.models.card import CARD, ModelCard
from gatekeeper.people.enrolment import EnrolmentSession
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import wilson
from gatekeeper.timezones import utc_now

PEOPLE, STRANGERS = 60, 150
_REGISTERED = {MaskState.BARE: 3, MaskState.MASKED: 2}
_VISITS = 2  # of each person in each state
_MEASURED = "measured"  # the model's id in the throw-away home, where no bundled one hides it


@dataclass(frozen=True, slots=True)
class Trial:
    """Who is registered and who comes, residents and strangers in turns.

    registered: the pictures of each person to register with, three bare and two masked of them: those after serve where one
    is refused, as somebody at the desk is photographed again.
    """

    registered: dict[str, dict[MaskState, list[Path]]]
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
    photos_of = _people_of(folder)
    names = [name for name in sorted(photos_of) if among is None or name in among]
    rng = np.random.default_rng(seed)
    shuffled = [names[i] for i in rng.permutation(len(names))]
    sorted_out = {name: found for name in shuffled if (found := _resident(photos_of[name], rng)) is not None}
    residents = dict(list(sorted_out.items())[:people])
    candidates = [n for n in shuffled if n not in residents and all(photos_of[n][state] for state in _REGISTERED)][
        :strangers
    ]
    if (len(residents) < people or len(candidates) < strangers) and not fewer:
        raise ModelError(
            "{folder} holds {count} people with the pictures to register and {others} more to be "
            "strangers, where {people} and {strangers} are wanted.",
            "To register: five bare and four masked pictures. Add some, or ask for fewer with --people and --strangers.",
            folder=folder,
            count=len(sorted_out),
            others=len(candidates),
            people=people,
            strangers=strangers,
        )
    rounds: list[list[Visit]] = [[] for _ in range(2 * _VISITS)]
    for name, (_, coming) in residents.items():
        for turn, (state, picture) in enumerate(coming):
            rounds[turn].append(Visit(name, picture, state))
    for number, name in enumerate(candidates):
        for late, state in enumerate(_REGISTERED):
            picture = photos_of[name][state][int(rng.integers(len(photos_of[name][state])))]
            rounds[(number + late * _VISITS) % len(rounds)].append(Visit(name, picture, state))
    visits = [part[i] for part in rounds for i in rng.permutation(len(part))]
    return Trial({name: photos for name, (photos, _) in residents.items()}, visits)


def evaluate_door(model: ModelCard, trial: Trial, progress: Progress = silent) -> dict[str, Any]:
    """Let a trial's people register and come to the door of a throw-away home that uses `model`.

    Keys: people, strangers; registered_with (bare, masked: photos taken, of those wanted); opened (bare, masked: of the visits
    of those registered, the share whom the door opened for as who they are) and let_in (bare, masked: of the strangers'
    visits), each as value, low, high, visits and times; wrong_person; photos_refused; errors, what went wrong with which
    picture. Intervals are Wilson's with as many trials as there are people, since visits of one person are no independent
    proofs.
    """
    with tempfile.TemporaryDirectory(prefix="gatekeeper-door-") as place:
        home = Path(place)
        _copy(model, home / "models" / _MEASURED)
        app = open_app(home, demo_settings(), prefer_keyring=False)
        try:
            app.thresholds.left_out = cohorts_to_leave_out(trial.visits)
            app.models.activate(_MEASURED)
            total, photos_refused = len(trial.registered) + len(trial.visits), 0
            taken = dict.fromkeys(_REGISTERED, 0)
            for number, (name, photos) in enumerate(trial.registered.items(), 1):
                session = app.enrolment()
                photos_refused += _offer(session, photos)
                if any(portrait.mask is MaskState.BARE for portrait in session.taken):
                    # The folder's names say who is who, however alike two may look.
                    Desk(app, app.actor).register(session, name, now=utc_now(), allow_duplicate=True)
                    for state in taken:
                        taken[state] += sum(portrait.mask is state for portrait in session.taken)
                progress(number, total)
            names = {person.id: person.name for person in app.people.list()}
            came: list[tuple[Visit, str | None, str]] = []

            def note(visit: Visit, seen: Sequence[Seen]) -> None:
                decided = [step.decided for step in seen if step.decided is not None]
                opened = [event.person_id for event in decided if event.outcome is Outcome.OPENED]
                person = names.get(opened[-1] or 0, "") if opened else None
                came.append((visit, person, decided[-1].reason.value if decided else why_undecided(seen)))
                progress(len(trial.registered) + len(came), total)

            report = play_visits(app, trial.visits, note)
        finally:
            app.close()
    registered = trial.registered.keys()
    residents = [visit for visit in came if visit[0].name in registered]
    return {
        "people": len(registered),
        "strangers": trial.strangers,
        "registered_with": {
            state.value: {"taken": taken[state], "wanted": count * len(registered)}
            for state, count in _REGISTERED.items()
        },
        "opened": {
            state.value: _share([(v.name, person == v.name) for v, person, _ in residents if v.mask is state])
            for state in _REGISTERED
        },
        "let_in": {
            state.value: _share(
                [(v.name, person is not None) for v, person, _ in came if v.name not in registered and v.mask is state]
            )
            for state in _REGISTERED
        },
        "wrong_person": sum(person is not None and person != visit.name for visit, person, _ in residents),
        "refusals": dict(Counter(reason for visit, person, reason in residents if person is None)),
        "photos_refused": photos_refused,
        "seconds_to_decision": report["seconds_to_decision"],
        "errors": [
            {"picture": str(visit.picture), "opened_for": person, "reason": reason}
            for visit, person, reason in came
            if person != (visit.name if visit.name in registered else None)
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
                "{path} is not in a folder of a person and a state.",
                "Arrange them as NAME/bare and NAME/masked.",
                path=path,
            )
        found.setdefault(name, {state_: [] for state_ in _REGISTERED})[state].append(path)
    return found


def _resident(
    photos: dict[MaskState, list[Path]], rng: np.random.Generator
) -> tuple[dict[MaskState, list[Path]], list[tuple[MaskState, Path]]] | None:
    """A person's pictures to register with and to come with, bare and masked in turns; None where there are too few."""
    bare = {path.stem: path for path in photos[MaskState.BARE]}

    def drawn_on(path: Path) -> str:
        # Either part may hold further underscores, as Ada_Byron_0001_surgical_green does.
        return max((stem for stem in bare if path.stem.startswith(f"{stem}_")), key=len, default="")

    stems = [list(bare)[i] for i in rng.permutation(len(bare))]
    masked = [photos[MaskState.MASKED][i] for i in rng.permutation(len(photos[MaskState.MASKED]))]
    coming = set(stems[:_VISITS])
    # With a mask they come in the same two pictures where masks are drawn on: then most others are left to register with.
    masked_coming = sorted(masked, key=lambda path: drawn_on(path) not in coming)[:_VISITS]
    seen = coming | {drawn_on(path) for path in masked_coming} - {""}
    register = {
        MaskState.BARE: [bare[stem] for stem in stems if stem not in seen],
        MaskState.MASKED: [path for path in masked if path not in masked_coming and drawn_on(path) not in seen],
    }
    if len(masked_coming) < _VISITS or any(len(register[state]) < count for state, count in _REGISTERED.items()):
        return None
    pairs = zip([bare[stem] for stem in stems[:_VISITS]], masked_coming, strict=True)
    return register, [(state, picture) for pair in pairs for state, picture in zip(_REGISTERED, pair, strict=True)]


def _offer(session: EnrolmentSession, photos: dict[MaskState, list[Path]]) -> int:
    """Offer photos until there are as many as wanted of each state; returns how many were refused."""
    refused = 0
    for state, count in _REGISTERED.items():
        left = iter(photos[state])
        while count and (path := next(left, None)) is not None:
            if session.offer(load_photo(path), state).taken:
                count -= 1
            else:
                refused += 1
    return refused


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
