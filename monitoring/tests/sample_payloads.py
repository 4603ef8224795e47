"""A sample of the curator's report; people invented."""

from __future__ import annotations

import copy

from documents.tests.sample_payloads import COMMON
from monitoring.payloads import CuratorReportPayload


def curator_report() -> CuratorReportPayload:
    """A report on a cycle, with a title page and two charts."""
    paper: CuratorReportPayload = {
        **COMMON,
        "title": "Отчёт куратора о реализации программы наставничества",
        "date": "31 мая 2027 г.",
        "number": "",
        "place": "г. Заозёрный, 2027",
        "signature": {
            "method": "wet_ink",
            "post": "Куратор программы наставничества, заместитель директора по УВР",
            "name": "И. И. Иванова",
            "stamp": None,
        },
        "has_title_page": True,
        "heading": "о реализации программы наставничества в 2026/2027 учебном году",
        "period": "с 15 сентября 2026 г. по 31 мая 2027 г.",
        "summary": "Программа реализована в полном объёме: из 30 закреплённых пар цикл завершили 28.\nДве пары расторгнуты по заявлению сторон.",
        "figures": [
            {
                "name": "Закреплено наставнических пар (групп)",
                "value": "30",
                "target": "не менее 25",
            },
            {
                "name": "Завершили программу",
                "value": "28 (93 %)",
                "target": "не менее 90 %",
            },
            {"name": "Проведено встреч", "value": "412", "target": ""},
            {
                "name": "Доля обучающихся, вовлечённых в наставничество",
                "value": "34 %",
                "target": "не менее 30 %",
            },
        ],
        "charts": [
            {
                "title": "Пары по формам наставничества",
                "maximum": 0,
                "bars": [
                    {"label": "учитель – ученик", "value": 12, "text": "12"},
                    {"label": "ученик – ученик", "value": 9, "text": "9"},
                    {
                        "label": "педагог – молодой педагог (в том числе реверсивное наставничество)",
                        "value": 6,
                        "text": "6",
                    },
                    {"label": "студент – ученик", "value": 3, "text": "3"},
                ],
            },
            {
                "title": "Удовлетворённость участников, средний балл из 10",
                "maximum": 10,
                "bars": [
                    {"label": "Наставники", "value": 8.7, "text": "8,7"},
                    {"label": "Наставляемые", "value": 9.1, "text": "9,1"},
                    {"label": "Родители", "value": 0, "text": "нет"},
                ],
            },
        ],
        "by_form": [
            {"form": "учитель – ученик", "pairs": 12, "mentors": 10, "mentees": 14},
            {"form": "ученик – ученик", "pairs": 9, "mentors": 9, "mentees": 12},
            {
                "form": "педагог – молодой педагог",
                "pairs": 6,
                "mentors": 5,
                "mentees": 7,
            },
            {"form": "студент – ученик", "pairs": 3, "mentors": 3, "mentees": 5},
        ],
        "by_form_total": {
            "form": "Всего",
            "pairs": 30,
            "mentors": 26,
            "mentees": 38,
        },
        "surveys": [
            {
                "audience": "Наставники",
                "question": "Насколько комфортно было работать в программе?",
                "answered": 25,
                "mean": "8,7 из 10",
                "satisfied": "92 %",
            },
            {
                "audience": "Наставляемые",
                "question": "Насколько полезны были встречи?",
                "answered": 36,
                "mean": "9,1 из 10",
                "satisfied": "95 %",
            },
            {
                "audience": "Родители",
                "question": "Видите ли Вы изменения?",
                "answered": 0,
                "mean": "",
                "satisfied": "",
            },
        ],
        "conclusions": [
            "Целевые показатели года достигнуты.",
            "Наиболее востребована форма «учитель – ученик»; спрос на «студент – ученик» превышает предложение.",
        ],
        "proposals": [
            "Заключить соглашение с педагогическим колледжем о привлечении студентов."
        ],
    }
    return copy.deepcopy(paper)
