"""What is typed when people come, change and leave."""

from typing import Any

from django import forms

from neuguong.org.enums import Role, Seat
from neuguong.org.policy import SEAT_ROLES

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 17/03/2025.", "required": "Ghi ngày."}
ROLES = [(role.value, role.label[:1].upper() + role.label[1:]) for role in Role if role not in SEAT_ROLES]
SEATS = list(Seat.choices)
DOCUMENT_HINT = "Số, ký hiệu và ngày, ví dụ 05/GUQ-UBND ngày 10/3/2025"


def day(label: str, *, required: bool = True, hint: str = "Ngày/tháng/năm") -> forms.DateField:
    """A day as the office writes it."""
    widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget, error_messages=_DAY)


class FilterForm(forms.Form):
    """The list's filters; all of them live in the address."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    unit = forms.TypedChoiceField(label="Đơn vị", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), ("active", "Đang dùng"), ("idle", "Chưa có vai trò"), ("locked", "Đang khóa")],
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "Tất cả các đơn vị"), *units]


class WhoForm(forms.Form):
    """How a person is written and reached."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, error_messages={"required": "Ghi họ và tên."})
    title = forms.CharField(
        label="Chức danh", max_length=120, required=False, help_text="Như trên danh thiếp, ví dụ Phó Chủ tịch UBND xã"
    )
    email = forms.CharField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        help_text="Để trống nếu không có; khi quên mật khẩu sẽ dùng mã.",
    )
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)
    optional = {"title", "email", "phone"}


class RoleForm(forms.Form):
    """A role at a unit, with its days."""

    unit = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    role = forms.ChoiceField(label="Vai trò", choices=ROLES)
    subtree = forms.BooleanField(label="Gồm cả các đơn vị trực thuộc", required=False)
    valid_from = day("Từ ngày")
    valid_to = day("Đến hết ngày", required=False, hint="Để trống nếu chưa biết ngày thôi")
    document = forms.CharField(label="Văn bản phân công", max_length=200, required=False)
    optional = {"valid_to", "document"}

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units


class NewPersonForm(WhoForm, RoleForm):
    """A new account comes with its first role, so that somebody answers for it."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ, số, dấu chấm; không đổi được về sau. Ví dụ ha.nguyen",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    optional = WhoForm.optional | RoleForm.optional
    field_order = [
        "full_name",
        "username",
        "title",
        "email",
        "phone",
        "unit",
        "role",
        "subtree",
        "valid_from",
        "valid_to",
        "document",
    ]


class _ChoosePerson(forms.Form):
    """A form in which one of some people is chosen."""

    person_field = ""

    def __init__(self, *args: Any, people: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields[self.person_field].choices = [("", "Chọn một người"), *people]


class DelegateForm(_ChoosePerson):
    """A head lends the headship until a day."""

    unit = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    to = forms.TypedChoiceField(
        label="Người được ủy quyền", coerce=int, error_messages={"required": "Chọn người được ủy quyền."}
    )
    valid_from = day("Từ ngày")
    valid_to = day("Đến hết ngày", hint="Ngày cuối cùng còn hiệu lực; sau ngày này ủy quyền tự hết")
    document = forms.CharField(label="Giấy ủy quyền", max_length=200, help_text=DOCUMENT_HINT)
    person_field = "to"

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units


class SubstituteForm(_ChoosePerson):
    """Who does somebody's work while that person is away."""

    post = forms.TypedChoiceField(label="Làm thay vai trò", coerce=int)
    stand_in = forms.TypedChoiceField(
        label="Người làm thay", coerce=int, error_messages={"required": "Chọn người làm thay."}
    )
    valid_from = day("Từ ngày")
    valid_to = day("Đến hết ngày")
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Ví dụ: Đơn nghỉ phép ngày 10/3/2025")
    person_field = "stand_in"

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["post"].choices = posts


class HandOverForm(_ChoosePerson):
    """Everything passes to one successor."""

    successor = forms.TypedChoiceField(
        label="Người nhận bàn giao", coerce=int, error_messages={"required": "Chọn người nhận."}
    )
    on = day("Từ ngày", hint="Từ ngày này người nhận chịu trách nhiệm; hôm nay hoặc trước đó")
    document = forms.CharField(label="Biên bản bàn giao", max_length=200, required=False)
    optional = {"document"}
    person_field = "successor"


class ReasonForm(forms.Form):
    """Why an account is locked."""

    reason = forms.CharField(
        label="Lý do", max_length=400, help_text="Ghi vào nhật ký", error_messages={"required": "Ghi lý do khóa."}
    )


class EndForm(forms.Form):
    """The last day of a role or a seat."""

    last_day = day("Ngày cuối cùng")


class CouncilForm(forms.Form):
    """A council for a unit."""

    unit = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    name = forms.CharField(label="Tên Hội đồng", max_length=200, initial="Hội đồng Thi đua - Khen thưởng")
    valid_from = day("Thành lập từ ngày")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units


class SeatForm(_ChoosePerson):
    """Who sits in a council."""

    person = forms.TypedChoiceField(label="Thành viên", coerce=int, error_messages={"required": "Chọn một người."})
    seat_code = forms.ChoiceField(label="Chức vụ", choices=SEATS, help_text="Thư ký không biểu quyết")
    valid_from = day("Từ ngày")
    valid_to = day("Đến hết ngày", required=False, hint="Để trống nếu theo nhiệm kỳ")
    optional = {"valid_to"}
    person_field = "person"
