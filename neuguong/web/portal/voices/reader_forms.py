"""What a reader types under an exemplar's page: who follows the example, or a message."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.enums import ReplicatorKind
from neuguong.exemplars.operations import messages, replications
from neuguong.org.models import Unit
from neuguong.web.portal.voices.forms import grouped, trap


class ReplicationForm(forms.Form):
    """A place that follows the example (tôi học theo)."""

    kind = forms.ChoiceField(
        label="Ai học theo",
        choices=[("", "Chọn"), *((code, label[:1].upper() + label[1:]) for code, label in ReplicatorKind.choices)],
        error_messages={"required": "Chọn đơn vị, hộ gia đình hay cá nhân."},
    )
    who = forms.CharField(
        label="Tên người, hộ hoặc đơn vị",
        help_text="Để đơn vị nơi ấy tìm được. Không hiện công khai nếu không đánh dấu ở dưới.",
        max_length=replications.WHO,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ghi tên người, hộ hoặc đơn vị học theo."},
    )
    agreed = forms.BooleanField(label="Người học theo đồng ý nêu tên công khai", required=False)
    place = forms.ChoiceField(label="Ở đâu", choices=[], error_messages={"required": "Chọn địa bàn hoặc đơn vị."})
    since = forms.CharField(
        label="Từ khi nào",
        help_text="Tháng và năm, ví dụ 03/2024; không nhớ tháng thì chỉ ghi năm.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ghi tháng và năm, hoặc chỉ năm."},
    )
    learned = forms.CharField(
        label="Học được cách làm gì",
        max_length=replications.WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Kể học được cách làm gì."},
    )
    result = forms.CharField(
        label="Kết quả đến nay",
        help_text="Điều đã có thật. Đơn vị nơi ấy đến xem rồi mới đưa lên trang.",
        required=False,
        max_length=replications.WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label="Liên hệ lại với bạn",
        help_text="Tên, số điện thoại hoặc thư điện tử, để được hỏi thêm. Chỉ cán bộ xác minh đọc được.",
        required=False,
        max_length=replications.CONTACT,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    website = trap()

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].choices = [("", "Chọn"), *grouped(units)]


class MessageForm(forms.Form):
    """A message to the exemplar."""

    words = forms.CharField(
        label="Lời nhắn",
        help_text=f"Không quá {messages.WORDS} ký tự. Không ghi số điện thoại, địa chỉ, số căn cước của ai.",
        max_length=messages.WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Viết lời nhắn.",
            "max_length": "Lời nhắn có %(show_value)s ký tự, nhiều hơn %(limit_value)s. Viết ngắn lại rồi gửi.",
        },
    )
    name = forms.CharField(
        label="Tên của bạn",
        required=False,
        max_length=messages.NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Thư điện tử",
        help_text="Chỉ để nhận lời đáp, không đưa cho ai.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Địa chỉ thư điện tử chưa đúng."},
    )
    may_show = forms.BooleanField(
        label="Có thể hiện lời này dưới trang, nhiều nhất là kèm tên gọi của tôi", required=False
    )
    website = trap()
