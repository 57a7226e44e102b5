"""Picture files as people bring them, and as nobody should."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from gatekeeper.errors import PhotoError
from gatekeeper.photos import load_photo, photo_files

RAMP = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))


def save(path: Path, picture: Pictures.Image, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "CMYK", "LA", "1"])
def test_every_kind_of_picture_becomes_rgb(tmp_path: Path, mode: str) -> None:
    picture = Pictures.fromarray(RAMP).convert("RGB").convert(mode)
    path = save(tmp_path / ("x.jpg" if mode == "CMYK" else "x.png"), picture)
    image = load_photo(path)
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    if mode not in ("1", "P"):  # black and white, and the web's palette, are coarse by nature
        assert np.abs(image[:, :, 0].astype(int) - RAMP).max() < 25


def test_sixteen_bits_are_scaled_not_cut(tmp_path: Path) -> None:
    path = save(tmp_path / "x.png", Pictures.fromarray(RAMP.astype(np.uint16) * 257))
    assert np.abs(load_photo(path)[:, :, 1].astype(int) - RAMP).max() <= 1


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    clear = np.zeros((8, 8, 4), np.uint8)
    assert (load_photo(save(tmp_path / "x.png", Pictures.fromarray(clear))) == 255).all()


def test_a_photo_taken_upright_is_turned_upright(tmp_path: Path) -> None:
    exif = Pictures.Exif()
    exif[0x0112] = 6
    picture = Pictures.fromarray(np.stack([RAMP] * 3, 2))
    assert load_photo(save(tmp_path / "x.jpg", picture, exif=exif)).shape == (64, 48, 3)


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    picture = Pictures.new("RGB", (5000, 4000), "red")
    image = load_photo(save(tmp_path / "x.jpg", picture))
    assert image.shape == (1280, 1600, 3)


def jpeg() -> bytes:
    out = io.BytesIO()
    Pictures.effect_noise((200, 200), 50).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.jpg", b"", "not a JPEG"),
        ("text.jpg", b"hello", "not a JPEG"),
        ("cut.jpg", jpeg()[:2000], "damaged"),
        ("bitmap.png", b"BM" + b"\0" * 60, "not a JPEG"),
        ("svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_by_name(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PhotoError, match=words) as caught:
        load_photo(path)
    assert name in caught.value.message
    assert caught.value.hint


def test_more_pixels_than_allowed_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = save(tmp_path / "bomb.png", Pictures.new("1", (20_000, 20_000)))
    assert path.stat().st_size < 100_000
    with pytest.raises(PhotoError, match=r"400 megapixels|decompression bomb"):
        load_photo(path)


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="does not exist"):
        load_photo(tmp_path / "nix.jpg")
    with pytest.raises(PhotoError, match="folder"):
        load_photo(tmp_path)


def test_a_folder_is_read_in_the_order_people_count_and_links_out_of_it_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    outside = save(tmp_path / "secret.jpg", Pictures.new("RGB", (4, 4)))
    for name in ("10.jpg", "2.jpg", "1.png"):
        save(folder / name, Pictures.new("RGB", (4, 4)))
    (folder / "3.jpg").symlink_to(outside)
    (folder / "notes.txt").write_text("x")
    assert [p.name for p in photo_files(folder)] == ["1.png", "2.jpg", "10.jpg"]
