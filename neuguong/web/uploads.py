"""How much of a file that is being sent reaches the disk: no more than anybody takes."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from neuguong.core.attachments import MAX_SIZE


class FirstPartOnly(FileUploadHandler):
    """Lets through one byte more than is taken, so that the form answers "too heavy" as for any file; the rest is dropped.

    Stands before Django's own handlers. The other fields of the form are read as ever: nothing typed is lost.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """What of this part goes on to the handlers after this one; None for nothing."""
        return raw_data[: MAX_SIZE + 1 - start] if start <= MAX_SIZE else None

    def file_complete(self, file_size: int) -> Any:
        """The file itself is made by the handlers after this one."""
        return None
