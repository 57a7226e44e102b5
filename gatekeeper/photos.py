"""Picture files from outside, read safely: only JPEG, PNG and WebP, bounded in size, every decoder warning an error."""

import re
import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pictures
from PIL import ImageOps, UnidentifiedImageError

from gatekeeper.domain import Image
from gatekeeper.errors import PhotoError

FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MAX_PIXELS = 25_000_000


def load_photo(path: Path, max_side: int = 1600) -> Image:
    """The picture as RGB uint8 (H, W, 3), turned upright, its longer side at most `max_side` pixels.

    Grey, palette, alpha (laid on white), 16-bit and CMYK pictures are converted. Raises PhotoError that names the file
    and what is wrong with it: not a picture, of another format, larger than 25 megapixels, damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Pictures.open(path, formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise PhotoError(
                        f"{path} has {width * height / 1e6:.0f} megapixels; at most {MAX_PIXELS / 1e6:.0f} are read.",
                        "Save it smaller.",
                    )
                # A JPEG decoder can skip the detail that would be thrown away.
                picture.draft("RGB", (max_side, max_side))
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                return _rgb(upright, max_side)
    except PhotoError:
        raise
    except FileNotFoundError:
        raise PhotoError(f"{path} does not exist.", "Check the path.") from None
    except IsADirectoryError:
        raise PhotoError(f"{path} is a folder.", "Name a picture file.") from None
    except UnidentifiedImageError:
        raise PhotoError(f"{path} is not a JPEG, PNG or WebP picture.", "Convert it first.") from None
    except (OSError, SyntaxError, ValueError, Warning, Pictures.DecompressionBombError) as error:
        raise PhotoError(f"{path} is damaged or can not be decoded: {error}", "Export the picture again.") from error


def photo_files(folder: Path) -> list[Path]:
    """Every picture below a folder by its suffix, 2 before 10; links that lead out of the folder are left out."""
    if not folder.is_dir():
        raise PhotoError(f"{folder} is not a folder.", "Name a folder of pictures.")
    root = folder.resolve()
    found = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    return sorted((p for p in found if p.resolve().is_relative_to(root)), key=natural)


def natural(path: Path) -> list[tuple[int, str]]:
    """A sort key that reads runs of digits as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.as_posix())]


def _rgb(picture: Pictures.Image, max_side: int) -> Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        # 16 bits a channel: Pillow would clip at 255 instead of scaling.
        wide = np.asarray(picture, np.float64) / 257
        picture = Pictures.fromarray(np.clip(wide, 0, 255).astype(np.uint8))
    elif picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((max_side, max_side))
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Pictures.new("RGB", picture.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    return np.array(picture.convert("RGB"), np.uint8)
