"""Applications in the cabinet: one's own and a child's; nomination of mentors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.freshness import freshness_url, is_fresh
from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import candidacies, wishes
from registry.forms.candidacies import (
    AgreeingForm,
    CandidacyForm,
    NominationForm,
    ReasonForm,
    WishForm,
)
from registry.models import MenteeCard, MentorCard, Person
from registry.permissions.candidacies import (
    may_apply_for,
    may_change_candidacy,
    may_change_wish,
    may_join_cycle,
    may_nominate,
    may_nominate_anybody,
    may_withdraw_candidacy,
    may_withdraw_wish,
)
from registry.queries.candidacies import (
    candidacy_of,
    nominations,
    people_seen_to_nominate,
    people_to_nominate,
    wish_of,
)
from registry.queries.card_facts import is_consent_given
from registry.queries.consent_paper import text_blocks
from registry.queries.consents import (
    current_text,
    local_day,
    participation_kind,
    signer_among,
)
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def my_candidacy(request: Request, pk: int) -> HttpResponse:
    """Apply as a mentor for oneself or a child, or answer a nomination."""
    person = _cared_for(request, pk)
    card = candidacy_of(person)
    if card is not None and not may_change_candidacy(request.user, card):
        return _state(request, card, "registry:my_candidacy_withdraw")
    may_join_cycle(current_cycle(request.organisation)).require()
    asks = _asks_consent(request, person)
    form = CandidacyForm(
        request.POST or None, card=card, asks_consent=asks and is_fresh(request)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            if form.is_draft or (asks and not is_fresh(request)):
                candidacies.save_candidacy(
                    person=person, values=form.cleaned_data, by=request.user
                )
                return _kept(request, form)
            candidacies.submit_candidacy(
                person=person,
                values=form.cleaned_data,
                by=request.user,
                is_agreed=form.is_consented,
            )
            messages.success(
                request,
                "Заявка отправлена куратору. Он ответит и скажет, какие анкеты заполнить.",
            )
            return redirect(link("registry:my_card"))
    return _application(request, person, form, card, "registry/my_candidacy.html")


@require_http_methods(["GET", "POST"])
def my_wish(request: Request, pk: int) -> HttpResponse:
    """Ask for a mentor for oneself or a child, or confirm what a third party asked."""
    person = _cared_for(request, pk)
    card = wish_of(person)
    if card is not None and not may_change_wish(request.user, card):
        return _state(request, card, "registry:my_wish_withdraw")
    may_join_cycle(current_cycle(request.organisation)).require()
    asks = _asks_consent(request, person)
    form = WishForm(
        request.POST or None, card=card, asks_consent=asks and is_fresh(request)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            text = form.cleaned_data["text"]
            if form.is_draft or (asks and not is_fresh(request)):
                wishes.save_wish(person=person, text=text, by=request.user)
                return _kept(request, form)
            done = wishes.submit_wish(
                person=person,
                text=text,
                by=request.user,
                is_agreed=form.is_consented,
            )
            messages.success(request, _told(done))
            return redirect(link("registry:my_card"))
    return _application(request, person, form, card, "registry/my_wish.html")


@require_http_methods(["GET", "POST"])
def my_candidacy_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take one's application back, or decline a nomination."""
    card = get_object_or_404(
        MentorCard.objects.filter(
            person__in=Person.objects.in_care_of(request.user)
        ).select_related("person", "cycle", "organisation"),
        pk=pk,
    )
    may_withdraw_candidacy(request.user, card).require()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        candidacies.withdraw_candidacy(card=card, by=request.user, **form.cleaned_data)
        messages.success(request, "Заявка отозвана.")
        return redirect(link("registry:my_card"))
    return render(request, "registry/my_withdraw.html", {"form": form, "card": card})


@require_http_methods(["GET", "POST"])
def my_wish_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the application of a mentee back, or say no to what a third party asked."""
    card = get_object_or_404(
        MenteeCard.objects.filter(
            person__in=Person.objects.in_care_of(request.user)
        ).select_related("person", "cycle", "organisation"),
        pk=pk,
    )
    may_withdraw_wish(request.user, card).require()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wishes.withdraw_wish(card=card, by=request.user, **form.cleaned_data)
        messages.success(request, "Заявка отозвана.")
        return redirect(link("registry:my_card"))
    return render(request, "registry/my_withdraw.html", {"form": form, "card": card})


@require_GET
def nomination_list(request: Request) -> HttpResponse:
    """Show who was nominated, and find whom to nominate."""
    organisation = request.organisation
    may_nominate_anybody(request.user, organisation).require()
    words = request.GET.get("q", "").strip()
    return render(
        request,
        "registry/nomination_list.html",
        {
            "words": words,
            "found": people_to_nominate(request.user, organisation, words),
            "nominations": nominations(request.user, organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def nomination_add(request: Request, pk: int) -> HttpResponse:
    """Nominate somebody as a mentor."""
    may_nominate_anybody(request.user, request.organisation).require()
    person = get_object_or_404(
        people_seen_to_nominate(request.user, request.organisation).select_related(
            "department__head", "organisation", "user"
        ),
        pk=pk,
    )
    cycle = current_cycle(request.organisation)
    may_nominate(request.user, person, cycle).require()
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            candidacies.nominate(
                cycle=cycle, person=person, by=request.user, **form.cleaned_data
            )
            messages.success(request, _nominated(person))
            return redirect(link("registry:nomination_list"))
    return render(
        request, "registry/nomination_add.html", {"form": form, "person": person}
    )


def _cared_for(request: Request, pk: int) -> Person:
    people = Person.objects.in_care_of(request.user).select_related("organisation")
    person = get_object_or_404(people, pk=pk)
    may_apply_for(request.user, person).require()
    return person


def _asks_consent(request: Request, person: Person) -> bool:
    """Whether the consent is lacking and this user's to give."""
    today = local_day(request.organisation)
    if is_consent_given(person, today):
        return False
    return signer_among(request.user, person, today) is not None


def _kept(request: Request, form: AgreeingForm) -> HttpResponse:
    """Keep the draft; who only lacks the password is led to type it and back."""
    if form.is_draft:
        messages.success(request, "Черновик сохранён: отправить можно позже.")
        return redirect(link("registry:my_card"))
    messages.warning(
        request,
        "Написанное сохранено. Введите пароль: осталось прочитать согласие и отправить.",
    )
    return redirect(freshness_url(request.path))


def _application(
    request: Request,
    person: Person,
    form: AgreeingForm,
    card: MentorCard | MenteeCard | None,
    template: str,
) -> HttpResponse:
    kind = participation_kind(person, local_day(request.organisation))
    text = current_text(request.organisation, kind)
    asks = "is_agreed" in form.fields
    is_own = person.user_id == request.user.pk
    return render(
        request,
        template,
        {
            "person": person,
            "is_own": is_own,
            "form": form,
            "card": card,
            "text": text if asks else None,
            "blocks": text_blocks(text) if text and asks else [],
            "comes_consent": not asks and _asks_consent(request, person),
            "needs_parent": not asks
            and not _asks_consent(request, person)
            and not is_consent_given(person, local_day(request.organisation)),
        },
    )


def _state(
    request: Request, card: MentorCard | MenteeCard, withdraw: str
) -> HttpResponse:
    """Say where a sent application is."""
    may_withdraw = (
        may_withdraw_candidacy(request.user, card)
        if isinstance(card, MentorCard)
        else may_withdraw_wish(request.user, card)
    )
    return render(
        request,
        "registry/my_application.html",
        {
            "card": card,
            "may_withdraw": may_withdraw,
            "withdraw_url": link(withdraw, pk=card.pk),
        },
    )


def _told(card: MenteeCard) -> str:
    if card.status == "consent_wait":
        return (
            "Заявка принята и ждёт согласия. Чего не хватает, видно в «Моих согласиях»:"
            " его подписывает родитель, а с 14 лет рядом и сам подросток."
        )
    return "Заявка отправлена куратору: он подберёт наставника и предложит вам."


def _nominated(person: Person) -> str:
    if person.user is None:
        return (
            f"{person.full_name} — выдвинут. Кабинета у кандидата ещё нет: пригласите его,"
            " чтобы он согласился или отказался."
        )
    return f"{person.full_name} — выдвинут. Ему отправлено письмо: решает он сам."
