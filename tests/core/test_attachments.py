"""Files that people bring: what is kept, what is refused, and in which words."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from PIL import Image

from neuguong.core.attachments import accept_upload, open_file, open_thumbnail, safe_name
from neuguong.core.errors import BadInput
from neuguong.core.models import AuditEntry, StoredFile
from tests import factories as make

AT = make.moment(2025, 3, 10)
GPS, ORIENTATION = 0x8825, 0x0112

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path: Path) -> Path:
    """An empty place for files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def accept(name: str, content: object, **more: int) -> StoredFile:
    """As after an upload and its check, which the suite runs at once."""
    stored = accept_upload(name=name, content=content, by=make.JOB, at=AT, **more)
    stored.refresh_from_db()
    return stored


def refusal(name: str, content: object, **more: int) -> str:
    """The sentence; and nothing was kept."""
    with pytest.raises(BadInput) as error:
        accept(name, content, **more)
    assert error.value.field == "file"
    assert not StoredFile.objects.exists()
    assert not Path(default_storage.location).exists()
    return str(error.value)


def photo(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **save: object) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def photo_with_place(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Máy của chị Hường"
    exif[GPS] = {1: "N", 2: (12.0, 15.0, 30.0), 3: "E", 4: (109.0, 5.0, 0.0)}
    return photo(kind, exif=exif.tobytes(), comment=b"secret-comment")


def pdf(**save: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue()


def active_pdf(signed: bool = False, script: bool = True) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        document.pages[0].obj.AA = pikepdf.Dictionary(
            O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe", Next=pikepdf.Dictionary(S=pikepdf.Name.Launch))
        )
        document.attachments["x.exe"] = b"MZ program"
    if signed:
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=[])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Báo cáo thành tích")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "Danh sách")
    return out.getvalue()


def repacked(data: bytes, **changes: bytes) -> bytes:
    """The same package with parts put in; `__` in a name stands for `/`."""
    out = io.BytesIO()
    named = {name.replace("__", "/"): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, named.pop(name, old.read(name)))
        for name, content in named.items():
            new.writestr(name, content)
    return out.getvalue()


def kept(stored: StoredFile) -> bytes:
    return open_file(stored).read_bytes()


@pytest.mark.parametrize(
    ("name", "build", "media_type"),
    [
        ("Ảnh hộ ông Quý.JPG", lambda: photo("JPEG"), "image/jpeg"),
        ("anh.jpeg", lambda: photo("JPEG"), "image/jpeg"),
        ("anh.png", lambda: photo("PNG"), "image/png"),
        ("anh.webp", lambda: photo("WEBP"), "image/webp"),
        ("bao cao.pdf", pdf, "application/pdf"),
        ("bao cao.docx", word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("danh sach.xlsx", excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_ordinary_files_are_kept_under_their_digest(name: str, build: Callable[[], bytes], media_type: str) -> None:
    stored = accept(name, io.BytesIO(build()))
    content = kept(stored)
    assert (stored.media_type, stored.size) == (media_type, len(content))
    assert stored.digest == hashlib.sha256(content).hexdigest()
    assert stored.path.startswith(f"{stored.digest[:2]}/{stored.digest[2:4]}/{stored.digest}.")
    assert stored.name == name[: name.rindex(".")] + name[name.rindex(".") :].lower()
    assert bool(stored.thumbnail) == media_type.startswith("image/")
    entry = AuditEntry.objects.get(verb="accept_upload")
    assert entry.facts == {"digest": stored.digest, "media_type": media_type, "size": stored.size}
    assert entry.personal.values["name"] == stored.name


def test_a_photo_tells_neither_place_nor_camera_and_stands_upright() -> None:
    stored = accept("anh.jpg", photo_with_place())
    content = kept(stored)
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (600, 800)
        assert dict(image.getexif()) == {}
    assert [trace for trace in (b"Exif", "Hường".encode(), b"secret-comment") if trace in content] == []


def test_a_thumbnail_is_small_and_shows_the_same() -> None:
    stored = accept("anh.jpg", photo(size=(3000, 1500)))
    with Image.open(open_thumbnail(stored)) as small, Image.open(open_file(stored)) as large:
        assert (small.format, small.size) == ("WEBP", (480, 240))
        assert large.size == (2560, 1280)
    assert open_thumbnail(accept("a.pdf", pdf())) is None


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "LA", "RGBA", "P", "I;16"])
def test_photos_in_unusual_colours_are_understood(mode: str) -> None:
    out = io.BytesIO()
    ending, kind = ("jpg", "JPEG") if mode == "CMYK" else ("png", "PNG")
    Image.new(mode, (40, 30)).save(out, kind)
    stored = accept(f"a.{ending}", out.getvalue())
    with Image.open(open_file(stored)) as image:
        assert image.size == (40, 30)


def test_the_same_bytes_are_kept_once() -> None:
    content = pdf()  # drawn once: a drawing says in which second it was made
    first, second = accept("a.pdf", content), accept("b.pdf", content)
    assert (first.path, first.digest) == (second.path, second.digest)
    assert first.pk != second.pk


def test_half_a_file_left_by_a_killed_process_is_not_taken_for_the_whole() -> None:
    stored = accept("a.docx", word())
    whole = kept(stored)
    open_file(stored).write_bytes(whole[:100])
    assert kept(accept("a.docx", whole)) == whole


def test_a_pdf_loses_what_acts() -> None:
    content = kept(accept("a.pdf", active_pdf()))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert dict(document.attachments) == {}
        assert "/OpenAction" not in document.Root
        assert "/AA" not in document.pages[0].obj
    assert [trace for trace in (b"app.alert", b"calc.exe", b"MZ program", b"/Launch") if trace in content] == []


def test_a_digitally_signed_pdf_keeps_its_very_bytes() -> None:
    signed = active_pdf(signed=True, script=False)
    assert kept(accept("cong van.pdf", signed)) == signed


def test_a_signed_pdf_that_acts_is_refused() -> None:
    assert "có chữ ký số nhưng kèm mã chạy" in refusal("cong van.pdf", active_pdf(signed=True))
    tail = active_pdf(signed=True, script=False) + b"PK\x03\x04 hidden"
    assert "có chữ ký số nhưng kèm mã chạy" in refusal("cong van.pdf", tail)


def test_what_hangs_before_or_after_a_document_is_dropped() -> None:
    for name, content in [("a.jpg", photo()), ("a.png", photo("PNG")), ("a.pdf", pdf())]:
        assert b"<script>" not in kept(accept(name, content + b"<script>alert(1)</script>"))


def test_a_restricted_pdf_that_opens_without_password_is_kept_open() -> None:
    content = kept(accept("a.pdf", pdf(encryption=pikepdf.Encryption(owner="chu", user=""))))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert not document.is_encrypted


@pytest.mark.parametrize(
    ("name", "build", "sentence"),
    [
        ("anh.jpg", lambda: b"", "Tệp “anh.jpg” trống, không có gì bên trong. Hãy chọn lại tệp."),
        ("anh.jpg", lambda: photo("PNG"), "Tệp “anh.jpg” không phải ảnh JPEG như tên gọi. Hãy chọn lại ảnh gốc."),
        ("anh.png", pdf, "Tệp “anh.png” không phải ảnh PNG như tên gọi. Hãy chọn lại ảnh gốc."),
        ("a.pdf", word, "Tệp “a.pdf” không phải PDF như tên gọi. Hãy chọn lại tệp gốc."),
        ("a.docx", excel, "Tệp “a.docx” không phải tệp Word (.docx) như tên gọi. Hãy chọn lại tệp gốc."),
        ("a.xlsx", word, "Tệp “a.xlsx” không phải tệp Excel (.xlsx) như tên gọi. Hãy chọn lại tệp gốc."),
        ("a.docx", photo, "Tệp “a.docx” không phải tệp Word (.docx) như tên gọi. Hãy chọn lại tệp gốc."),
        (
            "a.pdf",
            lambda: pdf(encryption=pikepdf.Encryption(owner="chu", user="khach")),
            "Tệp “a.pdf” đang khóa bằng mật khẩu. Hãy lưu một bản không đặt mật khẩu rồi tải lại.",
        ),
        (
            "a.docx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "Tệp “a.docx” đang khóa bằng mật khẩu hoặc ở dạng cũ. Hãy bỏ mật khẩu và lưu lại ở dạng .docx.",
        ),
        (
            "a.exe",
            lambda: b"MZ",
            "Không nhận tệp loại “.exe”. Hãy dùng ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, DOCX, XLSX.",
        ),
        (
            "anh.svg",
            lambda: b"<svg onload='alert(1)'/>",
            "Không nhận tệp loại “.svg”. Hãy dùng ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, DOCX, XLSX.",
        ),
        (
            "baocao",
            word,
            "Không nhận tệp “baocao” vì tên không có đuôi cho biết loại. "
            "Hãy dùng ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, DOCX, XLSX.",
        ),
        (
            "a.docm",
            word,
            "Không nhận tệp “.docm”. Hãy mở “a.docm”, chọn Lưu thành (Save As) dạng .docx rồi tải lại.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str, build: Callable[[], bytes], sentence: str) -> None:
    assert refusal(name, build()) == sentence


def test_an_iphone_photo_becomes_a_jpeg_that_stands_upright_and_tells_no_place() -> None:
    stored = accept("IMG_1.HEIC", photo_with_place("HEIF"))
    assert (stored.name, stored.media_type, stored.path[-4:]) == ("IMG_1.jpg", "image/jpeg", ".jpg")
    with Image.open(open_file(stored)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (600, 800), {})
    with Image.open(open_thumbnail(stored)) as small:
        assert small.size == (360, 480)


def test_a_name_alone_makes_no_iphone_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal("a.heic", photo()) == "Tệp “a.heic” không phải ảnh HEIC như tên gọi. Hãy chọn lại ảnh gốc."
    assert "bị hỏng" in refusal("a.heic", photo("HEIF")[:400])
    assert "bị hỏng" in refusal("a.heif", b"\0\0\0\x18ftypheic" + bytes(600))
    monkeypatch.setattr("neuguong.core.file_kinds.MAX_PIXELS", 800 * 600 - 1)
    assert "có quá nhiều điểm ảnh" in refusal("a.heic", photo("HEIF"))


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("a.jpg", lambda: photo()[:3000]),
        ("a.jpg", lambda: photo()[:30]),
        ("a.png", lambda: photo("PNG")[:200]),
        ("a.webp", lambda: photo("WEBP")[:200]),
        ("a.pdf", lambda: pdf()[:60]),
        ("a.pdf", lambda: b"%PDF-1.7\n<script>alert(1)</script>"),
        ("a.docx", lambda: word()[:-4000]),
        ("a.docx", lambda: word()[:5000] + b"\xff" * 200 + word()[5200:]),
    ],
)
def test_damaged_files_are_refused(name: str, build: Callable[[], bytes]) -> None:
    assert refusal(name, build()) == f"Tệp “{name}” bị hỏng hoặc chưa tải đủ nên không mở được. Hãy chọn lại tệp gốc."


def test_a_picture_that_is_also_a_page_is_refused() -> None:
    assert "không phải ảnh JPEG" in refusal("a.jpg", b"GIF89a<script>alert(1)</script>")
    assert "bị hỏng" in refusal("a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>")


def test_files_over_the_limit_are_refused_without_reading_them_whole() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            self.taken += size
            return b"x" * size

    source = Endless()
    sentence = refusal("a.pdf", source)
    assert sentence == "Tệp “a.pdf” nặng hơn mức 20 MB. Hãy giảm dung lượng rồi tải lại."
    assert source.taken == 20 * 1024 * 1024 + 1
    assert "nặng hơn mức 1 MB" in refusal("a.pdf", bytes(1024 * 1024 + 1), max_size=1024 * 1024)


def test_a_small_file_that_unpacks_into_a_flood_is_refused() -> None:
    flood = repacked(word(), word__media__x=bytes(201 * 1024 * 1024))
    assert len(flood) < 1024 * 1024
    assert "giải nén ra quá lớn" in refusal("a.docx", flood)
    crowd = repacked(word(), **{f"x{n}": b"" for n in range(3001)})
    assert "giải nén ra quá lớn" in refusal("a.docx", crowd)


def test_a_small_photo_with_countless_points_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 9_000)).save(out, "PNG")
    assert "có quá nhiều điểm ảnh" in refusal("a.png", out.getvalue())
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert "có quá nhiều điểm ảnh" in refusal("a.png", out.getvalue())


def test_office_files_with_macros_or_distant_parts_are_refused() -> None:
    assert "có macro" in refusal("a.docx", repacked(word(), word__vbaProject_bin=b"x"))
    template = b'<Relationships><Relationship Type="x/attachedTemplate" Target="h://x" TargetMode="External"/>'
    changes = {"word/_rels/settings.xml.rels": template}
    assert "gọi một mẫu" in refusal("a.docx", repacked(word(), **changes))
    assert "có thứ khác nối vào cuối" in refusal("a.docx", word() + b"<script>alert(1)</script>")


def test_an_archive_with_a_way_out_of_its_folder_is_refused() -> None:
    assert "bị hỏng" in refusal("a.docx", repacked(word(), **{"../../etc/x": b"x"}))


@pytest.mark.parametrize(
    ("brought", "shown"),
    [
        ("C:\\Users\\ha\\Ảnh.jpg", "Ảnh.jpg"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nContent-Type: x.pdf", "aContent-Type x.pdf"),
        ("anh\u202egpj.pdf", "anhgpj.pdf"),
        ("Ba\u0301o ca\u0301o.PDF", "Báo cáo.pdf"),
        (".pdf", "tep.pdf"),
        ("", "tep"),
        ("<b>.png", "b.png"),
        ("a" * 300 + ".docx", "a" * 120 + ".docx"),
    ],
)
def test_names_are_made_safe_to_show(brought: str, shown: str) -> None:
    assert safe_name(brought) == shown
