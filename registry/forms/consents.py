"""What is asked about consents, papers and representatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from common.fields import DayField, FullNameField
from common.russian.names import FullName
from registry.enums import ConsentKind
from registry.forms.cards import RowChoiceField
from registry.models import ConsentText, Group, Person
from registry.queries.consent_lists import (
    SHORT_KINDS,
    STATES,
    ConsentsChosen,
    PaperRow,
)

RELATION_HELP = "Мать, отец, опекун"


class ConsentFilter(forms.Form):
    """What the register is narrowed by; a wrong value narrows nothing."""

    q = forms.CharField(label="Фамилия или имя", required=False)
    status = forms.ChoiceField(
        label="Состояние", required=False, choices=list(STATES.items())
    )
    kind = forms.ChoiceField(
        label="Вид согласия",
        required=False,
        choices=[("", "Любой"), *((k.value, v) for k, v in SHORT_KINDS.items())],
    )
    group = RowChoiceField(label="Класс или группа")

    def __init__(self, *args: Any, groups: Sequence[Group]) -> None:
        super().__init__(*args)
        field = self.fields["group"]
        assert isinstance(field, RowChoiceField)  # noqa: S101 -- tells the type
        field.offer(groups, "Любой")

    @property
    def chosen(self) -> ConsentsChosen:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        asked = self.cleaned_data
        return ConsentsChosen(
            words=asked.get("q") or "",
            state=asked.get("status") or "",
            kind=asked.get("kind") or "",
            group=asked.get("group"),
        )


class PublicationForm(forms.Form):
    """What may be shown to anybody, answered one by one; nothing is ticked beforehand."""

    def __init__(self, *args: Any, text: ConsentText | None) -> None:
        super().__init__(*args)
        self.codes: list[str] = []
        for field in text.blocks["published_fields"] if text else []:
            code = field["code"]
            self.codes.append(code)
            self.fields[f"allow_{code}"] = forms.BooleanField(
                label=f"Разрешаю: {field['title']}", required=False
            )
            self.fields[f"terms_{code}"] = forms.CharField(
                label="Условия и запреты, если есть", required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if self.codes and not any(asked.get(f"allow_{code}") for code in self.codes):
            raise forms.ValidationError(
                "Отметьте хотя бы один пункт. Если показывать ничего нельзя, согласие"
                " не нужно."
            )
        return asked

    @property
    def answers(self) -> Mapping[str, object]:
        """The answers by the codes of the text."""
        return {
            code: {
                "is_allowed": self.cleaned_data[f"allow_{code}"],
                "conditions": self.cleaned_data[f"terms_{code}"],
            }
            for code in self.codes
        }


class PaperForm(PublicationForm):
    """When the papers were signed, their list or scan, and who signed for minors."""

    signed_on = DayField(label="Дата на бумаге")
    scan = forms.FileField(
        label="Список или скан",
        required=False,
        help_text="PDF, JPG или PNG, не больше 5 МБ. Один файл на все выбранные согласия;"
        " можно обойтись без него.",
    )
    is_cosigned = forms.BooleanField(
        label="Подростки 14–17 лет тоже подписали", required=False
    )

    def __init__(
        self, *args: Any, rows: Sequence[PaperRow], text: ConsentText | None
    ) -> None:
        super().__init__(*args, text=text)
        self.fields["signed_on"].initial = timezone.localdate()
        lacking = [row for row in rows if row.is_minor and row.guardian is None]
        # One representative is asked for however many papers he has signed.
        self.nameless = [*{row.consent.person_id: row for row in lacking}.values()]
        for row in self.nameless:
            key = row.consent.pk
            self.fields[f"name_{key}"] = FullNameField(
                label=f"Кто подписал за: {row.consent.person.full_name}"
            )
            self.fields[f"capacity_{key}"] = forms.CharField(
                label="Кем приходится", max_length=200, help_text=RELATION_HELP
            )
        if not any(row.is_minor for row in rows):
            del self.fields["is_cosigned"]

    @property
    def guardians(self) -> list[tuple[Person, dict[str, object], str]]:
        """Child, representative and relation where the registry knew nobody."""
        asked = self.cleaned_data
        return [
            (
                row.consent.person,
                _name_values(asked[f"name_{row.consent.pk}"]),
                asked[f"capacity_{row.consent.pk}"],
            )
            for row in self.nameless
        ]


class ConsentRemarkForm(forms.Form):
    """Why a consent was refused or taken back; nobody must explain himself."""

    remark = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Необязательно. Куратору: запишите, из какой бумаги это известно.",
    )


class ConsentAskForm(forms.Form):
    """Which consent to ask for."""

    kind = forms.ChoiceField(
        label="Вид согласия",
        choices=[
            (kind.value, SHORT_KINDS[kind])
            for kind in (
                *(ConsentKind.PUBLICATION, ConsentKind.NEEDS_ANALYSIS),
                *(ConsentKind.PARTICIPANT, ConsentKind.REPRESENTATIVE),
            )
        ],
    )

    def clean_kind(self) -> ConsentKind:
        return ConsentKind(self.cleaned_data["kind"])


class GuardianForm(forms.Form):
    """Who represents a minor, on what ground, proven by which paper."""

    name = FullNameField(label="Фамилия, имя, отчество представителя")
    basis = forms.CharField(
        label="Кем приходится", max_length=200, help_text=RELATION_HELP
    )
    basis_document = forms.CharField(
        label="Документ-основание",
        max_length=300,
        required=False,
        help_text="Свидетельство о рождении I-АК № 123456; распоряжение об опеке от"
        " 01.09.2026 № 12",
    )
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    birth_on = DayField(
        label="Дата рождения представителя",
        required=False,
        help_text="Необязательно: отличает от тёзки",
    )
    from_on = DayField(
        label="С какого дня представляет",
        required=False,
        help_text="Родителям оставьте пустым: они представляют ребёнка с рождения",
    )

    @property
    def values(self) -> dict[str, object]:
        """Fields of a person, for the action."""
        asked = self.cleaned_data
        told = {
            name: asked[name] for name in ("phone", "email", "birth_on") if asked[name]
        }
        return {**_name_values(asked["name"]), **told}


def _name_values(name: str) -> dict[str, object]:
    parsed = FullName.parse(name)
    return {
        "last_name": parsed.last[:80],
        "first_name": parsed.first[:80],
        "patronymic": parsed.patronymic[:80],
    }


class GuardianEndForm(forms.Form):
    """From when somebody represents a child no more."""

    since = DayField(
        label="С какого дня не представляет",
        initial=timezone.localdate,
        help_text="С этого дня кабинет ребёнка для него закрыт",
    )


class CosignForm(forms.Form):
    """When the minor signed beside his representative."""

    signed_on = DayField(label="Дата подписи подростка", initial=timezone.localdate)


class ContactsForm(forms.Form):
    """One's own contacts."""

    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        help_text="Сюда придут письма портала",
    )
    contacts = forms.CharField(
        label="Как ещё с вами связаться",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
