"""Sample consents, filled and blank; people invented."""

from __future__ import annotations

import copy

from documents.tests.sample_payloads import COMMON, LETTERHEAD
from registry.payloads import ConsentPayload


def consent() -> ConsentPayload:
    """A filled consent of a parent for a minor."""
    paper: ConsentPayload = {
        **COMMON,
        "state": "blank",
        "title": "Согласие на обработку персональных данных",
        "number": "",
        "date": "",
        "check_url": "",
        "heading": "Согласие на обработку персональных данных несовершеннолетнего участника программы наставничества",
        "subject": {
            "name": "Мухаметзянова Аделина Ильшатовна",
            "born_on": "12.04.2011",
            "address": "624250, г. Заозёрный, ул. Щорса, д. 9, кв. 14",
            "document": "паспорт 65 24 № 123456, выдан ОВД г. Заозёрного 20.04.2025",
            "contacts": "",
        },
        "representative": {
            "name": "Мухаметзянов Ильшат Рустамович",
            "address": "624250, г. Заозёрный, ул. Щорса, д. 9, кв. 14",
            "document": "паспорт 65 10 № 654321, выдан ОВД г. Заозёрного 01.02.2011",
            "contacts": "+7 900 000-00-00, parent@example.ru",
            "relation": "отец",
            "basis": "свидетельство о рождении II-АИ № 123456 от 20.04.2011",
        },
        "operator": {
            "name": LETTERHEAD["names"][0],
            "address": LETTERHEAD["address"],
            "inn": "6601000001",
            "ogrn": "1026600000001",
        },
        "blocks": [
            {
                "heading": "Цель обработки",
                "text": "Организация участия в программе наставничества.",
                "items": [],
            },
            {
                "heading": "Перечень персональных данных",
                "text": "",
                "items": [
                    "фамилия, имя, отчество",
                    "дата рождения, класс",
                    "ответы на анкеты",
                ],
            },
            {
                "heading": "Действия и способы обработки",
                "text": "Сбор, запись, систематизация, накопление, хранение, уточнение, использование, блокирование, удаление, уничтожение; смешанным способом.\nТретьим лицам данные не передаются.",
                "items": [],
            },
            {
                "heading": "Срок действия и порядок отзыва",
                "text": "До завершения программы (31 мая 2027 г.). Согласие отзывается письменным заявлением, поданным оператору лично или по почте.",
                "items": [],
            },
        ],
        "publication": None,
        "signatories": [
            {"post": "Законный представитель", "name": "И. Р. Мухаметзянов"},
            {
                "post": "Несовершеннолетний (с 14 лет)",
                "name": "А. И. Мухаметзянова",
            },
        ],
    }
    return copy.deepcopy(paper)


def publication_consent() -> ConsentPayload:
    """A blank consent of an adult to publish (art. 10.1)."""
    paper = consent()
    paper.update(
        {
            "heading": "Согласие на обработку персональных данных, разрешённых субъектом для распространения",
            "representative": None,
            "subject": {
                "name": "",
                "born_on": "",
                "address": "",
                "document": "",
                "contacts": "",
            },
            "publication": {
                "urls": [
                    "https://school12.example.ru",
                    "https://nastavnik.example.ru/school12/",
                ],
                "fields": [
                    {
                        "name": "фамилия, имя, отчество",
                        "is_allowed": None,
                        "conditions": "",
                    },
                    {
                        "name": "изображение (фотография)",
                        "is_allowed": False,
                        "conditions": "",
                    },
                    {
                        "name": "описание опыта (кейс)",
                        "is_allowed": True,
                        "conditions": "без указания места жительства; срок — до 31.05.2028",
                    },
                ],
            },
            "signatories": [{"post": "Субъект персональных данных", "name": ""}],
        }
    )
    return paper
