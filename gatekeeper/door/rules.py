"""The rules of a door, one after the other: what each says of a person, and which one decides. Pure functions.

The door's own decision (`access.decide`) and the answer to "why may they (not) pass?" (`why`) both walk through `examined`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from gatekeeper.domain import Direction, MaskState, Person, Presence, Reason
from gatekeeper.door.hours import begun_on, described, holiday_on, listed_hours, within
from gatekeeper.door_rule import DoorRule, MaskRule, Passback, Schedule
from gatekeeper.messages import Message
from gatekeeper.timezones import LAST_MOMENT, local_time, on_the_clock, seen_in, zone_of


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule says of a person. reason: GRANTED if it lets them pass; rule: the rule's wording, for the desk; message:
    for the person, empty if they pass; value, limit: what was measured and what is required, where that applies.

    asks: they pass, and the door asks them for something; told: they pass, and it raises an alarm.
    """

    reason: Reason
    rule: str
    message: str = ""
    value: float | None = None
    limit: float | None = None
    asks: bool = False
    told: bool = False

    @property
    def passes(self) -> bool:
        """Whether the rule lets them pass."""
        return self.reason is Reason.GRANTED


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person may, or may not, pass a door: the rules in the order in which the door asks them, up to the first that keeps
    it shut."""

    steps: tuple[Step, ...]

    @property
    def opens(self) -> bool:
        """Whether the door opens for them, once they do what is asked."""
        return self.decides.passes

    @property
    def decides(self) -> Step:
        """The rule that decides: the one that keeps the door shut, otherwise the one that says when they may come."""
        refused = next((step for step in self.steps if not step.passes), None)
        return refused or self.steps[_HOURS_AT]


def why(
    person: Person,
    rule: DoorRule,
    last_opened: datetime | None,
    now: datetime,
    *,
    asks_for_pin: bool,
    has_pin: bool,
    presence: Presence | None = None,
    direction: Direction | None = None,
    has_photo: bool = True,
    barred: str = "",
) -> Why:
    """Why a door would or would not open for a person who wears a mask as the door requires and is alive. now: UTC; presence,
    direction: see `passback`; barred: why the door is shut for everybody, see `Door.bar`."""
    worn = MaskState.MASKED if rule.mask is MaskRule.REQUIRED else MaskState.BARE
    steps = list(examined(person, rule, worn, last_opened, now))
    if steps[0].passes and not has_photo:
        steps[1:] = [_NO_PHOTO]
    if steps[-1].passes and barred:
        steps.append(Step(Reason.LOCKED_DOWN, barred, barred))
    if steps[-1].passes and rule.passback is not Passback.OFF and direction is not None:
        steps.append(passback(rule, presence, direction, now))
    if steps[-1].passes and asks_for_pin:
        steps.append(pin(has_pin))
    if steps[-1].passes and rule.interlock:
        steps.append(_interlocked(rule))
    if steps[-1].passes and rule.two_people_seconds:
        steps.append(second(rule))
    return Why(tuple(steps))


def examined(
    person: Person, rule: DoorRule, mask: MaskState | None, last_opened: datetime | None, now: datetime
) -> Iterator[Step]:
    """What a door's rules say of a person standing before it, one after the other, ending with the first that does not let them
    pass. mask: what covers their face, None if uncertain; last_opened: for them; now: UTC."""
    zone = zone_of(rule.timezone)
    for step in (
        _consent(person),
        _blocked(person),
        _valid(person, now, zone),
        _group(person, rule),
        _hours(person, rule, seen_in(now, zone)),
        _cooldown(rule, last_opened, now),
        _mask(rule.mask, mask),
    ):
        yield step
        if not step.passes:
            return


_HOURS_AT = 4
_NO_PHOTO = Step(
    Reason.NOT_KNOWN,
    Message("They have no photo: no door recognises them."),
    Message("Not known. Please register at the door desk."),
)
# An opening that lies further ahead than this was put on record before the clock was set back; the clocks of doors that decide
# at the same time differ by less.
_SET_BACK = timedelta(minutes=1)


def pin(has_pin: bool) -> Step:
    """The answer of a door that also requires a PIN: it asks for the PIN, or the person has none."""
    if has_pin:
        return Step(Reason.GRANTED, Message("A PIN must be entered."), Message("Please enter your PIN."), asks=True)
    return Step(
        Reason.NO_PIN,
        Message("A PIN must be entered, and none is set for them."),
        Message("This door asks for a PIN and you have none. Please ask at the door desk."),
    )


def second(rule: DoorRule) -> Step:
    """The answer to the first person at a door that opens only for two."""
    n = round(rule.two_people_seconds)
    return Step(
        Reason.GRANTED,
        Message("A second person must be let in within {n} second(s).", n=n),
        Message("Please wait: a second person must be recognised within {n} second(s).", n=n),
        asks=True,
    )


def _interlocked(rule: DoorRule) -> Step:
    return Step(Reason.GRANTED, Message("These doors must be shut: {doors}.", doors=sorted(rule.interlock)), asks=True)


def passback(rule: DoorRule, presence: Presence | None, direction: Direction | None, now: datetime) -> Step:
    """The answer of a door to a person who goes in and is inside already, or goes out and has left, as far as its rule counts
    passages.

    The way out opens even if the rule is hard, and raises an alarm: people get inside unseen (behind somebody else, through a
    door that is kept open), and must be able to leave. presence: where they are according to the record, None if unknown;
    direction: of this passage; now: UTC. If doors have stood open since, their presence is unknown as well.
    """
    if presence is None or presence.doubtful or not _went_before(rule, presence, direction, now):
        return Step(Reason.GRANTED, Message("They do not go the same way twice."))
    moment = local_day_or_time(presence.at, zone_of(rule.timezone))
    if not presence.door:  # corrected by hand
        inside, left = (
            Message("They are inside already, since {at}.", at=moment),
            Message("They have left already, at {at}.", at=moment),
        )
    else:
        inside = Message("They are inside already, since {at} by {door}.", at=moment, door=presence.door)
        left = Message("They have left already, at {at} by {door}.", at=moment, door=presence.door)
    statement = inside if presence.inside else left
    if rule.passback is Passback.SOFT or not presence.inside:
        return Step(Reason.GRANTED, statement, told=True)
    if not presence.door:
        return Step(
            Reason.PASSBACK,
            statement,
            Message("You are inside already, since {at}. Please ask at the door desk.", at=moment),
        )
    message = Message(
        "You are inside already, since {at} by {door}. Please ask at the door desk.", at=moment, door=presence.door
    )
    return Step(Reason.PASSBACK, statement, message)


def _went_before(rule: DoorRule, presence: Presence, direction: Direction | None, now: datetime) -> bool:
    if rule.passback is Passback.OFF or presence.direction is not direction:
        return False
    if presence.at - now > _SET_BACK:
        return False
    if rule.passback_hours and now - presence.at >= timedelta(hours=rule.passback_hours):
        return False
    if rule.passback_reset is not None:
        zone = zone_of(rule.timezone)
        today = seen_in(now, zone).date()
        reset = local_time(today, rule.passback_reset, zone)
        if reset > now:
            reset = local_time(today - timedelta(days=1), rule.passback_reset, zone)
        return presence.at >= reset
    return True


def satisfies(mask: MaskState | None, rule: MaskRule) -> bool:
    """Whether a face with this covering (None: uncertain) may pass a door with this rule."""
    required = {MaskRule.REQUIRED: MaskState.MASKED, MaskRule.OFF: MaskState.BARE}.get(rule)
    return required is None or mask is required


def last_day(until: datetime, zone: tzinfo | None = None) -> date | None:
    """The day at whose end something expires, None if it expires during a day. zone: the site's for None."""
    if until >= LAST_MOMENT:
        return date.max
    local = _local(until, zone)
    return local.date() if local.time() >= time(23, 59, 59) else _day_before(until, zone)


def local_day_or_time(moment: datetime, zone: tzinfo | None = None) -> date | datetime:
    """A moment as used in messages: local, and only the day if the moment is its beginning. zone: the site's for None."""
    local = _local(moment, zone).replace(tzinfo=None)
    return local.date() if _day_before(moment, zone) is not None else local


def _day_before(moment: datetime, zone: tzinfo | None) -> date | None:
    """The day that ends at a moment, None if none does. Where summer time begins at midnight the next day begins at 01:00."""
    try:
        before = _local(moment - datetime.resolution, zone).date()
    except OverflowError:  # it is the first moment there is
        return None
    return before if before < _local(moment, zone).date() else None


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    return on_the_clock(moment) if zone is None else seen_in(moment, zone)


def _consent(person: Person) -> Step:
    if person.consented:
        return Step(Reason.GRANTED, Message("Consent to be recognised is on record."))
    return Step(
        Reason.NOT_KNOWN,
        Message("No consent to be recognised is on record: no door knows them."),
        Message("Not known. Please register at the door desk."),
    )


def _blocked(person: Person) -> Step:
    if not person.blocked:
        return Step(Reason.GRANTED, Message("Access is not blocked."))
    return Step(
        Reason.BLOCKED,
        Message("Access is blocked."),
        Message("Your access is blocked. Please ask at the door desk."),
    )


def _valid(person: Person, now: datetime, zone: tzinfo) -> Step:
    if person.valid_from is not None and now < person.valid_from:
        start = local_day_or_time(person.valid_from, zone)
        return Step(
            Reason.NOT_YET_VALID,
            Message("Access begins on {start}.", start=start),
            Message("Your access begins on {start}.", start=start),
        )
    if person.valid_until is None:
        return Step(Reason.GRANTED, Message("Access does not end."))
    day = last_day(person.valid_until, zone)
    end = day if day is not None else local_day_or_time(person.valid_until, zone)
    if now >= person.valid_until:
        return Step(
            Reason.EXPIRED,
            Message("Access ended on {end}.", end=end),
            Message("Your access ended on {end}. Please ask at the door desk.", end=end),
        )
    return Step(Reason.GRANTED, Message("Access ends on {end}.", end=end))


def _group(person: Person, rule: DoorRule) -> Step:
    if person.doors is not None and rule.door not in person.doors:
        return Step(
            Reason.WRONG_GROUP,
            Message("They may pass these doors only: {doors}.", doors=sorted(person.doors)),
            Message("You are not registered for this door. Please ask at the door desk."),
        )
    if not rule.groups:
        return Step(Reason.GRANTED, Message("The door admits everybody who is registered."))
    own_groups = sorted(person.groups & rule.groups.keys())
    admitted = sorted(rule.groups)
    if own_groups:
        return Step(
            Reason.GRANTED,
            Message("The door admits {groups}; they are in {theirs}.", groups=admitted, theirs=own_groups),
        )
    return Step(
        Reason.WRONG_GROUP,
        Message("The door admits {groups}; they are in none of these groups.", groups=admitted),
        Message("You are not registered for this door. Please ask at the door desk."),
    )


def _hours(person: Person, rule: DoorRule, local: datetime) -> Step:
    if not rule.groups:
        return Step(Reason.GRANTED, Message("At any time."))
    plans = [(group, rule.groups[group]) for group in sorted(person.groups & rule.groups.keys())]
    for group, plan in plans:
        if plan is None:
            return Step(Reason.GRANTED, Message("The group {group} may pass at any time.", group=group))
        if within(plan, local, rule.holidays):
            return Step(Reason.GRANTED, Message("{hours}: that is now.", hours=_told(group, plan, rule, local)))
    # If that day is a holiday, the person is told the hours that count on it.
    schedules = [plan for _, plan in plans if plan is not None]
    holiday = _kept(schedules, rule, local)
    if holiday is None:
        message = Message("Outside your hours: {hours}.", hours=described(schedules))
    else:
        spans = [span for plan in schedules for span in begun_on(plan, local.date(), rule.holidays)]
        message = Message(
            "Outside your hours: {hours}.",
            hours=Message("{holiday}: {hours}", holiday=holiday, hours=listed_hours(dict.fromkeys(spans))),
        )
    return Step(
        Reason.OUTSIDE_HOURS,
        Message(
            "{hours:; }: that is not now.",
            hours=[_told(group, plan, rule, local) for group, plan in plans if plan is not None],
        ),
        message,
    )


def _told(group: str, plan: Schedule, rule: DoorRule, local: datetime) -> Message:
    """A group, its schedule and hours, and the holiday that replaces them."""
    holiday = _kept([plan], rule, local)
    if holiday is None:
        return Message(
            "The group {group} follows the schedule {schedule} ({hours})",
            group=group,
            schedule=plan.name,
            hours=described([plan]),
        )
    spans = listed_hours(begun_on(plan, local.date(), rule.holidays))
    return Message(
        "The group {group} follows the schedule {schedule}, on the holiday {holiday} ({hours})",
        group=group,
        schedule=plan.name,
        holiday=holiday,
        hours=spans,
    )


def _kept(plans: list[Schedule], rule: DoorRule, local: datetime) -> str | None:
    """The name of the holiday that gives some of the schedules other hours that day."""
    holiday = holiday_on(local.date(), rule.holidays)
    heeded = any(plan.heeds_holidays and plan.hours for plan in plans)
    return holiday.name if holiday is not None and heeded else None


def _cooldown(rule: DoorRule, last_opened: datetime | None, now: datetime) -> Step:
    if last_opened is not None:
        passed = (now - last_opened).total_seconds()
        # An opening in the future was logged before the clock was set back.
        if 0 <= passed < rule.cooldown_seconds:
            return Step(
                Reason.COOLDOWN,
                Message("The door opened for them {passed:.0f} seconds ago.", passed=passed),
                Message("The door has just opened for you."),
                passed,
                rule.cooldown_seconds,
            )
    return Step(Reason.GRANTED, Message("The door has not just opened for them."))


def _mask(rule: MaskRule, mask: MaskState | None) -> Step:
    texts = {
        MaskRule.REQUIRED: Message("A mask must be worn."),
        MaskRule.OPTIONAL: Message("A mask may be worn."),
        MaskRule.OFF: Message("Masks must be taken off."),
    }
    if satisfies(mask, rule):
        return Step(Reason.GRANTED, texts[rule], asks=rule is not MaskRule.OPTIONAL)
    if rule is MaskRule.OFF:
        return Step(Reason.MASK_OFF, texts[rule], Message("Please take your mask off."))
    if mask is MaskState.WRONG:
        return Step(Reason.MASK_WRONG, texts[rule], Message("Please pull your mask over your nose."))
    return Step(Reason.MASK_NEEDED, texts[rule], Message("Please put on your mask."))
