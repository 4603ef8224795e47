"""The act of destruction as it will be printed, with the extract of the event log."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, User
from common.russian.dates import long_date, short_date
from common.russian.names import FullName
from documents.queries import blank_payload
from registry.models import Erasure
from registry.payloads import ErasedSort, ErasureActPayload, LogLine

ACT = "act_data_destruction"
METHOD = (
    "стирание записей и файлов в информационной системе без возможности восстановления"
    " её средствами; при возврате из резервной копии уничтожение повторяется до первого"
    " обращения к системе"
)
WORDS = {
    "erasure.requested": "Получено обращение об уничтожении",
    "erasure.recorded": "Зарегистрировано обращение, поданное на бумаге",
    "erasure.approved": "Принято решение уничтожить",
    "erasure.started": "Исполнение начато, согласия прекращены",
    "erasure.restarted": "Исполнение начато ещё раз",
    "erasure.done": "Персональные данные уничтожены",
}
TITLES = {
    "accounts.User": "Учётная запись",
    "accounts.Membership": "Роль на портале",
    "accounts.Invitation": "Приглашение в кабинет",
    "account.EmailAddress": "Адрес электронной почты для входа",
    "mfa.Authenticator": "Средство входа по коду",
    "accounts.FormKey": "Отметка об отправленной форме",
    "accounts.ResetCode": "Одноразовый код",
    "accounts.Delegation": "Исполнение обязанностей",
    "notifications.Notification": "Уведомление и письмо",
    "notifications.LetterSettings": "Настройки писем",
    "documents.Attachment": "Файл (скан, таблица)",
    "registry.Person": "Запись о человеке: имя, рождение, контакты, место работы или учёбы",
    "registry.Guardianship": "Сведения о законном представителе",
    "registry.Joining": "Отметка об объединении записей",
    "registry.Distinction": "Отметка о тёзках",
    "registry.Consent": "Согласие",
    "registry.BlankFile": "Напечатанный бланк согласия",
    "registry.Application": "Заявка",
    "registry.MentorCard": "Карточка наставника",
    "registry.MenteeCard": "Карточка наставляемого",
    "registry.Request": "Запрос наставляемого",
    "registry.Erasure": "Пояснение к обращению",
    "registry.NeedsAnalysis": "Анализ потребностей",
    "registry.Difficulty": "Трудность или сильная сторона",
    "registry.ThirdPartyWord": "Сведения от третьего лица",
    "registry.PsychologistAssignment": "Назначение педагога-психолога",
    "registry.Diagnostic": "Диагностика",
    "registry.PsychologistNote": "Запись педагога-психолога",
    "registry.Interview": "Собеседование",
    "registry.CriterionScore": "Оценка по критерию отбора",
    "registry.MentorRegisterEntry": "Строка реестра наставников",
    "registry.UsefulSurvey": "Анкета «Чем я могу быть полезен»",
    "registry.PrimaryQuestionnaire": "Первичная анкета наставника",
    "registry.CandidateQuestionnaire": "Анкета кандидата в наставники",
    "registry.MenteeQuestionnaire": "Анкета наставляемого",
    "registry.PortfolioEntry": "Портфолио",
    "registry.ImportRow": "Строка загруженной таблицы",
    "programmes.CalendarFeed": "Подписка на календарь",
    "programmes.Proposal": "Предложение пары",
    "programmes.TeamMember": "Участие в рабочей группе",
    "programmes.MeasureItem": "Пункт мероприятия",
    "programmes.Responsible": "Ответственный за мероприятие",
    "programmes.Pair": "Пара: пояснения",
    "programmes.PairMember": "Состав пары",
    "programmes.Acceptance": "Ответ на предложение пары",
    "programmes.Programme": "Программа пары",
    "programmes.ProgrammeAgreement": "Согласование программы",
    "programmes.ProgrammeRevision": "Правка программы",
    "programmes.PlanRow": "Строка плана пары",
    "programmes.Meeting": "Встреча",
    "programmes.Feedback": "Отзыв о встрече",
    "monitoring.Response": "Участие в опросе",
    "monitoring.Answer": "Ответ на вопрос",
    "monitoring.Reminder": "Напоминание",
    "publishing.Case": "Кейс на странице",
    "publishing.NewsPost": "Новость на странице",
}


def act_title(erasure: Erasure) -> str:
    """Name the act by the number of the request: nobody is named (decision 0008)."""
    return f"Акт об уничтожении персональных данных по обращению № {erasure.pk}"


def sort_title(label: str) -> str:
    """Name what rows of a model are, in words."""
    return TITLES.get(label) or str(apps.get_model(label)._meta.verbose_name)


def sorts_of(erasure: Erasure) -> list[ErasedSort]:
    """Return what was destroyed, by sort, as the act lists it."""
    counted = {sort_title(label): count for label, count in erasure.erased.items()}
    return [
        {"title": title, "count": str(count)}
        for title, count in sorted(counted.items())
    ]


def act_payload(erasure: Erasure, by: User) -> ErasureActPayload:
    """Return the act; the events of the erasure are its annex."""
    organisation = erasure.organisation
    zone = ZoneInfo(organisation.time_zone)
    done_at = erasure.done_at or timezone.now()
    paper = blank_payload(organisation, act_title(erasure))
    performer = _post_and_name(by, organisation.pk)
    return {
        **paper,
        "date": long_date(done_at.astimezone(zone).date()),
        "operator_address": organisation.address,
        "subject": (
            f"физическое лицо, запись № {erasure.person_id} реестра людей портала;"
            f" обращение № {erasure.pk} от {short_date(erasure.requested_on)}"
        ),
        "ground": erasure.get_ground_display(),
        "method": METHOD,
        "system": f"Портал наставничества, {organisation.short_name or organisation.name}",
        "destroyed_on": f"{done_at.astimezone(zone):%d.%m.%Y %H:%M}",
        "sorts": sorts_of(erasure),
        "kept": [
            {"what": each["what"], "until": each["until"], "ground": each["ground"]}
            for each in erasure.kept
        ],
        "performers": [{"post": performer[0], "name": performer[1]}],
        "log": list(_log(erasure, zone)),
    }


def _log(erasure: Erasure, zone: ZoneInfo) -> Iterable[LogLine]:
    events = AuditEvent.objects.filter(
        object_kind=Erasure._meta.label_lower, object_id=erasure.pk, what__in=WORDS
    )
    for event in events.select_related("by").order_by("pk"):
        yield {
            "at": f"{event.at.astimezone(zone):%d.%m.%Y %H:%M:%S}",
            "what": WORDS[event.what],
            "by": _actor(event, erasure),
        }


def _actor(event: AuditEvent, erasure: Erasure) -> str:
    """Staff act under their names; the subject and his parents stay unnamed."""
    if event.by is None:
        return "портал"
    if event.what == "erasure.requested":
        return "заявитель"
    return ", ".join(filter(None, _post_and_name(event.by, erasure.organisation_id)))


def _post_and_name(user: User, organisation_id: int) -> tuple[str, str]:
    roles = user.roles_in(organisation_id)
    post = next((role.label for role in Role if role in roles), "")
    name = FullName.parse(user.name).short() if user.name.strip() else user.username
    return post, name
