"""Reads face data sets in their common layouts, one picture at a time.

A folder is searched to any depth, but for what belongs to a system, such as recycle bins and thumbnails. A picture's person
comes from an identity.csv (path, identity) at the top, as any spreadsheet saves it, or, if requested, from the name of the
picture's folder, as in LFW (Name/Name_0001.jpg), CASIA-WebFace (0000045/001.jpg) and VGGFace2 (n000002/0001_01.jpg); folders
bare/ and masked/ below that are skipped over. The same name in two sources is two people.

A file X.rec with X.idx beside it is MXNet's RecordIO as InsightFace packs faces; it is read without MXNet.
"""

import logging
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import BinaryIO

from gatekeeper.capture.photos import SUFFIXES, decode_photo, is_system, load_photo
from gatekeeper.domain import Image
from gatekeeper.errors import PhotoError, TextError, TrainingError
from gatekeeper.text_files import check_format, posix, read_table

log = logging.getLogger(__name__)
_MOST_REPORTED = 20
TABLE = "identity.csv"  # in capitals or not
_MAGIC = 0xCED7230A
_MOST_RECORD_BYTES = 256 << 20
_HEADER = struct.Struct("<IfQQ")  # flag (how many labels follow, 0: the float is the label), label, id, id2


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture not yet read. identity: the person, "" if unknown; offset: its position in a .rec file."""

    file: Path
    name: str
    identity: str
    offset: int = -1

    def read(self) -> Image:
        """RGB uint8 (H, W, 3). Raises PhotoError if it is broken."""
        if self.offset < 0:
            return load_photo(self.file)
        with self.file.open("rb") as file:
            data = _record(file, self.offset)
        if len(data) < _HEADER.size:
            raise PhotoError(f"{self.name} has no header.", "The picture is skipped.")
        flag = _HEADER.unpack_from(data)[0]
        return decode_photo(data[_HEADER.size + 4 * flag :], self.name)


def readable(path: Path) -> Image | None:
    """The picture of a file, RGB uint8 (H, W, 3); None, with a warning, if it is broken: one must not end all others' turn."""
    try:
        return load_photo(path)
    except PhotoError as error:
        log.warning("Left out: %s", error.message)
        return None


def name_of(source: Path) -> str:
    """The prefix of the names of a source's pictures."""
    return legible(source.stem if source.suffix == ".rec" else source.resolve().name)


def legible(name: str) -> str:
    """A file's name as printable text: bytes that are not UTF-8 (GBK, latin-1) as \\xNN."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def pictures_of(
    source: Path, folders_are_people: bool = False, report: Callable[[str], object] | None = None
) -> Iterator[Picture]:
    """Every picture of a folder or a .rec file, in a stable order. Raises TrainingError for anything else.

    report: called for each line of the source's table that names no picture, and at the end for what was left out.
    """
    if source.suffix == ".rec":
        yield from _packed(source)
        return
    if not source.is_dir():
        raise TrainingError(f"{source} is neither a folder of pictures nor a .rec file.", "Give one of these.")
    identities, left_out = _identities(source, report), _LeftOut(source)
    for path in _files(source, left_out):
        name = legible(path.relative_to(source).as_posix())
        person = path.parent.parent if path.parent.name in ("bare", "masked") else path.parent
        by_folder = legible(person.name) if folders_are_people and path.parent != source else ""
        yield Picture(path, f"{name_of(source)}/{name}", identities.get(posix(name), by_folder))
    if report is not None:
        for line in left_out.lines():
            report(line)


@dataclass(slots=True)
class _LeftOut:
    """What was not read below a source: the system's own files and folders, and how many of each other kind."""

    source: Path
    system: list[str] = field(default_factory=list)
    more: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, path: Path) -> None:
        if not is_system(path.name):
            self.kinds[path.suffix.lower() or "without a suffix"] += 1
        elif len(self.system) < _MOST_REPORTED:
            self.system.append(legible(path.relative_to(self.source).as_posix()))
        else:
            self.more += 1

    def lines(self) -> Iterator[str]:
        if self.system:
            more = f" and {self.more} more" if self.more else ""
            yield f"{self.source}: left out, since it belongs to the system: {', '.join(sorted(self.system))}{more}."
        if self.kinds:
            kinds = sorted(self.kinds.items(), key=lambda kind: (-kind[1], kind[0]))[:_MOST_REPORTED]
            counts = ", ".join(f"{count} {legible(kind)}" for kind, count in kinds)
            yield f"{self.source}: files of other kinds are not read: {counts}."


def _files(folder: Path, left_out: _LeftOut, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Depth first, so that a set of a million files is never listed at once. Links to a folder above, direct or through
    other links, are not followed."""
    resolved = folder.resolve()
    above |= {resolved, *resolved.parents}
    folders: list[Path] = []
    pictures: list[Path] = []
    try:
        for path in folder.iterdir():
            if is_system(path.name):
                left_out.add(path)
            elif path.is_dir():
                folders.append(path)
            elif path.suffix.lower() in SUFFIXES:
                pictures.append(path)
            elif folder != left_out.source or path.name.casefold() != TABLE:
                left_out.add(path)
    except OSError as error:
        raise TrainingError(f"{folder} cannot be read: {error.strerror}.", "Check its permissions.") from error
    yield from sorted(pictures)
    for place in sorted(folders):
        if place.resolve() not in above:
            yield from _files(place, left_out, above)


def _identities(source: Path, report: Callable[[str], object] | None = None) -> dict[str, str]:
    """Identities from identity.csv, by picture name. report: called for each line that names no picture.

    Raises TrainingError if it cannot be read or names none of the pictures: otherwise the missing names would only show
    after hours of preparation.
    """
    table = next((file for file in source.iterdir() if file.name.casefold() == TABLE and file.is_file()), None)
    if table is None:
        check_format(sorted(source.iterdir()), TABLE)
        return {}
    identities: dict[str, str] = {}
    lines: dict[str, int] = {}
    line = 1
    for line, row in read_table(table, ("path", "identity")):
        name = _below(source, row["path"])
        if not name or not row["identity"]:
            raise TextError(f"{table}, line {line}: path or identity is empty.", "Fill it in, or remove the line.")
        lines.setdefault(name, line)
        if identities.setdefault(name, row["identity"]) != row["identity"]:
            raise TextError(
                f"{table}, line {line}: {name} shows {row['identity']}, but an earlier line says {identities[name]}.",
                "Remove one of the lines.",
            )
    # Compare the file names themselves: a case-insensitive system would find 1.JPG for 1.jpg.
    for path in _files(source, _LeftOut(source)):
        lines.pop(posix(legible(path.relative_to(source).as_posix())), None)
    if len(lines) == len(identities):
        raise TextError(
            f"{table}, line {line}: none of the listed pictures is in {source}.",
            f"Write paths relative to {source}, for example folder/picture.jpg.",
        )
    missing = sorted(lines.items(), key=lambda entry: entry[1])
    if report is not None:
        for name, line_number in missing[:_MOST_REPORTED]:
            report(f"{table}, line {line_number}: there is no picture {name}.")
        if len(missing) > _MOST_REPORTED:
            report(f"{table}: {len(missing) - _MOST_REPORTED} more lines name no picture.")
    return identities


def _below(source: Path, written: str) -> str:
    """A path of identity.csv relative to the source; it may be absolute or contain redundant parts."""
    name = normpath(posix(written)) if written else ""
    for root in (source.absolute(), source.resolve()):
        name = name.removeprefix(f"{posix(str(root)).rstrip('/')}/")
    return name


def _packed(source: Path) -> Iterator[Picture]:
    """InsightFace's packing: record 0 holds where the pictures end and the identity records begin."""
    index = source.with_suffix(".idx")
    try:
        with index.open() as lines:
            offsets = {int(key): int(place) for key, place in (line.split() for line in lines)}
        with source.open("rb") as file:
            first = _record(file, offsets[0]) if 0 in offsets else b""
            flag = _HEADER.unpack_from(first)[0] if first else 0
            end = int(struct.unpack_from("<f", first, _HEADER.size)[0]) if flag else max(offsets) + 1
            for key in sorted(k for k in offsets if (k > 0 or not flag) and k < end):
                try:
                    data = _record(file, offsets[key])
                    labels, label, _, _ = _HEADER.unpack_from(data)
                    identity = f"{struct.unpack_from('<f', data, _HEADER.size)[0] if labels else label:.0f}"
                except (PhotoError, struct.error):
                    identity = ""  # reported when it is read; the other records are still used
                yield Picture(source, f"{name_of(source)}/{key}", identity, offsets[key])
    except (OSError, ValueError, OverflowError, struct.error) as error:
        raise TrainingError(
            f"{source} cannot be read as RecordIO: {error}", f"Both it and {index} are needed."
        ) from error


def _record(file: BinaryIO, offset: int) -> bytes:
    """One record's bytes. The packer splits a record at the magic number, which is put back here."""
    if not 0 <= offset < 1 << 63:
        raise PhotoError(f"There is no record at {offset} of {file.name}.", "The .idx file belongs to another .rec.")
    file.seek(offset)
    parts: list[bytes] = []
    while True:
        head = file.read(8)
        magic, length_word = struct.unpack("<II", head) if len(head) == 8 else (0, 0)
        if magic != _MAGIC:
            raise PhotoError(
                f"There is no record at {offset} of {file.name}.", "The .idx file belongs to another .rec."
            )
        length, kind = length_word & ((1 << 29) - 1), length_word >> 29
        if sum(map(len, parts)) + length > _MOST_RECORD_BYTES:
            raise PhotoError(
                f"The record at {offset} of {file.name} is too large for a picture.", "The picture is skipped."
            )
        parts.append(file.read(length))
        if len(parts[-1]) != length:
            raise PhotoError(f"The record at {offset} of {file.name} is cut off.", "Copy the file again.")
        file.seek(-length % 4, 1)
        if kind in (0, 3):
            return struct.pack("<I", _MAGIC).join(parts)
