"""`gatekeeper people …`."""

import shlex
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.command_line import (
    counted,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.progress import silent
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.store.accounts import Actor
    from gatekeeper.store.consents import Consent
    from gatekeeper.store.people import Traces

from gatekeeper.cli.session import (
    WHO,
    JsonOption,
    PersonArgument,
    YesOption,
    advise,
    agreed,
    ask_secret,
    desk_of,
    moment,
    of_photo,
    open_home,
    pasteable,
    print_json,
    print_table,
    with_second,
)
from gatekeeper.timezones import utc_now

people_app = typer.Typer(no_args_is_help=True, help="The registered people.")


@people_app.command("list")
def people_list(
    without_pin: Annotated[bool, typer.Option("--without-pin", help="The same as --which no-pin.")] = False,
    which: Annotated[
        str | None,
        typer.Option(
            help="Only people of this kind: no-pin, no-photo, no-masked-photo, no-consent, older-consent, blocked, "
            "expired, unseen (90 days), guests."
        ),
    ] = None,
    json_: JsonOption = False,
) -> None:
    """List everybody registered."""
    from gatekeeper.store.people import Which

    if which is not None and which not in set(Which):
        raise ConfigError("--which cannot be {which!r}.", "There are: {known}.", which=which, known=Which)
    if without_pin and which not in (None, Which.NO_PIN):
        raise ConfigError(
            "--without-pin is --which no-pin, and --which is {which!r}.", "Omit one of them.", which=which
        )
    chosen = Which.NO_PIN if without_pin else Which(which) if which is not None else Which.ALL
    from gatekeeper.door.access import listed, state_of

    with open_home(reading=True) as opened:
        people, have, now = opened.people.list(), opened.pins.holders(), utc_now()
        not_asked = opened.people.not_asked()
        without = opened.people.without_photo()
        meant = None if chosen is Which.ALL else {person.id for person in opened.people.found(limit=None, which=chosen)}
    shown = [person for person in people if meant is None or person.id in meant]
    states = {person.id: state_of(person, now, has_photo=person.id not in without) for person in shown}
    if json_:
        print_json(
            [
                {
                    "id": person.id,
                    "name": person.name,
                    "state": states[person.id],
                    "groups": sorted(person.groups),
                    "department": person.department,
                    "pin": person.id in have,
                    "consent": "not asked" if person.id in not_asked else "given" if person.consented else "none",
                }
                for person in shown
            ]
        )
    elif not people:
        advise("Nobody is registered yet. Register somebody: gatekeeper enrol NAME PHOTO…")
    elif not shown:
        typer.echo("Everybody has a PIN." if chosen is Which.NO_PIN else "Nobody matches.")
    else:
        rows = [[str(p.id), p.name, states[p.id], "yes" if p.id in have else "no", listed(p.groups)] for p in shown]
        print_table("People", ["number", "name", "state", "PIN", "groups"], rows)
        if unasked := [f"{p.name} ({p.id})" for p in shown if p.id in not_asked]:
            advise(
                f"Registered before consent was asked for, and still known to the doors: {', '.join(unasked)}. Once they have "
                "agreed: gatekeeper people consent PERSON",
                err=True,
            )


@people_app.command("show")
def people_show(person: PersonArgument, json_: JsonOption = False) -> None:
    """Show a person: validity, groups, photos, last visit."""
    from gatekeeper.domain import Reason
    from gatekeeper.door.access import admitted, listed, state_of, until
    from gatekeeper.door.rules import local_day_or_time

    with open_home(reading=True) as opened:
        found = opened.people.find(person)
        photos = opened.people.photos(found.id)
        seen = opened.people.last_seen(found.id)
        consent = opened.people.consent(found.id)
        has_pin, now = opened.pins.has(found.id), utc_now()
        names = {*opened.people.doors(), *(door.name for door in opened.settings.doors)}
        doors, no_photo = {}, state_of(found, now, has_photo=bool(photos)) == "no photo"
        for rule in map(opened.doors.rule_of, sorted(names)):
            missing = not has_pin and opened.doors.asks_for_pin(rule)
            reason, hours = admitted(found, rule, now, pin_missing=missing)
            opens = reason is Reason.GRANTED
            why = reason.value.replace("_", " ")
            if no_photo:
                opens, why = False, "no photo"
            doors[rule.door] = (hours or "at any time") if opens else f"not admitted ({why})"
    kinds = {kind: sum(photo.mask.value == kind for photo in photos) for kind in ("bare", "masked")}
    values = {
        "id": found.id,
        "name": found.name,
        "blocked": found.blocked,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "groups": sorted(found.groups),
        "only_doors": None if found.doors is None else sorted(found.doors),
        "department": found.department,
        "note": found.note,
        "pin": "set" if has_pin else "none",
        "photos": kinds,
        "last_seen": seen,
        "consent": {
            "text": consent.text_version,
            "at": consent.at,
            "language": consent.language or None,
            "before": consent.before or None,
            "paper": consent.paper,
            "stated": consent.stated,
            "not_asked": consent.not_asked,
        },
        "doors": doors,
    }
    if json_:
        print_json(values)
        return
    lines = {
        **values,
        **{key: TERMINAL.moment(value) for key, value in values.items() if isinstance(value, datetime)},
        "blocked": "yes" if found.blocked else "no",
        "valid_from": found.valid_from and TERMINAL.say(Message("{time}", time=local_day_or_time(found.valid_from))),
        "valid_until": found.valid_until and TERMINAL.say(until(found.valid_until)),
        "groups": listed(found.groups),
        "only_doors": "" if found.doors is None else listed(found.doors),
        "doors": "\n             ".join(f"{door}: {when}" for door, when in doors.items()),
        "photos": ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
        "consent": _of_consent(consent, found.id),
    }
    for key, value in lines.items():
        typer.echo(f"{key.replace('_', ' '):<12} {value if value not in (None, '') else '-'}")


def _of_consent(consent: "Consent", person_id: int) -> str:
    if consent.stated:
        language = f" in {consent.language}" if consent.language else ""
        before = f" before {consent.before}" if consent.before else ""
        paper = ", signed form on file" if consent.paper else ""
        return f"text of {consent.text_version}{language}, given {TERMINAL.moment(consent.at)}{before}{paper}"
    state = "not on record, so no door knows them"
    if consent.withdrawn:
        state = f"withdrawn {TERMINAL.moment(consent.at)}, so no door knows them"
    elif consent.not_asked:
        state = "not asked for when they were registered; doors know them"
    return pasteable(f"{state}; once they have agreed: gatekeeper people consent id={person_id}")


@people_app.command("consent")
def people_consent(
    person: Annotated[list[str], typer.Argument(help=f"{WHO} May be several people.")],
    at: Annotated[str, typer.Option(help="When they agreed, as 2026-01-31 or 2026-01-31T08:00; default: now.")] = "",
    language: Annotated[str, typer.Option(help="The language they read the text in: en, de or zh_TW.")] = "",
    version: Annotated[
        str, typer.Option(help="Which text, as `gatekeeper consent history` names it; default: the one in force then.")
    ] = "",
    paper: Annotated[bool, typer.Option("--paper", help="A form with their signature is on file.")] = False,
    withdraw: Annotated[
        bool,
        typer.Option(
            "--withdraw",
            help="They withdraw their consent: no door recognises them from now on. They stay registered and in the log.",
        ),
    ] = False,
    keep_photos: Annotated[
        bool,
        typer.Option("--keep-photos", help="With --withdraw: keep their photos for when they agree again."),
    ] = False,
) -> None:
    """Record that people have read the consent text and agreed, or have withdrawn their consent.

    People who withdraw stay registered, and the log stays as it is; their photos, and the numbers computed from them, are
    deleted. To take them out of the log as well: gatekeeper people remove PERSON --erase.
    """
    from gatekeeper.people.consent import language_named
    from gatekeeper.store.consents import Read

    if withdraw and (at or language or version or paper):
        raise ConfigError("Consent can only be withdrawn as of now.", "Omit --at, --language, --version and --paper.")
    if keep_photos and not withdraw:
        raise ConfigError("--keep-photos goes with --withdraw.", "Add --withdraw, or omit --keep-photos.")
    spoken = language_named(language) if language else ""
    with open_home() as opened:
        desk, now = desk_of(opened), utc_now()
        people = [opened.people.find(text) for text in person]
        agreed_at = moment("--at", at) or now
        if agreed_at > now:
            raise ConfigError("The consent is in the future.", "Give a time in the past.")
        # Of a day alone it is the last text of that day: nobody knows at what time they read it.
        version = version or opened.people.text_in_force(min(moment("--at", at, end=True) or now, now))
        read = Read(version, spoken, paper)
        for found in people:
            if withdraw:
                desk.withdraw_consent(found.id, now=now, delete_photos=not keep_photos)
            else:
                desk.note_consent(found.id, at=agreed_at, now=now, read=read)
        without = {found.id for found in people if not opened.people.photos(found.id)}
    for found in people:
        name = f"{found.name} (number {found.id})"
        if not withdraw:
            typer.echo(f"The consent of {name} to the text of {version} is on record.")
            if found.id in without:
                advise(f"They have no photo: gatekeeper people add-photos id={found.id} PHOTO…", err=True)
            continue
        typer.echo(
            f"{name} has withdrawn their consent: no door knows them from now on. They stay registered and in the log."
        )
        advise(
            f"Their photos are kept until: gatekeeper people consent id={found.id} --withdraw"
            if keep_photos
            else "Their photos, and the numbers computed from them, are deleted."
        )


@people_app.command("rename")
def people_rename(person: PersonArgument, name: Annotated[str, typer.Argument(help="The new name.")]) -> None:
    """Give a person another name."""
    with open_home() as opened:
        found = opened.people.find(person)
        renamed = desk_of(opened).rename(found.id, name, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) is now called {renamed.name}.")


@people_app.command("block")
def people_block(
    person: PersonArgument,
    undo: Annotated[bool, typer.Option("--undo", help="Unblock them.")] = False,
    why: Annotated[
        str, typer.Option(help="The reason, kept in the audit trail and shown where blocked people are listed.")
    ] = "",
) -> None:
    """Keep a person out until --undo."""
    with open_home() as opened:
        found = opened.people.find(person)
        desk_of(opened).set_blocked(found.id, not undo, why, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) is {'no longer blocked' if undo else 'blocked'}.")


@people_app.command("edit")
def people_edit(
    person: Annotated[list[str], typer.Argument(help=f"{WHO} Several are changed together or not at all.")],
    group: Annotated[list[str] | None, typer.Option(help="Add them to this group; may be repeated.")] = None,
    leave: Annotated[list[str] | None, typer.Option(help="Remove them from this group; may be repeated.")] = None,
    valid_from: Annotated[str, typer.Option(help='Admit from this local time; "always" for no start.')] = "",
    valid_until: Annotated[
        str, typer.Option(help='Admit until the end of this day, or until this local time; "always" for no end.')
    ] = "",
    door: Annotated[
        list[str] | None,
        typer.Option(help="Let them pass only this door, if their groups admit them there; may be repeated."),
    ] = None,
    any_door: Annotated[bool, typer.Option("--any-door", help="Lift the limit to certain doors.")] = False,
    department: Annotated[str | None, typer.Option(help='Where they work; "" for nowhere.')] = None,
    note: Annotated[str | None, typer.Option(help="A note about them; replaces the old one.")] = None,
    block: Annotated[bool | None, typer.Option("--block/--unblock", help="Keep them out, or let them in.")] = None,
) -> None:
    """Change people's groups, department, note and validity."""
    from gatekeeper.desk.people import KEPT, Change
    from gatekeeper.door.access import listed, validity

    if note is not None and len(person) > 1:
        raise ConfigError("A note is for one person.", "Give one person.")
    if door and any_door:
        raise ConfigError("--door and --any-door exclude each other.", "Omit one of them.")
    with open_home() as opened:
        desk, now = desk_of(opened), utc_now()
        people = [opened.people.find(text) for text in person]
        for found in people:
            if absent := set(leave or ()) - found.groups:
                raise ConfigError(
                    "{person} is not in {absent}.",
                    "Their groups: {groups}.",
                    person=found.name,
                    absent=listed(absent),
                    groups=listed(found.groups) or "none",
                )
        change = Change(
            frozenset(group or ()),
            frozenset(leave or ()),
            KEPT if not valid_from else moment("--valid-from", valid_from.replace("always", "")),
            KEPT if not valid_until else moment("--valid-until", valid_until.replace("always", ""), end=True),
            block,
            department,
            note=note,
            doors=None if any_door else frozenset(door) if door else KEPT,
        )
        changed = desk.change_people([found.id for found in people], change, now=now)
    for found in changed:
        groups = listed(found.groups) or "none"
        valid = TERMINAL.say(validity(found.valid_from, found.valid_until))
        where = f"; department {found.department}" if found.department else ""
        where += f"; {listed(found.doors)} only" if found.doors is not None else ""
        blocked = "; blocked" if found.blocked else ""
        typer.echo(f"{found.name} (number {found.id}): groups {groups}; valid {valid}{where}{blocked}.")


@people_app.command("add-photos")
def people_add_photos(
    person: PersonArgument,
    photos: Annotated[list[Path], typer.Argument(help="More photos of them, bare and masked.")],
    json_: JsonOption = False,
) -> None:
    """Add photos to a registered person; each is checked as at registration."""
    from gatekeeper.capture.file_names import shown
    from gatekeeper.capture.photos import load_photo
    from gatekeeper.errors import EnrolmentError, GatekeeperError

    verdicts = []
    with open_home() as opened:
        found, desk = opened.people.find(person), desk_of(opened)
        for path in photos:
            try:
                feedback, kept = desk.add_photo(found.id, load_photo(path), now=utc_now())
                taken, message = kept is not None, f"{feedback.message} {feedback.remedy}".rstrip()
            except GatekeeperError as error:  # the other photos may be usable
                taken, message = False, str(error)
            verdicts.append({"photo": shown(path), "taken": taken, "message": message})
            if not json_:
                typer.echo(f"{'taken  ' if taken else 'refused'} {of_photo(shown(path), message)}")
        count = len(opened.people.photos(found.id))
    if json_:
        print_json({"id": found.id, "name": found.name, "photos": verdicts})
    elif any(verdict["taken"] for verdict in verdicts):
        typer.echo(f"{found.name} (number {found.id}) has {counted(count, 'photo')} now.")
    if not any(verdict["taken"] for verdict in verdicts):
        raise EnrolmentError("No photo was added to {person}.", "The reasons are listed above.", person=found.name)


@people_app.command("pin")
def people_pin(
    person: PersonArgument,
    clear: Annotated[bool, typer.Option("--clear", help="Remove the PIN.")] = False,
    duress: Annotated[
        bool,
        typer.Option(
            "--duress", help="The duress PIN, for when they are forced: it opens the door and raises a silent alarm."
        ),
    ] = False,
) -> None:
    """Set a person's PIN, which you are asked for, or remove it."""
    with open_home() as opened:
        found, desk = opened.people.find(person), desk_of(opened)
        if duress:
            typed = None if clear else ask_secret("PIN for duress", twice=True)
            desk.set_duress_pin(found.id, typed, now=utc_now())
            typer.echo(f"{found.name} (number {found.id}) has {'no' if clear else 'a new'} PIN for duress.")
            return
        if clear:
            had = desk.set_pin(found.id, None, now=utc_now())
            label = f"{found.name} (number {found.id})"
            typer.echo(f"{label} no longer has a PIN." if had else f"{label} had no PIN.")
            return
        pin = ask_secret("PIN", twice=True)
        desk.set_pin(found.id, pin, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) has a new PIN.")


@people_app.command("alike")
def people_alike(
    person: PersonArgument,
    other: PersonArgument,
    undo: Annotated[bool, typer.Option("--undo", help="Undo the confirmation.")] = False,
) -> None:
    """Confirm that two people look alike (twins, one person registered twice), so that they raise nobody's threshold."""
    with open_home() as opened:
        first, second = opened.people.find(person), opened.people.find(other)
        desk_of(opened).set_look_alike(first.id, second.id, not undo, now=utc_now())
    if undo:
        typer.echo(f"{first.name} and {second.name} count as strangers to each other again.")
    else:
        typer.echo(
            f"{first.name} and {second.name} are confirmed look-alikes. Each is recognised only if clearly "
            "more similar than the other."
        )


@people_app.command("remove")
def people_remove(
    person: PersonArgument,
    erase: Annotated[bool, typer.Option(help="Erase name and pictures from the log as well.")] = False,
    yes: YesOption = False,
) -> None:
    """Delete a person with photos and templates. People removed earlier can still be erased from the log."""
    with open_home() as opened:
        now = utc_now()
        if erase and not opened.people.matching(person):
            name = opened.people.find_removed(person)
            left = opened.people.removed_traces(name or "")
            if name is not None and (left.events or opened.people.was_removed(name)):
                agreed(yes, f"Erase {name}, who is no longer registered, from {counted(left.events, 'event')}?")
                removed_name = name

                def erase_removed(second: "Actor | None") -> "Traces":
                    with progress_bar("Faces in the log") as progress:
                        return desk_of(opened, second).erase_removed(removed_name, now=now, progress=progress)

                gone = with_second(opened, erase_removed)
                typer.echo(f"{counted(left.events, 'event no longer names', 'events no longer name')} {name}.")
                _say_uncompared(gone)
                return
        found = opened.people.find(person)
        contents = "photos, templates, and name and pictures in the log" if erase else "photos and templates"
        agreed(yes, f"Delete {found.name} (number {found.id}) with {contents}?")

        def remove(second: "Actor | None") -> "Traces":
            with progress_bar("Faces in the log") if erase else nullcontext(silent) as progress:
                return desk_of(opened, second).remove_person(found.id, erase=erase, now=now, progress=progress)

        removed = with_second(opened, remove)
        left = opened.people.removed_traces(found.name)
    done = f"{found.name} (number {found.id}) is {'erased' if erase else 'removed'}, with {counted(removed.photos, 'photo')}"
    events = counted(removed.events, "event")
    typer.echo(f"{done}, and with name and pictures of {events}." if erase else f"{done}.")
    _say_uncompared(removed)
    if left.events:
        advise(
            f"The log still names {found.name} in {counted(left.events, 'event')}. To erase that: "
            f"gatekeeper people remove --erase {shlex.quote(f'name={found.name}')}"
        )


def _say_uncompared(gone: "Traces") -> None:
    if gone.uncompared:
        typer.echo(
            f"{counted(gone.uncompared, 'face')} on the watch list could not be compared with theirs. Look through it: "
            "gatekeeper alarms watch list. To delete one: gatekeeper alarms watch end ID",
            err=True,
        )
    if gone.unseen:
        typer.echo(f"{counted(gone.unseen, 'face')} in the log could not be compared with theirs.", err=True)
