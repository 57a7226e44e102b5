"""`gatekeeper people …`."""

import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.command_line import (
    counted,
)
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.store.people import Consent

from gatekeeper.cli.session import (
    WHO,
    JsonOption,
    PersonArgument,
    YesOption,
    agreed,
    ask_secret,
    desk_of,
    moment,
    open_home,
    print_json,
    print_table,
    with_second,
)
from gatekeeper.timezones import utc_now

people_app = typer.Typer(no_args_is_help=True, help="The registered people.")


@people_app.command("list")
def people_list(
    without_pin: Annotated[bool, typer.Option("--without-pin", help="Only those who have no PIN.")] = False,
    which: Annotated[
        str | None,
        typer.Option(
            help="Only those: no-pin, no-masked-photo, no-consent, blocked, expired, unseen (90 days), guests."
        ),
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Everybody who is registered."""
    from gatekeeper.store.people import Which

    if which is not None and which not in set(Which):
        raise ConfigError("--which cannot be {which!r}.", "There are: {known}.", which=which, known=Which)
    wanted = Which(which) if which is not None else Which.NO_PIN if without_pin else Which.ALL
    from gatekeeper.door.access import listed, state_of

    with open_home(reading=True) as opened:
        people, have, now = opened.people.list(), opened.pins.holders(), utc_now()
        not_asked = opened.people.not_asked()
        meant = (
            None if wanted is Which.ALL else {one.person.id for one in opened.people.search(limit=None, which=wanted)}
        )
    shown = [person for person in people if meant is None or person.id in meant]
    if json_:
        print_json(
            [
                {
                    "id": person.id,
                    "name": person.name,
                    "state": state_of(person, now),
                    "groups": sorted(person.groups),
                    "department": person.department,
                    "pin": person.id in have,
                    "consent": "not asked" if person.id in not_asked else "given" if person.consented else "none",
                }
                for person in shown
            ]
        )
    elif not people:
        typer.echo("Nobody is registered yet. Register somebody: gatekeeper enrol NAME PHOTO…")
    elif not shown:
        typer.echo("Everybody has a PIN." if wanted is Which.NO_PIN else "There is nobody of whom this is so.")
    else:
        rows = [[str(p.id), p.name, state_of(p, now), "yes" if p.id in have else "no", listed(p.groups)] for p in shown]
        print_table("People", ["number", "name", "state", "PIN", "groups"], rows)
        if unasked := [f"{p.name} ({p.id})" for p in shown if p.id in not_asked]:
            typer.echo(
                f"Registered before consent was asked for, and known to the doors: {', '.join(unasked)}. Once they have "
                "agreed: gatekeeper people consent PERSON",
                err=True,
            )


@people_app.command("show")
def people_show(person: PersonArgument, json_: JsonOption = False) -> None:
    """One person: validity, groups, photos, when last seen."""
    from gatekeeper.domain import Reason
    from gatekeeper.door.access import admitted, listed, until
    from gatekeeper.door.rules import told

    with open_home(reading=True) as opened:
        found = opened.people.find(person)
        photos = opened.people.photos(found.id)
        seen = opened.people.last_seen(found.id)
        consent = opened.people.consent(found.id)
        has_pin, now = opened.pins.has(found.id), utc_now()
        opened.doors.rule()
        doors = {}
        for rule in map(opened.people.door_rule, opened.people.doors()):
            missing = not has_pin and opened.doors.asks_for_pin(rule)
            reason, hours = admitted(found, rule, now, pin_missing=missing)
            opens = reason is Reason.GRANTED
            doors[rule.door] = (hours or "at any time") if opens else f"not admitted ({reason.value.replace('_', ' ')})"
    kinds = {kind: sum(photo.mask.value == kind for photo in photos) for kind in ("bare", "masked")}
    values = {
        "id": found.id,
        "name": found.name,
        "blocked": found.blocked,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "groups": sorted(found.groups),
        "department": found.department,
        "note": found.note,
        "pin": "set" if has_pin else "none",
        "photos": kinds,
        "last_seen": seen,
        "consent": {
            "text": consent.text_version,
            "at": consent.at,
            "stated": consent.stated,
            "not_asked": consent.not_asked,
        },
        "doors": doors,
    }
    if json_:
        print_json(values)
        return
    said = {
        **values,
        **{key: TERMINAL.moment(at) for key, at in values.items() if isinstance(at, datetime)},
        "blocked": "yes" if found.blocked else "no",
        "valid_from": found.valid_from and TERMINAL.say(Message("{time}", time=told(found.valid_from))),
        "valid_until": found.valid_until and TERMINAL.say(until(found.valid_until)),
        "groups": listed(found.groups),
        "doors": "\n             ".join(f"{door}: {when}" for door, when in doors.items()),
        "photos": ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
        "consent": _of_consent(consent, found.id),
    }
    for key, value in said.items():
        typer.echo(f"{key.replace('_', ' '):<12} {value if value not in (None, '') else '-'}")


def _of_consent(consent: "Consent", person_id: int) -> str:
    if consent.stated:
        return f"text of {consent.text_version}, given {TERMINAL.moment(consent.at)}"
    known = "not on record, so no door knows them"
    if consent.withdrawn:
        known = f"withdrawn {TERMINAL.moment(consent.at)}, so no door knows them"
    elif consent.not_asked:
        known = "not asked for when they were registered; doors know them"
    return f"{known}; once they have agreed: gatekeeper people consent id={person_id}"


@people_app.command("consent")
def people_consent(
    person: PersonArgument,
    at: Annotated[str, typer.Option(help="When they agreed, as 2026-01-31 or 2026-01-31T08:00; else now.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="They agree no longer: no door knows them from now on.")
    ] = False,
) -> None:
    """Put on record that a person has read the consent text and agreed, or agrees no longer."""
    with open_home() as opened:
        found, now = opened.people.find(person), utc_now()
        if withdraw:
            if at:
                raise ConfigError("A consent is withdrawn now, not at another time.", "Leave --at out.")
            desk_of(opened).withdraw_consent(found.id, now=now)
            typer.echo(f"{found.name} (number {found.id}) agrees no longer: no door knows them from now on.")
            typer.echo(f"Their photos stay stored until: gatekeeper people remove id={found.id} --erase")
            return
        given = moment("--at", at) or now
        if given > now:
            raise ConfigError("The consent lies in the future.", "Ask for it first.")
        desk_of(opened).note_consent(found.id, at=given, now=now)
    typer.echo(f"The consent of {found.name} (number {found.id}) is on record.")


@people_app.command("rename")
def people_rename(person: PersonArgument, name: str) -> None:
    """Give a person another name."""
    with open_home() as opened:
        found = opened.people.find(person)
        renamed = desk_of(opened).rename(found.id, name, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) is now called {renamed.name}.")


@people_app.command("block")
def people_block(
    person: PersonArgument, undo: Annotated[bool, typer.Option("--undo", help="Let them in again.")] = False
) -> None:
    """Keep a person out until --undo."""
    with open_home() as opened:
        found = opened.people.find(person)
        desk_of(opened).set_blocked(found.id, not undo, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) is {'active' if undo else 'blocked'}.")


@people_app.command("edit")
def people_edit(
    person: Annotated[list[str], typer.Argument(help=f"{WHO} Several are changed together, or nobody.")],
    group: Annotated[list[str] | None, typer.Option(help="Put them into this group; may be repeated.")] = None,
    leave: Annotated[list[str] | None, typer.Option(help="Take them out of this group.")] = None,
    valid_from: Annotated[str, typer.Option(help='Let in from this local time on; "always" for no beginning.')] = "",
    valid_until: Annotated[
        str, typer.Option(help='Let in until the end of this day, or until this local time; "always" for no end.')
    ] = "",
    department: Annotated[str | None, typer.Option(help='Where they work; "" for nowhere.')] = None,
    note: Annotated[str | None, typer.Option(help="A note about them, in the place of what was noted.")] = None,
    block: Annotated[bool | None, typer.Option("--block/--unblock", help="Keep them out, or let them in.")] = None,
) -> None:
    """Change people's groups, department, note, and from when until when they may come in."""
    from gatekeeper.desk.people import KEPT, Change
    from gatekeeper.door.access import listed, validity

    if note is not None and len(person) > 1:
        raise ConfigError("A note is about one person.", "Name one.")
    with open_home() as opened:
        desk, now = desk_of(opened), utc_now()
        people = [opened.people.find(one) for one in person]
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
        )
        with opened.database.transaction(together=True):
            if note is not None:
                desk.set_note(people[0].id, note, now=now)
            changed = desk.change_people([found.id for found in people], change, now=now)
    for found in changed:
        told = listed(found.groups) or "none"
        valid = TERMINAL.say(validity(found.valid_from, found.valid_until))
        where = f"; department {found.department}" if found.department else ""
        blocked = "; blocked" if found.blocked else ""
        typer.echo(f"{found.name} (number {found.id}): groups {told}; valid {valid}{where}{blocked}.")


@people_app.command("add-photos")
def people_add_photos(
    person: PersonArgument,
    photos: Annotated[list[Path], typer.Argument(help="More photos of them, bare and masked.")],
    json_: JsonOption = False,
) -> None:
    """Give more photos to somebody who is registered; each is judged as at registration."""
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
            except GatekeeperError as error:  # the others may do
                taken, message = False, str(error)
            verdicts.append({"photo": shown(path), "taken": taken, "message": message})
            if not json_:
                typer.echo(f"{'taken  ' if taken else 'refused'} {shown(path)}: {message}")
        count = len(opened.people.photos(found.id))
    if json_:
        print_json({"id": found.id, "name": found.name, "photos": verdicts})
    elif any(verdict["taken"] for verdict in verdicts):
        typer.echo(f"{found.name} (number {found.id}) has {counted(count, 'photo')} now.")
    if not any(verdict["taken"] for verdict in verdicts):
        raise EnrolmentError("No photo was added to {person}.", "The reasons stand above.", person=found.name)


@people_app.command("pin")
def people_pin(
    person: PersonArgument,
    clear: Annotated[bool, typer.Option("--clear", help="Take the PIN away.")] = False,
    duress: Annotated[
        bool,
        typer.Option("--duress", help="Of the second PIN, for when they are forced: it opens and alarms silently."),
    ] = False,
) -> None:
    """Set a person's PIN (it is asked for, never an argument), or take it away."""
    with open_home() as opened:
        found, desk = opened.people.find(person), desk_of(opened)
        if duress:
            typed = None if clear else ask_secret("PIN for duress", twice=True)
            desk.set_duress_pin(found.id, typed, now=utc_now())
            typer.echo(f"{found.name} (number {found.id}) has {'no' if clear else 'a new'} PIN for duress.")
            return
        if clear:
            had = desk.set_pin(found.id, None, now=utc_now())
            who = f"{found.name} (number {found.id})"
            typer.echo(f"{who} has no PIN any more." if had else f"{who} had no PIN.")
            return
        pin = ask_secret("PIN", twice=True)
        desk.set_pin(found.id, pin, now=utc_now())
        typer.echo(f"{found.name} (number {found.id}) has a new PIN.")


@people_app.command("alike")
def people_alike(
    person: PersonArgument,
    other: PersonArgument,
    undo: Annotated[bool, typer.Option("--undo", help="They do not look alike after all.")] = False,
) -> None:
    """Confirm that two people look alike (twins, one person registered twice): they raise nobody's threshold any more."""
    with open_home() as opened:
        one, two = opened.people.find(person), opened.people.find(other)
        desk_of(opened).set_look_alike(one.id, two.id, not undo, now=utc_now())
    if undo:
        typer.echo(f"{one.name} and {two.name} count as strangers to each other again.")
    else:
        typer.echo(
            f"{one.name} and {two.name} are confirmed look-alikes. Each is known only where the other is clearly less so."
        )


@people_app.command("remove")
def people_remove(
    person: PersonArgument,
    erase: Annotated[bool, typer.Option(help="Take name and pictures out of the log as well.")] = False,
    yes: YesOption = False,
) -> None:
    """Delete a person with photos and templates. Who was removed before can still be erased from the log."""
    from gatekeeper.store.names import named, numbered

    with open_home() as opened:
        now, name = utc_now(), named(person)
        if erase and not opened.people.matching(person):
            number = numbered(person)
            name = (opened.people.removed_name(number) if number is not None else None) or name
            left = opened.people.removed_traces(name or "")
            if name is not None and (left.events or opened.people.was_removed(name)):
                agreed(yes, f"Take {name}, who is not registered any more, out of {counted(left.events, 'event')}?")
                who = name
                with_second(opened, lambda second: desk_of(opened, second).erase_removed(who, now=now))
                typer.echo(f"{counted(left.events, 'event names', 'events name')} {name} no more.")
                return
        found = opened.people.find(person)
        what = "photos, templates, and name and pictures in the log" if erase else "photos and templates"
        agreed(yes, f"Delete {found.name} (number {found.id}) with {what}?")
        gone = with_second(opened, lambda second: desk_of(opened, second).remove_person(found.id, erase=erase, now=now))
        left = opened.people.removed_traces(found.name)
    said = (
        f"{found.name} (number {found.id}) is {'erased' if erase else 'removed'}, with {counted(gone.photos, 'photo')}"
    )
    events = counted(gone.events, "event")
    typer.echo(f"{said}, and with name and pictures of {events}." if erase else f"{said}.")
    if left.events:
        typer.echo(
            f"The log still names {found.name} in {counted(left.events, 'event')}. To take that out: "
            f"gatekeeper people remove --erase {shlex.quote(f'name={found.name}')}"
        )
