"""One thing that readers told, with what this person can do about it: each act its own form, pressed once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from neuguong.core.errors import BadInput, Refused
from neuguong.core.queries import history_of
from neuguong.core.workflow import Workflow
from neuguong.web.errors import conflict

NOTHING = "Không có việc này ở đây."

Forms = dict[str, forms.Form]


class ShowPage(Protocol):
    """Draws the thing's page with these forms."""

    def __call__(self, request: Any, row: Any, found: Forms, status: int = 200) -> HttpResponse: ...


@dataclass(frozen=True, slots=True)
class Acting:
    """What can be done to one kind of thing: the table of steps, each act's view, and what a second press finds done."""

    workflow: Workflow
    acts: Mapping[str, Callable[[Any, Any, dict[str, Any]], HttpResponse]]
    done: Callable[[str, Any], bool]
    page: ShowPage

    def open_now(self, request: Any, row: Any) -> set[str]:
        """The steps that are open to this person now."""
        steps = self.workflow.steps_from(row, actor=request.actor, at=request.now)
        return {one.step.name for one in steps if one.open}

    def answer(self, request: Any, row: Any, found: Forms, *, here: str) -> HttpResponse:
        """The page, or what came of the act that was pressed; a refused form comes back as typed."""
        if request.method != "POST":
            return self.page(request, row, found)
        name = request.POST.get("act", "")
        form = found.get(name)
        if form is None:  # closed meanwhile, pressed twice, or nobody's act
            if self.done(name, row):
                return redirect(here)
            known = name in self.workflow.steps
            why = self.workflow.refusal(name, dossier=row, actor=request.actor, at=request.now) if known else ""
            return conflict(request, why or NOTHING, back=here)
        if not form.is_valid():
            return self.page(request, row, found, status=400)
        try:
            return self.acts[name](request, row, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
            return self.page(request, row, found, status=400)
        except Refused as refusal:
            return conflict(request, refusal, back=here)

    def history(self, row: Any) -> list[tuple[str, Any, str]]:
        """Each step that was taken: its name, when, with what note."""
        return [
            (self.workflow.steps[one.step].label, one.effective_at, one.note)
            for one in history_of(row._meta.label_lower, row.pk)
        ]


def made(request: Any, name: str, cls: type[forms.Form], **more: Any) -> forms.Form:
    """The form of an act; filled when it is the one that was sent."""
    sent = request.method == "POST" and request.POST.get("act") == name
    return cls(request.POST if sent else None, request.FILES if sent else None, prefix=name, **more)
