"""Small files, good and hostile, made on the spot."""

import zipfile
from io import BytesIO

import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
)
ODT = "application/vnd.oasis.opendocument.text"


def pdf_bytes(password: str = "", mark: str = "") -> bytes:
    """A blank page. ``mark`` makes it different from another one."""
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if mark:
            pdf.Root.Mark = mark
        locked = pikepdf.Encryption(user=password, owner=password) if password else None
        pdf.save(made, encryption=locked)
    return made.getvalue()


def zip_bytes(parts: dict[str, str | bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx_bytes(**more: bytes) -> bytes:
    parts = {"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<w/>"}
    return zip_bytes({**parts, **{f"word/{name}": content for name, content in more.items()}})


def odt_bytes() -> bytes:
    manifest = {"META-INF/manifest.xml": "<manifest/>"}
    return zip_bytes({"mimetype": ODT, "content.xml": "<office/>", **manifest})


def jpeg_with_place() -> bytes:
    """A photograph whose metadata tells where and with what it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Marque d’appareil"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (30, 20), "blue").save(made, "JPEG", exif=exif)
    return made.getvalue()


def png_bytes(size=(30, 20)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "red").save(made, "PNG")
    return made.getvalue()
