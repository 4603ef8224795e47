"""What is asked of who applies in the cabinet, nominates or tells of somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from common.fields import DayField
from registry.enums import Channel
from registry.models import MenteeCard, MentorCard
from registry.spreadsheets.values import read_age


class AgreeingForm(forms.Form):
    """A form the consent stands beneath, when it is still to be given."""

    is_agreed = forms.BooleanField(
        label="Я прочитал текст согласия и даю его",
        required=False,
    )

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["is_agreed"]

    @property
    def is_draft(self) -> bool:
        """Whether it is only kept, to be sent later."""
        return "draft" in self.data

    @property
    def is_consented(self) -> bool:
        """Whether the consent was ticked."""
        return bool(self.cleaned_data.get("is_agreed"))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        must_agree = "is_agreed" in self.fields and not self.is_draft
        if must_agree and not asked.get("is_agreed"):
            self.add_error(
                "is_agreed", "Без согласия отправить заявку нельзя: отметьте это."
            )
        return asked


class CandidacyForm(AgreeingForm):
    """«Чем я могу быть полезен»: the least by which a mentor may be thought of."""

    competences_text = forms.CharField(
        label="Чем вы можете быть полезны",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: математика; подготовка к экзаменам; публичные выступления",
        error_messages={"required": "Напишите, чем вы можете помочь."},
    )
    wanted_age = forms.CharField(
        label="Кому хотите помогать",
        max_length=120,
        required=False,
        help_text="Возраст или классы: 10–14 лет, 7–9 классы",
    )
    time_resource = forms.CharField(
        label="Сколько времени готовы уделять",
        max_length=200,
        required=False,
        help_text="Например, час в неделю",
    )
    field_order = ("competences_text", "wanted_age", "time_resource", "is_agreed")

    def __init__(
        self, *args: Any, asks_consent: bool, card: MentorCard | None = None
    ) -> None:
        names = ("competences_text", "wanted_age", "time_resource")
        initial = {name: getattr(card, name) for name in names} if card else {}
        super().__init__(*args, asks_consent=asks_consent, initial=initial)

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        age = read_age(asked.get("wanted_age", ""))
        if not age.is_understood:
            self.add_error(
                "wanted_age", "Напишите, например, «10–14 лет» или «7–9 классы»."
            )
        asked["wanted_age_from"], asked["wanted_age_to"] = age.from_age, age.to_age
        return asked


class WishForm(AgreeingForm):
    """What help is needed, in one's own words."""

    text = forms.CharField(
        label="С чем нужна помощь наставника",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        help_text="Например: подтянуть математику, выбрать профессию, освоиться в классе",
        error_messages={"required": "Напишите, с чем нужна помощь."},
    )
    field_order = ("text", "is_agreed")

    def __init__(
        self, *args: Any, asks_consent: bool, card: MenteeCard | None = None
    ) -> None:
        asked = card.requests.order_by("pk").first() if card else None
        initial = {"text": asked.text} if asked else {}
        super().__init__(*args, asks_consent=asks_consent, initial=initial)


class ReasonForm(forms.Form):
    """Why one takes an application back."""

    remark = forms.CharField(
        label="Причина",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите причину: куратору важно её знать."},
    )


class NominationForm(forms.Form):
    """Why this person would be a good mentor."""

    note = forms.CharField(
        label="Почему этот человек",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Прочитают кандидат и куратор",
        error_messages={"required": "Напишите, почему вы выдвигаете этого человека."},
    )


class WordForm(forms.Form):
    """What somebody who knows the mentee tells."""

    request = forms.CharField(
        label="С чем нужна помощь наставника",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        error_messages={"required": "Напишите, с чем нужна помощь."},
    )
    text = forms.CharField(
        label="Что ещё важно знать куратору",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
        help_text="Сильные стороны, трудности, что уже пробовали. Увидят только"
        " сотрудники, которые ведут наставничество",
    )

    def __init__(self, *args: Any, has_card: bool) -> None:
        super().__init__(*args)
        if has_card:
            del self.fields["request"]
            self.fields["text"].required = True
            self.fields["text"].label = "Что важно знать куратору"


class PaperWordForm(forms.Form):
    """What was told to the curator aloud or on paper."""

    source_name = forms.CharField(label="Кто сообщил", max_length=200)
    capacity = forms.ChoiceField(
        label="Кем приходится",
        choices=[
            (channel.label, channel.label)
            for channel in Channel
            if channel not in {Channel.SELF, Channel.CAREER_TEST, Channel.QUESTIONNAIRE}
        ],
    )
    text = forms.CharField(
        label="Что сообщил", widget=forms.Textarea(attrs={"rows": 3}), max_length=3000
    )
    told_on = DayField(label="Когда", initial=timezone.localdate)

    def clean_told_on(self) -> object:
        day = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил.")
        return day
