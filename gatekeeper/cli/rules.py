"""`gatekeeper schedules …`, `gatekeeper holidays …` and `gatekeeper groups …`."""

from typing import Annotated

import typer

from gatekeeper.cli.session import JsonOption, YesOption, advise, agreed, desk_of, open_home, print_json, print_table
from gatekeeper.command_line import counted
from gatekeeper.timezones import utc_now

ScheduleArgument = Annotated[str, typer.Argument(help="The schedule's name.")]
HolidayArgument = Annotated[str, typer.Argument(help="The holiday's name.")]
GroupArgument = Annotated[str, typer.Argument(help="The group's name.")]
NewNameArgument = Annotated[str, typer.Argument(help="The new name.")]

schedules_app = typer.Typer(no_args_is_help=True, help="Named weekly hours that limit when doors admit groups.")
holidays_app = typer.Typer(no_args_is_help=True, help="Days on which schedules have different hours or none.")
groups_app = typer.Typer(no_args_is_help=True, help="Groups of people that doors admit. See also: people edit.")


@schedules_app.command("list")
def schedules_list(json_: JsonOption = False) -> None:
    """List schedules and their hours."""
    from gatekeeper.door.hours import describe

    with open_home(reading=True) as opened:
        found = opened.people.schedules()
    if json_:
        print_json(
            [
                {"name": schedule.name, "hours": describe(schedule), "heeds_holidays": schedule.heeds_holidays}
                for schedule in found
            ]
        )
    elif not found:
        advise('There are none. Add one: gatekeeper schedules set office "mon-fri 08:00-18:00"')
    else:
        rows = [
            [schedule.name, describe(schedule), "other hours" if schedule.heeds_holidays else "days like others"]
            for schedule in found
        ]
        print_table("Schedules", ["name", "hours", "holidays"], rows)


@schedules_app.command("set")
def schedules_set(
    name: ScheduleArgument,
    hours: Annotated[list[str], typer.Argument(help='As "mon-fri 08:00-18:00"; "never" for none.')],
    heed_holidays: Annotated[
        bool | None,
        typer.Option("--heed-holidays/--ignore-holidays", help="Whether holidays replace its hours; default: they do."),
    ] = None,
) -> None:
    """Add or change a schedule; it applies to every door that uses it."""
    from gatekeeper.door.hours import describe, parse_hours
    from gatekeeper.door_rule import Schedule

    spans = () if hours == ["never"] else tuple(map(parse_hours, hours))
    with open_home(makes=True) as opened:
        before = next((schedule for schedule in opened.people.schedules() if schedule.name == name), None)
        heeds = before is None or before.heeds_holidays if heed_holidays is None else heed_holidays
        schedule = Schedule(name, spans, heeds)
        desk_of(opened).set_schedule(schedule, now=utc_now())
    typer.echo(f"{name}: {describe(schedule)}")


@schedules_app.command("rename")
def schedules_rename(name: ScheduleArgument, new: NewNameArgument) -> None:
    """Rename a schedule; doors keep using it."""
    with open_home() as opened:
        desk_of(opened).rename_schedule(name, new, now=utc_now())
    typer.echo(f"The schedule {name} is now called {new}.")


@schedules_app.command("remove")
def schedules_remove(name: ScheduleArgument) -> None:
    """Delete a schedule that no door uses."""
    with open_home() as opened:
        desk_of(opened).remove_schedule(name, now=utc_now())
    typer.echo(f"The schedule {name} is removed.")


@holidays_app.command("list")
def holidays_list(json_: JsonOption = False) -> None:
    """List holidays, their days, and the hours that apply."""
    from gatekeeper.door.hours import days_of, listed_hours

    with open_home(reading=True) as opened:
        found = opened.people.holidays()
    if json_:
        print_json(
            [
                {
                    "name": holiday.name,
                    "first": holiday.first,
                    "last": holiday.last,
                    "yearly": holiday.yearly,
                    "hours": listed_hours(holiday.hours),
                }
                for holiday in found
            ]
        )
    elif not found:
        advise("There are none. Add one: gatekeeper holidays set Christmas 24.12. --to 26.12. --yearly")
    else:
        print_table(
            "Holidays",
            ["name", "days", "hours"],
            [[holiday.name, days_of(holiday), listed_hours(holiday.hours)] for holiday in found],
        )
        # Earlier versions stored the last of February so.
        for holiday in found:
            if holiday.yearly and holiday.first < holiday.last and (holiday.last.month, holiday.last.day) == (2, 28):
                advise(
                    f"{holiday.name} ends on 28 February in leap years as well. If the 29th is to belong to it, set it anew, "
                    "with --to 02-29: gatekeeper holidays set",
                    err=True,
                )


@holidays_app.command("set")
def holidays_set(
    name: HolidayArgument,
    day: Annotated[str, typer.Argument(help="As 2026-12-24 or 24.12.2026; without the year with --yearly.")],
    to: Annotated[str, typer.Option(help="The last day (inclusive), if there are several.")] = "",
    yearly: Annotated[bool, typer.Option("--yearly", help="On the same days every year.")] = False,
    hours: Annotated[
        list[str] | None,
        typer.Option(help='Hours that apply on these days instead, as "mon-sun 09:00-12:00"; may be repeated.'),
    ] = None,
) -> None:
    """Add or change a holiday: schedules that heed holidays have no hours then, or those given here."""
    from gatekeeper.door.hours import days_of, listed_hours, parse_holiday

    holiday = parse_holiday(name, day, to, yearly=yearly, hours=hours or ())
    with open_home(makes=True) as opened:
        desk_of(opened).set_holiday(holiday, now=utc_now())
    typer.echo(f"{name}: {days_of(holiday)}: {listed_hours(holiday.hours)}")


@holidays_app.command("rename")
def holidays_rename(name: HolidayArgument, new: NewNameArgument) -> None:
    """Rename a holiday."""
    with open_home() as opened:
        desk_of(opened).rename_holiday(name, new, now=utc_now())
    typer.echo(f"The holiday {name} is now called {new}.")


@holidays_app.command("remove")
def holidays_remove(name: HolidayArgument) -> None:
    """Delete a holiday; its days become ordinary days."""
    with open_home() as opened:
        desk_of(opened).remove_holiday(name, now=utc_now())
    typer.echo(f"The holiday {name} is removed.")


@groups_app.command("list")
def groups_list(json_: JsonOption = False) -> None:
    """List groups and their members."""
    with open_home(reading=True) as opened:
        found = opened.people.members()
    if json_:
        print_json([{"name": group, "people": [number for number, _ in members]} for group, members in found.items()])
    elif not found:
        advise("There are none. Add one: gatekeeper groups add NAME")
    else:
        rows = [
            [group, ", ".join(f"{name} ({number})" for number, name in members)] for group, members in found.items()
        ]
        print_table("Groups", ["name", "people"], rows)


@groups_app.command("add")
def groups_add(name: GroupArgument) -> None:
    """Add an empty group."""
    with open_home(makes=True) as opened:
        desk_of(opened).add_group(name, now=utc_now())
    advise(f"The group {name} was added. Add people: gatekeeper people edit PERSON --group NAME")


@groups_app.command("rename")
def groups_rename(name: GroupArgument, new: NewNameArgument) -> None:
    """Rename a group; members and doors stay the same."""
    with open_home() as opened:
        desk_of(opened).rename_group(name, new, now=utc_now())
    typer.echo(f"The group {name} is now called {new}.")


@groups_app.command("remove")
def groups_remove(name: GroupArgument, yes: YesOption = False) -> None:
    """Delete a group that no door admits; its members stay registered."""
    with open_home() as opened:
        members = opened.people.members().get(name, [])
        if members:
            agreed(yes, f"The group {name} has {counted(len(members), 'person', 'people')} in it. Remove it?")
        desk_of(opened).remove_group(name, now=utc_now())
    typer.echo(f"The group {name} is removed.")
