"""The resources of the API about the whole building: who is inside, guests, alarms, and orders for all doors."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response, Security

from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Direction
from gatekeeper.errors import ConfigError, NotFoundError
from gatekeeper.service.access import desk
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
def inside(at: Annotated[Desk, desk(Right.WATCH)]) -> list[InsideOut]:
    """Everybody who is inside, by name."""
    people, doubt = at.inside(), at.app.presence.doubt()
    return [InsideOut.of(one, doubt) for one in people]


@router.put("/inside/{number}")
def correct_presence(at: Annotated[Desk, desk(Right.CORRECT)], number: Number, given: Whereabouts) -> EventOut:
    """Put right where somebody is; it is an event of the log."""
    person_of(at, number)
    return EventOut.of(at.correct_presence(number, _DIRECTIONS[given.where], now=utc_now()))


@router.get("/evacuation", response_class=Response, responses=_LIST)
def evacuation(
    at: Annotated[Desk, desk(Right.WATCH)], form: Annotated[Literal["html", "csv"], Query()] = "html"
) -> Response:
    """The list of who is inside, to count people outside by: a page to print, or a table."""
    text = at.evacuation_list(f".{form}", now=utc_now(), speech=speech())
    return Response(text, media_type=f"text/{form}; charset=utf-8")


@router.get("/guests")
def guests(at: Annotated[Desk, desk(Right.PEOPLE)]) -> list[GuestOut]:
    """All guests, the newest first; they are among the people too."""
    return [GuestOut.of_guest(one) for one in at.guests()]


@router.post("/guests", status_code=201, openapi_extra=described(Invitation))
def invite(
    at: Annotated[Desk, desk(Right.PEOPLE)], given: Annotated[Invitation, form(Invitation, Right.PEOPLE)]
) -> GuestOut:
    """Make a guest of an unknown visitor, or of photos; every door knows them until the visit ends."""
    if given.event_id is None and not given.photos:
        raise ConfigError("Nothing says what the guest looks like.", "Send event_id, or photos.")
    person_of(at, given.host_id)
    photos = at.photos_of_visit(given.event_id)
    offer(given.photos, photos.session)
    guest = at.welcome_guest(
        photos,
        given.name,
        given.host_id,
        consented=given.consented,
        groups=given.groups,
        until_at=given.until,
        allow_duplicate=given.allow_duplicate,
        now=utc_now(),
    )
    return _guest(at, guest.id)


@router.post("/guests/{number}/end")
def end_visit(at: Annotated[Desk, desk(Right.PEOPLE)], number: Number) -> GuestOut:
    """Let a guest in no more from now on; they are erased after the time that the site keeps guests."""
    _guest(at, number)
    at.end_visit(number, now=utc_now())
    return _guest(at, number)


def _guest(at: Desk, number: int) -> GuestOut:
    found = next((one for one in at.guests() if one.person.id == number), None)
    if found is None:
        raise NotFoundError("There is no guest with the number {number}.", "See /v1/guests.", number=number)
    return GuestOut.of_guest(found)


@router.get("/alarms")
def alarms(
    at: Annotated[Desk, desk(Right.WATCH)],
    open_only: Annotated[bool, Query(alias="open")] = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[AlarmOut]:
    """Alarms, those that are open first, then the newest first. open: only those; limit: of the others. Silent ones are among
    them: whoever shows them sees to it that nobody at a door reads along."""
    return [AlarmOut.of(one) for one in at.alarms(open_only=open_only, limit=limit)]


@router.get("/alarms/{number}")
def alarm(at: Annotated[Desk, desk(Right.WATCH)], number: Number) -> AlarmOut:
    """One of them."""
    return _alarm(at, number)


@router.post("/alarms/{number}/acknowledge")
def acknowledge(at: Annotated[Desk, desk(Right.ALARMS)], number: Number, given: Acknowledgement) -> AlarmOut:
    """Say in your name that an alarm has been seen; one that somebody else has acknowledged already stays theirs."""
    _alarm(at, number)
    at.acknowledge([number], given.note, now=utc_now())
    return _alarm(at, number)


def _alarm(at: Desk, number: int) -> AlarmOut:
    found = at.app.alarms.get(number)
    if found is None:
        raise NotFoundError("There is no alarm {number}.", "See /v1/alarms.", number=number)
    return AlarmOut.of(found)


@router.get("/watched")
def watched(at: Annotated[Desk, desk(Right.ALARMS)]) -> list[WatchedOut]:
    """The watch list: unknown visitors for whom somebody watches, the newest first. Nobody on it is a person."""
    return [WatchedOut.of(one) for one in at.watched(now=utc_now())]


@router.post("/watched", status_code=201)
def watch(at: Annotated[Desk, desk(Right.PEOPLE)], given: Watching) -> WatchedOut:
    """Watch for an unknown visitor: an alarm is raised when they come again, at whatever door. It opens none, and keeps none
    shut."""
    return WatchedOut.of(at.watch_visitor(given.event_id, given.why, given.until, now=utc_now()))


@router.delete("/watched/{number}", status_code=204)
def watch_no_longer(at: Annotated[Desk, desk(Right.PEOPLE)], number: Number) -> None:
    """Watch for somebody no longer, and delete their face."""
    if all(one.id != number for one in at.app.watched.list()):
        raise NotFoundError("Nobody of the number {number} is on the watch list.", "See /v1/watched.", number=number)
    at.end_watch(number, now=utc_now())


@router.get("/order")
def order(at: Annotated[Desk, desk(Right.WATCH)]) -> OrderOut:
    """What all doors were ordered to do last."""
    return OrderOut.of(at.app.doors.orders.current)


@router.put("/order")
def give_order(at: Annotated[Desk, desk(Right.OPEN_DOOR)], given: Ordering) -> OrderOut:
    """Lock all doors for everybody, open all (for fire, say), or let each follow its rule again. The reason is on record before
    a door opens."""
    return OrderOut.of(at.order(given.doors, given.reason, now=utc_now()))
