"""What is typed at the desk about a place that follows an example, or a reader's message. Substance is checked in the operations."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.enums import MessageState, NotConfirmed, NotPassed, ReplicationState, ReplicatorKind
from neuguong.exemplars.operations import messages, replications
from neuguong.exemplars.reading.manners import labels
from neuguong.org.models import Unit


def _capital(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, str(label)[:1].upper() + str(label)[1:]) for code, label in choices]


class WantedReplications(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=ReplicationState.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class WantedMessages(forms.Form):
    """What the address, or the bulk form, asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=MessageState.choices)
    flag = forms.ChoiceField(required=False, choices=[])
    exemplar = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["flag"].choices = flag_choices()


def flag_choices() -> list[tuple[str, str]]:
    """By what the rules pointed out."""
    return [("any", "Có điều cần xem lại"), ("none", "Không có điều gì"), *_capital(labels().items())]


class CheckForm(forms.Form):
    """What the unit of the place saw, and in which words the public may read of it."""

    seen_on = forms.DateField(label="Ngày đến xem", error_messages={"required": "Ghi ngày đến xem."})
    saw = forms.CharField(
        label="Đã gặp ai, thấy gì",
        help_text="Chỉ đơn vị và cơ quan thường trực đọc được.",
        max_length=replications.NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi đã gặp ai, thấy gì."},
    )
    since = forms.CharField(
        label="Làm theo từ khi nào",
        help_text="03/2024, hoặc chỉ năm.",
        max_length=20,
        error_messages={"required": "Ghi tháng và năm, hoặc chỉ năm."},
    )
    learned = forms.CharField(
        label="Cách làm đã học, để công khai",
        help_text="Viết lại bằng lời của đơn vị; không ghi tên, số điện thoại, địa chỉ nhà.",
        max_length=replications.PUBLIC,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết cách làm đã học."},
    )
    result = forms.CharField(
        label="Kết quả đã thấy, để công khai",
        max_length=replications.PUBLIC,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết kết quả đã thấy."},
    )
    figures = forms.CharField(
        label="Số liệu, ngày tháng, so sánh đã kiểm",
        help_text="Mỗi điều một dòng, đúng như trong lời công khai, thêm kiểm theo đâu. Ví dụ: 9 tấn quả, theo sổ bán hàng.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name_confirmed = forms.BooleanField(label="Đã hỏi, người học theo đồng ý nêu tên", required=False)
    file = forms.FileField(
        label="Ảnh hoặc biên bản", help_text="Không đưa lên trang công khai.", required=False, widget=forms.FileInput
    )

    def __init__(self, *args: Any, asks_name: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_name:  # who told it did not agree: there is nothing to ask
            del self.fields["name_confirmed"]


class NotConfirmForm(forms.Form):
    """Why the unit does not confirm: a reason that the sender reads, words that stay inside."""

    reason = forms.ChoiceField(
        label="Lý do",
        help_text="Người gửi đọc được dòng này khi tra mã phiếu.",
        choices=[("", "Chọn lý do"), *NotConfirmed.choices],
        error_messages={"required": "Chọn lý do."},
    )
    answer = forms.CharField(
        label="Nói rõ thêm",
        help_text="Đã đến đâu, hỏi ai. Chỉ cơ quan thường trực đọc được.",
        max_length=replications.NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết rõ thêm vài lời."},
    )


class NoteForm(forms.Form):
    """A reason in words."""

    note = forms.CharField(label="Lý do", max_length=messages.NOTE, error_messages={"required": "Ghi lý do."})


class TypedReplicationForm(forms.Form):
    """A place that a clerk heard of."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    place = forms.ChoiceField(label="Ở đâu", choices=[], error_messages={"required": "Chọn đơn vị."})
    kind = forms.ChoiceField(
        label="Ai học theo",
        choices=[("", "Chọn"), *_capital(ReplicatorKind.choices)],
        error_messages={"required": "Chọn đơn vị, hộ gia đình hay cá nhân."},
    )
    who = forms.CharField(
        label="Tên người, hộ hoặc đơn vị", max_length=replications.WHO, error_messages={"required": "Ghi tên."}
    )
    agreed = forms.BooleanField(label="Người học theo đồng ý nêu tên công khai", required=False)
    since = forms.CharField(
        label="Từ khi nào",
        help_text="03/2024, hoặc chỉ năm.",
        max_length=20,
        error_messages={"required": "Ghi tháng và năm, hoặc chỉ năm."},
    )
    learned = forms.CharField(
        label="Học được cách làm gì",
        max_length=replications.WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Kể học được cách làm gì."},
    )
    result = forms.CharField(
        label="Kết quả đến nay",
        required=False,
        max_length=replications.WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(label="Liên hệ", required=False, max_length=replications.CONTACT)

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].choices = [("", "Chọn đơn vị"), *((str(one.pk), one.name) for one in units)]


class PassMessageForm(forms.Form):
    """Whether an approved message also stands under the page."""

    show = forms.BooleanField(label="Cho hiện dưới trang của điển hình", required=False)

    def __init__(self, *args: Any, asks_to_show: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_to_show:
            del self.fields["show"]


class RejectMessageForm(forms.Form):
    """Why a message goes nowhere."""

    reason = forms.ChoiceField(
        label="Lý do",
        help_text="Người gửi đọc được dòng này khi tra mã phiếu.",
        choices=[("", "Chọn lý do"), *NotPassed.choices],
        error_messages={"required": "Chọn lý do."},
    )


class ReplyForm(forms.Form):
    """What the person says back, if anything."""

    reply = forms.CharField(
        label="Lời đáp",
        required=False,
        help_text="Gửi tới thư điện tử của người nhắn, nếu có; không hiện công khai.",
        max_length=messages.REPLY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HideForm(forms.Form):
    """Why it leaves the page."""

    reason = forms.CharField(label="Lý do", max_length=messages.NOTE, error_messages={"required": "Ghi lý do gỡ."})
