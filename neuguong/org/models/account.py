"""Accounts: people who can sign in. What they may do comes from memberships and seats, never from here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from neuguong.org.enums import CodePurpose


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by user name; they are made by operations.accounts."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of a user name, in any letter case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. There is no superuser: the emergency door is an audited command."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField("thư điện tử", null=True, blank=True, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức danh", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_demonstration = models.BooleanField("chỉ để minh họa", default=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    created_at = models.DateTimeField("tạo lúc")
    sort_key = models.CharField("khóa sắp xếp", max_length=400, db_index=True, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=400, default="", editable=False)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Words for people."""

        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Libraries ask for this; the answer here is always no."""
        return False


class Invitation(models.Model):
    """A link or a one-time code by which a person sets a password; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    purpose = models.CharField("mục đích", max_length=20, choices=CodePurpose.choices)
    digest = models.CharField("mã băm", max_length=64, unique=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    used_at = models.DateTimeField("dùng lúc", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
