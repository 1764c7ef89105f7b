"""Forms of signing in and of passwords. Checks of substance are in the operations."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

PASSWORD_HINT = "Ít nhất 10 ký tự. Vài từ ghép lại thì dễ nhớ và khó đoán, ví dụ tên bốn đồ vật trong nhà."  # noqa: S105
SAME_TWICE = "Hai lần gõ chưa giống nhau."


def password_field(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    """A password is never trimmed and never sent back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, help_text=hint)


class SignInForm(LoginForm):
    """The library's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Tên đăng nhập hoặc thư điện tử", "Mật khẩu"
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.widget.attrs = {"autocomplete": "current-password"}
        password.help_text = ""


class PasswordTwice(forms.Form):
    """A new password, typed twice."""

    password = password_field("Mật khẩu mới", "new-password", PASSWORD_HINT)
    password_again = password_field("Gõ lại mật khẩu mới", "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("password_again") and data["password"] != data["password_again"]:
            self.add_error("password_again", SAME_TWICE)
        return data


class ChangePassword(ChangePasswordForm):
    """The library's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": ("Mật khẩu hiện tại", ""),
            "password1": ("Mật khẩu mới", PASSWORD_HINT),
            "password2": ("Gõ lại mật khẩu mới", ""),
        }
        for name, (label, hint) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", SAME_TWICE)
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return data


class CodeForm(PasswordTwice):
    """A one-time code with the user name it was made for."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label="Mã dùng một lần",
        max_length=40,
        help_text="Mười ký tự gồm chữ và số do quản trị viên đưa. Không phân biệt chữ hoa, chữ thường và dấu gạch.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "code", "password", "password_again"]


class ForgotForm(forms.Form):
    """Whose password is forgotten."""

    login = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class FirstRunForm(PasswordTwice):
    """The first day of a real office: its administrator, its top unit, and files if there are any."""

    full_name = forms.CharField(label="Họ và tên quản trị viên", max_length=120)
    username = forms.CharField(label="Tên đăng nhập", max_length=60, help_text="Chữ, số và dấu chấm, ví dụ ha.nguyen")
    email = forms.EmailField(label="Thư điện tử", required=False)
    unit_name = forms.CharField(
        label="Tên cơ quan, đơn vị đứng đầu",
        max_length=200,
        required=False,
        help_text="Ghi đầy đủ như trên con dấu. Nếu nạp tệp đơn vị thì ghi đúng tên một đơn vị trong tệp.",
    )
    unit_kind = forms.ChoiceField(label="Loại đơn vị", required=False)
    place = forms.CharField(label="Địa bàn", max_length=200, required=False)
    shipped_units = forms.ChoiceField(label="Đơn vị có sẵn", required=False)
    units_file = forms.FileField(label="Hoặc tệp đơn vị (.toml)", required=False)
    shipped_plan = forms.ChoiceField(label="Kế hoạch có sẵn", required=False)
    plan_file = forms.FileField(
        label="Hoặc tệp kế hoạch (.toml)", required=False, help_text="Kế hoạch gọi đơn vị bằng khóa trong tệp đơn vị."
    )
    field_order = [
        "full_name", "username", "email", "password", "password_again", "unit_name", "unit_kind", "place",
        "shipped_units", "units_file", "shipped_plan", "plan_file",
    ]  # fmt: skip

    def __init__(self, *args: Any, kinds: list, units: list, plans: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "Chưa nạp, sẽ làm sau")]
        self.fields["unit_kind"].choices = kinds
        self.fields["shipped_units"].choices = none + units
        self.fields["shipped_plan"].choices = none + plans

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("unit_name") or data.get("shipped_units") or data.get("units_file")):
            self.add_error("unit_name", "Ghi tên đơn vị đứng đầu, hoặc chọn một tệp đơn vị.")
        return data
