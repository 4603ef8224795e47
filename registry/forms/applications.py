"""What is asked on the public page, and what the curator answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from common.fields import DayField, FullNameField
from common.russian.dates import age_on
from registry.actions.applications import Applicant
from registry.enums import BaseKind
from registry.models import Person
from registry.models.person import ADULT_AGE
from registry.spreadsheets.values import find_contacts

OLDEST = 110
YOUNGEST = 6


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the programme: who applies, as what."""

    code: str
    title: str
    hint: str
    base: BaseKind
    is_for_a_minor: bool


DOORS = {
    door.code: door
    for door in (
        Door(
            "mentor",
            "Хочу стать наставником",
            "Мне есть 18 лет, и я готов делиться опытом",
            BaseKind.MENTORS,
            is_for_a_minor=False,
        ),
        Door(
            "mentee",
            "Ищу наставника для себя",
            "Мне есть 18 лет",
            BaseKind.MENTEES,
            is_for_a_minor=False,
        ),
        Door(
            "child-mentee",
            "Ищу наставника для ребёнка",
            "Заявку на школьника заполняет родитель или другой представитель",
            BaseKind.MENTEES,
            is_for_a_minor=True,
        ),
        Door(
            "child-mentor",
            "Мой ребёнок хочет стать наставником",
            "Например, помогать младшим; заявку заполняет родитель",
            BaseKind.MENTORS,
            is_for_a_minor=True,
        ),
    )
}


# What a phone fills in by itself, so that nobody types it (WCAG 1.3.5).
KNOWN_TO_PHONES = {
    "name": "name",
    "birth_on": "bday",
    "phone": "tel",
    "email": "email",
    "signature": "name",
}


class ApplicationForm(forms.Form):
    """The application, and beneath it the consent: a box nobody ticked, a name typed."""

    name = FullNameField(label="Фамилия, имя, отчество")
    birth_on = DayField(label="Дата рождения")
    place = forms.CharField(label="Место работы или учёбы, должность", max_length=300)
    wish = forms.CharField(
        label="Чем вы можете быть полезны",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(
        label="Телефон",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label="Электронная почта", required=False)
    is_agreed = forms.BooleanField(
        label="Я прочитал текст согласия и даю его",
        error_messages={
            "required": "Без согласия принять заявку нельзя: отметьте это."
        },
    )
    signature = forms.CharField(
        label="Подпись: напишите свои фамилию, имя и отчество",
        max_length=200,
        help_text="Так вы подтверждаете согласие. Подписывает тот, кто заполняет заявку.",
    )
    # People do not see it; machines fill in everything.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, door: Door, today: date) -> None:
        super().__init__(*args)
        for name, kind in KNOWN_TO_PHONES.items():
            self.fields[name].widget.attrs["autocomplete"] = kind
        self.door = door
        self.today = today
        if door.base == BaseKind.MENTEES:
            self.fields["wish"].label = "С чем нужна помощь наставника"
        if door.is_for_a_minor:
            self._ask_of_a_child()

    def _ask_of_a_child(self) -> None:
        self.fields["name"].label = "Фамилия, имя, отчество ребёнка"
        # The phone knows its owner, not the child.
        for name in ("name", "birth_on"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["birth_on"].label = "Дата рождения ребёнка"
        self.fields["place"].label = "Школа и класс"
        if self.door.base == BaseKind.MENTORS:
            self.fields["wish"].label = "Чем ребёнок может быть полезен"
        self.fields["phone"].label = "Ваш телефон"
        self.fields["email"].label = "Ваша электронная почта"
        own = {
            "representative_name": FullNameField(
                label="Ваши фамилия, имя, отчество",
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            ),
            "relation": forms.CharField(
                label="Кем вы приходитесь ребёнку",
                max_length=100,
                help_text="Мать, отец, опекун",
            ),
        }
        self.fields = {**own, **self.fields}

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of the application itself."""
        return [self[name] for name in self.fields if name not in CONSENT_FIELDS]

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field nobody sees was filled in."""
        return bool(self.data.get("website"))

    def clean_birth_on(self) -> date:
        day: date = self.cleaned_data["birth_on"]
        age = age_on(day, self.today)
        if day > self.today or not YOUNGEST <= age <= OLDEST:
            raise forms.ValidationError("Проверьте дату рождения.")
        if age < ADULT_AGE and not self.door.is_for_a_minor:
            raise forms.ValidationError(
                "Вам ещё нет 18 лет: попросите родителя подать заявку за вас."
            )
        if age >= ADULT_AGE and self.door.is_for_a_minor:
            raise forms.ValidationError(
                "Совершеннолетний подаёт заявку сам: вернитесь и выберите другой вид."
            )
        return day

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not find_contacts(phone).phones:
            raise forms.ValidationError("Напишите номер целиком, с кодом.")
        return phone

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not self.errors and not asked.get("phone") and not asked.get("email"):
            self.add_error("phone", "Оставьте телефон или почту, чтобы вам ответили.")
        return asked

    @property
    def applicant(self) -> Applicant:
        """What was written, for the action."""
        asked = self.cleaned_data
        return Applicant(
            base=self.door.base,
            name=asked["name"],
            birth_on=asked["birth_on"],
            email=asked["email"],
            phone=asked["phone"],
            place=asked["place"],
            wish=asked["wish"],
            representative_name=asked.get("representative_name", ""),
            relation=asked.get("relation", ""),
        )


CONSENT_FIELDS = frozenset({"is_agreed", "signature", "website"})


class AcceptForm(forms.Form):
    """Who the applicant is, and whether his consent was checked."""

    person = forms.ChoiceField(label="Кто это", widget=forms.RadioSelect)
    is_verified = forms.BooleanField(
        label="Личность подписавшего проверена: согласие действует",
        required=False,
        help_text="Если нет, согласие останется «подписано, не проверено», и наставляемый"
        " подождёт.",
    )

    is_known = forms.BooleanField(
        label="Наставник известен: сразу в базу года",
        required=False,
        initial=True,
        help_text="Если нет, впереди анкеты, собеседование и отбор.",
    )

    def __init__(
        self, *args: Any, namesakes: list[Person], base: str = BaseKind.MENTORS
    ) -> None:
        super().__init__(*args)
        if base != BaseKind.MENTORS:
            del self.fields["is_known"]
        self._known = {str(person.pk): person for person in namesakes}
        self.fields["person"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *((key, _described(person)) for key, person in self._known.items()),
            ("new", "Новый человек"),
        ]
        self.fields["person"].initial = next(iter([*self._known, "new"]))

    def clean_person(self) -> Person | None:
        return self._known.get(self.cleaned_data["person"])


def _described(person: Person) -> str:
    born = f"{person.birth_on:%d.%m.%Y}" if person.birth_on else person.birth_year
    told = [
        f"Уже в реестре: {person.full_name}",
        f"дата рождения {born}" if born else "дата рождения не указана",
        str(person.group or ""),
        person.phone or person.email,
    ]
    return ", ".join(part for part in told if part)


class RejectForm(forms.Form):
    """Why not."""

    remark = forms.CharField(
        label="Причина",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Её прочитает тот, кто подал заявку.",
    )
