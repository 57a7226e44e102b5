"""The resources of the API about the whole building: who is inside, guests, alarms, and orders for all doors."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response, Security

from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Direction
from gatekeeper.errors import ConfigError, NotFoundError
from gatekeeper.service.access import desk_with
from gatekeeper.service.forms import described, form
from gatekeeper.service.language import speech
from gatekeeper.service.models import (
    Acknowledgement,
    AlarmOut,
    EventOut,
    GuestOut,
    InsideOut,
    Invitation,
    Number,
    Ordering,
    OrderOut,
    WatchedOut,
    Watching,
    Whereabouts,
)
from gatekeeper.service.resources import PROBLEMS, bearer, offer, person_of
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

router = APIRouter(prefix="/v1", responses=PROBLEMS, dependencies=[Security(bearer)])
_DIRECTIONS = {"inside": Direction.IN, "outside": Direction.OUT, "unknown": None}
_LIST: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}, "text/csv": {}}}}


@router.get("/inside")
def inside(desk: Annotated[Desk, desk_with(Right.WATCH)]) -> list[InsideOut]:
    """Everybody who is inside, by name."""
    people, doubt = desk.inside(), desk.app.presence.doubt()
    return [InsideOut.of(person, doubt) for person in people]


@router.put("/inside/{number}")
def correct_presence(desk: Annotated[Desk, desk_with(Right.CORRECT)], number: Number, given: Whereabouts) -> EventOut:
    """Correct where somebody is; the correction is an event of the log."""
    person_of(desk, number)
    return EventOut.of(desk.correct_presence(number, _DIRECTIONS[given.where], now=utc_now()))


@router.get("/evacuation", response_class=Response, responses=_LIST)
def evacuation(
    desk: Annotated[Desk, desk_with(Right.WATCH)], form: Annotated[Literal["html", "csv"], Query()] = "html"
) -> Response:
    """The list of who is inside, to count people outside by: a page to print, or a table."""
    text = desk.evacuation_list(f".{form}", now=utc_now(), speech=speech())
    return Response(text, media_type=f"text/{form}; charset=utf-8")


@router.get("/guests")
def guests(desk: Annotated[Desk, desk_with(Right.PEOPLE)]) -> list[GuestOut]:
    """All guests, the newest first; they are among the people too."""
    return [GuestOut.of_guest(guest) for guest in desk.guests()]


@router.post("/guests", status_code=201, openapi_extra=described(Invitation))
def invite(
    desk: Annotated[Desk, desk_with(Right.PEOPLE)], given: Annotated[Invitation, form(Invitation, Right.PEOPLE)]
) -> GuestOut:
    """Make a guest of an unknown visitor, or of photos; every door knows them until the visit ends."""
    if given.event_id is None and not given.photos:
        raise ConfigError("Nothing says what the guest looks like.", "Send event_id, or photos.")
    person_of(desk, given.host_id)
    photos = desk.photos_of_visit(given.event_id)
    offer(given.photos, photos.session)
    guest = desk.welcome_guest(
        photos,
        given.name,
        given.host_id,
        consented=given.consented,
        groups=given.groups,
        until_at=given.until,
        allow_duplicate=given.allow_duplicate,
        now=utc_now(),
    )
    return _guest(desk, guest.id)


@router.post("/guests/{number}/end")
def end_visit(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number) -> GuestOut:
    """End a guest's visit now; they are erased after the time that the site keeps guests."""
    _guest(desk, number)
    desk.end_visit(number, now=utc_now())
    return _guest(desk, number)


def _guest(desk: Desk, number: int) -> GuestOut:
    found = next((guest for guest in desk.guests() if guest.person.id == number), None)
    if found is None:
        raise NotFoundError("There is no guest with the number {number}.", "See /v1/guests.", number=number)
    return GuestOut.of_guest(found)


@router.get("/alarms")
def alarms(
    desk: Annotated[Desk, desk_with(Right.WATCH)],
    open_only: Annotated[bool, Query(alias="open")] = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[AlarmOut]:
    """Alarms, open ones first, then the newest first. open: only those; limit: for the others. Silent ones are included: do not
    show them where people at a door can read them."""
    return [AlarmOut.of(alarm) for alarm in desk.alarms(open_only=open_only, limit=limit)]


@router.get("/alarms/{number}")
def alarm(desk: Annotated[Desk, desk_with(Right.WATCH)], number: Number) -> AlarmOut:
    """One of them."""
    return _alarm(desk, number)


@router.post("/alarms/{number}/acknowledge")
def acknowledge(desk: Annotated[Desk, desk_with(Right.ALARMS)], number: Number, given: Acknowledgement) -> AlarmOut:
    """Acknowledge an alarm in your name; an earlier acknowledgement stays."""
    _alarm(desk, number)
    desk.acknowledge([number], given.note, now=utc_now())
    return _alarm(desk, number)


def _alarm(desk: Desk, number: int) -> AlarmOut:
    found = desk.app.alarms.get(number)
    if found is None:
        raise NotFoundError("There is no alarm {number}.", "See /v1/alarms.", number=number)
    return AlarmOut.of(found)


@router.get("/watched")
def watched(desk: Annotated[Desk, desk_with(Right.ALARMS)]) -> list[WatchedOut]:
    """The watch list: unknown visitors for whom somebody watches, the newest first. Nobody on it is a person."""
    return [WatchedOut.of(entry) for entry in desk.watched(now=utc_now())]


@router.post("/watched", status_code=201)
def watch(desk: Annotated[Desk, desk_with(Right.PEOPLE)], given: Watching) -> WatchedOut:
    """Watch for an unknown visitor: an alarm is raised when they come again, at whatever door. It opens none, and keeps none
    shut."""
    return WatchedOut.of(desk.watch_visitor(given.event_id, given.why, given.until, now=utc_now()))


@router.delete("/watched/{number}", status_code=204)
def watch_no_longer(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number) -> None:
    """Watch for somebody no longer, and delete their face."""
    if all(entry.id != number for entry in desk.app.watched.list()):
        raise NotFoundError("There is no entry {number} on the watch list.", "See /v1/watched.", number=number)
    desk.end_watch(number, now=utc_now())


@router.get("/order")
def order(desk: Annotated[Desk, desk_with(Right.WATCH)]) -> OrderOut:
    """The last order to all doors."""
    return OrderOut.of(desk.app.doors.orders.current)


@router.put("/order")
def give_order(desk: Annotated[Desk, desk_with(Right.OPEN_DOOR)], given: Ordering) -> OrderOut:
    """Lock all doors for everybody, open all (for example in a fire), or let each follow its rule again. The reason is recorded
    before a door opens."""
    return OrderOut.of(desk.order(given.doors, given.reason, now=utc_now()))
