"""What is asked about official paper."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import YearReset
from common.fields import DayField
from documents.enums import DocumentStatus, RegisterCode
from documents.numbering import flaw_of
from documents.queries import KindGroup

SCAN_HELP = "PDF, JPG или PNG, не больше 5 МБ. Можно приложить позже."
ANY = ("", "Все")


class DocumentFilterForm(forms.Form):
    """What is looked for in the journal."""

    q = forms.CharField(label="Заголовок или номер", required=False)
    status = forms.ChoiceField(
        label="Состояние", required=False, choices=[ANY, *DocumentStatus.choices]
    )
    register = forms.ChoiceField(
        label="Журнал", required=False, choices=[ANY, *RegisterCode.choices]
    )
    kind = forms.ChoiceField(label="Вид документа", required=False)
    year = forms.IntegerField(
        label="Год", required=False, min_value=2000, max_value=2100
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["kind"].choices = [ANY, *kinds]  # type: ignore[attr-defined]  # a ChoiceField


class RemarkForm(forms.Form):
    """Why a paper goes back or loses its force."""

    remark = forms.CharField(
        label="Замечание",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что исправить."},
    )


class AnnulForm(forms.Form):
    """On what ground a paper loses its force."""

    remark = forms.CharField(
        label="Основание",
        help_text="Например: приказ от 01.10.2026 № 57-ОД.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите основание."},
    )


class ConfirmForm(forms.Form):
    """When the printed sheet was signed, and its scan."""

    confirmed_on = DayField(label="Когда подписан на бумаге")
    scan = forms.FileField(label="Скан с подписью", required=False, help_text=SCAN_HELP)


class ExternalForm(forms.Form):
    """The requisites of a paper issued outside the portal."""

    kind = forms.ChoiceField(label="Вид документа")
    title = forms.CharField(
        label="Заголовок",
        max_length=400,
        help_text="Как в документе: «О внедрении целевой модели наставничества».",
    )
    number = forms.CharField(
        label="Номер", max_length=60, required=False, help_text="Пусто — «б/н»."
    )
    signed_on = DayField(label="Дата документа")
    scan = forms.FileField(label="Скан", required=False, help_text=SCAN_HELP)

    def __init__(self, *args: Any, kinds: list[KindGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Выберите вид"), *kinds]  # type: ignore[attr-defined]  # a ChoiceField


class RegisterForm(forms.Form):
    """How a register is numbered."""

    number_format = forms.CharField(
        label="Вид номера",
        max_length=40,
        help_text="{n} — порядковый номер, {yy} и {yyyy} — год, {yy2} — следующий год."
        " Например: {n}-ОД или {n}-ОД/{yy}-{yy2}.",
    )
    resets = forms.ChoiceField(
        label="Нумерация начинается заново",
        choices=YearReset.choices,
        widget=forms.RadioSelect,
    )
    start = forms.IntegerField(
        label="Первый номер в этом году",
        required=False,
        min_value=1,
        max_value=99999,
        help_text="Если в бумажном журнале уже есть номера, напишите следующий."
        " После первого выданного номера это не меняется.",
    )

    def __init__(self, *args: Any, is_start_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_start_open:
            del self.fields["start"]

    def clean_number_format(self) -> str:
        number_format: str = self.cleaned_data["number_format"].strip()
        flaw = flaw_of(number_format)
        if flaw:
            raise forms.ValidationError(flaw)
        return number_format

    def clean_resets(self) -> YearReset:
        return YearReset(self.cleaned_data["resets"])
