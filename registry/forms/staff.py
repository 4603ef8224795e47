"""What is asked about the staff."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from accounts.models import User
from common.fields import FullNameField
from common.russian.names import FullName, normalise
from registry.models import Person


class StaffFilter(forms.Form):
    """What the list of staff is narrowed by."""

    q = forms.CharField(label="Фамилия, имя или должность", required=False)

    @property
    def words(self) -> str:
        """What was asked for."""
        self.is_valid()
        return self.cleaned_data.get("q") or ""


class StaffForm(forms.Form):
    """One of the staff; a post tells namesakes apart in lists."""

    name = FullNameField(
        label="Фамилия, имя, отчество",
        error_messages={"required": "Напишите фамилию, имя и отчество."},
    )
    post = forms.CharField(
        label="Должность",
        max_length=200,
        error_messages={"required": "Напишите должность: она стоит в документах."},
    )
    email = forms.EmailField(label="Электронная почта", required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)

    @staticmethod
    def initial_of(person: Person) -> dict[str, object]:
        """The form's values for somebody who is there."""
        names = ("post", "email", "phone")
        return {
            "name": person.full_name,
            **{name: getattr(person, name) for name in names},
        }

    @property
    def values(self) -> dict[str, object]:
        """Fields of a person, for the action."""
        asked = dict(self.cleaned_data)
        name = FullName.parse(asked.pop("name"))
        return {
            **asked,
            "last_name": name.last[:80],
            "first_name": name.first[:80],
            "patronymic": name.patronymic[:80],
        }


class StaffLinkForm(forms.Form):
    """Whose cabinet it is; a member of the same name is offered first."""

    member = forms.ChoiceField(
        label="Кабинет",
        error_messages={"required": "Выберите, чей это кабинет."},
        help_text="Кто уже вошёл по приглашению. Мероприятия, порученные сотруднику,"
        " появятся у него в «Мои мероприятия».",
    )

    def __init__(
        self, asked: QueryDict | None = None, *, person: Person, members: Iterable[User]
    ) -> None:
        self._members = {str(member.pk): member for member in members}
        name = normalise(person.full_name)
        same = (
            pk for pk, each in self._members.items() if normalise(str(each)) == name
        )
        super().__init__(asked, initial={"member": next(same, "")})
        self.fields["member"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "—"),
            *((pk, str(member)) for pk, member in self._members.items()),
        ]

    def clean_member(self) -> User:
        return self._members[self.cleaned_data["member"]]


class StaffLoadForm(forms.Form):
    """The list as a table; what is wrong with it is said by the action."""

    upload = forms.FileField(
        label="Файл со списком",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Выберите файл."},
    )
