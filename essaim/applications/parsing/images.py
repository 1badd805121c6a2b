"""Images: drawn again, so that nothing is left but the picture."""

import io
import sys
import zlib
from functools import partial

from PIL import Image, ImageOps

from essaim.applications.parsing.apart import serve
from essaim.applications.parsing.problems import Problem, Refused

MOST_PIXELS = 40_000_000
MOST_MEMORY = 576 * 2**20  # the picture, four bytes a point, and once more while it is turned
# zlib's Z_RLE takes a third of the time of its usual way, for a file somewhat heavier.
QUICK, THOROUGH = {"compress_type": 3}, {"compress_level": 6}
HEAVY = 20 * 2**20  # past what a file may weigh, bytes matter more than time
Image.MAX_IMAGE_PIXELS = None  # ours is checked before a point is read


def redraw(content: bytes, kind: str) -> tuple[bytes, list[str]]:
    """The same picture without its metadata (place, device, thumbnail), turned upright.

    ``kind`` is Pillow's: PNG or JPEG.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(Problem.HUGE_IMAGE)
            ImageOps.exif_transpose(image, in_place=True)
            return _drawn(image, kind), []
    except (OSError, SyntaxError, ValueError, zlib.error):
        raise Refused(Problem.MISMATCH) from None


def _drawn(image: Image.Image, kind: str) -> bytes:
    image.load()
    plain = image
    if kind == "JPEG" and image.mode not in ("RGB", "L"):
        plain = image.convert("RGB")
    plain.info = {k: v for k, v in plain.info.items() if k == "transparency"}
    if kind == "JPEG":
        return _saved(plain, kind, {"quality": 90})
    drawn = _saved(plain, kind, QUICK)
    return drawn if len(drawn) <= HEAVY else _saved(plain, kind, THOROUGH)


def _saved(image: Image.Image, kind: str, options: dict[str, int]) -> bytes:
    saved = io.BytesIO()
    image.save(saved, kind, **options)
    return saved.getvalue()


if __name__ == "__main__":
    serve(partial(redraw, kind=sys.argv[1]), MOST_MEMORY)
