"""Names of outside files as people read them: on Linux names are bytes, and old archives have them in any encoding."""

import codecs
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from gatekeeper.errors import ConfigError

_written_in: ContextVar[str | None] = ContextVar("written_in", default=None)


def shown(path: Path) -> str:
    """A path as it can be printed, stored and shown: parts that are not UTF-8 are read by `readable`, and `plain` is
    applied."""
    return plain(str(Path(*map(readable, path.parts))))


def plain(text: str, but: str = "") -> str:
    """A text with its control characters, which a terminal would obey, replaced by their codes. but: those that stay."""
    return "".join(
        c if unicodedata.category(c) != "Cc" or c in but else c.encode("unicode_escape").decode() for c in text
    )


def readable(name: str) -> str:
    """A file's name as people read it. On Linux names are bytes, and old archives have them in other encodings than UTF-8:
    see `encoding_of`."""
    try:
        name.encode()
    except UnicodeEncodeError:
        data = os.fsencode(name)
        encoding = encoding_of(data)
        return data.decode(encoding) if encoding is not None else data.decode("utf-8", "backslashreplace")
    return name


@contextmanager
def names_written_in(encoding: str | None) -> Iterator[None]:
    """Within the block, names that are not UTF-8 are tried in this encoding first. Raises ConfigError if there is no such
    encoding."""
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise ConfigError(
                "There is no encoding {encoding!r}.",
                "For example: shift_jis, euc_jp, gb18030, big5, euc_kr, cp1251, cp1252.",
                encoding=encoding,
            ) from None
    before = _written_in.set(encoding)
    try:
        yield
    finally:
        _written_in.reset(before)


def encoding_of(data: bytes) -> str | None:
    """The encoding in which a name that is not UTF-8 is most likely written; None if it makes sense in none.

    Japanese (Shift-JIS) if it has only two-byte kanji or kana, one of which begins below 0xA0, and no letter is next to them;
    Chinese if every such byte has its pair and no letter is next to it (GBK; Big5 if GBK makes no sense); otherwise Western.
    """
    named = _written_in.get()
    pairs = re.sub(rb"(?<![A-Za-z\x80-\xff])(?:[\xa1-\xfe][\xa1-\xfe])+(?![A-Za-z\x80-\xff])", b"", data).isascii()
    guesses = ("gb18030", "big5", "cp1252") if pairs else ("cp1252", "big5", "gb18030")
    for encoding in (*([named] if named else []), "cp932", *guesses):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" != named and not _is_japanese(data, text):
            continue
        if all(c.isascii() or c in "‘’–・　" or unicodedata.category(c)[0] == "L" for c in text):
            return encoding
    return None


def _is_japanese(data: bytes, text: str) -> bool:
    alone = not re.search(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text)
    return alone and not re.search("[\uff61-\uff9f]", text) and any(0x81 <= byte < 0xA0 for byte in data)
