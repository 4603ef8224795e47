"""Invented samples for the gallery of components: no row of any table is read."""

from __future__ import annotations

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.paginator import Paginator

from common import charts
from common.verdict import YES, no

BADGES = (
    ("draft", "Черновик"),
    ("planned", "Запланировано"),
    ("submitted", "Подана"),
    ("in_progress", "Выполняется"),
    ("approved", "Закреплена приказом"),
    ("published", "Опубликовано"),
    ("returned", "Возвращена"),
    ("due_soon", "Скоро срок"),
    ("overdue", "Просрочено"),
    ("refused", "Отказ"),
)
PAIRS = (
    ("Макс Орлов", "Мия Белова", "ученик — ученик", "active", "Работает", 6),
    ("Вера Соколова", "Лев Зимин", "педагог — ученик", "submitted", "У директора", 0),
    ("Олег Рябов", "Ася Лугова", "студент — ученик", "returned", "Возвращена", 2),
)


class SampleForm(forms.Form):
    """Every kind of field a form of the portal uses."""

    met_on = forms.DateField(
        label="Когда встретились",
        help_text="Например, 15.09.2026",
        error_messages={"required": "Укажите день встречи."},
    )
    topic = forms.CharField(
        label="О чём говорили",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите хотя бы одно предложение."},
    )
    place = forms.ChoiceField(
        label="Где",
        choices=[("school", "В школе"), ("online", "По видеосвязи")],
    )
    mood = forms.ChoiceField(
        label="Как прошло",
        widget=forms.RadioSelect,
        choices=[("good", "Хорошо"), ("fair", "Нормально"), ("bad", "Трудно")],
        error_messages={"required": "Выберите один ответ."},
    )
    photo = forms.FileField(
        label="Файл", required=False, help_text="PDF, JPG или PNG, не больше 5 МБ"
    )
    is_agreed = forms.BooleanField(
        label="Показать запись наставляемому", required=False
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        key = self.prefix or "sample"
        helper.attrs = {"novalidate": "", "data-draft": key}
        helper.add_input(Submit("save", "Записать встречу", css_id=f"{key}-save"))
        return helper


class SampleFilter(forms.Form):
    """The filters of a list."""

    q = forms.CharField(label="Фамилия, имя или класс", required=False)
    status = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "Любое"), ("active", "Работает"), ("returned", "Возвращена")],
    )
    group = forms.ChoiceField(
        label="Класс", required=False, choices=[("", "Любой"), ("8a", "8А")]
    )


TRACK = (
    charts.TrackStep("Подготовка условий", "done", "12 из 12", "#track"),
    charts.TrackStep("База наставляемых", "done", "60 человек", "#track"),
    charts.TrackStep("База наставников", "done", "25 человек", "#track"),
    charts.TrackStep(
        "Отбор и обучение", "problem", "18 из 25", "#track", "просрочено 2"
    ),
    charts.TrackStep(
        "Формирование пар", "current", "41 из 60", "#track", "до 30 октября"
    ),
    charts.TrackStep("Работа пар", "todo", "0 пар"),
    charts.TrackStep("Завершение", "todo"),
)
TIMELINE = charts.timeline(
    "Дорожная карта по месяцам",
    (
        charts.Span(
            "Приказ о внедрении целевой модели",
            date(2026, 9, 1),
            date(2026, 9, 15),
            "done",
            "Выполнено",
            "#timeline",
        ),
        charts.Span(
            "Анкетирование учеников и родителей",
            date(2026, 9, 10),
            date(2026, 10, 20),
            "overdue",
            "Просрочено",
        ),
        charts.Span(
            "Обучение наставников",
            date(2026, 10, 1),
            date(2026, 12, 15),
            "in_progress",
            "Выполняется",
        ),
        charts.Span("Встречи пар", date(2026, 11, 1), date(2027, 5, 15)),
        charts.Span("Праздничное подведение итогов", None, date(2027, 5, 25)),
        charts.Span("Публикация кейсов", None, None),
    ),
    since=date(2026, 9, 1),
    until=date(2027, 6, 30),
    today=date(2026, 11, 20),
)
BARS = charts.bar_chart(
    "Охват наставничеством по классам",
    (
        charts.Bar("8А", 64, "#bars"),
        charts.Bar("8Б", 31, "#bars"),
        charts.Bar("Дети, которым трудно учиться после переезда", 12.5, "#bars"),
    ),
    unit=" %",
    maximum=100,
    goal=50,
)
CHANGES = charts.before_after_chart(
    "Что изменилось за год, средний балл",
    (
        charts.Change("Интерес к учёбе", 3.1, 4.2),
        charts.Change("Уверенность в себе", 3.6, 4.4),
        charts.Change("Отношения в классе", 4, None),
    ),
    maximum=5,
)
HEAT = charts.heat_map(
    "Встречи пар по месяцам",
    ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май"),
    (
        ("Орлов — Белова", (1, 3, 4, 2, 3, 4, 4, 3, 2)),
        ("Соколова — Зимин", (0, 1, 2, 2, 0, 1, 2, 1, 1)),
        ("Рябов — Лугова, Ким", (0, 0, 1, 0, 0, 0, 2, 3, 1)),
    ),
)
CHAT_TEXT = (
    "Здравствуйте! Ваш ребёнок хочет участвовать в программе наставничества.\n"
    "Прочитайте условия и дайте согласие по ссылке: portal.example/c/7Hk2\n"
    "Это займёт две минуты."
)


def samples() -> dict[str, object]:
    """Return everything the gallery shows."""
    return {
        "badges": BADGES,
        "pairs": PAIRS,
        "allowed": YES,
        "refused": no("Сначала получите согласие родителя Мии Беловой."),
        "form": SampleForm(),
        "form_with_errors": SampleForm({"place": "school"}, prefix="wrong"),
        "filter_form": SampleFilter({"status": "active"}),
        "page": Paginator(range(240), 20).page(3),
        "track": TRACK,
        "timeline": TIMELINE,
        "bars": BARS,
        "changes": CHANGES,
        "heat": HEAT,
        "chat_text": CHAT_TEXT,
    }
