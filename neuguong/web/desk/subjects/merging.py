"""Two records side by side: one subject or two? And a merge taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Subject, SubjectMerge
from neuguong.exemplars.operations.merging import dismiss_pair, merge_subjects, reopen_pair, unmerge_subjects
from neuguong.exemplars.policy import tends_subjects
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.repeats import texts_in_common
from neuguong.exemplars.queries.subjects import differences, field_edits, later_dossiers, life, pair_of
from neuguong.web.desk.subjects.forms import FIRST, MergeForm, UnmergeForm
from neuguong.web.desk.subjects.scope import merge_or_404, subject_or_404
from neuguong.web.errors import conflict


def _words(subject: Subject) -> str:
    extra = [f"sinh năm {subject.birth_year}" if subject.birth_year else "", subject.place, subject.unit.name]
    return ", ".join([subject.name, *(word for word in extra if word)])


def _form(request: Any, one: Subject, two: Subject) -> MergeForm:
    rows = [row for row in differences(one, two) if row.field and not row.same]
    data = request.POST if request.method == "POST" else None
    return MergeForm(data, names=(_words(one), _words(two)), differences=rows, auto_id="gop-%s")


def _add_error(form: Any, wrong: BadInput) -> None:
    form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))


@require_http_methods(["GET", "POST"])
def compare(request: Any, pk: int, other: int) -> HttpResponse:
    """Both records beside each other with what speaks for and against; the merge itself."""
    one, two = subject_or_404(request, pk), subject_or_404(request, other)
    form = _form(request, one, two)
    if request.method == "POST" and form.is_valid():
        kept, absorbed = (one, two) if form.cleaned_data["kept"] == FIRST else (two, one)
        try:
            merge_subjects(
                kept=kept, absorbed=absorbed, reason=form.cleaned_data["reason"], take=form.taken(),
                by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            _add_error(form, wrong)
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:subject", args=[one.pk]))
        else:
            messages.success(
                request,
                f"Đã gộp hai bản ghi về {kept.name}\nMọi hồ sơ nay ở một chỗ. Gộp nhầm thì bỏ gộp được ở trang này.",
            )
            return redirect("desk:subject", kept.pk)
    status = 400 if form.is_bound else 200
    return render(request, "desk/subjects/compare.html", _context(request, one, two, form), status=status)


def _context(request: Any, one: Subject, two: Subject, form: MergeForm) -> dict[str, Any]:
    account, today = request.user.pk, request.today
    closed = tends_subjects(request.actor, [one, two], request.now)
    if closed is None and one.kind != two.kind:
        closed = "Hai bên khác loại đối tượng (cá nhân, hộ gia đình, tập thể) nên không gộp được; chỉ ghi nhận là không trùng."
    return {
        "one": life(one, account, today, merges=False),
        "two": life(two, account, today, merges=False),
        "rows": differences(one, two),
        "texts": texts_in_common(one, two, visible_to(account, today)),
        "pair": pair_of(one, two),
        "form": form,
        "closed": closed,
        "may_decide": tends_subjects(request.actor, [one, two], request.now) is None,
    }


@require_POST
def apart(request: Any, pk: int, other: int) -> HttpResponse:
    """They are two; or, with `again`, the question is put once more."""
    one, two = subject_or_404(request, pk), subject_or_404(request, other)
    again = request.POST.get("again") == "1"
    act = reopen_pair if again else dismiss_pair
    back = reverse("desk:subject_compare", args=[pk, other])
    try:
        act(one=one, other=two, note=request.POST.get("note", ""), by=request.actor, at=request.now)
    except BadInput as wrong:
        messages.error(request, f"Chưa ghi nhận được\n{wrong}")
        return redirect("desk:subject", pk)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    if again:
        messages.success(request, "Đã đưa cặp này về danh sách chờ xem xét")
        return redirect(back)
    messages.success(request, f"Đã ghi nhận {one.name} và {two.name} không phải là một\nCặp này không hiện lại nữa.")
    return redirect("desk:duplicates")


@require_http_methods(["GET", "POST"])
def unmerge(request: Any, pk: int) -> HttpResponse:
    """What the merge moved goes back; for what came later the person says whose it is."""
    merge = merge_or_404(request, pk)
    back = reverse("desk:subject", args=[merge.kept_id])
    if refusal := tends_subjects(request.actor, [merge.kept, merge.absorbed], request.now):
        return conflict(request, refusal, back=back)
    if merge.undone_at is not None:
        return conflict(request, "Lần gộp này đã được bỏ trước đó.", back=back)
    form = _unmerge_form(request, merge)
    if request.method == "POST" and form.is_valid():
        try:
            unmerge_subjects(
                merge=merge, reason=form.cleaned_data["reason"], by=request.actor, at=request.now,
                goes_to={int(key): side for key, side in form.chosen("dossier-").items()},
                edits_to=form.chosen("edit-"),
            )  # fmt: skip
        except BadInput as wrong:
            _add_error(form, wrong)
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, f"Đã bỏ gộp: {merge.kept.name} và {merge.absorbed.name} lại là hai bản ghi")
            return redirect("desk:subject", merge.kept_id)
    context = {"merge": merge, "form": form, "fields": [field for field in form if field.name != "reason"]}
    return render(request, "desk/subjects/unmerge.html", context, status=400 if form.is_bound else 200)


def _unmerge_form(request: Any, merge: SubjectMerge) -> UnmergeForm:
    later = later_dossiers(merge, request.user.pk, request.now)
    return UnmergeForm(
        request.POST if request.method == "POST" else None,
        names=(f"{merge.kept.name} (bản giữ lại)", f"{merge.absorbed.name} (bản đã gộp vào)"),
        dossiers=later.seen,
        edits=field_edits(merge),
        auto_id="bo-%s",
    )
