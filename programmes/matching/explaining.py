"""Russian sentences for points and causes: why this pair, why nobody (design 4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from programmes.matching.exclusions import Cause
from programmes.matching.people import Criterion
from programmes.matching.scoring import Part

MET = {
    Criterion.COMPETENCE: "Компетенции отвечают запросу",
    Criterion.INTERESTS: "Общие интересы",
    Criterion.FORM: "Подходит форма наставничества",
    Criterion.AGE: "Возраст отвечает пожеланию наставника",
    Criterion.TIME: "Общее время",
    Criterion.MENTEE_CHOICE: "Наставляемый выбрал этого наставника",
    Criterion.MENTOR_CHOICE: "Наставник выбрал этого наставляемого",
    Criterion.MUTUAL_CHOICE: "Выбор взаимный",
}
MISSED = {
    Criterion.COMPETENCE: "Компетенции не пересекаются с запросом",
    Criterion.INTERESTS: "Общих интересов не нашлось",
    Criterion.FORM: "Формы наставничества расходятся",
    Criterion.AGE: "Возраст вне пожеланий наставника",
    Criterion.TIME: "Общего времени нет",
    Criterion.MENTEE_CHOICE: "Наставляемый выбрал других наставников",
    Criterion.MENTOR_CHOICE: "Наставник выбрал других наставляемых",
    Criterion.MUTUAL_CHOICE: "Взаимного выбора нет",
}
UNKNOWN = {
    Criterion.COMPETENCE: "Запрос или компетенции не указаны",
    Criterion.INTERESTS: "Интересы не указаны",
    Criterion.FORM: "Форма наставничества указана не у обоих",
    Criterion.AGE: "Возраст или пожелание к нему не указаны",
    Criterion.TIME: "Время указано не у обоих",
    Criterion.MENTEE_CHOICE: "Наставляемый ещё никого не выбрал",
    Criterion.MENTOR_CHOICE: "Наставник ещё никого не выбрал",
    Criterion.MUTUAL_CHOICE: "Выбор сделан не обоими",
}
PLACES = frozenset({Criterion.MENTEE_CHOICE, Criterion.MENTOR_CHOICE})

COUNTED = {
    Cause.MENTEE_CONSENT: "Нет согласия наставляемого, без него подбор невозможен",
    Cause.ONESELF: "Сам наставляемый числится наставником",
    Cause.BLOCKED: "Родство или запрет на пару у {}",
    Cause.REFUSED: "Пара отклонена раньше у {}",
    Cause.MENTOR_CONSENT: "Нет согласия у {}",
    Cause.FORM: "Форма наставничества не подходит у {}",
    Cause.AGE: "Возраст вне пожеланий у {}",
    Cause.FORMAT: "Формат встреч не подходит у {}",
    Cause.TIME: "Общего времени нет у {}",
    Cause.SEATS: "Мест нет у {}",
}
FORBIDDING = {
    Cause.MENTEE_CONSENT: "нет согласия наставляемого",
    Cause.ONESELF: "это один и тот же человек",
    Cause.BLOCKED: "родство или запрет на пару",
    Cause.REFUSED: "пара отклонена",
    Cause.MENTOR_CONSENT: "нет согласия наставника",
    Cause.FORM: "форма наставничества не подходит",
    Cause.AGE: "возраст вне пожеланий наставника",
    Cause.FORMAT: "формат встреч не подходит",
    Cause.TIME: "нет общего времени",
    Cause.SEATS: "у наставника нет мест",
    Cause.LOCKED: "наставляемый уже закреплён за другим наставником",
    Cause.ABSENT: "наставник или наставляемый больше не участвует в подборе",
}
NO_MENTORS = "В подборе нет ни одного наставника"


def explain(part: Part, titles: Mapping[str, str] | None = None) -> str:
    """One plain sentence without a full stop, with points out of the maximum.

    `titles` turn codes (forms, times, tags) into what people read.
    """
    told = ", ".join(told_detail(part, titles or {}))
    if not part.is_known:
        what = UNKNOWN[part.code]
    elif not part.points and part.maximum:
        what = MISSED[part.code]
    else:
        what = f"{MET[part.code]}: {told}" if told else MET[part.code]
    return f"{what} — {part.points} из {part.maximum}"


def told_detail(part: Part, titles: Mapping[str, str]) -> list[str]:
    if part.code in PLACES:
        return [f"{place}-е место в списке" for place in part.detail]
    if part.code == Criterion.AGE:
        return [f"{age} {years(int(age))}" for age in part.detail]
    return [titles.get(word, word) for word in part.detail]


def explain_causes(causes: Iterable[tuple[Cause, int]]) -> list[str]:
    """Sentences with the number of mentors each cause has taken."""
    told = [COUNTED[cause].format(mentors(count)) for cause, count in causes]
    return told or [NO_MENTORS]


def mentors(count: int) -> str:
    return f"{count} {'наставника' if is_one(count) else 'наставников'}"


def years(age: int) -> str:
    if is_one(age):
        return "год"
    return "года" if age % 10 in (2, 3, 4) and age % 100 // 10 != 1 else "лет"


def is_one(count: int) -> bool:
    """Whether Russian counts it as one: 1, 21, 101, but not 11."""
    return count % 10 == 1 and count % 100 != 11
