"""`gatekeeper guests …`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.cli.enrol import consented_or_asked, tell_of_no_consent
from gatekeeper.cli.session import (
    WHO,
    AllowDuplicateOption,
    ConsentOption,
    JsonOption,
    PersonArgument,
    advise,
    desk_of,
    moment,
    of_photo,
    open_home,
    print_json,
    print_table,
)
from gatekeeper.command_line import counted
from gatekeeper.errors import ConfigError, PhotoError
from gatekeeper.timezones import utc_now

guests_app = typer.Typer(no_args_is_help=True, help="Guests: registered for a visit, and erased after it.")


@guests_app.command("add")
def guests_add(
    name: Annotated[str, typer.Argument(help="The guest's name.")],
    host: Annotated[str, typer.Option(help=f"Whose guest they are. {WHO}")],
    event: Annotated[
        int | None,
        typer.Option(help="The number of their unknown visit, as in `gatekeeper log list --outcome unknown`."),
    ] = None,
    photo: Annotated[
        list[Path] | None,
        typer.Option(help="A photo of them; may be repeated."),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(help="A group to put them in, which decides the doors they may pass; may be repeated."),
    ] = None,
    door: Annotated[
        list[str] | None,
        typer.Option(help="Let them pass only this door, if their groups admit them there; may be repeated."),
    ] = None,
    until: Annotated[
        str, typer.Option(help="End of the visit, as 2026-01-31 or 2026-01-31T18:00; default: the end of today.")
    ] = "",
    allow_duplicate: AllowDuplicateOption = False,
    consent: ConsentOption = False,
) -> None:
    """Register an unknown visitor, or somebody by photos, as a guest; doors know them until the visit ends."""
    from gatekeeper.capture.file_names import shown
    from gatekeeper.capture.photos import load_photo
    from gatekeeper.door.access import shut_to
    from gatekeeper.door.access import until as end_of

    if event is None and not photo:
        raise ConfigError("There is no picture of the guest.", "Give --event or --photo.")
    with open_home() as opened:
        until_at = moment("--until", until, end=True)
        desk, now = desk_of(opened), utc_now()
        host_id = opened.people.find(host).id
        unknown = sorted(set(group or ()) - set(opened.people.groups()))
        if unknown:
            raise ConfigError(
                "There is no group {group!r}.",
                "Add it: gatekeeper groups add {name}. See which there are: gatekeeper groups list.",
                group=unknown[0],
                name=shlex.quote(unknown[0]),
            )
        photos = desk.photos_of_visit(event)
        for path in photo or ():
            try:
                feedback = photos.offer(load_photo(path))
            except PhotoError as error:  # the others may do
                typer.echo(f"refused {of_photo(shown(path), str(error))}", err=True)
                continue
            photos.remedy = photos.remedy if feedback.taken else f"{feedback.message} {feedback.remedy}"
            if not feedback.taken:
                typer.echo(f"refused {shown(path)}: {feedback.message} {feedback.remedy}", err=True)
        # Without a photo there is no registration, and nothing to agree to.
        consented = bool(photos.session.taken) and consented_or_asked(name, consent, False)
        guest = desk.welcome_guest(
            photos,
            name,
            host_id,
            consented=consented,
            now=now,
            groups=group or (),
            doors=door or (),
            until_at=until_at,
            allow_duplicate=allow_duplicate,
        )
        if not consented:
            tell_of_no_consent(guest.name)
        assert guest.valid_until is not None
        typer.echo(
            f"{guest.name} is a guest with number {guest.id} and {counted(len(photos.session.taken), 'photo')}, until "
            f"{end_of(guest.valid_until)}."
        )
        names = guest.doors or [one.name for one in opened.settings.doors]
        for rule in shut_to(guest.groups, guest.doors or (), [opened.doors.rule_of(own) for own in sorted(names)]):
            advise(
                f"{rule.door} admits {', '.join(sorted(rule.groups))} only: "
                f"gatekeeper people edit id={guest.id} --group NAME",
                err=True,
            )
        if lacking := opened.doors.lacking_pin(guest.id):
            advise(f"{', '.join(lacking)}: a PIN is required as well. Set one: gatekeeper people pin id={guest.id}")


@guests_app.command("list")
def guests_list(json_: JsonOption = False) -> None:
    """List guests, their hosts, and the end of their visits."""
    from gatekeeper.desk.guests import doors_of
    from gatekeeper.door.access import listed, state_of
    from gatekeeper.door.access import until as end_of

    with open_home(reading=True) as opened:
        guests, now, days = opened.guests.list(), utc_now(), opened.settings.retention.guests_days
        doors, all_doors = doors_of(opened, guests), [door.name for door in opened.settings.doors]
    if json_:
        print_json(
            [
                {
                    "id": guest.person.id,
                    "name": guest.person.name,
                    "host": guest.host and {"id": guest.host.id, "name": guest.host.name},
                    "until": guest.person.valid_until,
                    "state": state_of(guest.person, now),
                    "groups": sorted(guest.person.groups),
                    "doors": None if guest.person.doors is None else sorted(guest.person.doors),
                    "admitted_by": all_doors if (open_to := doors[guest.person.id]) is None else open_to,
                }
                for guest in guests
            ]
        )
        return
    if not guests:
        advise("There are no guests. Add one: gatekeeper guests add NAME --host PERSON --event NUMBER")
        return
    rows = [
        [
            str(guest.person.id),
            guest.person.name,
            guest.host.name if guest.host else "somebody no longer registered",
            end_of(guest.person.valid_until) if guest.person.valid_until else "always",
            state_of(guest.person, now),
            listed(guest.person.groups),
            "any" if (open_to := doors[guest.person.id]) is None else listed(open_to) or "none",
        ]
        for guest in guests
    ]
    print_table("Guests", ["number", "name", "guest of", "until", "state", "groups", "doors"], rows)
    typer.echo(
        f"They are erased {counted(days, 'day')} after their visit (retention.guests_days)."
        if days
        else "They are not erased automatically: retention.guests_days is 0."
    )


@guests_app.command("end")
def guests_end(person: PersonArgument) -> None:
    """End a guest's visit; doors no longer let them in."""
    with open_home() as opened:
        guest = opened.people.find(person)
        desk_of(opened).end_visit(guest.id, now=utc_now())
    typer.echo(f"The visit of {guest.name} has ended.")
