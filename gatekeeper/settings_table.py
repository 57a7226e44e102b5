"""Tables of settings, declared once: types, ranges, units and help. Read from TOML, with every mistake of a file at once.

A table is a frozen dataclass, a setting one line of it: `seconds: Annotated[float, about("How long.", 1, 60, unit="s")] = 3.0`.
A field that is a table itself is one in the file; a tuple of tables may be there several times, under the name without its s.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from gatekeeper.messages import Message

BACKSLASH = Message("Write text with backslashes in single quotes: 'C:\\clips\\a.mp4'.")
HIDDEN = "***"
"""Stands for a secret in a message."""
NO_SETTING = {"setting": False}
"""The metadata of a field of a table that is none of its settings."""
_TYPES = {
    str: Message("text"),
    int: Message("a whole number"),
    float: Message("a number"),
    bool: Message("true or false"),
}


def about(
    text: str,
    least: float | None = None,
    most: float | None = None,
    *,
    of: Iterable[str | float] | None = None,
    unit: str = "",
    secret: bool = False,
) -> msgspec.Meta:
    """What a setting is, for the reference, and what it may be: from least to most, or one of some values. secret: no message
    ever shows its value."""
    return msgspec.Meta(
        ge=least,
        le=most,
        description=text,
        extra={
            "unit": unit,
            "secret": secret,
            "of": None if of is None else tuple(getattr(value, "value", value) for value in of),
        },
    )


@dataclass(frozen=True, slots=True)
class Mistake:
    """A setting that is wrong. setting: which one, as "door.1.unlock_seconds" for the second door's."""

    setting: str
    message: Message
    hint: Message

    @property
    def told(self) -> Message:
        """What is wrong, with the remedy."""
        return Message("{message} {hint}", message=self.message, hint=self.hint)


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of a table. name: the field's, key: the file's; kind: its type, hint: that with its range; default: MISSING where
    a file must have it; table: the dataclass that it holds, if it does; several: it may be there again.
    """

    name: str
    key: str
    hint: Any
    kind: Any
    meta: msgspec.Meta
    default: Any = MISSING
    table: Any = None
    several: bool = False

    @property
    def of(self) -> tuple[str | float, ...] | None:
        """The values it may have, where they are few."""
        return (self.meta.extra or {}).get("of")

    @property
    def secret(self) -> bool:
        """Whether it is one, or a table with one in it: its value is not to be shown."""
        if self.table is not None:
            return any(setting.secret for setting in settings_of(self.table))
        return bool((self.meta.extra or {}).get("secret"))


@cache
def settings_of(table: Any) -> tuple[Setting, ...]:
    """The settings of a table, in their order."""
    hints, found = get_type_hints(table, include_extras=True), []
    for field_ in fields(table):
        if field_.metadata == NO_SETTING:
            continue
        hint = hints[field_.name]
        kind, *more = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        meta = next((value for value in more if isinstance(value, msgspec.Meta)), msgspec.Meta(description=""))
        inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
        several, inner = inner is not kind and is_dataclass(inner), inner if is_dataclass(inner) else None
        key = field_.name.removesuffix("s") if several else field_.name
        default = field_.default if field_.default_factory is MISSING else field_.default_factory()
        found.append(Setting(field_.name, key, hint, kind, meta, default, inner, several))
    return tuple(found)


def filled(table: Any, values: dict[str, Any], path: str = "", place: str = "") -> tuple[Any, list[Mistake]]:
    """A table with the values of a file, and what is missing, no setting of it, or of another type; that keeps its default,
    and where it has none there is no table (None).

    path, place: how settings are named to people and in `Mistake.setting`: "door." and "door.1.".
    """
    settings, chosen, mistakes = {setting.key: setting for setting in settings_of(table)}, {}, []
    for key, value in values.items():
        name = f"{path}{key}"
        setting = settings.get(key)
        if setting is None:
            unknown = Message("there is no setting {name}.", name=name)
            mistakes.append(Mistake(f"{place}{key}", unknown, Message("Known here: {known}.", known=sorted(settings))))
        elif setting.table is not None:
            tables = value if setting.several and isinstance(value, list) else [value]
            if not tables or not all(isinstance(entry, dict) for entry in tables):
                message = Message("{name} is a table, not {value}.", name=name, value=_open(setting, repr(value)))
                where = f"[[{name}]]" if setting.several else f"[{name}]"
                hint = Message("Write {table} above its settings.", table=where)
                mistakes.append(Mistake(f"{place}{key}", message, hint))
                continue
            parts = []
            called = labels(name, [entry.get("name") for entry in tables])
            for number, entry in enumerate(tables):
                under = f"{place}{key}.{number}." if setting.several else f"{place}{key}."
                part, wrong = filled(setting.table, entry, f"{called[number]}.", under)
                parts.append(part)
                mistakes += wrong
            chosen[setting.name] = tuple(parts) if setting.several else parts[0]
        else:
            try:
                chosen[setting.name] = _converted(setting, value, name)
            except _WrongError as wrong_type:
                mistakes.append(Mistake(f"{place}{key}", *wrong_type.args))
    for key, setting in settings.items():
        if setting.default is MISSING and key not in values:
            missing = Message("{key} is missing.", key=f"{path}{key}")
            mistakes.append(Mistake(f"{place}{key}", missing, Message("It must be {wanted}.", wanted=_range(setting))))
    lacking = any(setting.default is MISSING and setting.name not in chosen for setting in settings.values())
    return None if lacking else table(**chosen), mistakes


def out_of_range(values: Any, path: str = "", place: str = "") -> Iterator[Mistake]:
    """The settings of a table that are not what they may be."""
    for setting in settings_of(values.__class__):
        value, name = getattr(values, setting.name), f"{path}{setting.key}"
        if setting.table is not None:
            parts = value if setting.several else (value,)
            called = labels(name, [getattr(part, "name", None) for part in parts], setting.table)
            for number, part in enumerate(parts):
                under = f"{place}{setting.key}.{number}." if setting.several else f"{place}{setting.key}."
                yield from out_of_range(part, f"{called[number]}.", under)
            continue
        if setting.of is not None:
            if value in setting.of:
                continue
            may = Message("It must be one of {known}.", known=[_shown(choice) for choice in setting.of])
        else:
            try:
                msgspec.convert(value, setting.hint)
                if _finite(value):
                    continue
                # Which nan is not, and inf is not for a person.
                may = Message("It must be {wanted}.", wanted=_TYPES[float])
            except msgspec.ValidationError:
                may = Message("It must be {wanted}.", wanted=_range(setting))
        message = Message("{setting} is {value}.", setting=name, value=_open(setting, _shown(value)))
        yield Mistake(f"{place}{setting.key}", message, may)


def _finite(value: Any) -> bool:
    """Whether all numbers in a value are: TOML knows nan and inf, and no bound keeps inf out."""
    if isinstance(value, float):
        return math.isfinite(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return all(map(_finite, parts))


def labels(table: str, names: Sequence[object], of: Any = None) -> list[str]:
    """What messages call each of these tables: `door` alone, one of several `door "front"`, or `door (number 2)`
    where it has no name of its own.

    names: as the file has them; of: the table's class where they are not the file's, but may be its default.
    """
    default = next((setting.default for setting in settings_of(of) if setting.name == "name"), None) if of else None
    return [
        table
        if len(names) == 1
        else f'{table} "{name}"'
        if isinstance(name, str) and name.strip() and name.isprintable() and name != default and names.count(name) == 1
        else f"{table} (number {number})"
        for number, name in enumerate(names, 1)
    ]


def told(path: Path | str, mistakes: Sequence[Mistake]) -> tuple[Message, Message]:
    """Message and remedy of the mistakes of a file: of several each stands on a line of its own, with its own remedy."""
    first, *more = mistakes
    if not more:
        return Message("{path}: {why}", path=path, why=first.message), first.hint
    lines = [mistake.told for mistake in mistakes]
    return (
        Message("{path}: {count} settings are wrong:\n{mistakes:\n}", path=path, count=len(lines), mistakes=lines),
        Message("Correct them, or move the file away."),
    )


class _WrongError(Exception):
    """Message and hint."""


def _converted(setting: Setting, value: Any, name: str) -> Any:
    if type(value) is int and abs(value) >= 1 << 63:
        message = Message("{name} has too many digits.", name=name)
        raise _WrongError(message, Message("It must be {wanted}.", wanted=_range(setting)))
    shown = _open(setting, repr(value))
    try:
        chosen = msgspec.convert(value, setting.kind)
    except msgspec.ValidationError:
        hint = Message("It must be {wanted}.", wanted=_range(setting))
        # "As ''" is what nobody means who writes one.
        if setting.kind in _TYPES and setting.default not in (MISSING, ""):
            default = setting.default
            example = str(default).lower() if isinstance(default, bool) else repr(default)
            hint = Message("It must be {wanted}, as {example}.", wanted=_TYPES[setting.kind], example=example)
        raise _WrongError(Message("{name} is {value}.", name=name, value=shown), hint) from None
    if isinstance(chosen, str) and any(character < " " for character in chosen):
        # What a backslash makes of the letter after it: "C:\temp" holds a tab.
        raise _WrongError(
            Message("{name} is {value}, which contains a control character.", name=name, value=shown), BACKSLASH
        )
    return chosen


def _open(setting: Setting, shown: str) -> str:
    """A value as messages show it: no secret, and no address that holds a password, as of cameras and relays."""
    return HIDDEN if setting.secret or ("://" in shown and "@" in shown) else shown


def _shown(value: Any) -> str:
    return repr(list(value) if isinstance(value, tuple) else value)


def _range(setting: Setting) -> Message:
    least, most = setting.meta.ge, setting.meta.le
    if least is not None and most is not None:
        return Message("{least} to {most}", least=least, most=most)
    if least is not None:
        return Message("{least} or more", least=least)
    if setting.default is MISSING or setting.kind in _TYPES:
        return _TYPES.get(setting.kind, Message("a list"))
    return Message("like {example}", example=_shown(setting.default))


def reference(table: type, path: str = "") -> Iterator[str]:
    """The settings of a table and of those in it, as lines of Markdown."""
    top_level = [setting for setting in settings_of(table) if setting.table is None]
    if top_level:
        yield from ("| setting | default | allowed | meaning |", "|---|---|---|---|")
        for setting in top_level:
            default = "" if setting.default is MISSING else setting.default
            shown = f"{default:g}" if isinstance(default, float) else _shown(default).replace("'", '"')
            shown = shown.lower() if isinstance(default, bool) else shown
            yield f"| `{setting.key}` | `{shown}` | {_allowed(setting)} | {setting.meta.description} |"
        yield ""
    for setting in settings_of(table):
        if setting.table is not None:
            name = f"{path}{setting.key}"
            yield f"## {f'[[{name}]]' if setting.several else f'[{name}]'}"
            yield ""
            yield from ((setting.table.__doc__ or "").strip().splitlines()[0], "")
            yield from reference(setting.table, f"{name}.")


def _plain(number: float) -> str:
    """A bound without an exponent."""
    return str(int(number)) if number == int(number) else f"{number:g}"


def _allowed(setting: Setting) -> str:
    unit = (setting.meta.extra or {}).get("unit")
    if setting.of is not None:
        return ", ".join(f"`{_shown(value)}`" for value in setting.of).replace("'", '"') + (f" {unit}" if unit else "")
    least, most = setting.meta.ge, setting.meta.le
    if least is None and most is None:
        return str(_TYPES.get(setting.kind, "a list"))
    span = " to ".join(_plain(bound) for bound in (least, most) if bound is not None) + (
        " or more" if most is None else ""
    )
    return f"{span} {unit}".strip()
