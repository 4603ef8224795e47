"""What is asked about members and the organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.enums import Role, TimeZone
from accounts.models import Organisation, User
from accounts.permissions import may_invite_member
from accounts.queries import current_members
from common.colour import may_be_accent
from common.fields import DayField, FullNameField


class MemberInviteForm(forms.Form):
    """Whom to invite, as what."""

    role = forms.ChoiceField(label="Роль")
    name = FullNameField(label="Фамилия, имя, отчество")
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        help_text="Если почты нет, передайте ссылку сами.",
    )

    def __init__(self, *args: Any, user: User, organisation: Organisation) -> None:
        super().__init__(*args)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (role.value, role.label)
            for role in Role
            if may_invite_member(user, organisation, role)
        ]
        if not may_invite_member(user, organisation, Role.RESPONSIBLE):
            self.fields["role"].help_text = "Сотрудников приглашает директор."

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class DelegationForm(forms.Form):
    """Who acts for the director, until when, on what ground."""

    to = forms.ChoiceField(label="Сотрудник")
    post = forms.CharField(
        label="Должность в подписи", max_length=200, initial="И. о. директора"
    )
    ground = forms.CharField(
        label="Основание",
        max_length=200,
        help_text="Например: приказ от 01.09.2026 № 5-к",
    )
    from_on = DayField(label="С какого дня")
    to_on = DayField(label="По какой день")

    def __init__(self, *args: Any, organisation: Organisation) -> None:
        super().__init__(*args)
        self.users = {
            str(member.user_id): member.user
            for member in current_members(organisation).exclude(
                role__in=[Role.DIRECTOR, Role.MENTEE, Role.PARENT]
            )
        }
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, str(user)) for pk, user in self.users.items()
        ]

    def clean_to(self) -> User:
        return self.users[self.cleaned_data["to"]]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("from_on"), asked.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "Последний день раньше первого.")
        return asked


class CentreField(forms.TypedChoiceField):
    """The municipal centre above an institution, by its key; none for most."""

    def __init__(self) -> None:
        super().__init__(
            label="Муниципальный центр",
            required=False,
            coerce=int,
            empty_value=None,
            choices=self._centres,
            help_text="Ему отправляется сводка. Если центра на портале нет, оставьте пустым.",
        )

    @staticmethod
    def _centres() -> list[tuple[int | str, str]]:
        centres = Organisation.objects.centres()
        return [("", "—"), *((centre.pk, centre.short_name) for centre in centres)]


class OrganisationForm(forms.Form):
    """Names, requisites, the director in the cases papers need, and settings."""

    name = forms.CharField(label="Полное наименование", max_length=400)
    name_genitive = forms.CharField(
        label="Полное наименование (кого? чего?)", max_length=400, required=False
    )
    short_name = forms.CharField(label="Краткое наименование", max_length=160)
    founder_line = forms.CharField(
        label="Учредитель (строка над наименованием)", max_length=400, required=False
    )
    locality = forms.CharField(
        label="Населённый пункт",
        max_length=160,
        required=False,
        help_text="Печатается в приказах, например: г. Светлогорье",
    )
    time_zone = forms.ChoiceField(
        label="Часовой пояс",
        choices=TimeZone.choices,
        help_text="По нему считаются даты приказов, сроки и напоминания.",
    )
    parent_id = CentreField()
    address = forms.CharField(label="Почтовый адрес", max_length=400, required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    site = forms.URLField(label="Сайт", required=False, assume_scheme="https")
    inn = forms.CharField(
        label="ИНН",
        required=False,
        validators=[RegexValidator(r"^\d{10}(\d{2})?$", "ИНН — это 10 или 12 цифр.")],
    )
    ogrn = forms.CharField(
        label="ОГРН",
        required=False,
        validators=[RegexValidator(r"^\d{13}(\d{2})?$", "ОГРН — это 13 или 15 цифр.")],
    )
    director_post = forms.CharField(label="Должность руководителя", max_length=200)
    director_post_genitive = forms.CharField(
        label="Должность (кого?)", max_length=200, required=False
    )
    director_name = FullNameField(label="Руководитель (ФИО)")
    director_name_genitive = forms.CharField(
        label="Руководитель (кого?)", max_length=200, required=False
    )
    curator_contacts = forms.CharField(
        label="Контакты куратора для страницы", max_length=300, required=False
    )
    accent = forms.CharField(
        label="Цвет организации",
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text="Цвет кнопок и ссылок. Слишком бледный не подойдёт: текст не прочесть.",
    )
    requires_second_factor = forms.BooleanField(
        label="Требовать второй фактор у директора и администратора", required=False
    )

    def clean_accent(self) -> str:
        colour: str = self.cleaned_data["accent"].lower()
        verdict = may_be_accent(colour)
        if not verdict:
            raise ValidationError(verdict.refusal)
        return colour
