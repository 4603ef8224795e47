"""What is asked about departments, and about forms entrusted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from registry.models import Department, MentoringForm, Person


class DepartmentForm(forms.Form):
    """Its title, its head and who works there."""

    title = forms.CharField(
        label="Отдел, подразделение",
        max_length=160,
        error_messages={"required": "Напишите название отдела."},
    )
    head: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label="Заведующий",
        queryset=None,
        required=False,
        empty_label="— нет —",
        help_text="Увидит людей отдела, если у него роль заведующего отделом",
    )
    people: forms.ModelMultipleChoiceField[Person] = forms.ModelMultipleChoiceField(
        label="Кто работает в отделе",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Человек работает в одном отделе: отмеченный здесь уйдёт из другого",
    )

    def __init__(
        self,
        asked: QueryDict | None,
        *,
        staff: QuerySet[Person],
        department: Department | None = None,
    ) -> None:
        initial: dict[str, object] = {}
        if department is not None:
            people = department.persons.values_list("pk", flat=True)
            initial = {
                "title": department.title,
                "head": department.head_id,
                "people": list(people),
            }
        super().__init__(asked, initial=initial)
        offered: Any = self.fields
        offered["head"].queryset = staff
        offered["people"].queryset = staff.select_related("department")
        own = department.pk if department else None
        offered["people"].label_from_instance = lambda person: _named(person, own)


def _named(person: Person, own: int | None) -> str:
    """Tell namesakes apart by the post; say where one works now."""
    words = [person.full_name, person.post]
    if person.department_id not in {None, own}:
        words.append(f"сейчас: {person.department}")
    return ", ".join(filter(None, words))


class CuratorshipForm(forms.Form):
    """Which form, to whom."""

    form: forms.ModelChoiceField[MentoringForm] = forms.ModelChoiceField(
        label="Форма наставничества",
        queryset=None,
        error_messages={"required": "Выберите форму наставничества."},
    )
    curator: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label="Куратор ролевой модели",
        queryset=None,
        error_messages={"required": "Выберите куратора."},
    )

    def __init__(
        self,
        *args: Any,
        forms_of_mentoring: list[MentoringForm],
        curators: QuerySet[User],
    ) -> None:
        super().__init__(*args)
        offered: Any = self.fields
        offered["form"].queryset = MentoringForm.objects.filter(
            pk__in=[form.pk for form in forms_of_mentoring]
        )
        offered["curator"].queryset = curators
        offered["curator"].label_from_instance = lambda user: user.name
