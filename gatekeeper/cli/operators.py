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
    advise,
    ask_secret,
    desk_of,
    newest_of,
    only_with_export,
    open_home,
    period,
    print_json,
    print_table,
    say_whose_time,
    with_second,
)
from gatekeeper.timezones import utc_now

AccountArgument = Annotated[str, typer.Argument(help="The account's name.")]
NewRoleArgument = Annotated[str, typer.Argument(help="administrator, operator or viewer.")]

operators_app = typer.Typer(no_args_is_help=True, help="Who may use the window, and what they did.")


@operators_app.command("list")
def operators_list(json_: JsonOption = False) -> None:
    """List the accounts that may sign in to the window."""
    with open_home(reading=True) as opened:
        accounts = opened.accounts.list()
    if json_:
        print_json([{"name": a.name, "role": a.role, "since": a.created_at} for a in accounts])
    elif not accounts:
        advise(
            "There are no accounts yet. Add the first administrator: gatekeeper operators add NAME --role administrator"
        )
    else:
        rows = [[a.name, a.role.value, TERMINAL.day(a.created_at)] for a in accounts]
        print_table("Operators", ["name", "role", "since"], rows)


@operators_app.command("add")
def operators_add(name: AccountArgument, role: RoleOption = "operator") -> None:
    """Add an account; you are asked for its password."""
    from gatekeeper.domain import Role

    chosen = _role(role)
    with open_home(makes=chosen is Role.ADMINISTRATOR) as opened:
        if chosen is not Role.ADMINISTRATOR and not opened.accounts.list():
            raise ConfigError("The first account must be an administrator's.", "Repeat with --role administrator.")
        password = ask_secret("Password", twice=True)
        account = with_second(
            opened,
            lambda second: opened.accounts.add(name, password, chosen, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{account.name} may sign in as {account.role.value}.")


@operators_app.command("role")
def operators_role(name: AccountArgument, role: NewRoleArgument) -> None:
    """Change an account's role."""
    with open_home() as opened:
        chosen = _role(role)
        with_second(
            opened,
            lambda second: opened.accounts.set_role(name, chosen, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{name} is now {role}.")


@operators_app.command("password")
def operators_password(name: AccountArgument) -> None:
    """Change an account's password, which you are asked for."""
    with open_home() as opened:
        opened.accounts.check_name(name)  # before somebody thinks up a password for nobody
        password = ask_secret("Password", twice=True)
        with_second(
            opened,
            lambda second: opened.accounts.set_password(name, password, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"The password of {name} is changed.")


@operators_app.command("remove")
def operators_remove(name: AccountArgument) -> None:
    """Remove an account."""
    with open_home() as opened:
        with_second(
            opened,
            lambda second: opened.accounts.remove(name, by=opened.actor, second=second, now=utc_now()),
        )
        typer.echo(f"{name} may no longer sign in.")


@operators_app.command("two")
def operators_two(
    wanted: Annotated[str, typer.Argument(help="on or off; without it, the present state is shown.")] = "",
) -> None:
    """Require two people for the most serious acts, or stop requiring them.

    These are: erasing a person, exporting the key, restoring a backup, deleting from the log, changing its retention, adding an
    operator or administrator, changing the role or password of one, removing an administrator, and switching this off.
    """
    with open_home(makes=True) as opened:
        if wanted not in ("", "on", "off"):
            raise ConfigError("It is {wanted!r}.", "Write on or off.", wanted=wanted)
        if wanted:
            with_second(
                opened,
                lambda second: opened.accounts.set_takes_two(
                    wanted == "on", by=opened.actor, second=second, now=utc_now()
                ),
            )
        typer.echo(f"The most serious acts require {'two people' if opened.accounts.takes_two else 'one person'}.")


@operators_app.command("audit")
def operators_audit(
    limit: LimitOption = 50,
    by: Annotated[str, typer.Option(help="Only acts by this operator, as named in the list.")] = "",
    act: Annotated[str, typer.Option(help='Only this act, as "person renamed".')] = "",
    since: SinceOption = "",
    until: UntilOption = "",
    export: ExportOption = None,
    bom: BomOption = False,
    json_: JsonOption = False,
) -> None:
    """List what operators did, newest first."""
    from gatekeeper.desk.trail import plain
    from gatekeeper.store.acts import Which

    only_with_export(export, bom=bom)
    with open_home(reading=True) as opened:
        start, end = period(since, until)
        chosen = Which(who=by or None, act=act or None, since=start, until=end)
        operators, acts_known = opened.accounts.acted()
        for option, word, recorded in (("--by", by, operators), ("--act", act, acts_known)):
            if word and word not in recorded:
                raise ConfigError(
                    "{option}: there is no record of {word!r}.",
                    "There are: {known}.",
                    option=option,
                    word=word,
                    known=recorded,
                )
        if export is not None:
            with progress_bar("Writing") as progress:
                count = desk_of(opened).export_trail(export, now=utc_now(), progress=progress, bom=bom, **chosen)
            typer.echo(f"{counted(count, 'act')} written to {export}.")
            return
        acts = opened.accounts.acts(limit=limit, **chosen)
        count = opened.accounts.count_acts(**chosen)
    if json_:
        print_json(
            [
                {"at": a.at, "who": a.who, "act": a.act, "about": a.about, "detail": a.detail, "people": a.names}
                for a in acts
            ]
        )
    elif not acts:
        typer.echo("No act matches." if any(chosen.values()) else "Nobody has done anything here yet.")
    else:
        rows = [[TERMINAL.moment(a.at, seconds=True), a.who, *plain(a)] for a in acts]
        say_whose_time()
        print_table(newest_of(count, len(rows), "act"), ["at", "who", "act", "about", "detail"], rows)


def _role(text: str) -> "Role":
    from gatekeeper.domain import Role

    if text not in set(Role):
        raise ConfigError("There is no role {text!r}.", "There are: {role}.", text=text, role=Role)
    return Role(text)
