"""Authentication and rights of the API: every route names the right that it requires, through this module."""

import os
from collections.abc import Callable
from hmac import compare_digest
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from fastapi.requests import HTTPConnection
from fastapi.responses import JSONResponse

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.errors import (
    AuthError,
    CameraError,
    ConfigError,
    DoorError,
    EnrolmentError,
    GatekeeperError,
    NotFoundError,
    PhotoError,
    SecondNeededError,
    StoreError,
    WrongKindError,
)
from gatekeeper.service.found import Address
from gatekeeper.service.language import localised
from gatekeeper.service.models import Problem, Text
from gatekeeper.store.accounts import NOBODY, Actor, Right
from gatekeeper.timezones import utc_now

_STATUS: dict[type[GatekeeperError], int] = {
    SecondNeededError: 403,
    AuthError: 403,
    ConfigError: 422,
    EnrolmentError: 422,
    PhotoError: 422,
    StoreError: 409,
    DoorError: 503,
    CameraError: 503,
    NotFoundError: 404,
    WrongKindError: 415,
}


class NotSignedInError(AuthError):
    """The request has no token, or an invalid one."""


def token_of(connection: HTTPConnection) -> str:
    """The bearer token of a request, after RFC 6750; empty without one."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def app_of(connection: HTTPConnection) -> App:
    """The open program."""
    app: App = connection.app.state.gatekeeper
    return app


def needs(right: Right, *, screen: bool = False) -> Callable[[HTTPConnection], Actor]:
    """A dependency: the actor of the request, who has this right. screen: a screen of this home, where nobody is signed in, may
    ask as well, as NOBODY."""

    def check(connection: HTTPConnection) -> Actor:
        token, address = token_of(connection), connection.app.state.address
        if screen and isinstance(address, Address) and compare_digest(token.encode(), address.screen.encode()):
            return NOBODY
        try:
            if not token:
                raise AuthError("Nobody is signed in.", "Send a token: Authorization: Bearer TOKEN.")
            actor = app_of(connection).tokens.actor(token, now=utc_now())
        except AuthError as error:
            raise NotSignedInError(error.message, error.hint) from None
        actor.require(right)
        return actor

    check.right = right  # type: ignore[attr-defined]  # what the table of rights in the tests reads
    return check


def desk_with(right: Right) -> Any:
    """A parameter: the desk of the actor of the request, who has this right."""

    def sit(connection: HTTPConnection, actor: Annotated[Actor, Depends(needs(right))]) -> Desk:
        return Desk(app_of(connection), actor)

    return Depends(sit)


def problem(error: GatekeeperError, home: Path) -> JSONResponse:
    """An error as application/problem+json (RFC 9457). It never reveals the path of the home."""
    message, hint = (text.changed(lambda part: _within(home, part)) for text in (error.message, error.hint))
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    headers = {}
    if isinstance(error, NotSignedInError):
        status, headers["WWW-Authenticate"] = 401, "Bearer"
    wait = error.wait_seconds if isinstance(error, AuthError) else 0.0
    if wait:
        status, headers["Retry-After"] = 429, str(int(wait) + 1)
    problem = Problem(
        title=localised(message),
        status=status,
        detail=localised(message),
        hint=localised(hint),
        wait_seconds=wait,
        message=Text.of(message),
        remedy=Text.of(hint),
    )
    return JSONResponse(problem.model_dump(), status, headers, "application/problem+json")


def _within(home: Path, text: str) -> str:
    """A text in which paths of the home are relative to it."""
    return text.replace(f"{home}{os.sep}", "").replace(str(home), home.name)
