"""Who may pass: the vote over one track's sightings, then the rules of the door. Pure functions, `now` is an argument.

Unknown is the default. A name needs `agree` of the last `window` usable sightings of one track, each above the
threshold of its pairing and clear of the runner-up by a margin; everything else is refused with one reason.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from gatekeeper.domain import (
    Decision,
    DoorRule,
    Hours,
    Liveness,
    LivenessState,
    MaskRule,
    MaskState,
    Match,
    Outcome,
    Pairing,
    Person,
    Reason,
    Schedule,
    Sighting,
)
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.timezones import zone_of

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
    }
)
_QUOTE = '"'
_DAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a name takes.

    thresholds: the least similarity of each pairing; margin: by how much the nearest person must lead the runner-up;
    agree of window: how many of the last usable sightings must name the same person; patience: after how many
    sightings without a usable one the picture itself is refused.
    """

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
    """The settled answer of one track. person_id is None unless enough sightings agreed; then reason is GRANTED.

    mask: what covers the face as enough of the same sightings agree; None where they do not.
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
    """What the sightings of one track, oldest first, say; None while more must be seen."""
    seen = usable_sightings(sightings)
    # Whether a face is the same with a mask on as it was without is too uncertain: sightings of before the mask went on or
    # off do not speak for the face that is there now.
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
            # Some frames name somebody, too few the same person.
            return Vote(None, Reason.AMBIGUOUS, likely, float(max(counts.values())), float(policy.agree), mask=mask)
        if likely.similarity >= limit:
            return Vote(None, Reason.AMBIGUOUS, likely, likely.margin, lead_needed(likely, policy), mask=mask)
        return Vote(None, Reason.NOT_KNOWN, likely, likely.similarity, limit, mask=mask)
    unmatched = [s for s in sightings if s.match is None and not s.problems]
    if not usable and len(unmatched) >= policy.window:
        return Vote(None, Reason.NOT_KNOWN)  # there is nobody to be compared with, and the visit counts all the same
    failing = [s.problems[0] for s in sightings[-policy.patience :] if s.problems]
    if len(failing) >= policy.patience:
        name, _ = Counter(problem.name for problem in failing).most_common(1)[0]
        worst = next(problem for problem in reversed(failing) if problem.name == name)
        reason = Reason.TOO_SMALL if name == "size" else Reason.POOR_PICTURE
        return Vote(None, reason, None, worst.value, worst.limit, worst.remedy)
    return None


def usable_sightings(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Those that take part in the vote."""
    return [s for s in sightings if s.match is not None and not s.problems]


def agreed_mask(sightings: Iterable[Sighting], policy: Policy) -> MaskState | None:
    """What covers the face, as at least `agree` of the last `window` usable sightings say; None where no state has so
    many."""
    counts = Counter(s.mask for s in usable_sightings(sightings)[-policy.window :])
    state, agreed = counts.most_common(1)[0] if counts else (None, 0)
    return state if agreed >= policy.agree else None


def satisfies(mask: MaskState | None, rule: MaskRule) -> bool:
    """Whether a face covered so (None: uncertain) may pass a door with this rule."""
    wanted = {MaskRule.REQUIRED: MaskState.MASKED, MaskRule.OFF: MaskState.BARE}.get(rule)
    return wanted is None or mask is wanted


def box_colour(known: bool, mask: MaskState, rule: MaskRule, reason: Reason | None = None) -> BoxColour:
    """Known: what the door says by its reason, see `answer_colour`, or, before it has said anything, green where the face is
    covered as the door wants it and yellow where the mask must go on, up or off. Black: unknown with a mask; white: unknown
    and bare."""
    if not known:
        return BoxColour.WHITE if mask is MaskState.BARE else BoxColour.BLACK
    if reason is not None:
        return answer_colour(reason)
    return BoxColour.GREEN if satisfies(mask, rule) else BoxColour.YELLOW


def answer_colour(reason: Reason) -> BoxColour:
    """Green: the door opens; yellow: something is asked of who stands there, the mask or a PIN say, or the door has just
    opened; red: refused."""
    if reason in (Reason.GRANTED, Reason.BY_HAND):
        return BoxColour.GREEN
    return BoxColour.YELLOW if reason in _ASKS else BoxColour.RED


def named(match: Match, policy: Policy) -> int | None:
    """The person one sighting names: near enough for its pairing and clear of everybody else; else None."""
    near = match.similarity >= policy.thresholds[match.pairing]
    return match.person_id if near and match.margin >= lead_needed(match, policy) else None


def lead_needed(match: Match, policy: Policy) -> float:
    """By how much the nearest person must lead the runner-up: the margin, and more for who is barely near enough.

    What lies above the threshold and the lead together must reach twice the margin.
    """
    return max(policy.margin, 2 * policy.margin - (match.similarity - policy.thresholds[match.pairing]))


def decide(vote: Vote, person: Person | None, rule: DoorRule, last_opened: datetime | None, now: datetime) -> Decision:
    """The door's answer to a settled vote.

    person: whom the vote named, as the store knows them now (None if they are gone); last_opened: when this door last
    opened for them; now: UTC.
    """
    if vote.person_id is None or person is None or person.id != vote.person_id:
        reason = vote.reason if vote.reason is not Reason.GRANTED else Reason.NOT_KNOWN
        message = {
            Reason.NOT_KNOWN: Message("Not known. Please register at the door desk."),
            Reason.AMBIGUOUS: Message("Not sure who you are. Please look straight into the camera."),
        }.get(reason, vote.remedy)
        unknown = reason in (Reason.NOT_KNOWN, Reason.AMBIGUOUS)
        outcome = Outcome.UNKNOWN if unknown else Outcome.REFUSED
        return Decision(outcome, reason, message, None, vote.match, vote.value, vote.limit)

    def refused(reason: Reason, message: str, value: float | None = None, limit: float | None = None) -> Decision:
        return Decision(Outcome.REFUSED, reason, message, person.id, vote.match, value, limit)

    zone = zone_of(rule.timezone)
    local = now.astimezone(zone)
    if person.blocked:
        return refused(Reason.BLOCKED, Message("Your access is blocked. Please ask at the door desk."))
    if person.valid_from is not None and now < person.valid_from:
        start = told(person.valid_from, zone)
        return refused(Reason.NOT_YET_VALID, Message("Your access begins on {start}.", start=start))
    if person.valid_until is not None and now >= person.valid_until:
        day = last_day(person.valid_until, zone)
        end = day if day is not None else told(person.valid_until, zone)
        return refused(Reason.EXPIRED, Message("Your access ended on {end}. Please ask at the door desk.", end=end))
    if rule.groups:
        schedules = [rule.groups[group] for group in sorted(person.groups & rule.groups.keys())]
        if not schedules:
            return refused(
                Reason.WRONG_GROUP, Message("You are not registered for this door. Please ask at the door desk.")
            )
        if not any(schedule is None or within(schedule, local) for schedule in schedules):
            hours = described(schedule for schedule in schedules if schedule is not None)
            return refused(Reason.OUTSIDE_HOURS, Message("Outside your hours: {hours}.", hours=hours))
    if last_opened is not None:
        passed = (now - last_opened).total_seconds()
        # An opening that lies ahead was logged before the clock was set back.
        if 0 <= passed < rule.cooldown_seconds:
            return refused(Reason.COOLDOWN, Message("The door has just opened for you."), passed, rule.cooldown_seconds)
    if not satisfies(vote.mask, rule.mask):
        if rule.mask is MaskRule.OFF:
            return refused(Reason.MASK_OFF, Message("Please take your mask off."))
        if vote.mask is MaskState.WRONG:
            return refused(Reason.MASK_WRONG, Message("Please pull your mask over your nose."))
        return refused(Reason.MASK_NEEDED, Message("Please put on your mask."))
    return Decision(
        Outcome.OPENED,
        Reason.GRANTED,
        Message("Welcome, {name}.", name=person.name),
        person.id,
        vote.match,
        vote.value,
        vote.limit,
    )


def state_of(person: Person, now: datetime) -> str:
    """Whether somebody may come in at all: "active", "no consent", "blocked", "expired" or "not yet valid"."""
    if not person.consented:
        return "no consent"
    if person.blocked:
        return "blocked"
    if person.valid_until is not None and now >= person.valid_until:
        return "expired"
    return "not yet valid" if person.valid_from is not None and now < person.valid_from else "active"


def admitted(person: Person, rule: DoorRule, now: datetime, *, pin_missing: bool) -> tuple[Reason, Message]:
    """Whether a door opens for somebody: GRANTED with the hours as `describe` has them, "" for any time; else why it does
    not. pin_missing: the door asks for a PIN and they have none."""
    state = {
        "no consent": Reason.NOT_KNOWN,
        "blocked": Reason.BLOCKED,
        "expired": Reason.EXPIRED,
        "not yet valid": Reason.NOT_YET_VALID,
    }
    if (barred := state.get(state_of(person, now))) is not None:
        return barred, Message("")
    plans = [rule.groups[group] for group in sorted(rule.groups) if group in person.groups]
    if rule.groups and not plans:
        return Reason.WRONG_GROUP, Message("")
    if pin_missing:
        return Reason.NO_PIN, Message("")
    always = not rule.groups or None in plans
    return Reason.GRANTED, Message("") if always else described(plan for plan in plans if plan is not None)


def listed(groups: Iterable[str]) -> str:
    """Groups in one line, as `parse_groups` reads them: one that holds a comma stands in quotation marks."""
    return ", ".join(
        f'"{group.replace(_QUOTE, 2 * _QUOTE)}"' if {",", _QUOTE} & {*group} else group for group in sorted(groups)
    )


def parse_groups(text: str) -> tuple[str, ...]:
    """The groups of a line: night shift, "Sales, Marketing"."""
    fields = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(dict.fromkeys(part.strip() for part in fields if part.strip()))


def last_day(until: datetime, zone: tzinfo | None = None) -> date | None:
    """The day at whose end something is over, None where it is over in the midst of one. zone: the machine's for None."""
    local = until.astimezone(zone)
    if local.time() >= time(23, 59, 59):
        return local.date()
    return local.date() - timedelta(days=1) if local.time() == time() else None


def told(at: datetime, zone: tzinfo | None = None) -> date | datetime:
    """A moment as messages take it: local, and the day alone where that begins with it. zone: the machine's for None."""
    local = at.astimezone(zone).replace(tzinfo=None)
    return local.date() if local.time() == time() else local


def until(at: datetime) -> Message:
    """When something is over, in the machine's time: "the end of 2026-01-31" or "2026-01-31 08:00"."""
    day = last_day(at)
    return Message("{time}", time=told(at)) if day is None else Message("the end of {day}", day=day)


def validity(valid_from: datetime | None, valid_until: datetime | None) -> Message:
    """From when until when somebody may come in, in the machine's time."""
    if valid_from is None:
        return Message("always") if valid_until is None else Message("until {end}", end=until(valid_until))
    if valid_until is None:
        return Message("from {start}", start=told(valid_from))
    return Message("from {start} until {end}", start=told(valid_from), end=until(valid_until))


def moment(text: str, *, end: bool = False) -> datetime:
    """A day or a time of the machine's zone as people write it, in UTC: 2026-01-31, 2026-01-31T08:00 or 31.01.2026.

    end: of a day alone its end is meant. Raises ValueError.
    """
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip()):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        at = datetime.fromisoformat(text.strip())
        if end and re.fullmatch(r"[\d-]+", text.strip()):  # there is no time
            at += timedelta(days=1)
        return at.astimezone(UTC)
    except (OverflowError, OSError) as error:  # before or after all calendars
        raise ValueError(str(error)) from error


def parse_hours(text: str) -> Hours:
    """One weekly span as it is written: "mon-fri 08:00-18:00", "sat,sun 22:00-02:00". Raises ConfigError."""
    found = re.fullmatch(r"([a-z,-]+)\s+(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)", text.strip().lower())
    short = [day[:3].lower() for day in _DAYS]
    try:
        if found is None:
            raise ValueError(Message("it is not DAYS FROM-TO"))
        weekdays: set[int] = set()
        for part in found[1].split(","):
            ends = [short.index(day) for day in part.split("-")]
            if len(ends) > 2:
                raise ValueError(Message("{part} is no range of days", part=part))
            # "fri-mon" runs over the end of the week.
            weekdays |= {(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)}
        start = time(int(found[2]), int(found[3]))
        end = time() if found[4] + found[5] == "2400" else time(int(found[4]), int(found[5]))  # the end of the day
    except ValueError as error:
        raise ConfigError(
            "{text!r} is no span of hours: {error}.",
            'Write it as "mon-fri 08:00-18:00" or "sat,sun 22:00-02:00".',
            text=text,
            error=error,
        ) from error
    return Hours(frozenset(weekdays), start, end)


def require_life(decision: Decision, liveness: Liveness) -> Decision:
    """The decision if a living person stands there; else a refusal, for a picture and for a check that did not run."""
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


def ask_for_pin(decision: Decision, has_pin: bool) -> Decision:
    """What a door that wants a PIN as well says instead of opening."""
    if has_pin:
        return instead(decision, Reason.PIN_NEEDED, Message("Please enter your PIN."))
    return instead(
        decision, Reason.NO_PIN, Message("This door asks for a PIN and you have none. Please ask at the door desk.")
    )


def instead(decision: Decision, reason: Reason, message: str) -> Decision:
    """A refusal of the same person in the place of a decision."""
    return replace(decision, outcome=Outcome.REFUSED, reason=reason, message=message)


def within(schedule: Schedule, local: datetime) -> bool:
    """Whether a moment, in the door's local time, falls into one of the schedule's spans."""
    return any(_spans(hours, local) for hours in schedule.hours)


def describe(schedule: Schedule) -> Message:
    """The hours in words: "Monday, Tuesday 08:00 to 18:00"."""
    return described([schedule])


def described(schedules: Iterable[Schedule]) -> Message:
    """The hours of schedules, one after the other."""
    spans = [_span(hours) for schedule in schedules for hours in schedule.hours]
    return Message("{spans:; }", spans=spans) if spans else Message("never")


def _span(hours: Hours) -> Message:
    days = sorted(hours.weekdays)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        names = Message("{first} to {last}", first=_DAYS[days[0]], last=_DAYS[days[-1]])
    else:
        names = Message("{days:, }", days=[_DAYS[day] for day in days])
    return Message("{days} {start} to {end}", days=names, start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def _spans(hours: Hours, local: datetime) -> bool:
    clock = local.time()
    if hours.start < hours.end:
        return local.weekday() in hours.weekdays and hours.start <= clock < hours.end
    # Past midnight: the evening belongs to its own day, the small hours to the day before.
    if clock >= hours.start:
        return local.weekday() in hours.weekdays
    return clock < hours.end and (local - timedelta(days=1)).weekday() in hours.weekdays


def _middle(matches: Sequence[Match]) -> Match:
    """The match of median similarity, so that one lucky frame does not speak for a track."""
    value = median([m.similarity for m in matches])
    return min(matches, key=lambda m: abs(m.similarity - value))
