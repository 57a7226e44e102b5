"""Picture files as people bring them, and as nobody should."""

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image as Pictures

from gatekeeper.capture.file_names import names_written_in, readable, shown
from gatekeeper.capture.photos import decode_photo, is_system, load_photo, look_through, photo_files
from gatekeeper.errors import ConfigError, PhotoError
from gatekeeper.paths import assets

RAMP = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
FACE = assets() / "demo/people/resident-011/bare/0.jpg"


def save(path: Path, picture: Pictures.Image, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


def packed(picture: Pictures.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def face() -> Pictures.Image:
    return Pictures.open(FACE).convert("RGB")


def same(image: np.ndarray, picture: Pictures.Image, within: float = 8) -> bool:
    """Whether both show the same, but for what compression loses."""
    there = np.asarray(picture.convert("RGB"), int)
    return image.shape == there.shape and float(np.abs(image.astype(int) - there).mean()) < within


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "CMYK", "LA", "1"])
def test_every_kind_of_picture_becomes_rgb(tmp_path: Path, mode: str) -> None:
    picture = Pictures.fromarray(RAMP).convert("RGB").convert(mode)
    path = save(tmp_path / ("x.jpg" if mode == "CMYK" else "x.png"), picture)
    image = load_photo(path)
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    if mode not in ("1", "P"):  # black and white, and the web's palette, are coarse by nature
        assert np.abs(image[:, :, 0].astype(int) - RAMP).max() < 25


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_not_cut(kind: str) -> None:
    data = packed(Pictures.fromarray(RAMP.astype(np.uint16) * 257), kind)
    assert np.abs(decode_photo(data, "x")[:, :, 1].astype(int) - RAMP).max() <= 1


@pytest.mark.parametrize("values", [np.float32, np.int32])
def test_thirty_two_bits_are_shown_in_the_range_they_have(values: type) -> None:
    data = packed(Pictures.fromarray(RAMP.astype(values) * 3), "TIFF")
    assert np.abs(decode_photo(data, "x")[:, :, 1].astype(int) - RAMP).max() <= 1


def test_transparent_parts_become_white(tmp_path: Path) -> None:
    clear = np.zeros((8, 8, 4), np.uint8)
    assert (load_photo(save(tmp_path / "x.png", Pictures.fromarray(clear))) == 255).all()
    palette = Pictures.new("P", (8, 8), 0)
    assert (load_photo(save(tmp_path / "x.png", palette, transparency=b"\0")) == 255).all()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"progressive": True}),
        ("MPO", {"save_all": True, "append_images": [Pictures.new("RGB", (9, 9))]}),
        ("PNG", {}),
        ("WEBP", {}),
        ("HEIF", {}),
        ("AVIF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {}),
        ("BMP", {}),
    ],
)
def test_files_of_phones_scanners_and_webcams_are_read_and_refused_where_they_are_cut_off(
    face: Pictures.Image, kind: str, options: dict[str, object]
) -> None:
    pillow_heif.register_heif_opener()
    data = packed(face, kind, **options)
    assert same(decode_photo(data, "x"), face)
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(PhotoError):
            decode_photo(data[: int(share * len(data))], "x")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF"])
def test_a_photo_taken_upright_is_turned_upright_once(kind: str) -> None:
    pillow_heif.register_heif_opener()
    exif = Pictures.Exif()
    exif[0x0112] = 6
    picture = Pictures.fromarray(np.stack([RAMP] * 3, 2))
    image = decode_photo(packed(picture, kind, exif=exif.tobytes()), "x")
    assert image.shape == (64, 48, 3)
    assert image[0].mean() < 10  # the ramp's dark side, which is left as it is stored
    assert image[-1].mean() > 245


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    """A JPEG with one more segment after its beginning."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + jpeg[2:]


def exif_block(entries: int, *written: tuple[int, int, int, int]) -> bytes:
    """An EXIF block that says it has so many entries, and the ones it has: tag, type, count, value."""
    body = b"".join(struct.pack(">HHIHH", *tag, 0) if tag[1] == 3 else struct.pack(">HHII", *tag) for tag in written)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, entries) + body


@pytest.mark.parametrize(
    ("data", "turned"),
    [
        (exif_block(2, (0x010F, 2, 500, 0x7000), (0x0112, 3, 1, 6)), True),  # a maker's name beyond the end
        (exif_block(5, (0x0112, 3, 1, 6)), True),  # cut off after the first of five
        (exif_block(1, (0x0112, 3, 1, 0)), False),
        (exif_block(1, (0x0112, 3, 1, 99)), False),
        (exif_block(60000), False),
        (b"Exif\0\0II*\0\xff\xff\xff\xff", False),
        (b"Exif\0\0", False),
    ],
)
def test_careless_exif_neither_hides_a_photo_nor_its_orientation(
    face: Pictures.Image, data: bytes, turned: bool
) -> None:
    image = decode_photo(with_segment(packed(face, "JPEG", quality=95), 0xE1, data), "x")
    assert same(image, face.transpose(Pictures.Transpose.ROTATE_270) if turned else face)


@pytest.mark.parametrize(
    "change",
    [
        lambda jpeg: jpeg[:-2],  # no end marker, as some webcams write
        lambda jpeg: jpeg + b"Image_UTC_Data167SEFH" * 99,  # a phone's trailer
        lambda jpeg: with_segment(jpeg, 0xE2, b"MPF\0II*\0" + b"\xff" * 40),  # several pictures, of which there is one
        lambda jpeg: with_segment(jpeg, 0xE2, b"ICC_PROFILE\0\1\1" + b"\xff" * 40),
        lambda jpeg: with_segment(jpeg, 0xED, b"Photoshop 3.0\0" + b"\xff" * 40),
        lambda jpeg: jpeg[:2] + b"\xff\xff\xff" + jpeg[2:],  # fill bytes
    ],
)
@pytest.mark.parametrize("progressive", [False, True])
def test_pictures_that_viewers_show_are_read(face: Pictures.Image, change: object, progressive: bool) -> None:
    jpeg = packed(face, "JPEG", quality=95, progressive=progressive)
    assert same(decode_photo(change(jpeg), "x"), face)  # type: ignore[operator]


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("bytes_missing", [200, 2000, 15_000])
def test_a_jpeg_that_is_cut_is_refused_also_where_somebody_put_no_end_to_it(
    face: Pictures.Image, progressive: bool, bytes_missing: int
) -> None:
    data = packed(face, "JPEG", quality=95, progressive=progressive)
    with pytest.raises(PhotoError, match="x is cut off"):
        decode_photo(data[:-bytes_missing], "x")


def test_a_png_whose_metadata_is_damaged_or_whose_end_is_missing_is_read(face: Pictures.Image) -> None:
    data = packed(face, "PNG")
    comment = struct.pack(">I4s", 5, b"tEXt") + b"a\0bcd" + b"\0\0\0\0"  # a wrong checksum
    bomb = zlib.compress(bytes(100_000_000), 1)
    profile = struct.pack(">I4s", len(bomb) + 3, b"iCCP") + b"a\0\0" + bomb + b"\0\0\0\0"
    assert same(decode_photo(data[:33] + comment + profile + data[33:-12], "x"), face)


def test_cmyk_is_read_as_photoshop_writes_it(face: Pictures.Image) -> None:
    data = packed(face.convert("CMYK"), "JPEG", quality=95)
    assert b"Adobe" in data  # whose values are inverted
    assert same(decode_photo(data, "x"), face, 12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_made_smaller(kind: str) -> None:
    assert decode_photo(packed(Pictures.new("RGB", (5000, 4000), "red"), kind), "x").shape == (1280, 1600, 3)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.jpg", b"", "not a picture"),
        ("text.jpg", b"hello", "not a picture"),
        ("bitmap.png", b"BM" + b"\0" * 60, "damaged"),
        ("svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        ("video.heic", b"\0\0\0\x18ftypisom" + bytes(100), "not a picture"),
        ("wrong.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(range(256)), "damaged"),
        ("short.jpg", b"\xff\xd8\xff", "damaged"),
        ("short.tif", b"II*\0\x08", "damaged"),
        ("short.png", b"\x89PNG\r\n\x1a\n\0", "damaged"),
        ("animated.jpg", packed(Pictures.new("L", (9, 9)), "GIF"), "not a picture"),
        ("scan.tif", packed(Pictures.new("RGB", (99, 99)), "TIFF", compression="jpeg"), "unsupported kind"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_by_name(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PhotoError, match=words) as caught:
        load_photo(path)
    assert name in caught.value.message
    assert caught.value.hint


def tiff(side: int, *entries: tuple[int, int, int, int], after: bytes = b"") -> bytes:
    """A grey TIFF of 32 bits with these further entries: tag, type, count, value."""
    entries = ((256, 4, 1, side), (257, 4, 1, side), (258, 3, 1, 32), (262, 3, 1, 1), (277, 3, 1, 1), *entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(struct.pack("<HHII", *e) for e in sorted(entries))
    return head + b"\0\0\0\0" + after


def passes(count: int, side: int = 5000) -> bytes:
    """A progressive JPEG that goes over its picture so many times without a change."""
    table = b"\xff\xdb\0\x43\0" + b"\1" * 64
    frame = b"\xff\xc2" + struct.pack(">HBHHBBBB", 11, 8, side, side, 1, 1, 0x11, 0)
    codes = b"\xff\xc4\0\x14\0\1" + bytes(16) + b"\xff\xc4\0\x14\x10\1" + bytes(15) + b"\xe0"
    blocks = (side // 8) ** 2
    first = b"\xff\xda\0\x08\1\1\0\0\0\0" + bytes(blocks // 8)
    rest = b"".join(b"\xff\xda\0\x08\1\1\0" + bytes([1 + n % 63, 1 + n % 63, 0]) + b"\x7e" * 30 for n in range(count))
    return b"\xff\xd8" + table + frame + codes + first + rest + b"\xff\xd9"


def webp_of(side: int) -> bytes:
    """A lossless WebP of one colour, of a few bytes."""
    data = bytearray(packed(Pictures.new("RGB", (9, 9)), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    size = int.from_bytes(data[at : at + 4], "little") >> 28 << 28 | (side - 1) << 14 | side - 1
    data[at : at + 4] = size.to_bytes(4, "little")
    return bytes(data)


def png_of(side: int) -> bytes:
    """A clear PNG of four channels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(side * (4 * side + 1)), 1)), (b"IEND", b""))
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def lying(kind: str, side: int) -> bytes:
    """A small HEIC or AVIF that says it is this large."""
    data = bytearray(packed(Pictures.new("RGB", (96, 96)), kind))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", side, side)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(Pictures.new("1", (9_000, 9_000)), "PNG"), "81 megapixels; at most 55"),
        (packed(Pictures.new("1", (20_000, 20_000)), "PNG"), "hundreds of megapixels"),
        (b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1\1\x11\0\xff\xd9", "4295 megapixels; at most 175"),
        (passes(1, 8000), "64 megapixels; at most 55"),
        (passes(4000), "4001 decoding passes"),
        (b"\xff\xd8" + b"\xff\xe5\0\2" * 20_000, "more than 10000 segments"),
        (b"\x89PNG\r\n\x1a\n" + (struct.pack(">I4s", 0, b"IDAT") + b"\0\0\0\0") * 200_000, "more than 100000 chunks"),
        (webp_of(5100), "26 megapixels; at most 25"),
        (webp_of(16_383), "hundreds of megapixels"),
        (b"BM" + bytes(8) + struct.pack("<IIiiHHI", 54, 40, 9000, 9000, 1, 24, 0) + bytes(99), "81 megapixels"),
        (tiff(100, (273, 4, 5_000_000, 134), after=bytes(20_000_000)), "5000000 values"),
        (tiff(100, (322, 4, 1, 30_000), (323, 4, 1, 30_000)), "a tile of 900 megapixels"),
    ],
    ids=range(12),
)
def test_more_than_is_allowed_is_refused_before_it_is_decoded(data: bytes, words: str) -> None:
    with pytest.raises(PhotoError, match=words):
        decode_photo(data, "bomb")


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
@pytest.mark.parametrize("side", [9_000, 16_000])
def test_the_size_a_container_tells_is_checked_first(kind: str, side: int) -> None:
    pillow_heif.register_heif_opener()
    with pytest.raises(PhotoError, match=r"81 megapixels|hundreds of megapixels"):
        decode_photo(lying(kind, side), "bomb")


def test_the_largest_pictures_that_are_read_take_a_bounded_memory(tmp_path: Path) -> None:
    """In a process of its own, whose peak the system tells. Each of these is 100 to 220 MB of plain pixels.

    Linux counts what the parent held at the fork into `ru_maxrss`, and the parent is pytest: there VmHWM is the peak.
    """
    strip = zlib.compress(bytes(4 * 7400 * 7400), 1)
    large = {
        "x.png": png_of(7400),
        "x.webp": webp_of(4990),
        "x.jpg": passes(20, 7400),
        "x.tif": tiff(7400, (259, 3, 1, 8), (339, 3, 1, 3), (273, 4, 1, 122), (279, 4, 1, len(strip)), after=strip),
    }
    for name, data in large.items():
        (tmp_path / name).write_bytes(data)
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom gatekeeper.capture.photos import load_photo\n"
        "for name in sys.argv[1:]: assert max(load_photo(Path(name)).shape) == 1600\n"
        "peak = Path('/proc/self/status')\n"
        "if peak.exists(): print(int(peak.read_text().split('VmHWM:')[1].split()[0]) // 1024)\n"
        "else: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20))"
    )
    arguments = [sys.executable, "-c", code, *(str(tmp_path / name) for name in large)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 650  # MiB


def test_a_missing_file_a_folder_and_a_pipe_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="does not exist"):
        load_photo(tmp_path / "nix.jpg")
    with pytest.raises(PhotoError, match="folder"):
        load_photo(tmp_path)
    os.mkfifo(tmp_path / "pipe.jpg")
    for special in (tmp_path / "pipe.jpg", Path("/dev/zero")):
        with pytest.raises(PhotoError, match="a device or a pipe"):
            load_photo(special)
    with pytest.raises(PhotoError, match="cannot be read"):
        load_photo(tmp_path / "a\0b.jpg")


def test_a_folder_is_read_in_the_order_people_count_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "more/@eaDir/1.jpg").mkdir(parents=True)
    outside = save(tmp_path / "secret.jpg", Pictures.new("RGB", (4, 4)))
    for name in ("10.jpg", "2.jpg", "1.png", "more/11.HEIC", "._2.jpg", "more/@eaDir/1.jpg/THUMB.jpg", "²1.jpg"):
        (folder / name).write_bytes(b"x")
    (folder / "3.jpg").symlink_to(outside)
    (folder / "4.jpg").symlink_to("nowhere.jpg")
    (folder / "5.jpg").symlink_to("5.jpg")
    (folder / "6.jpg").symlink_to("2.jpg")
    (folder / "again").symlink_to("more")
    (folder / "up").symlink_to("..")
    (folder / "notes.txt").write_text("x")
    (folder / "raw.CR2").write_text("x")
    os.mkfifo(folder / "pipe.jpg")
    found = look_through(folder)
    names = [path.relative_to(folder).as_posix() for path in found.photos]
    assert (
        names
        == ["1.png", "2.jpg", "²1.jpg", "6.jpg", "10.jpg", "more/11.HEIC"]
        == [path.relative_to(folder).as_posix() for path in photo_files(folder)]
    )
    reasons = {one.path.relative_to(folder).as_posix(): (one.reason, one.system) for one in found.left_out}
    assert reasons == {
        "._2.jpg": ("It belongs to the system.", True),
        "more/@eaDir": ("It belongs to the system.", True),
        "3.jpg": ("It is a link that leads out of the folder.", False),
        "up": ("It is a link that leads out of the folder.", False),
        "4.jpg": ("It cannot be read, or the link is broken.", False),
        "5.jpg": ("It cannot be read, or the link is broken.", False),
        "again": ("It is a link to another folder.", False),
        "notes.txt": ("Files of this kind are not read. A picture can be converted to JPEG.", False),
        "raw.CR2": ("Files of this kind are not read. A picture can be converted to JPEG.", False),
        "pipe.jpg": ("It is not a file but a device or a pipe.", False),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("._1.jpg", ".DS_Store", ".stfolder", ".sync", ".zfs", ".@__thumb", "@Recycle", "#Recycle", "#snapshot"),
        *("$RECYCLE.BIN", "System Volume Information", "FOUND.000", "LOST.DIR", "lost+found", "__MACOSX", "Icon\r"),
        *("Thumbs.db", "ehthumbs_vista.db", "desktop.ini", "trashbox", "~snapshot", "_gsdata_", "$Extend"),
    ],
)
def test_what_systems_and_network_drives_put_there_is_nobody(name: str) -> None:
    assert is_system(name)
    assert not is_system(f"Ann {name}")


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who may not read everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_unreadable_entries_are_reported_and_hide_nothing_else(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shared")
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    (folder / "a").mkdir()
    (folder / "b").mkdir(mode=0o000)
    data = packed(Pictures.new("RGB", (4, 4)), "JPEG")
    (folder / "a/1.jpg").write_bytes(data)
    (folder / "a/2.jpg").write_bytes(data)
    (folder / "a/2.jpg").chmod(0o000)
    with without_rights():
        found = look_through(folder)
        with pytest.raises(PhotoError, match=r"a/2.jpg cannot be read: Permission denied"):
            load_photo(found.photos[1])
    assert found.photos == [folder / "a/1.jpg", folder / "a/2.jpg"]
    assert [(one.path, one.reason) for one in found.left_out] == [
        (folder / "b", "It cannot be read: Permission denied.")
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("张伟".encode("gbk"), "张伟"),
        ("David 王".encode("gbk"), "David 王"),
        ("坏照片_1.jpg".encode("gbk"), "坏照片_1.jpg"),
        ("張偉".encode("big5"), "張偉"),
        ("Jürgen Größer".encode("latin-1"), "Jürgen Größer"),
        ("O’Hara-Núñez.jpg".encode("cp1252"), "O’Hara-Núñez.jpg"),
        ("Zoë".encode(), "Zoë"),
        ("山田太郎".encode("cp932"), "山田太郎"),
        ("佐々木 サトル".encode("cp932"), "佐々木 サトル"),
        ("写真_1.jpg".encode("cp932"), "写真_1.jpg"),
        ("森".encode("cp932"), "森"),
        ("李喆".encode("gbk"), "李喆"),
        ("Müller’s Æsa".encode("cp1252"), "Müller’s Æsa"),
        (b"\xff\xfe\x81", "\\xff\\xfe\\x81"),
    ],
)
def test_names_in_other_encodings_are_read(data: bytes, name: str) -> None:
    assert readable(os.fsdecode(data)) == name
    assert shown(Path(os.fsdecode(b"/in/" + data))) == f"/in/{name}"


def test_an_encoding_that_is_named_is_believed() -> None:
    name = os.fsdecode("Юлия".encode("cp1251"))
    with names_written_in("cp1251"):
        assert readable(name) == "Юлия"
    assert readable(name) != "Юлия"
    with pytest.raises(ConfigError, match="no encoding 'klingon'"), names_written_in("klingon"):
        pass


@pytest.mark.parametrize(("colours", "kind"), [(3, np.float32), (4, np.float32), (1, np.float64), (3, np.float64)])
def test_a_tiff_of_floating_point_is_refused_with_the_reason(colours: int, kind: type) -> None:
    data = cv2.imencode(".tiff", np.random.default_rng(0).random((8, 8, colours)).astype(kind))[1].tobytes()
    with pytest.raises(PhotoError, match=r"a.tif is a TIFF of floating-point colours\. Save it with 8 or 16 bits"):
        decode_photo(data, "a.tif")


def test_a_photo_whose_name_is_of_another_encoding_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("坏照片.jpg".encode("gbk"))
    path.write_bytes(b"not a picture")
    with pytest.raises(PhotoError, match=r"坏照片\.jpg is not a picture"):
        load_photo(path)
    path.write_bytes(packed(Pictures.new("RGB", (4, 4)), "JPEG"))
    assert load_photo(path).shape == (4, 4, 3)
