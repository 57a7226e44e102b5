"""The text that people agree to: the shipped one, or the site's own, in each language; and its printed form.

A site's text may contain placeholders. They are filled in when it is saved, so that a text is kept as people read it."""

import html
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gatekeeper.config import LANGUAGES, Settings
from gatekeeper.errors import ConfigError
from gatekeeper.paths import assets
from gatekeeper.store.consents import SHIPPED, TextVersion, Wording
from gatekeeper.store.people import PeopleStore
from gatekeeper.timezones import on_the_clock

SPOKEN = tuple(language for language in LANGUAGES if language)
PLACEHOLDERS = ("site", "controller", "events_kept", "pictures_kept", "guests_kept")
"""The site's name; the data controller with address; how long the log's entries, its pictures and guests are kept."""
_SITE, _CONTROLLER = "consent_site", "consent_controller"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 20_000  # characters of a text
_MOST_OF_A_VALUE = 1000
_DAYS = {"en": ("{n} days", "1 day"), "de": ("{n} Tage", "1 Tag"), "zh_TW": ("{n} 天", "1 天")}
_NO_LIMIT = {"en": "an indefinite period", "de": "unbegrenzte Zeit", "zh_TW": "不限期間"}


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text that people read before they agree."""

    version: str
    language: str
    text: str


def shipped_text(language: str = "en") -> ConsentText:
    """The shipped text; in English if it does not exist in this language."""
    wordings = next(text.wordings for text in _shipped() if text.version == SHIPPED)
    spoken = language if language in wordings else "en"
    return ConsentText(SHIPPED, spoken, wordings[spoken].text)


class ConsentTexts:
    """Every text to which people may have agreed, and the one in force."""

    def __init__(self, people: PeopleStore, settings: Callable[[], Settings]) -> None:
        self._people, self._settings = people, settings

    def in_force(self, language: str = "en") -> ConsentText:
        """The text in force; in English if it does not exist in this language."""
        return self.text(self._people.text_in_force(), language)

    def text(self, version: str, language: str = "en") -> ConsentText:
        """One version, as people read it. ConfigError if none has this name."""
        found = self.version(version)
        spoken = (
            language if language in found.wordings else "en" if "en" in found.wordings else next(iter(found.wordings))
        )
        return ConsentText(version, spoken, found.wordings[spoken].text)

    def version(self, version: str) -> TextVersion:
        """One version, in all its languages. ConfigError if none has this name."""
        versions = self.versions()
        found = next((text for text in versions if text.version == version), None)
        if found is None:
            raise ConfigError(
                "There is no consent text {version!r}.",
                "There are: {known}.",
                version=version,
                known=[text.version for text in versions],
            )
        return found

    def versions(self) -> list[TextVersion]:
        """All texts, the newest first; the shipped ones last."""
        return [*self._people.own_texts(), *_shipped()]

    @property
    def site(self) -> str:
        """The value of {site}; "" if it is not set."""
        return self._people.setting(_SITE) or ""

    @property
    def controller(self) -> str:
        """The value of {controller}; "" if it is not set."""
        return self._people.setting(_CONTROLLER) or ""

    def describe(self, *, site: str | None = None, controller: str | None = None) -> None:
        """Store the values of the placeholders; None leaves them as they are. Saved texts do not change."""
        for key, value in ((_SITE, site), (_CONTROLLER, controller)):
            if value is None:
                continue
            if len(value) > _MOST_OF_A_VALUE or not all(c.isprintable() or c == "\n" for c in value.strip()):
                raise ConfigError(
                    "{value!r} cannot be stored.",
                    "Use at most {most} printable characters.",
                    value=value.strip()[:40],
                    most=_MOST_OF_A_VALUE,
                )
            self._people.set_setting(key, value.strip() or None)

    def fill(self, template: str, language: str, *, site: str | None = None, controller: str | None = None) -> str:
        """A text as people will read it. site, controller: used instead of the stored values.

        ConfigError for a text that is empty, too long or not a text, and for a placeholder that is unknown or has no value."""
        return _filled(template, language, self._values(language, site, controller))

    def revised(self, templates: Mapping[str, str], *, made_at: datetime, made_by: str) -> TextVersion:
        """The version with these texts, by language; other languages stay as they are. It is not stored; if nothing changes, it
        is the one in force. ConfigError if a text cannot be filled in."""
        unknown = sorted(set(templates) - set(SPOKEN))
        if unknown:
            raise ConfigError(
                "There is no language {language!r}.", "There are: {known}.", language=unknown[0], known=SPOKEN
            )
        before = self.version(self._people.text_in_force())
        kept = {language: wording.template for language, wording in before.wordings.items()}
        wordings = {}
        for language, template in {**kept, **templates}.items():
            # The shipped texts have no placeholders, and are carried over as they are.
            values = self._values(language, None, None)
            clean = _clean(template)
            wordings[language] = Wording(clean, _filled(clean, language, values))
        if wordings == before.wordings:
            return before
        return TextVersion(self._next_version(made_at), made_at, made_by, wordings)

    def outdated(self) -> list[str]:
        """The languages in which the text in force would be different if it were saved now, because the values of its
        placeholders have changed, such as how long the log is kept."""
        now = self.version(self._people.text_in_force())
        return [
            language
            for language, wording in now.wordings.items()
            if _today(_filled(wording.template, language, self._values(language, None, None), check=False))
            != _today(wording.text)
        ]

    def form(self, text: ConsentText, names: Sequence[str] = ()) -> str:
        """The form to sign on paper, as HTML; one page for each of these names, or a blank page without names."""
        return _form(text, names or [""], self.site)

    def _values(self, language: str, site: str | None, controller: str | None) -> dict[str, str]:
        kept = self._settings().retention
        return {
            "site": self.site if site is None else site.strip(),
            "controller": self.controller if controller is None else controller.strip(),
            "events_kept": _kept(kept.events_days, language),
            "pictures_kept": _kept(_shorter(kept.faces_days, kept.events_days), language),
            "guests_kept": _kept(kept.guests_days, language),
        }

    def _next_version(self, time: datetime) -> str:
        day = on_the_clock(time).date().isoformat()
        taken = {text.version for text in self.versions()}
        numbered = (day if n == 1 else f"{day}.{n}" for n in range(1, len(taken) + 2))
        return next(name for name in numbered if name not in taken)


def _shipped() -> list[TextVersion]:
    found: dict[str, dict[str, Wording]] = {}
    for path in sorted((assets() / "consent").glob("*.txt")):
        version, language = path.stem.split(".")
        text = path.read_text(encoding="utf-8").strip()
        found.setdefault(version, {})[language] = Wording(text, text)
    return [
        TextVersion(version, _LONG_AGO, "", wordings)
        for version, wordings in sorted(found.items(), key=lambda item: item[0] != SHIPPED)
    ]


def _clean(template: str) -> str:
    lines = (line.rstrip() for line in template.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def _filled(template: str, language: str, values: Mapping[str, str], *, check: bool = True) -> str:
    params = {"language": language}
    if not template.strip():
        raise ConfigError("The consent text in {language} is empty.", "Write what people agree to.", **params)
    if len(template) > _MOST:
        raise ConfigError(
            "The consent text in {language} has {n} characters.",
            "At most {most}.",
            n=len(template),
            most=_MOST,
            **params,
        )
    odd = next((c for c in template if not c.isprintable() and c not in "\n\t\u200b\u200c\u200d"), None)
    if odd is not None:
        raise ConfigError(
            "The consent text in {language} holds a control character (U+{code:04X}).",
            "Remove it.",
            code=ord(odd),
            **params,
        )

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name is None or name.strip() not in values:
            line = template[: found.start()].count("\n") + 1
            raise ConfigError(
                "The consent text in {language}, line {line}: {written!r} is no placeholder.",
                "There are: {known}.",
                line=line,
                written=found[0],
                known=["{" + placeholder + "}" for placeholder in PLACEHOLDERS],
                **params,
            )
        filled = values[name.strip()]
        if check and not filled:
            raise ConfigError(
                "The consent text in {language} names {placeholder}, and nothing says what that is.",
                "State it first: the site's name, or the data controller with address. On the command line: "
                "gatekeeper consent set --site NAME --controller ADDRESS",
                placeholder="{" + name.strip() + "}",
                **params,
            )
        return filled

    return re.sub(r"\{([^{}\n]*)\}|[{}]", value, template)


def _today(text: str) -> str:
    """A text with the words for "no limit" of earlier versions replaced by today's: they alone do not make a text in force
    outdated."""
    return text.replace("an unlimited time", _NO_LIMIT["en"])


def _kept(days: int, language: str) -> str:
    if not days:
        return _NO_LIMIT[language]
    plural, singular = _DAYS[language]
    return singular if days == 1 else plural.replace("{n}", str(days))


def _shorter(first: int, second: int) -> int:
    """The shorter of two times; 0 means none."""
    return min(filter(None, (first, second)), default=0)


def _form(text: ConsentText, names: Sequence[str], site: str) -> str:
    form_texts = tomllib.loads((assets() / f"consent/form.{text.language}.toml").read_text(encoding="utf-8"))
    values = {key: html.escape(value) for key, value in form_texts.items()}
    body = "".join(
        f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>"
        for part in re.split(r"\n\s*\n", text.text)
        if part.strip()
    )
    version = values["version"].replace("{version}", html.escape(text.version))
    heading = f"<h3>{html.escape(site)}</h3>" if site else ""

    def line(label: str, value: str = "") -> str:
        return (
            f'<tr><td width="35%" height="48" valign="bottom">{label}</td>'
            f'<td width="65%" valign="bottom"><b>{html.escape(value) or "&nbsp;"}</b><hr></td></tr>'
        )

    def page(name: str, last: bool) -> str:
        rows = line(values["name"], name) + line(values["date"]) + line(values["signature"]) + line(values["desk"])
        end = "" if last else ' style="page-break-after: always"'
        return (
            f"<div>{heading}<h2>{values['title']}</h2>{body}"
            f'<table width="100%" cellspacing="6">{rows}</table><p{end}><small>{version}</small></p></div>'
        )

    pages = "\n".join(page(name, number == len(names)) for number, name in enumerate(names, 1))
    return (
        f'<!doctype html>\n<html lang="{text.language.replace("_", "-")}"><head><meta charset="utf-8">'
        f"<title>{values['title']}</title>\n"
        "<style>body{font-family:sans-serif;font-size:12pt}</style></head>\n"
        f"<body>\n{pages}\n</body></html>\n"
    )


def language_named(name: str) -> str:
    """A language of the texts, written as "de" or "zh-tw". ConfigError for other languages."""
    found = next((code for code in SPOKEN if code.lower() == name.strip().lower().replace("-", "_")), None)
    if found is None:
        raise ConfigError("There is no language {language!r}.", "There are: {known}.", language=name, known=SPOKEN)
    return found
