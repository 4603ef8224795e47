"""Who the demo is about: five invented institutions under one invented centre."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from accounts.enums import OrganisationKind


class Chapter(IntEnum):
    """How far an institution's story has come; each chapter holds those before it."""

    PLANNED = 1
    IMPORTED = 2
    SUBMITTED = 3
    WORKING = 4
    CLOSING = 5


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution of the demo."""

    slug: str
    kind: OrganisationKind
    name: str
    short_name: str
    locality: str
    director: str
    curator: str
    accent: str
    template_code: str
    chapter: Chapter
    mentors: int
    mentees: int
    seed: int
    is_about_staff: bool = False


CENTRE = Institution(
    slug="centre",
    kind=OrganisationKind.MUNICIPAL_CENTRE,
    name="Муниципальный центр наставничества города Светлогорье",
    short_name="Центр наставничества г. Светлогорье",
    locality="г. Светлогорье",
    director="Соколова Вера Аркадьевна",
    curator="Ильина Анна Романовна",
    accent="#3d5a80",
    template_code="",
    chapter=Chapter.PLANNED,
    mentors=0,
    mentees=0,
    seed=0,
)

INSTITUTIONS = (
    Institution(
        slug="school-12",
        kind=OrganisationKind.SCHOOL,
        name="Муниципальное бюджетное общеобразовательное учреждение «Школа № 12»",
        short_name="МБОУ «Школа № 12»",
        locality="г. Светлогорье",
        director="Орлова Дина Павловна",
        curator="Крылова Кира Андреевна",
        accent="#1f5fae",
        template_code="school",
        chapter=Chapter.CLOSING,
        mentors=10,
        mentees=18,
        seed=12,
    ),
    Institution(
        slug="youth-centre",
        kind=OrganisationKind.ADDITIONAL_EDUCATION,
        name=(
            "Муниципальное бюджетное учреждение дополнительного образования"
            " «Дом детского и юношеского творчества „Причал“»"
        ),
        short_name="МБУДО «Причал»",
        locality="г. Светлогорье",
        director="Гончаров Пётр Ильич",
        curator="Лаврова Ирина Олеговна",
        accent="#0b6e4f",
        template_code="youth_centre",
        chapter=Chapter.WORKING,
        mentors=5,
        mentees=7,
        seed=3,
        is_about_staff=True,
    ),
    Institution(
        slug="college",
        kind=OrganisationKind.COLLEGE,
        name=(
            "Бюджетное профессиональное образовательное учреждение"
            " «Светлогорский технологический колледж»"
        ),
        short_name="БПОУ «Светлогорский колледж»",
        locality="г. Светлогорье",
        director="Мельник Олег Тарасович",
        curator="Жукова Тамара Ивановна",
        accent="#7a3e9d",
        template_code="college",
        chapter=Chapter.SUBMITTED,
        mentors=8,
        mentees=14,
        seed=4,
    ),
    Institution(
        slug="palace",
        kind=OrganisationKind.ADDITIONAL_EDUCATION,
        name=(
            "Муниципальное учреждение дополнительного образования"
            " «Дворец детей и молодёжи „Полёт“»"
        ),
        short_name="МУДО «Полёт»",
        locality="г. Заречный",
        director="Белова Марина Юрьевна",
        curator="Дорохов Игорь Саввич",
        accent="#a23b2a",
        template_code="youth_palace",
        chapter=Chapter.IMPORTED,
        mentors=6,
        mentees=11,
        seed=5,
    ),
    Institution(
        slug="creativity",
        kind=OrganisationKind.ADDITIONAL_EDUCATION,
        name=(
            "Муниципальное бюджетное учреждение дополнительного образования"
            " «Центр творчества „Радуга“»"
        ),
        short_name="МБУДО «Радуга»",
        locality="г. Заречный",
        director="Носова Елена Фёдоровна",
        curator="Панина Ольга Вадимовна",
        accent="#8a5a00",
        template_code="creativity_centre",
        chapter=Chapter.PLANNED,
        mentors=0,
        mentees=0,
        seed=6,
    ),
)
