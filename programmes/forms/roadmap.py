"""What is asked about a roadmap and its measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from common.fields import DayField
from documents.models import Document
from programmes.models import Measure
from registry.models import Person

NO_STAFF = (
    "Сотрудников на портале пока нет: добавьте их в разделе «Люди», «Сотрудники»."
)


class MeasureDoneForm(forms.Form):
    """When the measure was done and what proves it."""

    done_on = DayField(label="Когда выполнено", initial=timezone.localdate)
    evidence = forms.CharField(
        label="Чем подтверждается",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Коротко: протокол, ссылка, кто был.",
    )
    evidence_link = forms.URLField(
        label="Ссылка",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="На запись, новость, папку с материалами.",
        error_messages={"invalid": "Это не похоже на ссылку: начните с https://"},
    )
    document = forms.ChoiceField(label="Документ портала", required=False)
    upload = forms.FileField(
        label="Файл", required=False, help_text="PDF, JPEG или PNG."
    )

    def __init__(self, *args: Any, user: User, measure: Measure) -> None:
        super().__init__(*args)
        seen = Document.objects.visible_to(user).in_force().select_related("kind")
        self._documents = {str(document.pk): document for document in seen[:200]}
        attached = measure.evidence_document
        if attached is not None:
            self._documents[str(attached.pk)] = attached
            self.fields["document"].initial = str(attached.pk)
        own_kinds = {kind.pk for kind in measure.document_kinds.all()}
        fitting = sorted(
            self._documents.items(), key=lambda pair: pair[1].kind_id not in own_kinds
        )
        self.fields["document"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "—"),
            *((pk, str(document)) for pk, document in fitting),
        ]

    def clean_document(self) -> Document | None:
        return self._documents.get(self.cleaned_data["document"])


class MeasureReturnForm(forms.Form):
    """What is still to be done."""

    remark = forms.CharField(
        label="Что доделать", max_length=1900, widget=forms.Textarea(attrs={"rows": 3})
    )


class MeasureCommentForm(forms.Form):
    """A word about a measure."""

    text = forms.CharField(
        label="Комментарий", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class MeasurePostponeForm(forms.Form):
    """The new day and the reason."""

    due_on = DayField(label="Новый срок")
    reason = forms.CharField(
        label="Почему переносится", widget=forms.Textarea(attrs={"rows": 2})
    )


class MeasureCancelForm(forms.Form):
    """The reason."""

    reason = forms.CharField(
        label="Почему отменяется", widget=forms.Textarea(attrs={"rows": 2})
    )


class MeasureResponsiblesForm(forms.Form):
    """Who of the staff answers for the measure."""

    responsibles = forms.MultipleChoiceField(
        label="Ответственные", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, asked: QueryDict | None = None, *, user: User, measure: Measure
    ) -> None:
        people = Person.objects.visible_to(user).filter(is_staff_member=True)
        initial = {
            "responsibles": [
                str(each.person_id)
                for each in measure.responsibles.exclude(person=None)
            ]
        }
        super().__init__(asked, initial=initial)
        self._people = {str(person.pk): person for person in people}
        self.fields["responsibles"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, f"{person} — {person.post}" if person.post else str(person))
            for pk, person in self._people.items()
        ]
        if not self._people:
            self.fields["responsibles"].help_text = NO_STAFF

    def clean_responsibles(self) -> list[Person]:
        return [self._people[pk] for pk in self.cleaned_data["responsibles"]]
