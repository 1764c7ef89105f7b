"""Quarantine: nobody reads a file before it was checked, and of a refused one nothing is left but its row."""

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from neuguong.core import file_check, tasks
from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload, keep, open_file, open_thumbnail
from neuguong.core.enums import FileState
from neuguong.core.errors import Refused
from neuguong.core.models import AuditEntry, Letter, StateChange, StoredFile
from neuguong.core.scanner import ScannerAway, scanner_at
from neuguong.org.models import Account
from tests import factories as make
from tests.core import clamd
from tests.core.test_attachments import pdf, photo, word

AT = make.moment(2025, 3, 10)
LATER = AT + timedelta(minutes=5)
WAITS = "Đang kiểm tra tệp, vài giây nữa xem được."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path: Path) -> None:
    """An empty place for files, and a queue that nobody works through by itself."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def author() -> Account:
    """Who brings the files."""
    return make.make_account("ha", "Lê Thị Hà")


def brought(author: Account, name: str = "a.pdf", content: bytes | None = None) -> StoredFile:
    link = "exemplars.nomination:7"
    return accept_upload(name=name, content=content or pdf(), by=make.actor(author), at=AT, link=link)


def check(file: StoredFile, **more: object) -> bool:
    return file_check.check(file, by=make.JOB, at=LATER, **more)


def now_of(file: StoredFile) -> StoredFile:
    return StoredFile.objects.get(pk=file.pk)


def evil_report() -> bytes:
    """A Word file that our scanner alone finds something in: the text lies compressed inside."""
    document = docx.Document()
    document.add_paragraph(clamd.EVIL.decode())
    path = Path(default_storage.location) / "evil"
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(path)
    content = path.read_bytes()
    path.unlink()
    return content


def nothing(_content: bytes) -> str:
    return ""


def away(_content: bytes) -> str:
    raise ScannerAway("ConnectionRefusedError")


# --- before and after the check


def test_a_file_waits_and_not_even_who_brought_it_reads_it(author: Account) -> None:
    stored = brought(author, "anh.jpg", photo())
    assert (stored.state, stored.hindrance) == (FileState.WAITING, WAITS)
    for read in (open_file, open_thumbnail):
        with pytest.raises(Refused, match=WAITS):
            read(stored)


def test_a_checked_file_is_read_and_the_check_has_left_its_traces(author: Account) -> None:
    stored = brought(author)
    assert check(stored, scan=nothing)
    assert open_file(stored).read_bytes().startswith(b"%PDF")
    assert (stored.state, stored.hindrance, stored.checked_at) == (FileState.CLEAN, "", LATER)
    [step] = StateChange.objects.filter(object_type="core.storedfile", object_id=stored.pk)
    assert (step.step, step.before, step.after) == ("clear", "waiting", "clean")
    assert AuditEntry.objects.get(verb="clear_file").facts == {"digest": stored.digest}
    assert not Letter.objects.exists()


def test_an_upload_asks_for_its_check_in_its_own_transaction(author: Account) -> None:
    with transaction.atomic():
        brought(author)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    stored = brought(author)
    [task] = DBTaskResult.objects.all()
    assert (task.task_path, task.args_kwargs["args"]) == ("neuguong.core.tasks.check_file", [stored.pk])
    tasks.check_file.call(stored.pk)
    assert now_of(stored).state == FileState.CLEAN
    tasks.check_file.call(stored.pk)  # the queue may run a task twice
    assert StateChange.objects.count() == 1


def test_a_lost_task_is_made_up_for_by_the_round(author: Account) -> None:
    first, second = brought(author), brought(author, "anh.png", photo("PNG"))
    DBTaskResult.objects.all().delete()
    assert tasks.check_files(LATER) == 2
    assert {now_of(first).state, now_of(second).state} == {FileState.CLEAN}
    assert tasks.check_files(LATER) == 0


def test_two_workers_give_one_verdict(author: Account) -> None:
    stored = brought(author)
    seen_before = now_of(stored)
    assert check(stored)
    assert not check(seen_before)
    assert StateChange.objects.count() == 1


def test_no_person_clears_or_refuses_a_file(author: Account) -> None:
    stored = brought(author)
    by = make.actor(author)
    with pytest.raises(Refused, match="không ai tự cho qua được"):
        file_check.clear(stored, by=by, at=LATER)
    with pytest.raises(Refused, match="không ai tự cho qua được"):
        file_check.refuse(stored, reason="không hợp.", by=by, at=LATER)
    assert now_of(stored).state == FileState.WAITING


# --- a refused file


def test_a_refused_file_is_gone_for_all_who_brought_the_same_and_each_is_told_once(
    author: Account, django_capture_on_commit_callbacks
) -> None:
    other = make.make_account("nam", "Trần Văn Nam")
    early, late, apart = brought(author, "anh.jpg", photo()), brought(other, "b.jpg", photo()), brought(author)
    check(early, scan=nothing)
    check(apart, scan=nothing)
    path, thumbnail = open_file(early), open_thumbnail(early)
    with django_capture_on_commit_callbacks(execute=True):
        assert check(late, scan=lambda content: "Xau.Lam-1")
    assert not path.exists()
    assert not thumbnail.exists()
    assert open_file(apart).exists()
    for file in (now_of(early), now_of(late)):
        assert file.state == FileState.REFUSED
        with pytest.raises(Refused, match=r"Tệp đã bị loại vì có mã độc \(Xau.Lam-1\)"):
            open_file(file)
    told = {letter.recipient_id: (letter.body, letter.link) for letter in Letter.objects.all()}
    assert told == {
        account.pk: (
            f"Tệp “{name}” đã bị loại vì có mã độc (Xau.Lam-1). Hãy quét vi-rút máy đang dùng rồi chọn tệp khác. "
            "Tệp không còn trên máy chủ và không ai xem được.",
            "exemplars.nomination:7",
        )
        for account, name in ((author, "anh.jpg"), (other, "b.jpg"))
    }
    entry = AuditEntry.objects.filter(verb="refuse_file").first()
    assert entry.facts["digest"] == early.digest
    assert "mã độc" in entry.facts["reason"]


def test_a_refused_file_brought_again_is_checked_again(author: Account, django_capture_on_commit_callbacks) -> None:
    first = brought(author)
    with django_capture_on_commit_callbacks(execute=True):
        check(first, scan=lambda content: "Nham")
    again = brought(author)
    assert check(again, scan=nothing)
    assert open_file(again).exists()
    assert now_of(first).state == FileState.REFUSED


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda path: path.unlink(), "không còn nội dung trên máy chủ"),
        (lambda path: path.write_bytes(b"%PDF-1.7 khac"), "nội dung trên máy chủ khác lúc tải lên"),
    ],
)
def test_bytes_that_went_wrong_on_disk_are_refused(author: Account, harm, sentence: str) -> None:
    stored = brought(author)
    harm(Path(default_storage.path(stored.path)))
    assert check(stored)
    assert sentence in stored.hindrance


def test_what_the_first_look_let_pass_the_second_can_refuse(author: Account, monkeypatch) -> None:
    stored = brought(author)
    monkeypatch.setattr("neuguong.core.file_kinds.MAX_PDF_PAGES", 0)
    assert check(stored)
    assert "có 1 trang, ngoài mức 1 đến 0" in stored.hindrance


# --- a scanner that does not answer


def test_while_the_scanner_is_away_files_wait_and_say_so(author: Account) -> None:
    files = [brought(author), brought(author, "anh.jpg", photo())]
    assert file_check.check_waiting(by=make.JOB, at=LATER, scan=away) == 0
    for file in map(now_of, files):
        assert (file.state, file.hindrance) == (FileState.WAITING, file_check.SCANNER_AWAY)
        with pytest.raises(Refused, match="máy quét vi-rút chưa trả lời"):
            open_file(file)
    assert file_check.check_waiting(by=make.JOB, at=LATER, scan=nothing) == 2
    assert [now_of(file).hindrance for file in files] == ["", ""]


def test_one_file_that_breaks_the_check_holds_up_no_other(author: Account, caplog: pytest.LogCaptureFixture) -> None:
    broken, fine = brought(author, "rieng tu.docx", word()), brought(author)
    log = logging.getLogger("neuguong.core.file_check")
    log.addHandler(caplog.handler)

    def scan(content: bytes) -> str:
        if content.startswith(b"PK"):
            raise MemoryError("rieng tu")
        return ""

    assert file_check.check_waiting(by=make.JOB, at=LATER, scan=scan) == 1
    log.removeHandler(caplog.handler)
    assert (now_of(broken).state, now_of(fine).state) == (FileState.WAITING, FileState.CLEAN)
    assert set(caplog.messages) == {f"file {broken.pk} could not be checked: MemoryError"}


@pytest.fixture
def port() -> Iterator[tuple[str, list[bytes]]]:
    """Something that listens like clamd and answers what a test puts into the list."""
    said: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            line, _ = server.accept()
            with line:
                while not line.recv(1 << 16).endswith(b"\0\0\0\0"):
                    pass
                line.sendall(said[0])

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", said
        thread.join()


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: Can't open file ERROR\0"])
def test_only_a_clear_answer_is_a_verdict(port: tuple[str, list[bytes]], answer: bytes) -> None:
    address, said = port
    said.append(answer)
    with pytest.raises(ScannerAway):
        scanner_at(address)(b"x")


def test_no_scanner_is_no_error_and_a_dead_one_is(tmp_path: Path) -> None:
    assert scanner_at("") is None
    for address in (f"{tmp_path}/none.ctl", f"127.0.0.1:{clamd.free_port()}"):
        with pytest.raises(ScannerAway):
            scanner_at(address)(b"x")


# --- a real one


@clamd.needs_clamd
def test_a_real_clamd_finds_what_our_own_signature_names(
    author: Account, settings, django_capture_on_commit_callbacks
) -> None:
    evil, fine = brought(author, "bao cao.docx", evil_report()), brought(author, "khac.docx", word())
    with clamd.running() as (path, port):
        settings.CLAMD_SOCKET = path
        with django_capture_on_commit_callbacks(execute=True):
            assert tasks.check_files(LATER) == 2
        assert scanner_at(port)(clamd.EVIL) == "NeuGuong.Thu.UNOFFICIAL"
        assert scanner_at(port)(bytes(20 * 1024 * 1024)) == ""
    assert (now_of(evil).state, now_of(fine).state) == (FileState.REFUSED, FileState.CLEAN)
    assert "có mã độc (NeuGuong.Thu.UNOFFICIAL)" in now_of(evil).hindrance
    assert not default_storage.exists(evil.path)
    assert Letter.objects.get().recipient == author
    waits = brought(author)
    assert tasks.check_files(LATER) == 0  # clamd has ended
    assert now_of(waits).hindrance == file_check.SCANNER_AWAY


def test_a_demonstrations_own_files_are_cleared_without_a_task(author: Account) -> None:
    stored = keep(name="a.pdf", content=pdf(), by=make.actor(author), at=AT)
    file_check.clear(stored, by=Actor.system("demo"), at=AT)
    assert open_file(stored).exists()
    assert not DBTaskResult.objects.exists()
