"""The words of the order that introduces mentoring."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from common.fields import DayField
from programmes.payloads import Appointment
from programmes.queries.introduction_texts import IntroductionTexts

BETWEEN = re.compile(r"\s+[—–-]+\s+")
DUTY = re.compile(r"^\s*[-—–•*]\s*")


def _text(
    label: str, rows: int, help_text: str = "", **options: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, help_text=help_text, **options)


class IntroductionOrderForm(forms.Form):
    """The six points of R-298 and what stands around them, line by line."""

    preamble = _text(
        "Основание", 3, "Всё, что стоит перед словом «ПРИКАЗЫВАЮ», без двоеточия."
    )
    subject = forms.CharField(
        label="Что внедряется (внедрить что?)", widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = DayField(label="Внедрить с")
    ends_on = DayField(label="по")
    responsibles = _text(
        "Ответственные (назначить кого — кем)",
        8,
        "Каждый с новой строки: «заместителя директора Иванову И. И. — куратором"
        " программы». Обязанности — под ним, каждая с новой строки и с дефиса.",
    )
    material_responsible = forms.CharField(
        label="Материально-техническое обеспечение (возложить на кого)",
        required=False,
        max_length=300,
        help_text="Например: заместителя директора по АХР Берёзкина П. А."
        " Можно заполнить позже, но без этого приказ директору не отправить.",
    )
    monitoring = _text(
        "Мониторинг (что — когда)",
        3,
        "Каждый с новой строки: «промежуточный мониторинг — до 25 декабря 2026 г.»",
    )
    planned_results = _text("Планируемые результаты", 4, "Каждый с новой строки.")
    approved_acts = _text(
        "Утвердить (что — где)",
        3,
        "Каждый с новой строки: «Положение о программе наставничества — приложение № 1»",
    )
    acquaintance = _text(
        "С приказом знакомят (должность — ФИО)",
        3,
        "Каждый с новой строки. Пусто — лист ознакомления не печатается.",
        required=False,
    )
    control = _text("Контроль", 2, "Последний пункт приказа.")

    def __init__(
        self, asked: QueryDict | None = None, *, texts: IntroductionTexts
    ) -> None:
        super().__init__(asked, initial=_initial(texts))

    def clean_preamble(self) -> str:
        text: str = self.cleaned_data["preamble"]
        if "приказываю" in text.lower():
            raise ValidationError(
                "Слово «ПРИКАЗЫВАЮ» портал напечатает сам: уберите его."
            )
        return text

    def clean_responsibles(self) -> tuple[Appointment, ...]:
        appointed: list[Appointment] = []
        for line in _lines(self.cleaned_data["responsibles"]):
            if DUTY.match(line):
                if not appointed:
                    raise ValidationError(
                        "Сначала напишите, кого назначают, потом его обязанности."
                    )
                appointed[-1]["duties"].append(DUTY.sub("", line))
                continue
            person, role = _halves(line, "кого назначают и кем")
            appointed.append({"person": person, "role": role, "duties": []})
        return tuple(appointed)

    def clean_monitoring(self) -> tuple[tuple[str, str], ...]:
        return self._pairs("monitoring", "что проводится и когда")

    def clean_approved_acts(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            _halves(line, "") if BETWEEN.search(line) else (line, "")
            for line in _lines(self.cleaned_data["approved_acts"])
        )

    def clean_acquaintance(self) -> tuple[tuple[str, str], ...]:
        return self._pairs("acquaintance", "должность и фамилию")

    def clean_planned_results(self) -> tuple[str, ...]:
        lines = _lines(self.cleaned_data["planned_results"])
        return tuple(DUTY.sub("", line) for line in lines)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("starts_on"), asked.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "Этот день должен быть позже первого.")
        return asked

    def _pairs(self, name: str, what: str) -> tuple[tuple[str, str], ...]:
        return tuple(_halves(line, what) for line in _lines(self.cleaned_data[name]))

    @property
    def texts(self) -> IntroductionTexts:
        """The words of the order, once the form is valid."""
        return IntroductionTexts(**self.cleaned_data)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _halves(line: str, what: str) -> tuple[str, str]:
    halves = BETWEEN.split(line, maxsplit=1)
    if len(halves) == 1:
        raise ValidationError(f"В строке «{line}» разделите тире {what}.")
    return halves[0].strip(), halves[1].strip()


def _initial(texts: IntroductionTexts) -> dict[str, str | date]:
    responsibles: list[str] = []
    for each in texts.responsibles:
        responsibles.append(f"{each['person']} — {each['role']}")
        responsibles.extend(f"- {duty}" for duty in each["duties"])
    return {
        "preamble": texts.preamble,
        "subject": texts.subject,
        "starts_on": texts.starts_on,
        "ends_on": texts.ends_on,
        "responsibles": "\n".join(responsibles),
        "material_responsible": texts.material_responsible,
        "monitoring": _joined(texts.monitoring),
        "planned_results": "\n".join(texts.planned_results),
        "approved_acts": _joined(texts.approved_acts),
        "acquaintance": _joined(texts.acquaintance),
        "control": texts.control,
    }


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(" — ".join(filter(None, pair)) for pair in pairs)
