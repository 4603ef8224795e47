"""Invented people: names dealt by a seeded hand, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

MEN = ["Артём", "Богдан", "Вадим", "Глеб", "Егор", "Захар", "Илья", "Кирилл", "Лев", "Матвей", "Никита", "Олег", "Пётр", "Роман", "Семён", "Тимофей", "Фёдор", "Юрий", "Ярослав", "Денис"]  # fmt: skip
WOMEN = ["Алина", "Вера", "Галина", "Дарья", "Евгения", "Жанна", "Зоя", "Инна", "Ксения", "Лариса", "Марина", "Нина", "Ольга", "Полина", "Раиса", "Софья", "Таисия", "Ульяна", "Юлия", "Яна"]  # fmt: skip
FATHERS = [("Андреевич", "Андреевна"), ("Борисович", "Борисовна"), ("Викторович", "Викторовна"), ("Григорьевич", "Григорьевна"), ("Евгеньевич", "Евгеньевна"), ("Игоревич", "Игоревна"), ("Львович", "Львовна"), ("Михайлович", "Михайловна"), ("Павлович", "Павловна"), ("Сергеевич", "Сергеевна"), ("Тимурович", "Тимуровна"), ("Фёдорович", "Фёдоровна")]  # fmt: skip
SURNAMES = ["Аистов", "Берёзкин", "Васильков", "Горностаев", "Дроздов", "Ежевикин", "Журавлёв", "Зарянкин", "Ивушкин", "Клёнов", "Луговой", "Малинин", "Незабудкин", "Ольхин", "Перепёлкин", "Рябинин", "Снегирёв", "Тополев", "Удальцов", "Филинов", "Хмелёв", "Цветаев", "Черёмухин", "Шиповников", "Щеглов", "Юркин", "Яблонев", "Вьюгин", "Ковылёв", "Морошкин", "Осинин", "Пихтов", "Ручьёв", "Синицын", "Травников"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """One invented person."""

    last: str
    first: str
    patronymic: str
    is_woman: bool

    @property
    def full(self) -> str:
        return f"{self.last} {self.first} {self.patronymic}"


def feminine(surname: str) -> str:
    """Give a surname its feminine form."""
    return f"{surname[:-2]}ая" if surname.endswith("ой") else f"{surname}а"


def crowd(seed: int) -> Iterator[Somebody]:
    """Deal different people without end, the same for the same seed."""
    random = Random(seed)  # noqa: S311 -- invented names, no secret
    seen: set[str] = set()
    while True:
        is_woman = random.random() < 0.6
        surname = random.choice(SURNAMES)
        father = random.choice(FATHERS)
        somebody = Somebody(
            last=feminine(surname) if is_woman else surname,
            first=random.choice(WOMEN if is_woman else MEN),
            patronymic=father[1] if is_woman else father[0],
            is_woman=is_woman,
        )
        if somebody.full not in seen:
            seen.add(somebody.full)
            yield somebody
