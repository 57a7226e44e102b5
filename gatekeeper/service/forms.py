"""Forms with files: multipart/form-data (RFC 7578), kept in memory only."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from gatekeeper.errors import ConfigError, WrongKindError
from gatekeeper.service.access import needs
from gatekeeper.service.limits import REGISTRATION_BYTES
from gatekeeper.service.models import MOST_PHOTOS
from gatekeeper.store.accounts import Actor, Right

logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # reported to the client that sent the broken form
Form = TypeVar("Form", bound=BaseModel)
KIND = "multipart/form-data"
_MOST_FIELDS = 200
_PIECE_BYTES = 256 << 10  # read without yielding to other requests


def form(kind: type[Form], right: Right) -> Any:
    """A parameter: a form, from an actor who has this right. Its fields are those of the model; the contents of a file are a
    field too."""

    async def read(request: Request, actor: Annotated[Actor, Depends(needs(right))]) -> Form:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
            raise WrongKindError("This is not {kind}.", "Send fields and photos as a form.", kind=KIND)
        parser = MultiPartParser(
            request.headers, _pieces(await request.body()), max_files=MOST_PHOTOS, max_fields=_MOST_FIELDS
        )
        parser.spool_max_size = REGISTRATION_BYTES + 1  # faces are stored only in the database
        try:
            fields = await parser.parse()
        except MultiPartException as error:
            raise ConfigError("The form cannot be read: {error}", "See RFC 7578.", error=error.message) from error
        given: defaultdict[str, list[Any]] = defaultdict(list)
        for name, value in fields.multi_items():
            given[name].append(await value.read() if isinstance(value, UploadFile) else value)
        try:
            return kind.model_validate({name: _meant(kind, name, values) for name, values in given.items()})
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[:1]
            raise RequestValidationError([{**error, "loc": ("body", *error["loc"])} for error in first]) from None

    return Depends(read)


def described(kind: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI description of a form."""
    return {"requestBody": {"required": True, "content": {KIND: {"schema": kind.model_json_schema()}}}}


def _meant(kind: type[BaseModel], name: str, values: list[Any]) -> Any:
    """A field that occurs several times is a list, and so is one that may."""
    field = kind.model_fields.get(name)
    several = field is not None and getattr(field.annotation, "__origin__", None) is list
    return values if several or len(values) > 1 else values[0]


async def _pieces(body: bytes) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(body), _PIECE_BYTES):
        yield body[start : start + _PIECE_BYTES]
        await asyncio.sleep(0)
