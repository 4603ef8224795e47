"""The lists beside the two bases as they leave the portal."""

from __future__ import annotations

from registry.models import Application, Consent, Person
from registry.resources import ListResource, Told, guardians_told


class StaffResource(ListResource):
    """The staff, in the columns the same list is loaded by."""

    title = "Сотрудники"
    told = (
        Told("full_name", "ФИО", lambda person: person.full_name),
        Told("post", "Должность", lambda person: person.post),
        Told("email", "Электронная почта", lambda person: person.email),
        Told("phone", "Телефон", lambda person: person.phone),
    )

    class Meta:
        model = Person


class PupilResource(ListResource):
    """The pupils with their representatives, in the columns the same list is loaded by."""

    title = "Обучающиеся"
    told = (
        Told("full_name", "ФИО", lambda person: person.full_name),
        Told("birth_date", "Дата рождения", lambda person: person.birth),
        Told("group", "Класс/группа", lambda person: str(person.group or "")),
        Told("guardian_name", "ФИО представителя", guardians_told),
        Told("phone", "Телефон", lambda person: person.phone),
        Told("email", "Электронная почта", lambda person: person.email),
    )

    class Meta:
        model = Person


class ConsentResource(ListResource):
    """The register of consents; rows are ConsentRow."""

    title = "Согласия"
    told = (
        Told(
            "full_name",
            "Фамилия, имя, отчество",
            lambda row: row.consent.person.full_name,
        ),
        Told(
            "group", "Класс или группа", lambda row: str(row.consent.person.group or "")
        ),
        Told("kind", "Вид согласия", lambda row: row.consent.get_kind_display()),
        Told("status", "Состояние", lambda row: str(row.status.label)),
        Told("required_on", "Запрошено", lambda row: row.consent.required_on),
        Told("signed_on", "Подписано", lambda row: row.consent.signed_on),
        Told("signer", "Кто подписал", lambda row: row.consent.signer_name),
        Told("capacity", "В качестве кого", lambda row: row.consent.capacity),
        Told(
            "medium",
            "Как дано",
            lambda row: row.consent.get_medium_display() if row.consent.medium else "",
        ),
        Told("valid_until", "Действует до", lambda row: row.consent.valid_until),
        Told("withdrawn_at", "Отозвано", lambda row: row.consent.withdrawn_at),
    )

    class Meta:
        model = Consent


class ApplicationResource(ListResource):
    """Applications from outside."""

    title = "Заявки"
    told = (
        Told("full_name", "Фамилия, имя, отчество", lambda row: row.name),
        Told("base", "Кем хочет быть", lambda row: row.get_base_display()),
        Told("status", "Состояние", lambda row: row.get_status_display()),
        Told("birth_on", "Дата рождения", lambda row: row.birth_on),
        Told("place", "Класс, группа или место работы", lambda row: row.place),
        Told("wish", "Запрос или чем может помочь", lambda row: row.wish),
        Told("phone", "Телефон", lambda row: row.phone),
        Told("email", "Электронная почта", lambda row: row.email),
        Told("representative", "Представитель", lambda row: row.representative_name),
        Told("sent_on", "Подана", lambda row: row.sent_on),
    )

    class Meta:
        model = Application


class DoubleResource(ListResource):
    """People who may be one; rows are Double."""

    title = "Возможно, один человек"
    told = (
        Told("one", "Кто", lambda pair: pair.one.full_name),
        Told("one_birth", "Дата рождения первого", lambda pair: pair.one.birth),
        Told("one_place", "Класс или должность первого", lambda pair: _place(pair.one)),
        Told("other", "Похож на", lambda pair: pair.other.full_name),
        Told("other_birth", "Дата рождения второго", lambda pair: pair.other.birth),
        Told(
            "other_place",
            "Класс или должность второго",
            lambda pair: _place(pair.other),
        ),
        Told("signs", "Чем похожи", lambda pair: ", ".join(pair.signs)),
    )

    class Meta:
        model = Person


def _place(person: Person) -> str:
    return str(person.group or "") or person.post
