"""Words of the floor that knows who is who."""

from __future__ import annotations

from django.db import models


class OrganisationKind(models.TextChoices):
    """R-248, an open list; the municipal centre stands above institutions."""

    SCHOOL = "school", "Школа"
    KINDERGARTEN = "kindergarten", "Детский сад"
    COLLEGE = "college", "Колледж"
    ADDITIONAL_EDUCATION = "additional_education", "Дополнительное образование"
    MUNICIPAL_CENTRE = "municipal_centre", "Муниципальный центр наставничества"


class SignatureMode(models.TextChoices):
    """What «Подписать» means in an organisation (63-ФЗ; design 4.5)."""

    WET_INK = "wet_ink", "Собственноручная подпись на бумаге"
    SIMPLE = "simple", "Простая электронная подпись"


class TimeZone(models.TextChoices):
    """The time zones of Russia, west to east (107-ФЗ)."""

    KALININGRAD = "Europe/Kaliningrad", "Калининград (МСК−1)"
    MOSCOW = "Europe/Moscow", "Москва (МСК)"
    SAMARA = "Europe/Samara", "Самара (МСК+1)"
    YEKATERINBURG = "Asia/Yekaterinburg", "Екатеринбург (МСК+2)"
    OMSK = "Asia/Omsk", "Омск (МСК+3)"
    KRASNOYARSK = "Asia/Krasnoyarsk", "Красноярск (МСК+4)"
    IRKUTSK = "Asia/Irkutsk", "Иркутск (МСК+5)"
    YAKUTSK = "Asia/Yakutsk", "Якутск (МСК+6)"
    VLADIVOSTOK = "Asia/Vladivostok", "Владивосток (МСК+7)"
    MAGADAN = "Asia/Magadan", "Магадан (МСК+8)"
    KAMCHATKA = "Asia/Kamchatka", "Петропавловск-Камчатский (МСК+9)"


class YearReset(models.TextChoices):
    """When a register starts counting anew."""

    CALENDAR = "calendar", "С 1 января"
    SCHOOL = "school", "С 1 сентября"


class Role(models.TextChoices):
    """The roles of requirements A; what each may do is accounts/roles.py."""

    DIRECTOR = "director", "Директор"
    DEPUTY_DIRECTOR = "deputy_director", "Заместитель директора"
    CURATOR = "curator", "Куратор"
    ROLE_MODEL_CURATOR = "role_model_curator", "Куратор ролевой модели"
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    PARENT = "parent", "Родитель (законный представитель)"
    PSYCHOLOGIST = "psychologist", "Педагог-психолог"
    DEPARTMENT_HEAD = "department_head", "Заведующий отделом"
    CLASS_TEACHER = "class_teacher", "Классный руководитель"
    RESPONSIBLE = "responsible", "Ответственный за мероприятия"
    PARTNER_STAFF = "partner_staff", "Представитель партнёра"
    SYSTEM_ADMINISTRATOR = "system_administrator", "Системный администратор"
    MUNICIPAL_COORDINATOR = "municipal_coordinator", "Координатор муниципального центра"


class SetupStep(models.TextChoices):
    """How far the set-up of a real organisation has come."""

    ORGANISATION = "organisation", "Организация"
    DIRECTOR = "director", "Директор"
    REGISTERS = "registers", "Журналы и номера"
    CURATOR = "curator", "Куратор"
    STAFF = "staff", "Сотрудники"
    CYCLE = "cycle", "Первый цикл"
    DONE = "done", "Готово"
