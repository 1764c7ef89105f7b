"""A file of any weight that is sent: what reaches the disk is bounded, and the answer is a sentence."""

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import RequestFactory

from neuguong.core import attachments
from neuguong.core.errors import BadInput
from neuguong.web import uploads
from tests import factories as make


class Heavy:
    """A file of many bytes that nobody holds at once."""

    name = "anh.jpg"

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, wanted: int = -1) -> bytes:
        part = min(self.left, wanted if wanted >= 0 else self.left)
        self.left -= part
        return b"\xff" * part


@pytest.mark.parametrize(("sent", "kept"), [(3_000_000, 3_000_000), (60 * 1024 * 1024, attachments.MAX_SIZE + 1)])
def test_of_a_file_that_is_too_heavy_only_one_byte_more_than_is_taken_reaches_the_disk(sent, kept):
    data = {"words": "Vườn bưởi", "file": Heavy(sent)}
    request = RequestFactory().post("/", data)
    assert request.FILES["file"].size == kept
    assert request.POST["words"] == "Vườn bưởi"


def test_the_answer_to_it_is_a_sentence_about_its_weight(db, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_SIZE", 100)
    request = RequestFactory().post("/", {"file": Heavy(500)})
    file = request.FILES["file"]
    assert file.size == 101
    with pytest.raises(BadInput, match="nặng hơn mức"):
        attachments.accept_upload(name=file.name, content=file, max_size=100, by=make.JOB, at=make.moment(2025, 3, 10))


def test_the_first_of_the_handlers_is_the_one_that_bounds(settings):
    assert [
        f"{one.__module__}.{one.__qualname__}"
        for one in (uploads.FirstPartOnly, MemoryFileUploadHandler, TemporaryFileUploadHandler)
    ] == settings.FILE_UPLOAD_HANDLERS
