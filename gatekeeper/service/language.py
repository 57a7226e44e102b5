"""In which language a request is answered: what the client likes best (Accept-Language, RFC 9110) of what there is."""

from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.translations import speech_in

_TAGS = {"en": "en", "de": "de", "zh_TW": "zh-Hant-TW"}
_SIMPLIFIED = {"hans", "cn", "sg"}
_MOST_RANGES = 20  # the most ranges of a header that are considered
_language: ContextVar[str] = ContextVar("language", default="en")


def chosen(header: str) -> str:
    """The language for an Accept-Language header: en, de or zh_TW; English where it names none of them."""
    preferences = []
    for place, entry in enumerate(header.split(",")[:_MOST_RANGES]):
        tag, *params = (part.strip() for part in entry.split(";"))
        weight = next((param[2:] for param in params if param.lower().startswith("q=")), "1")
        try:
            quality = min(float(weight), 1.0)
        except ValueError:
            quality = 0.0
        if quality > 0 and (language := _spoken(tag)):
            preferences.append((-quality, place, language))
    return min(preferences)[2] if preferences else "en"


def _spoken(tag: str) -> str:
    """The program's language for a language range; empty where it has none, as for Simplified Chinese."""
    primary, *rest = tag.lower().replace("_", "-").split("-")
    if primary == "zh":  # alone it matches any variant, after RFC 4647
        return "zh_TW" if "hant" in rest or _SIMPLIFIED.isdisjoint(rest) else ""
    return primary if primary in ("en", "de") else ""


def localised(text: str) -> str:
    """A message in the language of the request that is being answered."""
    language = _language.get()
    return str(text) if language == "en" else speech_in(language).say(text)


def speech() -> Speech:
    """The translations of that language, for texts of more than one message."""
    language = _language.get()
    return TERMINAL if language == "en" else speech_in(language)


class Languages:
    """Middleware around the API: determines the language of each answer, and states it there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language = chosen(",".join(Headers(scope=scope).getlist("accept-language")))
        _language.set(language)  # never reset: each request is a task of its own

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Language"] = _TAGS[language]
                headers.add_vary_header("Accept-Language")
            await send(message)

        await self._app(scope, receive, tell)
