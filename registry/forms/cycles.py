"""What is asked about a cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from common.fields import DayField
from common.russian.dates import school_year
from registry.models import Cycle
from registry.queries.cycles import school_year_term


class CycleForm(forms.Form):
    """The title and the term; by default those of the school year."""

    title = forms.CharField(
        label="Название",
        max_length=160,
        help_text="Например: Целевая модель наставничества, 2026/27 учебный год",
        error_messages={"required": "Дайте циклу название."},
    )
    starts_on = DayField(
        label="Начало", error_messages={"required": "Укажите день начала."}
    )
    ends_on = DayField(
        label="Окончание", error_messages={"required": "Укажите день окончания."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        starts_on, ends_on = school_year_term(timezone.localdate())
        kwargs.setdefault(
            "initial",
            {
                "title": f"Наставничество, {school_year(starts_on)}",
                "starts_on": starts_on,
                "ends_on": ends_on,
            },
        )
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("starts_on"), asked.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "Окончание должно быть позже начала.")
        return asked


class CycleSettingsForm(CycleForm):
    """What may be changed while the cycle goes on."""

    goal = forms.CharField(
        label="Цель", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    training_precedes_pairing = forms.BooleanField(
        label="Наставники сначала проходят обучение",
        required=False,
        help_text="В пары попадут только наставники, готовые к работе.",
    )

    def __init__(self, *args: Any, cycle: Cycle) -> None:
        names = ("title", "starts_on", "ends_on", "goal", "training_precedes_pairing")
        super().__init__(*args, initial={name: getattr(cycle, name) for name in names})


class IntroductionForm(forms.Form):
    """The requisites of the order that introduces mentoring, signed on paper."""

    number = forms.CharField(
        label="Номер приказа",
        max_length=60,
        help_text="Как в журнале, например 112-ОД",
        error_messages={"required": "Укажите номер приказа."},
    )
    signed_on = DayField(
        label="Дата приказа", error_messages={"required": "Укажите дату приказа."}
    )
    title = forms.CharField(
        label="Заголовок",
        max_length=400,
        initial="О внедрении целевой модели наставничества",
    )
    scan = forms.FileField(
        label="Скан", required=False, help_text="PDF, JPG или PNG, не больше 5 МБ"
    )

    def clean_scan(self) -> UploadedFile[bytes] | None:
        scan: UploadedFile[bytes] | None = self.cleaned_data["scan"]
        if scan and (scan.size or 0) > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError("Файл больше 5 МБ. Уменьшите разрешение скана.")
        return scan
