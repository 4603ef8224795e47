"""What is asked about the public page, its news and cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Organisation, User
from common.fields import DayField
from documents.models import Document
from programmes.models import Pair
from publishing.queries.page import pairs_to_tell_of, publishable_documents


def _text(
    label: str, hint: str = "", *, rows: int = 4, is_required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=is_required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PageForm(forms.Form):
    """The page's own words and its documents."""

    about = _text(
        "Что такое наставничество у нас",
        "Пустая строка начинает новый абзац.",
        rows=8,
        is_required=False,
    )
    curator_contacts = forms.CharField(
        label="Контакты куратора",
        max_length=300,
        required=False,
        help_text="Имя, телефон, почта, приёмные часы: то, что куратор готов показать.",
    )
    documents = forms.MultipleChoiceField(
        label="Документы на странице",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        found = list(publishable_documents(organisation))
        self._documents = {str(document.pk): document for document in found}
        kwargs.setdefault(
            "initial",
            {
                "about": organisation.about,
                "curator_contacts": organisation.curator_contacts,
                "documents": [str(row.pk) for row in found if row.is_public],
            },
        )
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        field.choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (key, str(document)) for key, document in self._documents.items()
        ]
        if not found:
            field.help_text = (
                "Здесь появятся подписанные документы тех видов, что публикуются."
            )

    def clean_documents(self) -> list[Document]:
        return [self._documents[key] for key in self.cleaned_data["documents"]]


class NewsForm(forms.Form):
    """A piece of news."""

    title = forms.CharField(label="Заголовок", max_length=200)
    text = _text(
        "Текст",
        "Участников можно называть, только если действует их согласие на публикацию.",
        rows=8,
    )
    posted_on = DayField(
        label="Дата",
        initial=timezone.localdate,
        help_text="С будущей датой новость появится в свой день.",
    )


class CaseForm(forms.Form):
    """A case in four answers."""

    title = forms.CharField(label="Название кейса", max_length=200)
    problem = _text("С чего начали", "Проблема или запрос наставляемого.")
    solution = _text("Что делали", "Шаги пары, встречи, приёмы.")
    result = _text("Что получилось", "Результат, который можно увидеть или измерить.")
    quote = _text("Отзыв участника", is_required=False, rows=3)
    has_names = forms.BooleanField(
        label="Показывать имена тех, кто согласен на публикацию",
        required=False,
        help_text="Остальные будут «наставник» и «наставляемый». Имя исчезнет, как"
        " только согласие отзовут. В самом тексте фамилии не пишите.",
    )


class CaseAddForm(CaseForm):
    """The same, and which pair it is about."""

    pair = forms.ChoiceField(label="Завершённая пара")
    field_order = ("pair", "title")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pairs = {
            str(pair.pk): pair for pair in pairs_to_tell_of().visible_to(user)
        }
        self.fields["pair"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Выберите пару"),
            *((key, _title_of(pair)) for key, pair in self._pairs.items()),
        ]

    def clean_pair(self) -> Pair:
        return self._pairs[self.cleaned_data["pair"]]


def _title_of(pair: Pair) -> str:
    names = ", ".join(
        member.mentee_card.person.full_name for member in pair.members.all()
    )
    return f"{pair.mentor_card.person.full_name} — {names}"
