"""Words that are stored as codes."""

from django.db import models


class FileState(models.TextChoices):
    """Nobody reads a file before it is clean; of one that is refused or erased only this row is left."""

    WAITING = "waiting", "đang kiểm tra"
    CLEAN = "clean", "đã kiểm tra"
    REFUSED = "refused", "bị loại"
    ERASED = "erased", "đã xóa"


class Counted(models.TextChoices):
    """Which days a time limit counts."""

    WORKING = "working", "ngày làm việc"
    CALENDAR = "calendar", "ngày"
