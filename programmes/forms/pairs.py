"""What is asked about pairs, their answers, their order and their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.fields import DayField
from common.russian.plural import counted
from programmes.enums import AcceptanceAnswer, EndReason, PairStatus
from programmes.models import Acceptance, Pair
from programmes.queries.order_texts import OrderTexts
from programmes.queries.pools import Pool
from registry.models import MenteeCard, MentorCard, MentoringForm, MentoringKind

PLACES = ("место", "места", "мест")
ANSWERS = [
    (AcceptanceAnswer.ACCEPTED.value, "Согласие"),
    (AcceptanceAnswer.DECLINED.value, "Отказ"),
]


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class PairProposeForm(forms.Form):
    """Who is paired with whom, in what form, for how long."""

    mentor_card = forms.ChoiceField(label="Наставник")
    mentee_cards = forms.MultipleChoiceField(
        label="Наставляемые",
        widget=forms.CheckboxSelectMultiple,
        help_text="Один — пара, двое и больше — группа.",
    )
    form = forms.ChoiceField(label="Форма наставничества")
    kinds = forms.MultipleChoiceField(
        label="Виды наставничества",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Если не отметить, портал поставит обычный вид: пара или группа.",
    )
    starts_on = DayField(label="С какого дня")
    ends_on = DayField(label="По какой день", help_text="От 3 месяцев до 1 года.")
    note = _text("Почему эта пара", 2, required=False)

    def __init__(
        self,
        *args: Any,
        pool: Pool,
        forms_of_mentoring: Sequence[MentoringForm],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._mentors = {str(card.pk): card for card in pool.free_mentors}
        self._mentees = {str(card.pk): card for card in pool.mentees}
        self._forms = {str(form.pk): form for form in forms_of_mentoring}
        self._kinds = {str(kind.pk): kind for kind in MentoringKind.objects.all()}
        _choose(self, "mentor_card", [("", "Выберите"), *self._mentor_choices(pool)])
        _choose(
            self,
            "mentee_cards",
            [(pk, _mentee_label(card)) for pk, card in self._mentees.items()],
        )
        _choose(
            self,
            "form",
            [("", "Выберите"), *((p, str(f)) for p, f in self._forms.items())],
        )
        _choose(self, "kinds", [(pk, str(kind)) for pk, kind in self._kinds.items()])

    def _mentor_choices(self, pool: Pool) -> list[tuple[str, str]]:
        return [
            (pk, f"{card} — {counted(pool.places[card.pk], *PLACES)}")
            for pk, card in self._mentors.items()
        ]

    def clean_mentor_card(self) -> MentorCard:
        return self._mentors[self.cleaned_data["mentor_card"]]

    def clean_mentee_cards(self) -> list[MenteeCard]:
        return [self._mentees[pk] for pk in self.cleaned_data["mentee_cards"]]

    def clean_form(self) -> MentoringForm:
        return self._forms[self.cleaned_data["form"]]

    def clean_kinds(self) -> list[MentoringKind]:
        return [self._kinds[pk] for pk in self.cleaned_data["kinds"]]


def _mentee_label(card: MenteeCard) -> str:
    group = card.person.group
    return f"{card}, {group}" if group else str(card)


class PairFilterForm(forms.Form):
    """What the list of pairs is narrowed by; never invalid."""

    q = forms.CharField(label="Имя", required=False)
    status = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "Любое"), *PairStatus.choices],
    )
    form = forms.ChoiceField(label="Форма", required=False)
    mentor = forms.ChoiceField(label="Наставник", required=False)

    def __init__(
        self,
        *args: Any,
        forms_of_mentoring: Sequence[MentoringForm],
        mentors: Sequence[MentorCard],
    ) -> None:
        super().__init__(*args)
        options = [(str(form.pk), str(form)) for form in forms_of_mentoring]
        _choose(self, "form", [("", "Любая"), *options])
        options = [(str(card.pk), str(card)) for card in mentors]
        _choose(self, "mentor", [("", "Любой"), *options])


class PairAnswerForm(forms.Form):
    """Yes or no, and why not."""

    answer = forms.ChoiceField(
        label="Ваш ответ",
        widget=forms.RadioSelect,
        choices=[
            (AcceptanceAnswer.ACCEPTED.value, "Согласиться"),
            (AcceptanceAnswer.DECLINED.value, "Отказаться"),
        ],
    )
    note = _text(
        "Почему отказываетесь",
        2,
        required=False,
        help_text="Нужно только при отказе. Увидит куратор, чтобы подобрать другую пару.",
    )

    def clean_answer(self) -> AcceptanceAnswer:
        return AcceptanceAnswer(self.cleaned_data["answer"])


class PaperAnswersForm(forms.Form):
    """Who signed what on paper, and when."""

    acceptances = forms.MultipleChoiceField(
        error_messages={"required": "Отметьте, чьи ответы записать."}
    )
    answered_on = DayField(label="Когда подписано", initial=timezone.localdate)
    answer = forms.ChoiceField(
        label="Что в листе",
        choices=ANSWERS,
        initial=AcceptanceAnswer.ACCEPTED,
        widget=forms.RadioSelect,
    )
    note = _text("Причина отказа", 2, required=False)
    upload = forms.FileField(
        label="Подписанный лист",
        required=False,
        help_text="PDF, JPG или PNG. Скан можно приложить и позже.",
    )

    def __init__(self, *args: Any, waiting: Sequence[Acceptance]) -> None:
        super().__init__(*args)
        self._waiting = {str(row.pk): row for row in waiting}
        _choose(self, "acceptances", [(pk, str(r)) for pk, r in self._waiting.items()])

    def clean_acceptances(self) -> list[Acceptance]:
        return [self._waiting[pk] for pk in self.cleaned_data["acceptances"]]

    def clean_answer(self) -> AcceptanceAnswer:
        return AcceptanceAnswer(self.cleaned_data["answer"])


class OrderPairsForm(forms.Form):
    """Which pairs stand in the order, and its words."""

    pairs = forms.MultipleChoiceField(
        error_messages={"required": "Отметьте хотя бы одну пару."}
    )
    preamble = _text(
        "Основание",
        4,
        help_text="Всё, что стоит перед словом «ПРИКАЗЫВАЮ», без двоеточия.",
    )
    programmes_due = DayField(label="Срок разработки программ")
    control = _text("Контроль", 2, help_text="Последний пункт приказа.")

    def __init__(self, *args: Any, candidates: Sequence[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pairs = {str(pair.pk): pair for pair in candidates}
        _choose(self, "pairs", [(pk, str(pair)) for pk, pair in self._pairs.items()])

    def clean_pairs(self) -> list[Pair]:
        return [self._pairs[pk] for pk in self.cleaned_data["pairs"]]

    def clean_preamble(self) -> str:
        text: str = self.cleaned_data["preamble"]
        if "приказываю" in text.lower():
            raise ValidationError(
                "Слово «ПРИКАЗЫВАЮ» портал напечатает сам: уберите его."
            )
        return text

    @property
    def texts(self) -> OrderTexts:
        """The words of the order, once the form is valid."""
        due: date = self.cleaned_data["programmes_due"]
        return OrderTexts(
            self.cleaned_data["preamble"], due, self.cleaned_data["control"]
        )


class PairRemarkForm(forms.Form):
    """Why a pair is taken back or out of the order."""

    remark = _text("Причина", 2)


class PairEndForm(forms.Form):
    """Why a pair ends and what came of it."""

    reason = forms.ChoiceField(
        label="Причина", choices=EndReason.choices, widget=forms.RadioSelect
    )
    note = _text(
        "Уважительные обстоятельства",
        2,
        required=False,
        help_text="Нужны, когда пара завершается по желанию стороны или сторон.",
    )
    results = _text(
        "Результаты",
        required=False,
        help_text="Войдут в обе базы: наставника и наставляемого.",
    )

    def clean_reason(self) -> EndReason:
        return EndReason(self.cleaned_data["reason"])
