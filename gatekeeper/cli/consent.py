"""`gatekeeper consent …`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import WHO, JsonOption, PersonArgument, advise, desk_of, open_home, print_json, print_table
from gatekeeper.command_line import counted
from gatekeeper.errors import ConfigError, TextError
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.store.consents import TextVersion

consent_app = typer.Typer(no_args_is_help=True, help="The text that people agree to, and its printed form.")
LanguageOption = Annotated[str, typer.Option(help="Its language: en, de or zh_TW.")]
VersionOption = Annotated[
    str | None,
    typer.Option(help="An earlier text, as `gatekeeper consent history` lists it; default: the one in force."),
]


@consent_app.command("show")
def consent_show(language: LanguageOption = "en", version: VersionOption = None, json_: JsonOption = False) -> None:
    """Show the text in force, or an earlier one, as people read it."""
    from gatekeeper.people.consent import language_named

    spoken = language_named(language)
    with open_home(reading=True) as opened:
        texts = opened.consent_texts
        found = texts.text(version or opened.people.text_in_force(), spoken)
        written = texts.version(found.version)
        outdated = [] if version else texts.outdated()
    if json_:
        print_json(
            {
                "version": found.version,
                "language": found.language,
                "text": found.text,
                "template": written.wordings[found.language].template,
                "made_at": written.made_at if written.made_by else None,
                "made_by": written.made_by or None,
                "outdated": outdated,
            }
        )
        return
    typer.echo(f"Version {found.version}, {found.language} ({_origin(written)})\n\n{found.text}")
    if outdated:
        advise(
            f"\nWhat its placeholders stand for has changed since ({', '.join(outdated)}). To put the text in force as it "
            "reads now: gatekeeper consent set",
            err=True,
        )


@consent_app.command("set")
def consent_set(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A text file. It may hold {site}, {controller}, {events_kept}, {pictures_kept} and {guests_kept}."
        ),
    ] = None,
    language: LanguageOption = "en",
    site: Annotated[str | None, typer.Option(help="What {site} stands for: the site's name.")] = None,
    controller: Annotated[
        str | None,
        typer.Option(help="What {controller} stands for: who answers for the data, and their address."),
    ] = None,
) -> None:
    """Put the site's own text in force in one language; the texts in the other languages stay as they are.

    Without a file, the text stays and its placeholders are filled in again. Earlier texts stay readable; who agreed to one of
    them is listed by `gatekeeper people list --which older-consent`.
    """
    from gatekeeper.people.consent import language_named
    from gatekeeper.store.consents import SHIPPED
    from gatekeeper.text_files import read_text

    templates = {}
    if file is not None:
        try:
            templates[language_named(language)] = read_text(file)
        except TextError as error:
            raise TextError(error.message, "Save it as UTF-8.") from error
        except OSError as error:
            raise ConfigError(
                "{path} cannot be read: {why}.",
                "Check path and permissions.",
                path=file,
                why=error,
            ) from error
    with open_home(makes=True) as opened:
        revised = desk_of(opened).revise_consent_text(templates, site=site, controller=controller, now=utc_now())
        shipped = opened.consent_texts.version(SHIPPED).wordings
        kept = {
            language: "shipped with gatekeeper" if wording.template == shipped[language].template else "the site's own"
            for language, wording in revised.wordings.items()
            if language not in templates
        }
        others = sum(count for version, count in opened.people.agreed_to().items() if version != revised.version)
    typer.echo(f"The text of version {revised.version} is in force, in {', '.join(sorted(revised.wordings))}.")
    for language, origin in sorted(kept.items()) if templates else ():
        advise(
            f"The text in {language} is unchanged ({origin}). To replace it: "
            f"gatekeeper consent set FILE --language {language}"
        )
    if others:
        advise(
            f"{counted(others, 'person', 'people')} agreed to an earlier text, and doors know them still. Who: gatekeeper "
            "people list --which older-consent. A form for each: gatekeeper consent print FILE --which older-consent"
        )


@consent_app.command("history")
def consent_history(
    person: Annotated[str | None, typer.Argument(help=f"What this person agreed to. {WHO}")] = None,
    json_: JsonOption = False,
) -> None:
    """List all texts and how many people agreed to each; or what one person agreed to, in which language and when."""
    with open_home(reading=True) as opened:
        if person is not None:
            _history_of(opened, person, json_)
            return
        versions, now = opened.consent_texts.versions(), opened.people.text_in_force()
        people = opened.people.agreed_to()
    unknown = sorted(set(people) - {version.version for version in versions})
    if json_:
        print_json(
            [
                {
                    "version": version.version,
                    "languages": sorted(version.wordings),
                    "made_at": version.made_at if version.made_by else None,
                    "made_by": version.made_by or None,
                    "in_force": version.version == now,
                    "people": people.get(version.version, 0),
                }
                for version in versions
            ]
        )
        return
    rows = [
        [
            version.version,
            ", ".join(sorted(version.wordings)),
            _origin(version),
            "yes" if version.version == now else "",
            str(people.get(version.version, 0)),
        ]
        for version in versions
    ]
    rows += [[version, "", "not kept", "", str(people[version])] for version in unknown]
    print_table("Consent texts", ["version", "languages", "written", "in force", "people"], rows)


@consent_app.command("print")
def consent_print(
    file: Annotated[Path, typer.Argument(help="The .html or .pdf file to write.")],
    person: Annotated[
        list[str] | None,
        typer.Option(help=f"For this person; may be repeated. Without it: a blank form. {WHO}"),
    ] = None,
    which: Annotated[
        str | None,
        typer.Option(help="For those of `gatekeeper people list --which`, such as older-consent or no-consent."),
    ] = None,
    language: LanguageOption = "en",
    version: VersionOption = None,
) -> None:
    """Write the text with lines for name, date and signature, for printing: a blank form, or a page for each person."""
    from gatekeeper.errors import StoreError
    from gatekeeper.files import replacing
    from gatekeeper.people.consent import language_named
    from gatekeeper.store.people import Which

    if file.suffix.lower() not in (".html", ".pdf"):
        raise ConfigError("A form cannot be written as {file!r}.", "Use .html or .pdf.", file=file.name)
    if which is not None and which not in set(Which):
        raise ConfigError("--which cannot be {which!r}.", "There are: {known}.", which=which, known=Which)
    spoken = language_named(language)
    with open_home(reading=True) as opened:
        names = [opened.people.find(text).name for text in person or ()]
        if which is not None:
            found = [person.name for person in opened.people.found(limit=None, which=Which(which))]
            if not found and not names:
                typer.echo("Nobody matches: no form was written.")
                return
            names += found
        text = opened.consent_texts.text(version or opened.people.text_in_force(), spoken)
        page = opened.consent_texts.form(text, names)
    if file.suffix.lower() == ".pdf":
        from gatekeeper.gui.widgets.printing import pdf_of

        content = pdf_of(page)
    else:
        content = page.encode()
    try:
        with replacing(file, private=True) as part:
            part.write_bytes(content)
    except OSError as error:
        raise StoreError(
            "The form {path} cannot be written: {why}.",
            "Check the folder, its permissions and space.",
            path=file,
            why=error,
        ) from error
    label = counted(len(names), "form") if names else "A blank form"
    typer.echo(f"{label}, text of {text.version} in {text.language}: {file}")


@consent_app.command("filed")
def consent_filed(person: PersonArgument) -> None:
    """Record that a form signed by the person is on file, for the text they agreed to last."""
    with open_home() as opened:
        found = opened.people.find(person)
        desk_of(opened).note_consent_form(found.id, now=utc_now())
    typer.echo(f"The signed form of {found.name} (number {found.id}) is on file.")


def _history_of(opened: "App", person: str, json_: bool) -> None:
    found = opened.people.find(person)
    given = opened.people.consents(found.id)
    if json_:
        print_json(
            [
                {
                    "version": consent.consent.text_version,
                    "language": consent.consent.language or None,
                    "at": consent.consent.at,
                    "before": consent.consent.before or None,
                    "paper": consent.consent.paper,
                    "withdrawn_at": consent.withdrawn_at,
                }
                for consent in given
            ]
        )
    elif not given:
        typer.echo(f"{found.name} (number {found.id}) has agreed to nothing yet.")
    else:
        rows = [
            [
                consent.consent.text_version,
                consent.consent.language or "-",
                TERMINAL.moment(consent.consent.at),
                consent.consent.before or "-",
                "yes" if consent.consent.paper else "no",
                TERMINAL.moment(consent.withdrawn_at) if consent.withdrawn_at else "",
            ]
            for consent in given
        ]
        columns = ["version", "language", "agreed", "before", "signed form", "withdrawn"]
        print_table(f"{found.name} (number {found.id})", columns, rows)


def _origin(text: "TextVersion") -> str:
    return f"{TERMINAL.moment(text.made_at)} by {text.made_by}" if text.made_by else "shipped with the program"
