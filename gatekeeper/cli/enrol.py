"""`gatekeeper enrol`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.cli.session import (
    AllowDuplicateOption,
    ConsentOption,
    JsonOption,
    advise,
    agreed,
    desk_of,
    of_photo,
    open_home,
    print_json,
)
from gatekeeper.command_line import (
    asked_to_stop,
    counted,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.timezones import utc_now

commands = typer.Typer()


@commands.command()
def enrol(
    name: Annotated[str | None, typer.Argument(help="The person's name.")] = None,
    photos: Annotated[list[Path] | None, typer.Argument(help="Their photos, bare and masked.")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="Register everybody in a folder NAME/*.jpg.")] = None,
    allow_duplicate: AllowDuplicateOption = False,
    consent: ConsentOption = False,
    encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of folder names that are not UTF-8, such as shift_jis."),
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Register a person with photos, or everybody in a folder. They must have given their consent before.

    On a terminal you are asked whether they did. Otherwise, without --consent, none is on record until
    `gatekeeper people consent`.
    """
    if (from_ is None) == (not name or not photos):
        raise ConfigError("Give a person's name and photos, or a folder with --from.", "See `gatekeeper enrol --help`.")
    if encoding is not None and from_ is None:
        raise ConfigError("--encoding goes with --from.", "Add --from FOLDER, or omit it.")
    if from_ is not None:
        from gatekeeper.capture.file_names import names_written_in
        from gatekeeper.people.folder_import import check_folder

        with names_written_in(encoding):
            check_folder(from_)
            _enrol_folder(from_, allow_duplicate, consented_or_asked("everybody in the folder", consent, json_), json_)
        return
    from gatekeeper.capture.file_names import shown
    from gatekeeper.capture.photos import load_photo
    from gatekeeper.errors import EnrolmentError, PhotoError
    from gatekeeper.store.names import clean_name

    assert name is not None
    assert photos is not None
    clean_name(name)  # before any photo is looked at
    # A home is made only if there may be something to register.
    with open_home(makes=any(path.exists() for path in photos)) as opened:
        session = opened.enrolment()
        verdicts = []
        for path in photos:
            try:
                feedback = session.offer(load_photo(path))
                taken, message = feedback.taken, f"{feedback.message} {feedback.remedy}".rstrip()
            except PhotoError as error:  # the other photos may be usable
                taken, message = False, str(error)
            verdicts.append({"photo": shown(path), "taken": taken, "message": message})
            if not json_:
                typer.echo(f"{'taken  ' if taken else 'refused'} {of_photo(shown(path), message)}")
        if not session.taken:
            if json_:
                print_json({"name": name, "photos": verdicts})
            raise EnrolmentError(
                "None of the photos of {name} was accepted.", "The reasons are listed above.", name=name
            )
        consented = consented_or_asked(name, consent, json_)
        person = desk_of(opened).register(
            session, name, now=utc_now(), allow_duplicate=allow_duplicate, consented=consented
        )
        if json_:
            print_json({"id": person.id, "name": person.name, "consent": consented, "photos": verdicts})
        else:
            typer.echo(
                f"{person.name} is registered as number {person.id} with {counted(len(session.taken), 'photo')}."
            )
            if not consented:
                tell_of_no_consent(person.name)
            if lacking := opened.doors.lacking_pin(person.id):
                advise(
                    f"{', '.join(lacking)}: a PIN is required as well. Set one: gatekeeper people pin id={person.id}"
                )
            namesakes = [
                str(other_person.id)
                for other_person in opened.people.list()
                if other_person.name == person.name and other_person.id != person.id
            ]
            if namesakes:
                advise(
                    f"There is another {person.name}, number {', '.join(namesakes)}. If they are the same person: gatekeeper "
                    f"people remove id={person.id}, then gatekeeper people add-photos id={namesakes[0]}."
                )


def consented_or_asked(person: str, stated: bool, json_: bool) -> bool:
    """Whether somebody agreed to the consent text, as stated before or answered now; False where nobody can be asked."""
    if stated or json_ or sys.stdin is None or not sys.stdin.isatty():
        return stated
    agreed(False, f"Has {person} read the consent text (gatekeeper consent show), and agreed?")
    return True


def tell_of_no_consent(people: str) -> None:
    """Warn of people who are registered and whom no door knows."""
    advise(
        f"No consent is on record for {people}: no door knows them until it is. Once they have agreed: "
        "gatekeeper people consent PERSON, or enrol with --consent.",
        err=True,
    )


def _enrol_folder(folder: Path, allow_duplicate: bool, consented: bool, json_: bool) -> None:
    from gatekeeper.capture.file_names import plain, shown
    from gatekeeper.people.folder_import import enrol_folder

    with open_home(makes=True) as opened, progress_bar("Registering") as progress, asked_to_stop() as stop:
        verdicts = enrol_folder(
            opened, folder, progress, allow_duplicate=allow_duplicate, cancelled=stop, consented=consented
        )
        lacking = {name: opened.doors.lacking_pin(number) for name, number in verdicts.numbers.items()}
        lacking = {name: doors for name, doors in lacking.items() if doors}
        registered = opened.people.of([*verdicts.numbers.values()])
        unasked = [f"{plain(person.name)} (number {person.id})" for person in registered if not person.consented]
    left_out = [(shown(entry.path.relative_to(folder)), entry.reason) for entry in verdicts.left_out]
    if json_:
        print_json(
            {
                "taken": verdicts.taken,
                "refused": [{"photo": refusal.what, "reason": str(refusal)} for refusal in verdicts.refused],
                "failed": [{"name": refusal.what, "reason": str(refusal)} for refusal in verdicts.failed],
                "left_out": [{"file": name, "reason": reason} for name, reason in left_out],
                "not_reached": verdicts.not_reached,
                "names_read_as": verdicts.assumed,
                "without_pin": [
                    {"id": verdicts.numbers[name], "name": name, "doors": doors} for name, doors in lacking.items()
                ],
            }
        )
    else:
        for name, count in verdicts.taken.items():
            typer.echo(f"registered     {plain(name)} with {counted(count, 'photo')}")
        for name, reason in left_out:
            typer.echo(f"left out       {name}: {reason}")
        for refusal in verdicts.refused:
            typer.echo(f"photo refused  {plain(of_photo(refusal.what, str(refusal)))}")
        for refusal in verdicts.failed:
            typer.echo(f"not registered {plain(refusal.what)}: {plain(str(refusal))}")
        for name in verdicts.not_reached:
            typer.echo(f"not registered {plain(name)}: stopped before.")
        for name, count in verdicts.assumed.items():
            typer.echo(
                f"{counted(count, 'name is', 'names are')} not UTF-8 and was read as {name}. If that is wrong, use --encoding, "
                "for example shift_jis, gb18030, big5, cp1252."
            )
        missing = len(verdicts.failed) + len(verdicts.not_reached)
        typer.echo(f"{counted(len(verdicts.taken), 'person', 'people')} registered, {missing} not.")
        if unasked:
            tell_of_no_consent(", ".join(unasked))
        if lacking:
            doors = ", ".join(dict.fromkeys(door for doors in lacking.values() for door in doors))
            people = ", ".join(f"{plain(name)} (number {verdicts.numbers[name]})" for name in lacking)
            advise(
                f"{doors}: a PIN is required as well, and these have none: {people}. "
                "Set one: gatekeeper people pin id=NUMBER. List them: gatekeeper people list --which no-pin."
            )
    if not verdicts.complete:
        raise typer.Exit(1)
