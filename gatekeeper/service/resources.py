"""The resources of the API: people, groups, events, doors, cameras, the session, and whether the service is well."""

import asyncio
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response, Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from gatekeeper.app import App
from gatekeeper.capture.photos import decode_photo
from gatekeeper.desk.backups import backup_state
from gatekeeper.desk.desk import Desk
from gatekeeper.door.live import LiveDoor, LiveWatch, Recognition
from gatekeeper.errors import AuthError, EnrolmentError, NotFoundError
from gatekeeper.messages import Message
from gatekeeper.people.enrolment import EnrolmentSession
from gatekeeper.service.access import NotSignedInError, app_of, desk_with, needs, token_of
from gatekeeper.service.forms import described, form
from gatekeeper.service.language import localised
from gatekeeper.service.limits import client_of
from gatekeeper.service.models import (
    Alive,
    CameraOut,
    Credentials,
    DoorOut,
    EventOut,
    Events,
    Locking,
    Number,
    Opening,
    PersonChange,
    PersonOut,
    PhotoOut,
    PinChange,
    PinEntry,
    Problem,
    Registration,
    Session,
    Who,
)
from gatekeeper.store.accounts import NOBODY, Actor, Right
from gatekeeper.store.tokens import SESSION
from gatekeeper.timezones import utc_now
from gatekeeper.vision import jpeg

_PIN_SECONDS = 30.0  # for a door to check a PIN
_LOOK_AGAIN_SECONDS = 0.5  # of a client that waits for an event
_MOST_WAIT_SECONDS = 60.0
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in {
        400: "The request is no JSON",
        401: "Nobody is signed in",
        403: "The role does not allow it",
        404: "There is none",
        409: "It cannot be written so",
        413: "The request is too large",
        415: "It is of another media type",
        421: "It is asked by a name of another",
        422: "A value is wrong",
        429: "Too many requests or tries",
        503: "Door or camera does not answer",
    }.items()
}
bearer = HTTPBearer(auto_error=False, description="Of a session (POST /v1/session), or an access token.")
public = APIRouter(prefix="/v1", responses=PROBLEMS)
router = APIRouter(prefix="/v1", responses=PROBLEMS, dependencies=[Security(bearer)])
Named = Annotated[str, Path(min_length=1)]  # `{name:path}` in routes: a name may hold a slash


def watch_of(app: App, camera: str) -> LiveWatch:
    """The camera with this name. Raises NotFoundError."""
    watch = next((candidate for candidate in app.live.watches if candidate.camera.name == camera), None)
    if watch is None:
        raise NotFoundError("There is no camera {name!r}.", "See /v1/cameras.", name=camera)
    return watch


def door_of(app: App, name: str) -> LiveDoor:
    """The door with this name that a camera watches. Raises NotFoundError."""
    door = next((watch.door for watch in app.live.watches if watch.door.name == name), None)
    if door is None:
        raise NotFoundError("There is no door {name!r}.", "See /v1/doors.", name=name)
    return door


def jpeg_of(watch: LiveWatch, quality: int = 90) -> bytes:
    """The camera's newest picture; empty before there is one."""
    frame = watch.camera.frames.newest
    return b"" if frame is None else jpeg.encoded(frame.image, quality)


@public.get("/health", response_model_exclude_none=True)
def health(request: Request, response: Response) -> Alive:
    """Whether the service is well: 503 where it is not. Signed-in clients get more details."""
    app = app_of(request)
    live = app.live
    failing = live.recognition is Recognition.FAILED
    response.status_code = 503 if failing else 200
    status = Alive(status="failing" if failing else "ok")
    try:
        needs(Right.WATCH)(request)
    except NotSignedInError:
        return status
    return status.model_copy(
        update={
            "version": version("gatekeeper"),
            "recognition": live.recognition,
            "people": app.people.count(),
            "doors": _doors(app),
            "cameras": _cameras(app),
            "backup": localised(backup_state(app.people, app.settings).alarm(utc_now())),
        }
    )


@public.get("/proof")
def proof(request: Request, nonce: Annotated[str, Query(min_length=16, max_length=128)]) -> dict[str, str]:
    """Proof that this is the service named in the home's file: for windows, before they send it anything."""
    return {"proof": request.app.state.address.proof(nonce)}


@public.post("/session", status_code=201)
async def sign_in(request: Request, given: Credentials) -> Session:
    """Sign in as an operator."""
    # One password at a time is checked: strangers' tries leave memory, threads and cores to the doors and their PINs.
    async with request.app.state.sign_ins.of(client_of(request.scope)):
        return await run_in_threadpool(_signed_in, app_of(request), given)


def _signed_in(app: App, given: Credentials) -> Session:
    now = utc_now()
    try:
        actor = app.accounts.sign_in(given.name, given.password.get_secret_value(), now=now)
    except AuthError as error:
        if error.wait_seconds:
            raise
        raise NotSignedInError(error.message, error.hint) from None
    token = app.tokens.begin(actor, now=now)
    return Session(name=actor.name, role=actor.role, token=token, expires_at=now + SESSION)


@router.get("/session")
def who(actor: Annotated[Actor, Depends(needs(Right.WATCH))]) -> Who:
    """Who is signed in."""
    return Who(name=actor.name, role=actor.role)


@router.delete("/session", status_code=204)
def sign_out(request: Request, actor: Annotated[Actor, Depends(needs(Right.WATCH))]) -> None:
    """End the session. An access token is withdrawn on the command line only."""
    app = app_of(request)
    if app.tokens.end(token_of(request)):
        app.accounts.audit(actor, Message("signed out"), actor.name, now=utc_now())


@router.post("/restart", status_code=202)
def restart(request: Request, desk: Annotated[Desk, desk_with(Right.ADMINISTER)]) -> None:
    """Restart the service with the present settings: doors are locked, and work again within seconds."""
    desk.app.accounts.audit(desk.actor, Message("service restarted"), now=utc_now())
    request.app.state.restart.set()


@router.get("/people")
def people(
    desk: Annotated[Desk, desk_with(Right.PEOPLE)],
    search: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[PersonOut]:
    """Who is registered, by name; search: words of the name, a number, or a group."""
    return [PersonOut.of(person) for person in desk.app.people.found(search, limit)]


@router.post("/people", status_code=201, openapi_extra=described(Registration))
def register(
    desk: Annotated[Desk, desk_with(Right.PEOPLE)], given: Annotated[Registration, form(Registration, Right.PEOPLE)]
) -> PersonOut:
    """Register somebody; every door knows them when this returns."""
    session = desk.app.enrolment()
    offer(given.photos, session)
    person = desk.register(
        session,
        given.name,
        groups=given.groups,
        consented=given.consented,
        allow_duplicate=given.allow_duplicate,
        now=utc_now(),
    )
    return PersonOut.of(person)


def offer(photos: Sequence[bytes], session: EnrolmentSession) -> None:
    """Let a registration judge picture files. Raises PhotoError and EnrolmentError for the first unsuitable one."""
    for number, data in enumerate(photos, 1):
        name = Message("photo {number}", number=number)
        judged = session.offer(decode_photo(data, name))
        if not judged.taken:
            raise EnrolmentError("{name} cannot be taken: {why}", "Take another one.", name=name, why=judged.message)


def person_of(desk: Desk, number: int) -> PersonOut:
    """Somebody registered. Raises NotFoundError."""
    found = desk.app.people.of([number])
    if not found:
        raise NotFoundError("There is no person with the number {number}.", "See /v1/people.", number=number)
    return PersonOut.of(found[0])


@router.get("/people/{number}")
def person(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number) -> PersonOut:
    """One of them."""
    return person_of(desk, number)


@router.patch("/people/{number}")
def change_person(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number, given: PersonChange) -> PersonOut:
    """Change a person: all fields that are sent, or nothing."""
    person_of(desk, number)
    now, sent = utc_now(), given.model_fields_set
    before = desk.app.people.get(number)
    person = desk.save_person(
        before,
        name=given.name or before.name,
        groups=before.groups if given.groups is None else given.groups,
        validity=(
            given.valid_from if "valid_from" in sent else before.valid_from,
            given.valid_until if "valid_until" in sent else before.valid_until,
        ),
        blocked=given.blocked,
        now=now,
    )
    return PersonOut.of(person)


@router.delete("/people/{number}", status_code=204)
def remove_person(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number) -> None:
    """Remove a person. To erase them from the log as well, use the window or the command line."""
    person_of(desk, number)
    desk.remove_person(number, erase=False, now=utc_now())


@router.put("/people/{number}/pin", status_code=204)
def set_pin(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number, given: PinChange) -> None:
    """Give a person a PIN, or remove it."""
    person_of(desk, number)
    desk.set_pin(number, given.pin, now=utc_now())


@router.get("/people/{number}/photos")
def photos(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number) -> list[PhotoOut]:
    """The photos by which a person is recognised."""
    person_of(desk, number)
    return [
        PhotoOut(id=stored.id, mask=stored.mask, added_at=stored.added_at) for stored in desk.app.people.photos(number)
    ]


@router.get(
    "/people/{number}/photos/{photo}", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}}
)
def photo(desk: Annotated[Desk, desk_with(Right.PEOPLE)], number: Number, photo: Number) -> Response:
    """The aligned face of one photo."""
    person_of(desk, number)
    found = next((stored for stored in desk.app.people.photos(number) if stored.id == photo), None)
    if found is None:
        raise NotFoundError(
            "There is no photo {photo} of the person with the number {number}.", photo=photo, number=number
        )
    return Response(jpeg.encoded(found.chip, 95), media_type="image/jpeg")


@router.get("/groups")
def groups(desk: Annotated[Desk, desk_with(Right.WATCH)]) -> list[str]:
    """All groups."""
    return sorted(desk.app.people.groups())


@router.get("/events")
async def events(
    desk: Annotated[Desk, desk_with(Right.WATCH)],
    after: Annotated[int, Query(ge=0, lt=1 << 62)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    wait: Annotated[float, Query(ge=0, le=_MOST_WAIT_SECONDS)] = 0.0,
) -> Events:
    """The events after a cursor, in the order in which they were written. wait: the seconds to wait for one."""
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    while not (found := await run_in_threadpool(desk.app.log.after, after, limit)) and loop.time() < until:
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        desk.actor.require(Right.WATCH)  # it may have been deleted meanwhile
    return Events(events=[EventOut.of(event) for event in found], cursor=found[-1].id if found else after)


@router.get("/events/{number}/picture", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
def event_picture(desk: Annotated[Desk, desk_with(Right.WATCH)], number: Number) -> Response:
    """The face of an event, if one was kept."""
    found = desk.app.log.fetch([number], snapshots=True)
    if not found or not found[0].snapshot:
        raise NotFoundError("There is no picture of the event {number}.", number=number)
    return Response(found[0].snapshot, media_type="image/jpeg")


def _doors(app: App) -> list[DoorOut]:
    named = {watch.door.name: watch.door for watch in app.live.watches}
    return [
        DoorOut.of(door, [watch.camera.name for watch in app.live.watches if watch.door.name == name])
        for name, door in named.items()
    ]


@router.get("/doors")
def doors(desk: Annotated[Desk, desk_with(Right.WATCH)]) -> list[DoorOut]:
    """The doors as they are now."""
    return _doors(desk.app)


@router.get("/doors/{name:path}")
def door(desk: Annotated[Desk, desk_with(Right.WATCH)], name: Named) -> DoorOut:
    """One of them."""
    door_of(desk.app, name)
    return next(door for door in _doors(desk.app) if door.name == name)


@router.post("/doors/{name:path}/open")
def open_door(desk: Annotated[Desk, desk_with(Right.OPEN_DOOR)], name: Named, given: Opening) -> EventOut:
    """Open a door by hand; the reason is recorded before it opens."""
    deadline = desk.app.live.clock() + given.seconds
    return EventOut.of(desk.open_by_hand(door_of(desk.app, name), given.reason, now=utc_now(), deadline=deadline))


@router.post("/doors/{name:path}/lock", status_code=204)
def lock_door(
    request: Request,
    actor: Annotated[Actor, Depends(needs(Right.OPEN_DOOR, screen=True))],
    name: Named,
    given: Locking | None = None,
) -> None:
    """Lock a door now, even if it is open for somebody."""
    app, screen = app_of(request), actor is NOBODY
    who = Actor(given.by, None) if screen and given is not None else actor  # what a session proves comes first
    Desk(app, who).lock_by_hand(door_of(app, name), screen=screen, now=utc_now())


@router.post("/doors/{name:path}/pin")
def enter_pin(
    request: Request,
    actor: Annotated[Actor, Depends(needs(Right.OPEN_DOOR, screen=True))],
    name: Named,
    given: PinEntry,
) -> EventOut:
    """Enter the PIN of the person in front of a camera of this door who was asked for it. Attempts are counted as at the
    door."""
    app, now = app_of(request), utc_now()
    if watch_of(app, given.camera).door.name != name:
        raise NotFoundError("The camera {camera} does not watch the door {door}.", camera=given.camera, door=name)
    return EventOut.of(app.live.enter_pin(given.camera, given.pin, given.person_id, now=now).result(_PIN_SECONDS))


def _cameras(app: App) -> list[CameraOut]:
    return [
        CameraOut(name=watch.camera.name, door=watch.door.name, trouble=localised(watch.camera.trouble or ""))
        for watch in app.live.watches
    ]


@router.get("/cameras")
def cameras(desk: Annotated[Desk, desk_with(Right.WATCH)]) -> list[CameraOut]:
    """The cameras as they are now."""
    return _cameras(desk.app)


@router.get("/cameras/{name:path}/picture", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
def picture(desk: Annotated[Desk, desk_with(Right.WATCH)], name: Named) -> Response:
    """The newest picture of a camera."""
    image = jpeg_of(watch_of(desk.app, name))
    if not image:
        raise NotFoundError("The camera {name} has delivered no picture yet.", name=name)
    return Response(image, media_type="image/jpeg")
