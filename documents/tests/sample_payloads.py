"""Payloads as a school would make them: long names, «ё», numbers, quotes; people invented."""

from __future__ import annotations

import copy

from documents.payloads import Letterhead, OrderPayload, PaperPayload, Signature

CHECK_URL = "https://nastavnik.example.ru/check/7f3kq9d2m5xw"
SCHOOL = "МБОУ «СОШ № 12 им. А. С. Пушкина»"

SCHOOL_IN_FULL = (
    "Муниципальное бюджетное общеобразовательное учреждение "
    "«Средняя общеобразовательная школа № 12 имени А. С. Пушкина»"
)

LETTERHEAD: Letterhead = {
    "founder": "Управление образования администрации Заозёрного муниципального округа",
    "names": [SCHOOL_IN_FULL],
    "short_name": SCHOOL,
    "address": "624250, Свердловская область, г. Заозёрный, ул. Щорса, д. 7, корп. 2",
    "phone": "+7 (343) 123-45-67",
    "email": "school12@example.ru",
    "site": "school12.example.ru",
    "inn": "6601000001",
    "kpp": "660101001",
    "ogrn": "1026600000001",
    "okpo": "12345678",
}

WET_INK: Signature = {
    "method": "wet_ink",
    "post": "Директор",
    "name": "Д. Ё. Королёва",
    "stamp": None,
}

ELECTRONIC: Signature = {
    "method": "simple_electronic",
    "post": "Исполняющий обязанности директора",
    "name": "Д. Ё. Королёва",
    "stamp": {
        "owner": "Королёва Дина Ёлкиновна, исполняющий обязанности директора",
        "signed_at": "15 сентября 2026 г., 10:42 (МСК)",
        "regulation": "Положение о простой электронной подписи, приказ от 1 сентября 2026 г. № 31-ОД",
        "key": "3f5a9c0e7b2d4816a1c3e5f7092b4d6e8fa0c2e4061829b3d5f7a9c1e3b5d7f9",
    },
}

COMMON: PaperPayload = {
    "state": "signed",
    "title": "Документ",
    "letterhead": LETTERHEAD,
    "place": "г. Заозёрный",
    "date": "15 сентября 2026 г.",
    "number": "42-ОД",
    "check_url": CHECK_URL,
    "signature": WET_INK,
    "binding_margin": 20,
}


def order() -> OrderPayload:
    """A short signed order without appendices."""
    paper: OrderPayload = {
        **COMMON,
        "title": "Приказ от 15 сентября 2026 г. № 42-ОД «О кураторе»",
        "heading": "О назначении куратора программы наставничества",
        "preamble": "В целях реализации программы наставничества в 2026/2027 учебном году",
        "points": [
            {
                "text": "Назначить куратором Иванову Ирину Игоревну.",
                "subpoints": [],
                "responsible": "",
                "due": "до 1 октября 2026 г.",
            }
        ],
        "control": "Контроль за исполнением настоящего приказа оставляю за собой.",
        "visas": [],
        "acquaintance": [{"post": "учитель", "name": "Иванова Ирина Игоревна"}],
        "executor": "",
    }
    return copy.deepcopy(paper)
