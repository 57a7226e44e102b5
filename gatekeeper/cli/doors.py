"""`gatekeeper doors …`."""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.errors import ConfigError, StoreError
from gatekeeper.messages import Message

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.door_rule import DoorRule, Schedule

from gatekeeper.cli.session import (
    DoorArgument,
    JsonOption,
    PersonArgument,
    WhyOption,
    YesOption,
    advise,
    agreed,
    desk_of,
    moment,
    number,
    open_home,
    pasteable,
    print_json,
    print_table,
)
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

doors_app = typer.Typer(no_args_is_help=True, help="Doors: whom each admits, and when.")


@doors_app.command("list")
def doors_list(json_: JsonOption = False) -> None:
    """List the doors and whom each admits."""
    with open_home(reading=True) as opened:
        configured = [door.name for door in opened.settings.doors]
        rules = [opened.doors.rule_of(name) for name in sorted({*opened.people.doors(), *configured})]
        order = _order_in_words(opened)
    _show_rules(rules, json_, configured)
    if order:
        typer.echo(order, err=True)


@doors_app.command("show")
def doors_show(door: DoorArgument, json_: JsonOption = False) -> None:
    """Show a door's rule."""
    with open_home(reading=True) as opened:
        configured = [settings.name for settings in opened.settings.doors]
        rule = opened.doors.rule_of(door)
        order = _order_in_words(opened)
    _show_rules([rule], json_, configured)
    if order:
        typer.echo(order, err=True)


@doors_app.command("set")
def doors_set(
    door: DoorArgument,
    admit: Annotated[
        list[str] | None,
        typer.Option(help="GROUP, or GROUP=SCHEDULE to limit it to hours; may be repeated. Nobody else is admitted."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="Admit everybody registered, at any time.")] = False,
    unlock: Annotated[
        float | None,
        number("--unlock", 0.5, 60, "seconds", "How long the door stays unlocked"),
    ] = None,
    cooldown: Annotated[
        float | None,
        number("--cooldown", 0, 86400, "seconds", "How long it does not open again for the same person"),
    ] = None,
    timezone: Annotated[str, typer.Option(help="IANA time zone of the door, in which schedules apply.")] = "",
    mask: Annotated[str, typer.Option(help="required, optional, or off (must be taken off).")] = "",
    two_people: Annotated[
        float | None,
        number("--two-people", 0, 300, "seconds", "Open only for two people within this time; 0: for each alone"),
    ] = None,
    interlock: Annotated[
        list[str] | None,
        typer.Option(help="A DOOR that must be shut before this one opens, and vice versa; may be repeated."),
    ] = None,
    no_interlock: Annotated[bool, typer.Option("--no-interlock", help="Remove the interlock.")] = False,
    hold_open: Annotated[str, typer.Option(help="SCHEDULE during which it stays unlocked; never for none.")] = "",
    after_first: Annotated[
        bool | None,
        typer.Option(
            "--after-first/--at-once", help="Unlock only after the first person was let in during those hours."
        ),
    ] = None,
    second_factor: Annotated[
        str, typer.Option(help="auto (a PIN until liveness is measured here), pin, or none.")
    ] = "",
    passback: Annotated[
        str,
        typer.Option(help="If somebody already inside enters: off (nothing), soft (opens, alarm), or hard (refuses)."),
    ] = "",
    passback_hours: Annotated[
        float | None,
        number("--passback-hours", 0, 744, "hours", "When passback forgets that somebody is inside; 0: never"),
    ] = None,
    passback_reset: Annotated[
        str,
        typer.Option(metavar="HH:MM", help="Daily time, at the door, when passback forgets everybody; never for none."),
    ] = "",
) -> None:
    """Change a door's rule; a running door applies it within a second."""
    from gatekeeper.door.access import listed
    from gatekeeper.door_rule import MaskRule, Passback, SecondFactor
    from gatekeeper.timezones import zone_of

    if admit and everybody:
        raise ConfigError("--admit and --everybody exclude each other.", "Give one of them.")
    if interlock and no_interlock:
        raise ConfigError("--interlock and --no-interlock exclude each other.", "Give one of them.")
    for option, word, words in (
        ("--mask", mask, MaskRule),
        ("--second-factor", second_factor, SecondFactor),
        ("--passback", passback, Passback),
    ):
        if word and word not in set(words):
            raise ConfigError(
                "{option} cannot be {word!r}.", "Choose one of {words}.", option=option, word=word, words=words
            )
    groups: list[str] = []
    new_groups: list[str] = []
    with open_home(makes=True) as opened:
        rule = opened.doors.rule_of(door)
        if timezone:
            zone_of(timezone)
            rule = replace(rule, timezone=timezone)
        if everybody:
            rule = replace(rule, groups={})
        if admit:
            plans = {schedule.name: schedule for schedule in opened.people.schedules()}
            groups = [*opened.people.groups()]
            admitted = [_admitted(text, set(groups), plans.keys()) for text in admit]
            rule = replace(rule, groups={group: plans[plan] if plan is not None else None for group, plan in admitted})
            new_groups = sorted(rule.groups.keys() - set(groups))
        if interlock or no_interlock:
            rule = replace(rule, interlock=frozenset(interlock or ()))
        if hold_open:
            rule = replace(rule, hold_open=_plan(opened.people.schedules(), hold_open))
        hold_after = rule.hold_after_first if after_first is None else after_first
        rule = replace(
            rule,
            two_people_seconds=rule.two_people_seconds if two_people is None else two_people,
            hold_after_first=hold_after and (rule.hold_open is not None or bool(after_first)),
            unlock_seconds=rule.unlock_seconds if unlock is None else unlock,
            cooldown_seconds=rule.cooldown_seconds if cooldown is None else cooldown,
            mask=MaskRule(mask) if mask else rule.mask,
            second_factor=SecondFactor(second_factor) if second_factor else rule.second_factor,
            passback=Passback(passback) if passback else rule.passback,
            passback_hours=rule.passback_hours if passback_hours is None else passback_hours,
            passback_reset=_time_of_day(passback_reset) if passback_reset else rule.passback_reset,
        )
        desk_of(opened).set_door_rule(rule, now=utc_now())
        for new in new_groups:
            before = f" There were: {listed(groups)}." if groups else ""
            typer.echo(f"The group {new} is new; nobody is in it yet.{before}", err=True)
        configured = [settings.name for settings in opened.settings.doors]
    _show_rules([rule], False, configured)


def _time_of_day(text: str) -> time | None:
    try:
        # Nothing finer, and no zone of its own: neither would be shown.
        return None if text == "never" else datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ConfigError(
            "--passback-reset {text!r} is no time of day.", "Write it as 04:00, or never.", text=text
        ) from None


@doors_app.command("lock-all")
def doors_lock_all(why: WhyOption, yes: YesOption = False) -> None:
    """Lock all doors: nobody passes by face, PIN or hand until `gatekeeper doors normal`, even after a restart."""
    _order("locked", why, yes, "Lock all doors for everybody?")


@doors_app.command("open-all")
def doors_open_all(why: WhyOption, yes: YesOption = False) -> None:
    """Open all doors for everybody, as in a fire, until `gatekeeper doors normal`.

    They lock when the program that runs them ends. Escape routes must never depend on software: exits must open by hand.
    """
    _order("open", why, yes, "Open all doors for everybody?")


@doors_app.command("normal")
def doors_normal(why: WhyOption, yes: YesOption = False) -> None:
    """Let every door follow its rule again, after `lock-all` or `open-all`."""
    _order("normal", why, yes, "Let every door follow its rule again?")


def _order(doors: str, why: str, yes: bool, question: str) -> None:
    from gatekeeper.door.orders import AllDoors
    from gatekeeper.door.ownership import door_file, holder_of

    agreed(yes, question)
    with open_home(makes=True) as opened:
        desk_of(opened).order(AllDoors(doors), why, now=utc_now())
        names, both = [door.name for door in opened.settings.doors], opened.settings.both_directions
        doubt = opened.presence.doubt()
        unknown, idle, running = list[str](), list[str](), list[str]()
        for name in names:
            try:
                (idle if holder_of(door_file(opened.home, name)) is None else running).append(name)
            except OSError as error:
                unknown.append(f"Whether a program runs the door {name} cannot be told: {error}. Look at the door.")
    if running:
        done = {"locked": "lock", "open": "open", "normal": "follow their rules"}[doors]
        typer.echo(f"These doors {done} within a second: {', '.join(running)}")
    for line in unknown:
        typer.echo(line)
    for name in idle:
        typer.echo(f"No program runs the door {name} now: {_IDLE[doors]}.")
    if doors == "normal" and doubt is not None and both:
        advise("Who was inside may have left unseen: gatekeeper inside list")
    if doors != "normal":
        advise("To end it: gatekeeper doors normal --why REASON")


_IDLE = {
    "locked": "it stays locked when one starts",
    "open": "it stays as it is; a program that starts later does not open it",
    "normal": "it follows its rule when one starts",
}


def _plan(plans: "list[Schedule]", name: str) -> "Schedule | None":
    """A schedule by name; None for "never", unless one has that name."""
    found = next((plan for plan in plans if plan.name == name), None)
    if found is None and name != "never":
        names = [plan.name for plan in plans]
        raise ConfigError(
            "There is no schedule {given!r}.",
            "There are: {plans}.",
            given=name,
            plans=names or Message("none; make one with `gatekeeper schedules set`"),
        )
    return found


def _admitted(text: str, groups: Set[str], plans: Set[str]) -> tuple[str, str | None]:
    """Group and schedule of GROUP or GROUP=SCHEDULE; either may contain an equals sign itself."""
    signs = [index for index, letter in enumerate(text) if letter == "="]
    meant: list[tuple[str, str | None]] = [
        (text[:index], text[index + 1 :]) for index in signs if text[index + 1 :] in plans
    ]
    meant += [(text, None)] if text in groups or not signs else []
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ConfigError(
            "--admit {text!r} can mean several groups and schedules.",
            "Give the group or the schedule another name.",
            text=text,
        )
    raise ConfigError(
        "There is no schedule {given!r}.",
        "There are: {plans}.",
        given=text.partition("=")[2],
        plans=plans or Message("none; make one with `gatekeeper schedules set`"),
    )


def _show_rules(rules: "list[DoorRule]", json_: bool, configured: list[str]) -> None:
    """configured: the doors in config.toml; others with a rule are marked, since no camera guards them."""
    from gatekeeper.door.hours import describe
    from gatekeeper.timezones import elsewhere

    def admitted(rule: "DoorRule") -> str:
        admitted_groups = [f"{group}: {describe(plan) if plan else 'always'}" for group, plan in rule.groups.items()]
        return "\n".join(admitted_groups) or "everybody registered"

    def besides(rule: "DoorRule") -> str:
        two = f"\ntwo people within {rule.two_people_seconds:g} s" if rule.two_people_seconds else ""
        return two + (f"\nshut: {', '.join(sorted(rule.interlock))}" if rule.interlock else "")

    def held(rule: "DoorRule") -> str:
        if rule.hold_open is None:
            return ""
        return f"\nkept open: {rule.hold_open.name}{' after the first' if rule.hold_after_first else ''}"

    def differing(zone: str) -> str:
        try:
            own = elsewhere(zone, utc_now())
        except ConfigError:
            return "\n(not known on this machine)"
        return f"\n(this machine: {own})" if own else ""

    if json_:
        print_json(
            [
                {
                    "door": rule.door,
                    "configured": rule.door in configured,
                    "admits": {group: plan.name if plan else None for group, plan in rule.groups.items()},
                    "mask": rule.mask,
                    "second_factor": rule.second_factor,
                    "passback": rule.passback,
                    "passback_hours": rule.passback_hours,
                    "passback_reset": rule.passback_reset and f"{rule.passback_reset:%H:%M}",
                    "unlock_seconds": rule.unlock_seconds,
                    "cooldown_seconds": rule.cooldown_seconds,
                    "timezone": rule.timezone,
                    "two_people_seconds": rule.two_people_seconds,
                    "interlock": sorted(rule.interlock),
                    "hold_open": rule.hold_open.name if rule.hold_open else None,
                    "hold_after_first": rule.hold_after_first,
                }
                for rule in rules
            ]
        )
        return
    rows = [
        [
            rule.door,
            admitted(rule),
            f"mask {rule.mask.value}\nPIN {rule.second_factor.value}\npassback {rule.passback.value}{besides(rule)}",
            f"{rule.unlock_seconds:g} s\ncooldown {rule.cooldown_seconds:g} s{held(rule)}",
            rule.timezone + differing(rule.timezone),
        ]
        for rule in rules
    ]
    print_table("Doors", ["door", "admits", "asks for", "open for", "timezone"], rows)
    for rule in rules:
        if rule.door not in configured:
            typer.echo(f"{rule.door} is not in config.toml: no camera guards it; only its rule is stored.")


def _order_in_words(opened: "App") -> str:
    """Which order for all doors stands: it comes before every rule; empty for none. One that cannot be read hides no rule."""
    from gatekeeper.door.orders import AllDoors, read_order

    try:
        order = opened.doors.orders.prevailing(read_order(opened.people))
    except StoreError as error:
        return pasteable(str(error))
    if order.doors is AllDoors.NORMAL:
        return ""
    # Only the program that ran when it was given keeps the doors open.
    done = "locked" if order.doors is AllDoors.LOCKED else "ordered open"
    since = f" since {TERMINAL.moment(order.at)}" if order.at else ""
    by = f", by {order.who}: {order.why}" if order.who else "; that could not be recorded"
    return f"All doors are {done}{since}{by}\n{pasteable('To end it: gatekeeper doors normal --why REASON')}"


@doors_app.command("why")
def doors_why(
    person: PersonArgument,
    door: DoorArgument,
    at: Annotated[str, typer.Option(help="A local time, as 2026-01-31T08:00; default: now.")] = "",
    json_: JsonOption = False,
) -> None:
    """Explain why somebody may or may not pass a door: its rules, in the order they are checked."""
    with open_home(reading=True) as opened:
        found = opened.people.find(person)
        when = moment("--at", at) or utc_now()
        answer = desk_of(opened).why(found.id, door, when)
    if json_:
        steps = [
            {"rule": step.rule, "passes": step.passes, "asks": step.asks, "reason": step.reason.value}
            for step in answer.steps
        ]
        print_json({"opens": answer.opens, "decides": answer.decides.rule, "steps": steps})
        return
    for step in answer.steps:
        typer.echo(f"  {'+' if step.passes else '-'} {step.rule}")
    typer.echo(f"{found.name} {'may' if answer.opens else 'may not'} pass {door}: {answer.decides.rule}")
