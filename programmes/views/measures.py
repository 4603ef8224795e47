"""What becomes of each measure, what is said about it, and a person's own list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from accounts.roles import Permission
from common.links import link
from documents.actions import attach
from programmes.actions import measure_comments, measure_items, measures
from programmes.enums import MeasureStatus
from programmes.forms.roadmap import (
    MeasureCancelForm,
    MeasureCommentForm,
    MeasureDoneForm,
    MeasurePostponeForm,
    MeasureResponsiblesForm,
    MeasureReturnForm,
)
from programmes.forms.roadmap_rows import ItemForm
from programmes.models import Measure, MeasureItem
from programmes.permissions.roadmap import (
    may_change_roadmap,
    may_comment_measure,
    may_confirm_measure,
    may_report_items,
    may_report_measure,
    may_report_measures,
    may_see_roadmap,
)
from programmes.queries.measures import history_of, my_items_of, my_measures_of
from programmes.queries.roadmap_table import line_of
from registry.views.refusals import refusal_on

DETAIL = "programmes:measure_detail"


@require_GET
def measure_detail(request: Request, pk: int) -> HttpResponse:
    """Show one measure with its printed words, state, evidence and history."""
    return _detail(request, _measure(request, pk), MeasureCommentForm())


def _detail(
    request: Request, measure: Measure, form: MeasureCommentForm
) -> HttpResponse:
    cycle = measure.section.roadmap.cycle
    may_comment = may_comment_measure(request.user, measure)
    file = measure.evidence_file
    return render(
        request,
        "programmes/measure_detail.html",
        {
            "measure": measure,
            "line": line_of(measure, timezone.localdate()),
            "items": may_report_items(request.user, _items(measure)),
            "may_report": may_report_measure(request.user, measure),
            "may_confirm": may_confirm_measure(request.user, measure),
            "may_change": may_change_roadmap(request.user, cycle),
            "may_comment": may_comment,
            "may_read": request.user.has(
                Permission.DOCUMENT_VIEW, request.organisation.pk
            ),
            "is_own_file": file and file.uploaded_by_id == request.user.pk,
            "form": form,
            "comments": measure.comments.select_related("by") if may_comment else (),
            "history": history_of(measure) if may_comment else (),
        },
    )


def _items(measure: Measure) -> list[MeasureItem]:
    items = list(measure.items.select_related("responsible"))
    for item in items:
        item.measure = measure
    return items


@require_http_methods(["GET", "POST"])
def measure_done(request: Request, pk: int) -> HttpResponse:
    """Mark a measure done with its evidence."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasureDoneForm(
        request.POST or None, request.FILES or None, user=request.user, measure=measure
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.pop("upload")
        with refusal_on(form):
            attachment = upload and attach(
                organisation=request.organisation, upload=upload, by=request.user
            )
            done = measures.report_done(
                measure=measure,
                by=request.user,
                attachment=attachment or None,
                **form.cleaned_data,
            )
            messages.success(
                request,
                "Мероприятие выполнено."
                if done.confirmed_at
                else "Отмечено. Куратор увидит и подтвердит.",
            )
            return _back(request, link("programmes:roadmap"))
    return _form(request, measure, form, "Мероприятие выполнено", "Отметить выполнение")


@require_POST
def measure_done_today(request: Request, pk: int) -> HttpResponse:
    """Mark a measure done today, in one tap; evidence may follow in a comment."""
    measure = _measure(request, pk)
    done = measures.report_done(
        measure=measure,
        done_on=timezone.localdate(),
        by=request.user,
        document=measure.evidence_document,
    )
    messages.success(
        request,
        "Выполнение отмечено сегодняшним днём."
        if done.confirmed_at
        else "Отмечено сегодняшним днём. Куратор увидит и подтвердит.",
    )
    return _back(request, link(DETAIL, pk=pk))


@require_POST
def measure_confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm what a responsible reported done."""
    measures.confirm(measure=_measure(request, pk), by=request.user)
    messages.success(request, "Выполнение подтверждено.")
    return _back(request, link(DETAIL, pk=pk))


@require_http_methods(["GET", "POST"])
def measure_return(request: Request, pk: int) -> HttpResponse:
    """Send a reported measure back with a remark."""
    measure = _measure(request, pk)
    may_confirm_measure(request.user, measure).require()
    form = MeasureReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            measures.send_back(measure=measure, by=request.user, **form.cleaned_data)
            messages.success(request, "Возвращено: замечание стоит в комментариях.")
            return redirect(link(DETAIL, pk=pk))
    return _form(request, measure, form, "Вернуть на доработку", "Вернуть")


@require_http_methods(["GET", "POST"])
def measure_postpone(request: Request, pk: int) -> HttpResponse:
    """Give a measure another day."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasurePostponeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            measures.postpone(measure=measure, by=request.user, **form.cleaned_data)
            messages.success(request, "Срок перенесён, напечатанный остался.")
            return redirect(link(DETAIL, pk=pk))
    return _form(request, measure, form, "Перенести срок", "Перенести")


@require_http_methods(["GET", "POST"])
def measure_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a measure with a reason."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasureCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            measures.move(
                measure=measure,
                to=MeasureStatus.CANCELLED,
                by=request.user,
                **form.cleaned_data,
            )
            messages.success(request, "Мероприятие отменено.")
            return redirect(link(DETAIL, pk=pk))
    return _form(request, measure, form, "Отменить мероприятие", "Отменить")


@require_http_methods(["GET", "POST"])
def measure_assign(request: Request, pk: int) -> HttpResponse:
    """Name who answers for a measure."""
    measure = _measure(request, pk)
    may_change_roadmap(request.user, measure.section.roadmap.cycle).require()
    form = MeasureResponsiblesForm(
        request.POST or None, user=request.user, measure=measure
    )
    if request.method == "POST" and form.is_valid():
        measures.assign(measure=measure, by=request.user, **form.cleaned_data)
        messages.success(request, "Ответственные назначены.")
        return redirect(link(DETAIL, pk=pk))
    return _form(request, measure, form, "Кто отвечает", "Назначить")


@require_POST
def measure_start(request: Request, pk: int) -> HttpResponse:
    """Take a measure into work, or open a done one again."""
    measures.move(
        measure=_measure(request, pk),
        to=MeasureStatus.IN_PROGRESS,
        by=request.user,
    )
    messages.success(request, "Мероприятие в работе.")
    return _back(request, link(DETAIL, pk=pk))


@require_POST
def measure_plan(request: Request, pk: int) -> HttpResponse:
    """Put a cancelled measure back into the plan."""
    measures.move(
        measure=_measure(request, pk), to=MeasureStatus.PLANNED, by=request.user
    )
    messages.success(request, "Мероприятие снова запланировано.")
    return redirect(link(DETAIL, pk=pk))


@require_POST
@acts_once
def measure_comment(request: Request, pk: int) -> HttpResponse:
    """Write about a measure."""
    measure = _measure(request, pk)
    may_comment_measure(request.user, measure).require()
    form = MeasureCommentForm(request.POST)
    if not form.is_valid():
        return _detail(request, measure, form)
    measure_comments.comment(measure=measure, by=request.user, **form.cleaned_data)
    messages.success(request, "Комментарий сохранён.")
    return _back(request, link(DETAIL, pk=pk))


@require_POST
def item_mark(request: Request, pk: int) -> HttpResponse:
    """Put or take the mark of an item, in one tap."""
    item = _item(request, pk)
    is_done = request.POST.get("done") == "yes"
    measure_items.mark_item(item=item, is_done=is_done, by=request.user)
    messages.success(request, "Пункт выполнен." if is_done else "Отметка снята.")
    return _back(request, link(DETAIL, pk=item.measure_id))


@require_http_methods(["GET", "POST"])
def item_edit(request: Request, pk: int) -> HttpResponse:
    """Give an item its words, deadline and responsible."""
    item = _item(request, pk)
    may_change_roadmap(request.user, item.measure.section.roadmap.cycle).require()
    form = ItemForm(request.POST or None, item=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            measure_items.edit_item(item=item, by=request.user, **form.cleaned_data)
            messages.success(request, "Пункт изменён.")
            return redirect(link(DETAIL, pk=item.measure_id))
    return _form(request, item.measure, form, "Пункт мероприятия", "Сохранить")


@require_GET
def my_measures(request: Request) -> HttpResponse:
    """Show what the user answers for, each row with its acts on it."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    today = timezone.localdate()
    found = list(my_measures_of(request.user, request.organisation.pk))
    lines = [(measure, measure.is_overdue_on(today)) for measure in found]
    may_report = may_report_measures(request.user, found)
    items = may_report_items(request.user, list(my_items_of(request.user, found)))
    return render(
        request,
        "programmes/my_measures.html",
        {
            "waiting": [row for row in lines if row[0].status == MeasureStatus.DONE],
            "rows": [
                (*row, may_report[row[0].pk])
                for row in lines
                if row[0].status != MeasureStatus.DONE
            ],
            "items": items,
            "today": today,
        },
    )


def _measure(request: Request, pk: int) -> Measure:
    may_see_roadmap(request.user, request.organisation.pk).require()
    return get_object_or_404(
        Measure.objects.select_related(
            "section__roadmap__cycle__introduction_order",
            *("evidence_document", "evidence_file", "reported_by", "confirmed_by"),
        ),
        pk=pk,
    )


def _item(request: Request, pk: int) -> MeasureItem:
    may_see_roadmap(request.user, request.organisation.pk).require()
    items = MeasureItem.objects.select_related(
        "measure__section__roadmap__cycle", "responsible"
    )
    return get_object_or_404(items, pk=pk)


def _back(request: Request, otherwise: str) -> HttpResponse:
    """Return to the page named in `next`, if it is ours."""
    asked = request.POST.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    return redirect(asked if is_ours else otherwise)


def _form(
    request: Request, measure: Measure, form: object, title: str, button: str
) -> HttpResponse:
    return render(
        request,
        "programmes/measure_form.html",
        {"measure": measure, "form": form, "title": title, "button": button},
    )
