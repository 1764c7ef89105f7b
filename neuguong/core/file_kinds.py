"""The kinds of file we take, and how each is really opened. A kind gives back what is safe to keep."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import filetype
import pikepdf
import pillow_heif
from pikepdf.sanitize import Sanitizer
from PIL import Image, ImageOps

pillow_heif.register_heif_opener(thumbnails=False)

MAX_PIXELS = 64_000_000
LONG_SIDE = 2560  # enough for a full page in print
THUMBNAIL_SIDE = 480
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 3000
MAX_MANIFEST = 4 * 1024 * 1024
MAX_PDF_PAGES = 500

_DAMAGED = "bị hỏng hoặc chưa tải đủ nên không mở được. Hãy chọn lại tệp gốc."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Word and Excel wrap an encrypted document in
_ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
_HEIC = {"image/heic": {"image/heic", "image/heif"}}
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE_PREFIX = "application/vnd.openxmlformats-officedocument."


class CannotUse(Exception):
    """Why a file cannot be used: the rest of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is kept of a file, and a small picture of it when it is one."""

    content: bytes
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its usual ending, its media type, and the function that opens it or raises CannotUse."""

    ending: str
    media_type: str
    open: Callable[[bytes], Opened]


def without_ending(name: str) -> tuple[str, str]:
    """A file's name and its ending in small letters, which is empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 8:
        return name, ""
    return stem, ending.lower()


def _must_be(data: bytes, media_type: str, what: str, advice: str) -> None:
    # libheif knows more brands of HEIC than filetype does.
    said = pillow_heif.get_file_mimetype(data) if media_type in _HEIC else filetype.guess_mime(data)
    if said not in _HEIC.get(media_type, {media_type}):
        raise CannotUse(f"không phải {what} như tên gọi. {advice}")


# --- photos


def _photo(data: bytes, *, media_type: str, name: str) -> Opened:
    _must_be(data, media_type, f"ảnh {_SAID.get(name, name)}", "Hãy chọn lại ảnh gốc.")
    try:
        with Image.open(io.BytesIO(data), formats=[name.upper()]) as probe:
            if probe.width * probe.height > MAX_PIXELS:
                raise CannotUse("có quá nhiều điểm ảnh. Hãy thu nhỏ ảnh hoặc chụp ở cỡ thường rồi tải lại.")
            probe.verify()
        with Image.open(io.BytesIO(data), formats=[name.upper()]) as image:
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at a fraction of its size
            picture = _plain(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CannotUse("có quá nhiều điểm ảnh. Hãy thu nhỏ ảnh hoặc chụp ở cỡ thường rồi tải lại.") from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        TypeError,
        RuntimeError,
    ) as error:  # what Pillow and libheif raise on damage
        raise CannotUse(_DAMAGED) from error
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Opened(_drawn(picture, name), _drawn(small, "WebP"))


def _plain(image: Image.Image) -> Image.Image:
    """The picture alone, in ordinary colours: a fresh canvas carries no camera, no place, no comment."""
    see_through = "A" in image.getbands() or "transparency" in image.info
    colours = image.convert("RGBA" if see_through else "RGB")
    canvas = Image.new(colours.mode, colours.size)
    canvas.paste(colours)
    return canvas


def _drawn(picture: Image.Image, name: str) -> bytes:
    out = io.BytesIO()
    if name in {"JPEG", "HEIF"}:
        picture.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
    elif name == "PNG":
        picture.save(out, "PNG")
    else:
        picture.save(out, "WEBP", quality=82)
    return out.getvalue()


def fitted(content: bytes, width: int, height: int, centre: tuple[float, float] = (0.5, 0.5)) -> bytes:
    """A kept photo drawn anew as WebP of exactly this size; what sticks out is cut off around `centre` (parts of its sides).

    Raises CannotUse when the bytes are no picture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            image.draft("RGB", (width * 2, height * 2))
            return _drawn(
                ImageOps.fit(_plain(image), (width, height), Image.Resampling.LANCZOS, centering=centre), "WebP"
            )
    except (OSError, ValueError, SyntaxError) as error:
        raise CannotUse(_DAMAGED) from error


def extent(content: bytes) -> tuple[int, int]:
    """Width and height of a kept photo in pixels. Raises CannotUse when the bytes are no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            return image.size
    except (OSError, ValueError, SyntaxError) as error:
        raise CannotUse(_DAMAGED) from error


# --- PDF


def _pdf(data: bytes) -> Opened:
    _must_be(data, "application/pdf", "PDF", "Hãy chọn lại tệp gốc.")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not 0 < len(pdf.pages) <= MAX_PDF_PAGES:
                raise CannotUse(f"có {len(pdf.pages)} trang, ngoài mức 1 đến {MAX_PDF_PAGES}. Hãy tách tệp ra.")
            if _is_signed(pdf):
                return Opened(_as_signed(pdf, data))
            _harmless().apply(pdf)
            out = io.BytesIO()
            pdf.save(out, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise CannotUse("đang khóa bằng mật khẩu. Hãy lưu một bản không đặt mật khẩu rồi tải lại.") from error
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError) as error:
        raise CannotUse(_DAMAGED) from error
    return Opened(out.getvalue())


def _harmless() -> Sanitizer:
    return Sanitizer().remove_javascript().remove_external_access().remove_attachments().remove_multimedia()


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and bool(int(form.get("/SigFlags", 0)) & 1)


def _as_signed(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    """The very bytes, since writing them anew would break the digital signature; only when nothing in them acts."""
    clean_ends = data.startswith(b"%PDF-") and data.rstrip(b"\0\t\n\r ").endswith(b"%%EOF")
    if not clean_ends or any(_acts(thing) for thing in _dictionaries(pdf)):
        raise CannotUse("có chữ ký số nhưng kèm mã chạy hoặc tệp khác bên trong. Hãy in ra và quét lại bản đã ký.")
    return data


def _acts(thing: pikepdf.Dictionary) -> bool:
    return str(thing.get("/S", "")) in _ACTIVE or any(key in thing for key in ("/JS", "/EF", "/RichMediaContent"))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every dictionary in the file, also those written inside other objects."""
    waiting = list(pdf.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        if isinstance(thing, pikepdf.Dictionary):
            yield thing
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            inside = thing.as_dict().values() if isinstance(thing, pikepdf.Dictionary) else thing.as_list()
            # What stands apart (an indirect object) is in pdf.objects by itself; following it could turn in circles.
            waiting.extend(part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect)


# --- Word and Excel


def _office(data: bytes, *, ending: str, main_part: str, main_type: str) -> Opened:
    what = {"docx": "tệp Word (.docx)", "xlsx": "tệp Excel (.xlsx)"}[ending]
    if data.startswith(_OLE):
        raise CannotUse(f"đang khóa bằng mật khẩu hoặc ở dạng cũ. Hãy bỏ mật khẩu và lưu lại ở dạng .{ending}.")
    if not data.startswith(b"PK\x03\x04"):
        raise CannotUse(f"không phải {what} như tên gọi. Hãy chọn lại tệp gốc.")
    package = _unpacked(data)
    manifest = package.pop(_CONTENT_TYPES.lower(), b"").decode("utf-8", "replace")
    _refuse_what_acts(ending, manifest, package)
    if main_part not in package or f"{_OFFICE_PREFIX}{main_type}" not in manifest or "<!DOCTYPE" in manifest:
        raise CannotUse(f"không phải {what} như tên gọi. Hãy chọn lại tệp gốc.")
    if not data[-22:].startswith(b"PK\x05\x06"):
        raise CannotUse("có thứ khác nối vào cuối tệp. Hãy mở ra, lưu lại rồi tải lên.")
    return Opened(data)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts by their names in small letters; of most only that they can be read, of manifest and links all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_bombs(package.infolist())
            return {part.filename.lower(): _read(package, part) for part in package.infolist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise CannotUse(_DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for a part with a password
        raise CannotUse("đang khóa bằng mật khẩu. Hãy lưu một bản không đặt mật khẩu rồi tải lại.") from error


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Read a part to its end: one that is damaged, or longer than it says, does not pass."""
    wanted = part.filename == _CONTENT_TYPES or part.filename.endswith(".rels")
    kept = b""
    with package.open(part) as stream:
        while piece := stream.read(1 << 20):
            kept += piece if wanted and len(kept) <= MAX_MANIFEST else b""
    return kept


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CannotUse("giải nén ra quá lớn. Hãy bớt ảnh hoặc dữ liệu bên trong rồi tải lại.")
    if any(part.filename.startswith("/") or ".." in part.filename.split("/") for part in parts):
        raise CannotUse(_DAMAGED)


def _refuse_what_acts(ending: str, manifest: str, package: dict[str, bytes]) -> None:
    if "macroenabled" in manifest.lower() or any("vbaproject" in name or "activex" in name for name in package):
        raise CannotUse(f"có macro. Hãy lưu lại ở dạng .{ending} thường, không macro.")
    if any(b"attachedTemplate" in text and b"External" in text for text in package.values()):
        raise CannotUse("gọi một mẫu từ nơi khác. Hãy chép nội dung sang một tệp mới rồi tải lại.")


_SAID = {"HEIF": "HEIC"}  # Pillow's name -> the one on an iPhone
_PHOTOS = {"jpg": ("image/jpeg", "JPEG"), "png": ("image/png", "PNG"), "webp": ("image/webp", "WebP")}

KINDS: dict[str, Kind] = {
    **{
        ending: Kind(ending, media_type, partial(_photo, media_type=media_type, name=name))
        for ending, (media_type, name) in _PHOTOS.items()
    },
    "pdf": Kind("pdf", "application/pdf", _pdf),
    "docx": Kind(
        "docx",
        f"{_OFFICE_PREFIX}wordprocessingml.document",
        partial(_office, ending="docx", main_part="word/document.xml", main_type="wordprocessingml.document.main+xml"),
    ),
    "xlsx": Kind(
        "xlsx",
        f"{_OFFICE_PREFIX}spreadsheetml.sheet",
        partial(_office, ending="xlsx", main_part="xl/workbook.xml", main_type="spreadsheetml.sheet.main+xml"),
    ),
}
KINDS["jpeg"] = KINDS["jpg"]
# What an iPhone takes is kept as JPEG: few office machines can show it.
KINDS["heic"] = KINDS["heif"] = Kind("jpg", "image/jpeg", partial(_photo, media_type="image/heic", name="HEIF"))
