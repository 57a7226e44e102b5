"""Picture files from outside, read as a viewer would show them, in bounded memory and time, whatever a file claims.

The format of a file is determined by its content. Size and number of passes are known before a decoder runs; for JPEG and PNG
the decoder gets only the parts that make up the picture, so that broken metadata neither hides a face nor costs anything.
Truncated files are refused.
"""

import io
import re
import stat
import struct
import warnings
import zlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from natsort import natsort_keygen, ns
from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from gatekeeper.capture.file_names import shown
from gatekeeper.domain import Image
from gatekeeper.errors import PhotoError
from gatekeeper.messages import Message

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"}
    | {".tif", ".tiff", ".bmp", ".dib"}
)
KINDS = "JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP"
# Bytes of a file and pixels of a picture: enough for a phone's 50 megapixels in every format it writes. A decoder holds all of
# a picture, WebP's four times; a JPEG in one pass is scaled down while it is decoded.
MAX_BYTES = {"JPEG": 100, "PNG": 256, "WEBP": 40, "HEIF": 100, "AVIF": 100, "TIFF": 256, "BMP": 256}  # millions
MAX_PIXELS = {"JPEG": 175, "PNG": 55, "WEBP": 25, "HEIF": 55, "AVIF": 55, "TIFF": 55, "BMP": 55}  # millions
_SEVERAL_PASSES = 55  # millions of pixels of a JPEG in several passes, all of whose coefficients a decoder holds
_MAX_PASSES = 100  # programs write up to a dozen, and each goes over the whole picture
_MAX_SEGMENTS, _MAX_CHUNKS = 10_000, 100_000  # of a JPEG and a PNG
_MAX_TIFF_VALUES = 100_000  # of one tag
_TIFF_COMPRESSIONS = {"raw", "packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate"}
natural = natsort_keygen(alg=ns.PATH)  # a sort key of paths: 2.jpg before 10.jpg
_FLOATING = 3  # TIFF 6.0, SampleFormat
_COPY_AGAIN = Message("Copy it again from its source.")
_TRANSPOSE = {
    2: Pictures.Transpose.FLIP_LEFT_RIGHT,
    3: Pictures.Transpose.ROTATE_180,
    4: Pictures.Transpose.FLIP_TOP_BOTTOM,
    5: Pictures.Transpose.TRANSPOSE,
    6: Pictures.Transpose.ROTATE_270,
    7: Pictures.Transpose.TRANSVERSE,
    8: Pictures.Transpose.ROTATE_90,
}

# Pillow's warnings about other people's metadata are of no use here.
warnings.filterwarnings("ignore", module=r"PIL\.")


def load_photo(path: Path, max_side: int = 1600, *, name: str = "") -> Image:
    """The picture as RGB uint8 (H, W, 3), turned upright, its longer side at most `max_side` pixels. name: how errors refer to
    it, by its path unless given.

    Grey, palette, alpha (on white), 16-bit and CMYK pictures are converted; if a file holds several pictures, the first is
    read. Raises PhotoError that names the file and its fault: not a picture, too large, truncated, damaged.
    """
    name = name or shown(path)
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise PhotoError("{name} is a folder.", "Give a picture file.", name=name)
        if not stat.S_ISREG(kind):  # opening a pipe blocks for ever, opening a device may start something
            raise PhotoError("{name} is not a file but a device or a pipe.", "Give a picture file.", name=name)
        with path.open("rb") as file:
            data = file.read(max(MAX_BYTES.values()) * 1_000_000 + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise PhotoError("{name} does not exist.", "Check the path.", name=name) from None
    except (OSError, ValueError) as error:  # ValueError: not a possible file name
        raise PhotoError("{name} cannot be read: {why}.", "Check its permissions.", name=name, why=error) from error
    return decode_photo(data, name, max_side)


def decode_photo(data: bytes, name: str, max_side: int = 1600) -> Image:
    """As `load_photo`, from a file's bytes. name: how errors refer to it."""
    formats = _formats(data)
    if not formats:
        raise PhotoError(
            "{name} is not a picture of a kind that is read ({kinds}).", "Convert it to JPEG.", name=name, kinds=KINDS
        )
    if len(data) > MAX_BYTES[formats[0]] * 1e6:
        raise PhotoError("{name} has more than {most} MB.", "Save it smaller.", name=name, most=MAX_BYTES[formats[0]])
    try:
        if formats == ("JPEG",):
            return _decode_jpeg(data, name, max_side)
        if formats == ("TIFF",):
            _check_tiff(data, name)
        if "HEIF" in formats:
            _read_heif()
        file = _clean_png(data) if formats == ("PNG",) else io.BytesIO(data)
        with Pictures.open(file, formats=formats) as picture:
            _check_size(name, picture.size, MAX_PIXELS[formats[0]])
            # Other compressions can contain a JPEG with any number of passes, or are decoded in Python.
            rare = picture.format == "TIFF" and picture.info.get("compression") not in _TIFF_COMPRESSIONS
            if rare or any(tile[0] == "bmp_rle" for tile in getattr(picture, "tile", ())):
                raise PhotoError(
                    "{name} is an unsupported kind of {format}.",
                    "Convert it to JPEG.",
                    name=name,
                    format=picture.format,
                )
            picture.load()
            # The decoders of the other two turn the picture.
            turned = 1 if picture.format in ("TIFF", "HEIF") else _orientation(picture.info.get("exif") or b"")
            return _rgb(picture, max_side, turned)
    except PhotoError:
        raise
    except Pictures.DecompressionBombError as error:
        raise PhotoError("{name} has hundreds of megapixels.", "Save it smaller.", name=name) from error
    except Exception as error:  # decoders' exceptions for malformed files share no base class
        if "truncated" in str(error).lower() or "end of file" in str(error).lower():
            raise PhotoError("{name} is cut off.", _COPY_AGAIN, name=name) from error
        why = Message("its contents are invalid") if isinstance(error, UnidentifiedImageError) else error
        raise PhotoError(
            "{name} is damaged or cannot be decoded: {why}.", "Export the picture again.", name=name, why=why
        ) from error


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that is not read, and why. system: it belongs to the system, so nobody's photo is missing."""

    path: Path
    reason: str
    system: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The contents of a folder: the pictures, 2 before 10, and everything else with the reason why it is left out."""

    photos: list[Path] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def photo_files(folder: Path, most: int | None = None) -> list[Path]:
    """Every picture below a folder by its suffix, 2 before 10, without system files and without links that lead out of the
    folder. most: see `look_through`."""
    return look_through(folder, most=most).photos


def look_through(folder: Path, root: Path | None = None, most: int | None = None) -> Found:
    """Every picture below a folder by its suffix, and everything that is left out. Raises PhotoError if it is not a folder,
    or if more than `most` files and folders are below it.

    root: the folder out of which no link may lead, this one unless given.
    """
    if not folder.is_dir():
        raise PhotoError("{folder} is not a folder.", "Give a folder of pictures.", folder=shown(folder))
    found, root = Found(), (root or folder).resolve()
    waiting, seen = [folder], 0
    while waiting:
        try:
            entries = [*waiting.pop().iterdir()]
        except OSError as error:
            found.left_out.append(
                LeftOut(Path(error.filename or folder), Message("It cannot be read: {why}.", why=error))
            )
            continue
        seen += len(entries)
        if most is not None and seen > most:
            raise PhotoError(
                "{folder} contains more than {most} files and folders.",
                "Give the folder that contains only the pictures.",
                folder=shown(folder),
                most=most,
            )
        for path in sorted(entries, key=natural):
            why = left_out(path, root)
            if why is not None:
                found.left_out.append(why)
            elif path.is_dir():
                waiting.append(path)
            elif path.suffix.lower() in SUFFIXES:
                found.photos.append(path)
            else:
                reason = Message("Files of this kind are not read. A picture can be converted to JPEG.")
                found.left_out.append(LeftOut(path, reason))
    found.photos.sort(key=natural)
    return found


def left_out(path: Path, root: Path) -> LeftOut | None:
    """Why this file or folder below the resolved `root` is left out, whatever it contains; None if it is not."""
    try:
        status = path.lstat()
        if is_system(path.name) or getattr(status, "st_file_attributes", 0) & _HIDDEN:
            return LeftOut(path, Message("It belongs to the system."), system=True)
        kind = status.st_mode
        if stat.S_ISLNK(kind):
            target = path.resolve(strict=True)
            if not target.is_relative_to(root):
                return LeftOut(path, Message("It is a link that leads out of the folder."))
            kind = target.stat().st_mode
            if stat.S_ISDIR(kind):  # the target is read at its own place
                return LeftOut(path, Message("It is a link to another folder."))
    except (OSError, RuntimeError):  # RuntimeError: links that lead to each other
        return LeftOut(path, Message("It cannot be read, or the link is broken."))
    if not stat.S_ISDIR(kind) and not stat.S_ISREG(kind):
        return LeftOut(path, Message("It is not a file but a device or a pipe."))
    return None


def is_system(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or belongs to a system: a recycle bin, thumbnails, a Mac's companion
    files."""
    plain = name.casefold().strip()
    return plain.startswith((".", "@")) or plain in _SYSTEM or re.fullmatch(r"found\.\d{3}", plain) is not None


_HIDDEN = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM  # exists on Windows only
_SYSTEM = frozenset(
    {"#recycle", "#snapshot", "$recycle.bin", "recycler", "recycled", "~snapshot", "lost+found", "__macosx", "icon"}
    | {"trashbox", "lost.dir", "$extend", "_gsdata_", "ehthumbs_vista.db"}
    | {
        "system volume information",
        "network trash folder",
        "temporary items",
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
    }
)


def _formats(data: bytes) -> tuple[str, ...]:
    """Pillow's names of the formats that these first bytes may be; none for a format that is not read."""
    if data.startswith(b"\xff\xd8\xff"):
        return ("JPEG",)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ("PNG",)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ("WEBP",)
    if data.startswith((b"II*\0", b"MM\0*")):
        return ("TIFF",)
    if data.startswith(b"BM") and len(data) > 26:
        return ("BMP",)
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (b"avif", b"avis"):
            return ("AVIF",)
        if brand in (b"mif1", b"msf1"):
            return ("AVIF", "HEIF")
        if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"):
            return ("HEIF",)
    return ()


@cache
def _read_heif() -> None:
    """Register HEIC with Pillow; embedded thumbnails and further pictures are ignored."""
    import pillow_heif  # only programs that read such a file wait for this import

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _check_size(name: str, size: tuple[int, int], most: int) -> None:
    megapixels = size[0] * size[1] / 1e6
    if megapixels > most:
        raise PhotoError(
            "{name} has {megapixels:.0f} megapixels; at most {most} are read.",
            "Save it smaller.",
            name=name,
            megapixels=megapixels,
            most=most,
        )


@dataclass(slots=True)
class _Jpeg:
    """A JPEG file (ITU-T T.81) taken apart. parts: the parts that make up the picture, without the end marker."""

    parts: list[memoryview] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    progressive: bool = False
    passes: int = 0
    exif: bytes = b""
    ends: bool = False


def _decode_jpeg(data: bytes, name: str, max_side: int) -> Image:
    jpeg = _take_apart(data)
    _check_size(name, jpeg.size, _SEVERAL_PASSES if jpeg.progressive or jpeg.passes > 1 else MAX_PIXELS["JPEG"])
    if jpeg.passes > _MAX_PASSES:
        raise PhotoError(
            "{name} would need {passes} decoding passes.", "Export the picture again.", name=name, passes=jpeg.passes
        )

    def decode(end: bytes) -> Image:
        with Pictures.open(io.BytesIO(b"".join([*jpeg.parts, end])), formats=("JPEG",)) as picture:
            # The decoder can skip detail that would be discarded.
            picture.draft("RGB", (max_side, max_side))
            picture.load()
            return _rgb(picture, max_side, _orientation(jpeg.exif))

    image = decode(_JPEG_END)
    # If the end is missing, it may be only the marker: a picture that changes with what is appended was truncated before it.
    if not jpeg.ends and not np.array_equal(image, decode(bytes(range(1, 128)) + _JPEG_END)):
        raise PhotoError("{name} is cut off.", _COPY_AGAIN, name=name)
    return image


_JPEG_END = b"\xff\xd9"
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")


def _take_apart(data: bytes) -> _Jpeg:
    """The segments of a JPEG that the picture needs: of the application segments only Adobe's, which defines the colours."""
    view, offset = memoryview(data), 2
    jpeg = _Jpeg([view[:2]])
    for _ in range(_MAX_SEGMENTS):
        if (found := _JPEG_MARKER.search(data, offset)) is None:
            return jpeg
        marker, offset = found[1][0], found.end()
        if marker == 0xD9:
            jpeg.ends = True
            return jpeg
        if marker in (0x01, 0xD8):
            continue
        length = int.from_bytes(data[offset : offset + 2], "big")
        segment = data[offset + 2 : offset + length]
        if marker == 0xE1 and segment.startswith(b"Exif\0\0") and not jpeg.exif:
            jpeg.exif = segment
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(segment) >= 5:
            height, width = struct.unpack_from(">HH", segment, 1)
            jpeg.size = max(jpeg.size[0], width), max(jpeg.size[1], height)
            jpeg.progressive |= marker not in (0xC0, 0xC1, 0xC9)
        start, offset = found.start(), offset + length
        if marker == 0xDA:
            jpeg.passes += 1
            following = _JPEG_MARKER.search(data, offset)
            offset = following.start() if following is not None else len(data)
        if marker == 0xEE or not (marker in range(0xE0, 0xF0) or marker == 0xFE):
            jpeg.parts.append(view[start:offset])
    raise ValueError(f"it has more than {_MAX_SEGMENTS} segments")


def _clean_png(data: bytes) -> io.BytesIO:
    """A PNG of the chunks that make up the picture, as far as they are present, with correct checksums and an end."""
    view, offset, out = memoryview(data), 8, io.BytesIO()
    out.write(view[:offset])
    for _ in range(_MAX_CHUNKS):
        if offset + 8 > len(data):
            out.write(b"\0\0\0\0IEND\xaeB`\x82")
            out.seek(0)
            return out
        length, kind = struct.unpack_from(">I4s", data, offset)
        body = view[offset + 8 : offset + 8 + length]
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf"):
            out.write(struct.pack(">I4s", len(body), kind))
            out.write(body)
            out.write(struct.pack(">I", zlib.crc32(body, zlib.crc32(kind))))
        offset += 12 + length
    raise ValueError(f"it has more than {_MAX_CHUNKS} chunks")


def _check_tiff(data: bytes, name: str) -> None:
    """Refuse a TIFF that would cost much before its size is known: a tag of millions of values, huge tiles. Also refuse
    floating point, except for 32-bit grey."""
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(order + "I", data, 4)
    (tags,) = struct.unpack_from(order + "H", data, start)
    tile = colours = 1
    numbers: dict[int, int] = {}
    for offset in range(start + 2, start + 2 + 12 * tags, 12):
        tag, kind, count, value = struct.unpack_from(order + "HHII", data, offset)
        if count > _MAX_TIFF_VALUES and kind not in (1, 2, 6, 7):  # those are bytes and text
            raise ValueError(f"tag {tag} has {count} values")
        if tag in (258, 339) and kind == 3:  # bits of each colour, and the kind of numbers
            (numbers[tag],) = struct.unpack_from(order + "H", data, offset + 8 if count < 3 else value)
            colours = max(colours, count)
        if tag in (322, 323):  # width and length of a tile
            tile *= struct.unpack_from(order + "H", data, offset + 8)[0] if kind == 3 else value
    if numbers.get(339) == _FLOATING and (numbers.get(258), colours) != (32, 1):
        raise PhotoError(
            "{name} is a TIFF of floating-point colours.", "Save it with 8 or 16 bits a colour.", name=name
        )
    if tile > MAX_PIXELS["TIFF"] * 1e6:
        raise ValueError(f"a tile of {tile / 1e6:.0f} megapixels")


def _orientation(exif: bytes) -> int:
    """The tag Orientation (TIFF 6.0) of an EXIF block, 1 (upright) if it has none, however malformed the rest of the block
    is."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4) if order else (len(tiff),)
        (tags,) = struct.unpack_from(order + "H", tiff, start)
        for offset in range(start + 2, start + 2 + 12 * tags, 12):
            tag, kind = struct.unpack_from(order + "HH", tiff, offset)
            if tag == 0x0112:
                return int(struct.unpack_from(order + ("I" if kind == 4 else "H"), tiff, offset + 8)[0])
    except struct.error:  # the block is truncated
        pass
    return 1


def _rgb(picture: Pictures.Image, max_side: int, orientation: int) -> Image:
    mode = picture.mode
    if mode.startswith("I") or mode == "F":
        picture = _eight_bits(picture, max_side)
    elif mode == "1":
        picture = picture.convert("L")
    elif mode in ("P", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = mode != "P" or "transparency" in picture.info
        picture = (picture.convert("LA") if mode == "La" else picture).convert("RGBA" if clear else "RGB")
    picture.thumbnail((max_side, max_side))
    if "A" in picture.getbands():
        clear_picture = picture.convert("RGBA")
        picture = Pictures.new("RGB", picture.size, "white")
        picture.paste(clear_picture, mask=clear_picture.getchannel("A"))
    if orientation in _TRANSPOSE:
        picture = picture.transpose(_TRANSPOSE[orientation])
    return np.array(picture.convert("RGB"), np.uint8)


def _eight_bits(picture: Pictures.Image, max_side: int) -> Pictures.Image:
    """Convert grey of 16 or 32 bits per pixel, which Pillow would clip at 255: of 16 bits the upper half, otherwise the range
    of values that occurs."""
    if picture.mode.startswith("I;16"):
        return Pictures.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    small = picture.reduce(max(1, max(picture.size) // max_side))
    values = np.nan_to_num(np.asarray(small, np.float64), posinf=0, neginf=0)
    low, high = values.min(), values.max()
    return Pictures.fromarray(((values - low) * (255 / max(high - low, 1e-9))).astype(np.uint8))
