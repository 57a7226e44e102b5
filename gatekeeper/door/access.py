"""Who may pass: the vote over one track's sightings, then the rules of the door. Pure functions, `now` is an argument.

Unknown is the default. A name needs `agree` of the last `window` usable sightings of one track, each above the
threshold of its pairing and clear of the runner-up by a margin; everything else is refused with one reason.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from gatekeeper.domain import (
    Decision,
    Direction,
    Liveness,
    LivenessState,
    MaskState,
    Match,
    Outcome,
    Pairing,
    Person,
    Presence,
    Reason,
    Sighting,
)
from gatekeeper.door.hours import described
from gatekeeper.door.rules import examined, last_day, local_day_or_time, passback, pin, satisfies, second
from gatekeeper.door_rule import DoorRule, MaskRule
from gatekeeper.messages import Message
from gatekeeper.timezones import end_of, from_the_clock

_ASKS = frozenset(
    {
        Reason.AMBIGUOUS,
        Reason.TOO_SMALL,
        Reason.POOR_PICTURE,
        Reason.COOLDOWN,
        Reason.MASK_NEEDED,
        Reason.MASK_WRONG,
        Reason.MASK_OFF,
        Reason.PIN_NEEDED,
        Reason.SECOND_NEEDED,
        Reason.INTERLOCKED,
    }
)
_QUOTE = '"'
_LISTED = re.compile(r'\s*(?:"((?:[^"]|"")*)(?:"|$)|([^,]*?))\s*(?:,|$)')  # in quotation marks, or as it stands


@dataclass(frozen=True, slots=True)
class Policy:
    """What recognition requires. thresholds: the lowest similarity accepted for each pairing; margin: by how much the nearest
    person must lead the runner-up; agree of window: how many of the last usable sightings must name the same person; patience:
    after how many sightings without a usable one, or twice as many with too few, the picture itself is refused."""

    thresholds: Mapping[Pairing, float]
    margin: float = 0.01
    agree: int = 4
    window: int = 6
    patience: int = 15

    def __post_init__(self) -> None:
        if not 0 < self.agree <= self.window < 2 * self.agree:
            raise ValueError(f"agree of window must be a majority, not {self.agree} of {self.window}")


@dataclass(frozen=True, slots=True)
class Vote:
    """The settled answer of one track. person_id is None unless enough sightings agreed; if they did, reason is GRANTED.

    mask: what covers the face according to enough of the same sightings; None if they do not agree.
    """

    person_id: int | None
    reason: Reason
    match: Match | None = None
    value: float | None = None
    limit: float | None = None
    remedy: str = ""
    mask: MaskState | None = None


class BoxColour(StrEnum):
    """The colour of the box around a face on the screen."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLACK = "black"
    WHITE = "white"


def vote(sightings: Sequence[Sighting], policy: Policy) -> Vote | None:
    """The result of one track's sightings, oldest first; None while more sightings are needed."""
    seen = usable_sightings(sightings)
    # Whether a face is the same with and without a mask is too uncertain: sightings from before the mask was put on or taken
    # off do not count for the present face.
    usable = [s for s in seen if (s.mask is MaskState.BARE) is (seen[-1].mask is MaskState.BARE)][-policy.window :]
    names = [named(s.match, policy) for s in usable if s.match is not None]
    matches = [s.match for s in usable if s.match is not None]
    counts = Counter(name for name in names if name is not None)
    mask = agreed_mask(seen, policy)
    if counts:
        person, agreed = counts.most_common(1)[0]
        if agreed >= policy.agree and (mask is not None or len(seen) >= policy.window):
            own = _middle([m for m, name in zip(matches, names, strict=True) if name == person])
            return Vote(person, Reason.GRANTED, own, own.similarity, policy.thresholds[own.pairing], mask=mask)
    if len(usable) == policy.window:
        likely = _middle(matches)
        limit = policy.thresholds[likely.pairing]
        if counts:
            # Some frames name somebody, but too few the same person.
            return Vote(None, Reason.AMBIGUOUS, likely, float(max(counts.values())), float(policy.agree), mask=mask)
        if likely.similarity >= limit:
            return Vote(None, Reason.AMBIGUOUS, likely, likely.margin, lead_needed(likely, policy), mask=mask)
        return Vote(None, Reason.NOT_KNOWN, likely, likely.similarity, limit, mask=mask)
    unmatched = [s for s in sightings if s.match is None and not s.problems]
    if not usable and len(unmatched) >= policy.window:
        return Vote(None, Reason.NOT_KNOWN)  # there is nobody to compare with, but the visit still counts
    # A person gets an answer after `patience` sightings that all fail, or after twice as many of which most fail: a few good
    # ones in between must not keep somebody waiting for nothing.
    last = [s.problems[0] if s.problems else None for s in sightings[-2 * policy.patience :]]
    failing = [problem for problem in last if problem is not None]
    if len(failing) >= policy.patience and (None not in last[-policy.patience :] or len(last) == 2 * policy.patience):
        name, _ = Counter(problem.name for problem in failing).most_common(1)[0]
        worst = next(problem for problem in reversed(failing) if problem.name == name)
        reason = Reason.TOO_SMALL if name == "size" else Reason.POOR_PICTURE
        return Vote(None, reason, None, worst.value, worst.limit, worst.remedy)
    return None


def usable_sightings(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that take part in the vote."""
    return [s for s in sightings if s.match is not None and not s.problems]


def agreed_mask(sightings: Iterable[Sighting], policy: Policy) -> MaskState | None:
    """The mask state on which at least `agree` of the last `window` usable sightings agree; None if there is none."""
    counts = Counter(s.mask for s in usable_sightings(sightings)[-policy.window :])
    state, agreed = counts.most_common(1)[0] if counts else (None, 0)
    return state if agreed >= policy.agree else None


def box_colour(recognised: bool, mask: MaskState, rule: MaskRule, reason: Reason | None = None) -> BoxColour:
    """The colour for a person in view. Known people: once the door has answered, the colour of its reason, see `answer_colour`;
    before that, green if the face is covered as the door requires and yellow if the mask must be put on, pulled up or taken
    off. Unknown people: black with a mask, white without."""
    if not recognised:
        return BoxColour.WHITE if mask is MaskState.BARE else BoxColour.BLACK
    if reason is not None:
        return answer_colour(reason)
    return BoxColour.GREEN if satisfies(mask, rule) else BoxColour.YELLOW


def answer_colour(reason: Reason) -> BoxColour:
    """Green: the door opens; yellow: the person is asked for something, such as the mask or a PIN, or the door has just opened;
    red: refused."""
    if reason in (Reason.GRANTED, Reason.PASSBACK_OPENED, Reason.BY_HAND, Reason.OPENED_FOR_ALL):
        return BoxColour.GREEN
    return BoxColour.YELLOW if reason in _ASKS else BoxColour.RED


def named(match: Match, policy: Policy) -> int | None:
    """The person named by one sighting: above the threshold of its pairing and clear of everybody else; otherwise None."""
    near = match.similarity >= policy.thresholds[match.pairing]
    return match.person_id if near and match.margin >= lead_needed(match, policy) else None


def lead_needed(match: Match, policy: Policy) -> float:
    """By how much the nearest person must lead the runner-up: the margin, and more for a face barely above the threshold.

    The excess over the threshold and the lead together must reach twice the margin.
    """
    return max(policy.margin, 2 * policy.margin - (match.similarity - policy.thresholds[match.pairing]))


def decide(vote: Vote, person: Person | None, rule: DoorRule, last_opened: datetime | None, now: datetime) -> Decision:
    """The door's answer to a settled vote.

    person: the person named by the vote, as currently stored (None if deleted); last_opened: when this door last opened for
    them; now: UTC.
    """
    if vote.person_id is None or person is None or person.id != vote.person_id or not person.consented:
        reason = vote.reason if vote.reason is not Reason.GRANTED else Reason.NOT_KNOWN
        message = {
            Reason.NOT_KNOWN: Message("Not known. Please register at the door desk."),
            Reason.AMBIGUOUS: Message("Not sure who you are. Please look straight into the camera."),
        }.get(reason, vote.remedy)
        unknown = reason in (Reason.NOT_KNOWN, Reason.AMBIGUOUS)
        outcome = Outcome.UNKNOWN if unknown else Outcome.REFUSED
        return Decision(outcome, reason, message, None, vote.match, vote.value, vote.limit)

    for step in examined(person, rule, vote.mask, last_opened, now):
        if not step.passes:
            return Decision(Outcome.REFUSED, step.reason, step.message, person.id, vote.match, step.value, step.limit)
    return Decision(
        Outcome.OPENED,
        Reason.GRANTED,
        Message("Welcome, {name}.", name=person.name),
        person.id,
        vote.match,
        vote.value,
        vote.limit,
    )


def state_of(person: Person, now: datetime, *, has_photo: bool = True) -> str:
    """Whether a person may come in at all: "active", "no consent", "blocked", "expired", "not yet valid", or "no photo" where
    nothing else keeps them out."""
    if not person.consented:
        return "no consent"
    if person.blocked:
        return "blocked"
    if person.valid_until is not None and now >= person.valid_until:
        return "expired"
    if person.valid_from is not None and now < person.valid_from:
        return "not yet valid"
    return "active" if has_photo else "no photo"


def admitted(person: Person, rule: DoorRule, now: datetime, *, pin_missing: bool) -> tuple[Reason, Message]:
    """Whether a door opens for a person: GRANTED with the hours as worded by `describe`, "" for any time; otherwise the reason
    why not. pin_missing: the door asks for a PIN and the person has none."""
    state = {
        "no consent": Reason.NOT_KNOWN,
        "blocked": Reason.BLOCKED,
        "expired": Reason.EXPIRED,
        "not yet valid": Reason.NOT_YET_VALID,
    }
    if (barred := state.get(state_of(person, now))) is not None:
        return barred, Message("")
    plans = [rule.groups[group] for group in sorted(rule.groups) if group in person.groups]
    if (rule.groups and not plans) or (person.doors is not None and rule.door not in person.doors):
        return Reason.WRONG_GROUP, Message("")
    if pin_missing:
        return Reason.NO_PIN, Message("")
    always = not rule.groups or None in plans
    return Reason.GRANTED, Message("") if always else described(plan for plan in plans if plan is not None)


def listed(groups: Iterable[str]) -> str:
    """Groups in one line that `parse_groups` can read; a name with a comma, or a space at its end, is put in quotation
    marks."""
    return ", ".join(
        f'"{group.replace(_QUOTE, 2 * _QUOTE)}"' if {",", _QUOTE} & {*group} or group != group.strip() else group
        for group in sorted(groups)
    )


def shut_to(groups: Collection[str], doors: Collection[str], rules: Sequence[DoorRule]) -> list[DoorRule]:
    """Which doors somebody of these groups was meant to pass and may not, whatever the time: of the doors named, each that
    admits none of the groups; where none is named, every door, but only if not a single one admits them."""
    meant = [rule for rule in rules if not doors or rule.door in doors]
    shut = [rule for rule in meant if rule.groups and not rule.groups.keys() & set(groups)]
    return shut if doors or len(shut) == len(meant) else []


def parse_groups(text: str) -> tuple[str, ...]:
    """Parse groups from one line: night shift, "Sales, Marketing". Spaces within quotation marks stay."""
    parts = (quoted.replace(2 * _QUOTE, _QUOTE) or bare for quoted, bare in _LISTED.findall(text))
    return tuple(dict.fromkeys(part for part in parts if part.strip()))


def until(end: datetime) -> Message:
    """The end of a validity, in the site's time: "the end of 2026-01-31" or "2026-01-31 08:00"."""
    day = last_day(end)
    return Message("{time}", time=local_day_or_time(end)) if day is None else Message("the end of {day}", day=day)


def validity(valid_from: datetime | None, valid_until: datetime | None) -> Message:
    """The period in which a person may come in, in the site's time."""
    if valid_from is None:
        return Message("always") if valid_until is None else Message("until {end}", end=until(valid_until))
    if valid_until is None:
        return Message("from {start}", start=local_day_or_time(valid_from))
    return Message("from {start} until {end}", start=local_day_or_time(valid_from), end=until(valid_until))


def moment(text: str, *, end: bool = False) -> datetime:
    """A written day or time of the site's, in UTC: 2026-01-31, 2026-01-31T08:00, 31.01.2026 or 2026-W05, a week of ISO 8601.
    end: a day or a week without a time means its end.

    Raises ValueError."""
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip()):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        time = datetime.fromisoformat(text.strip())
        if end and re.fullmatch(r"[\dW-]+", text.strip()):  # no time given
            week = re.fullmatch(r"\d{4}-?W\d\d", text.strip())
            return end_of(time.date() + timedelta(days=6 if week else 0))
        return from_the_clock(time)
    except (OverflowError, OSError) as error:  # outside the supported range of dates
        raise ValueError(str(error)) from error


def unless_barred(decision: Decision, why: str) -> Decision:
    """The decision, unless the door is barred for everybody; then a refusal that gives that reason. See `Door.bar`."""
    return instead(decision, Reason.LOCKED_DOWN, why) if decision.opens and why else decision


def require_life(decision: Decision, liveness: Liveness) -> Decision:
    """The decision if a living person is there; otherwise a refusal, both for a picture and for a check that did not run."""
    if not decision.opens or liveness.state is LivenessState.LIVE:
        return decision
    reason = Reason.NOT_LIVE if liveness.state is LivenessState.NOT_LIVE else Reason.LIVENESS_UNCHECKED
    return replace(
        decision,
        outcome=Outcome.REFUSED,
        reason=reason,
        message=liveness.message,
        value=liveness.score,
        limit=liveness.limit,
    )


def against_passback(
    decision: Decision, presence: Presence | None, direction: Direction | None, rule: DoorRule, now: datetime
) -> Decision:
    """The decision, unless somebody passes in the same direction twice; then a refusal, or an opening with an alarm (see
    `Passback`). presence: where they are according to the log, None if unknown; direction: the direction of this passage."""
    if not decision.opens:
        return decision
    step = passback(rule, presence, direction, now)
    if not step.passes:
        return instead(decision, step.reason, step.message)
    return replace(decision, reason=Reason.PASSBACK_OPENED) if step.told else decision


def ask_for_pin(decision: Decision, has_pin: bool) -> Decision:
    """The answer of a door that also requires a PIN: ask for it instead of opening."""
    asked = pin(has_pin)
    return instead(decision, Reason.PIN_NEEDED if asked.passes else asked.reason, asked.message)


def ask_for_second(decision: Decision, rule: DoorRule) -> Decision:
    """The answer to the first person at a door that opens only for two."""
    return instead(decision, Reason.SECOND_NEEDED, second(rule).message)


def instead(decision: Decision, reason: Reason, message: str) -> Decision:
    """A refusal of the same person, replacing a decision."""
    return replace(decision, outcome=Outcome.REFUSED, reason=reason, message=message)


def _middle(matches: Sequence[Match]) -> Match:
    """The match of median similarity, so that one lucky frame does not decide for a track."""
    value = median([m.similarity for m in matches])
    return min(matches, key=lambda m: abs(m.similarity - value))
