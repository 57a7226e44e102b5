"""`gatekeeper operators …`."""

from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.command_line import (
    counted,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.domain import Role

from gatekeeper.cli.session import (
    BomOption,
    ExportOption,
    JsonOption,
    LimitOption,
    RoleOption,
    SinceOption,
    UntilOption,
    ask_secret,
    desk_of,
    moment,
    open_home,
    print_json,
    print_table,
    with_second,
)
from gatekeeper.timezones import utc_now

operators_app = typer.Typer(no_args_is_help=True, help="Who may use the window, and what they did.")


@operators_app.command("list")
def operators_list(json_: JsonOption = False) -> None:
    """Who may sign in to the window."""
    with open_home(reading=True) as opened:
        rows = [[a.name, a.role.value, TERMINAL.day(a.created_at)] for a in opened.accounts.list()]
    if json_:
        print_json([dict(zip(("name", "role", "since"), row, strict=True)) for row in rows])
    elif not rows:
        typer.echo("Nobody yet. Make the first administrator: gatekeeper operators add NAME --role administrator")
    else:
        print_table("Operators", ["name", "role", "since"], rows)


@operators_app.command("add")
def operators_add(name: str, role: RoleOption = "operator") -> None:
    """Let somebody sign in; the password is asked for."""
    from gatekeeper.domain import Role

    with open_home() as opened:
        chosen = _role(role)
        if chosen is not Role.ADMINISTRATOR and not opened.accounts.list():
            raise ConfigError("The first account must be an administrator's.", "Repeat with --role administrator.")
        password = ask_secret("Password", twice=True)
        account = with_second(
            opened,
            lambda second: opened.accounts.add(name, password, chosen, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{account.name} may sign in as {account.role.value}.")


@operators_app.command("role")
def operators_role(name: str, role: str) -> None:
    """Give somebody another role."""
    with open_home() as opened:
        chosen = _role(role)
        with_second(
            opened,
            lambda second: opened.accounts.set_role(name, chosen, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{name} is {role} now.")


@operators_app.command("password")
def operators_password(name: str) -> None:
    """Give somebody another password, which is asked for."""
    with open_home() as opened:
        password = ask_secret("Password", twice=True)
        with_second(
            opened,
            lambda second: opened.accounts.set_password(name, password, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"The password of {name} is changed.")


@operators_app.command("remove")
def operators_remove(name: str) -> None:
    """Let somebody sign in no more."""
    with open_home() as opened:
        with_second(
            opened,
            lambda second: opened.accounts.remove(name, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{name} may not sign in any more.")


@operators_app.command("two")
def operators_two(
    wanted: Annotated[str, typer.Argument(help="on, off, or nothing to be told.")] = "",
) -> None:
    """Want two people for the gravest acts, or no longer.

    They are: to erase somebody, to export the key, to restore a backup, to delete from the log, to change how long it is kept,
    to make an operator or administrator, to give one another role or password, to remove an administrator, and to want two no
    longer.
    """
    with open_home() as opened:
        if wanted not in ("", "on", "off"):
            raise ConfigError("It is {wanted!r}.", "Write on or off.", wanted=wanted)
        if wanted:
            with_second(
                opened,
                lambda second: opened.accounts.set_takes_two(
                    wanted == "on", by=opened.actor, second=second, now=utc_now()
                ),
            )
        typer.echo(f"The gravest acts take {'two people' if opened.accounts.takes_two else 'one person'}.")


@operators_app.command("audit")
def operators_audit(
    limit: LimitOption = 50,
    by: Annotated[str, typer.Option(help="Only what this one did, as the list names them.")] = "",
    act: Annotated[str, typer.Option(help='Only this act, as "person renamed".')] = "",
    since: SinceOption = "",
    until: UntilOption = "",
    export: ExportOption = None,
    bom: BomOption = False,
    json_: JsonOption = False,
) -> None:
    """Who did what, newest first."""
    from gatekeeper.desk.trail import plain
    from gatekeeper.store.accounts import Which

    wanted = Which(
        who=by or None,
        act=act or None,
        since=moment("--since", since),
        until=moment("--until", until, end=True),
    )
    with open_home(reading=True) as opened:
        who, done = opened.accounts.acted()
        for option, word, known in (("--by", by, who), ("--act", act, done)):
            if word and word not in known:
                raise ConfigError(
                    "{option}: nothing is on record of {word!r}.",
                    "There are: {known}.",
                    option=option,
                    word=word,
                    known=known,
                )
        if export is not None:
            with progress_bar("Writing") as progress:
                count = desk_of(opened).export_trail(export, now=utc_now(), progress=progress, bom=bom, **wanted)
            typer.echo(f"{counted(count, 'act')} written to {export}.")
            return
        acts = opened.accounts.acts(limit=limit, **wanted)
        count = opened.accounts.count_acts(**wanted)
    if json_:
        print_json(
            [
                {"at": a.at, "who": a.who, "act": a.act, "about": a.about, "detail": a.detail, "people": a.names}
                for a in acts
            ]
        )
    elif not acts:
        typer.echo("No act is of that kind." if any(wanted.values()) else "Nobody has done anything here yet.")
    else:
        rows = [[TERMINAL.moment(a.at, seconds=True), a.who, *plain(a)] for a in acts]
        print_table(counted(count, "act"), ["at", "who", "act", "about", "detail"], rows)


def _role(text: str) -> "Role":
    from gatekeeper.domain import Role

    if text not in set(Role):
        raise ConfigError("There is no role {text!r}.", "There are: {role}.", text=text, role=Role)
    return Role(text)
