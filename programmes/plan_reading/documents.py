"""Printed documents recognised among the portal's kinds of document (R-254)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from programmes.plan_reading.texts import stems

_SURE = 0.5
_WITHIN = 0.9
# Their names stand in half of all sentences about mentoring.
_PLAIN = frozenset({"annual_programme", "cmn_description", "mentee_questionnaire"})
_FILLERS = frozenset(stems("для при или над под без"))
# What schools call a kind besides its title.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "order_cmn_introduction": (
        "Приказ о внедрении наставничества",
        "Распорядительные акты о внедрении ЦМН",
        "Приказ о внедрении целевой модели наставничества",
    ),
    "order_curator": (
        "Приказ о назначении куратора",
        "Назначить куратора приказ",
    ),
    "order_working_group": ("Приказ о рабочей группе", "состав рабочей группы приказ"),
    "order_pairs": (
        "Приказ о закреплении наставнических пар",
        "Приказ об утверждении наставнических пар",
        "Приказ о назначении наставников и закреплении пар",
    ),
    "regulation": (
        "Положение о наставничестве",
        "Положение о программе наставничества",
        "Положение о системе (целевой модели) наставничества педагогических работников",
        "Положение о целевой модели наставничества",
    ),
    "roadmap": ("Дорожная карта", "Дорожная карта внедрения системы наставничества"),
    "incentive_regulation": (
        "Положение об оплате труда",
        "Положение о стимулировании наставников",
    ),
    "mentee_base": (
        "База наставляемых",
        "Банк данных наставляемых",
        "Учётная база наставляемых по установленной форме",
        "Сформированная база наставляемых",
    ),
    "mentor_base": (
        "База наставников",
        "Банк данных наставников",
        "База наставников на учебный год",
    ),
    "potential_mentor_base": (
        "Базы наставников, которые потенциально могут участвовать в программах",
    ),
    "pair_base": (
        "База данных: наставнические пары или группы",
        "Перечень пар",
        "Сложившиеся пары или группы",
    ),
    "consent_pd": (
        "Согласие на обработку персональных данных",
        "Согласия на обработку персональных данных от участников",
    ),
    "consent_form": ("Формы согласий на обработку персональных данных от участников",),
    "protocol_pedsovet": ("Протокол педсовета", "Протокол педагогического совета"),
    "appeal_letter": ("Письма-обращения",),
    "annual_programme": (
        "Программа наставничества на учебный год",
        "Программа наставничества",
        "Ежегодная программа наставничества",
    ),
    "idp": ("Планы индивидуального развития наставляемых", "ИПР"),
    "site_publication": (
        "Публикация на сайте",
        "Информация на сайте",
        "Опубликование на сайте",
        "Страница на сайте",
        "Новость на сайте",
    ),
    "media_article": ("Статьи в СМИ", "Публикации в муниципальных СМИ"),
    "case": ("Кейсы", "База успешных практик"),
    "feedback_form": (
        "Анкета обратной связи",
        "Анкета обратной связи для промежуточной оценки",
    ),
    "monitoring_report": (
        "Отчёт по мониторингу",
        "Аналитическая справка",
        "Материалы мониторинга",
        "Материалы по форме приложения 2",
    ),
    "programme_report": ("Отчёт по итогам наставнической программы", "Итоговый отчёт"),
    "annual_plan_entry": (
        "Мероприятия Программы в Годовом плане школы",
        "Годовой план",
    ),
    "monthly_plan": ("Ежемесячные планы работы",),
    "mentor_school_plan": ("План работы Школы наставников",),
    "order_mentor_school": ("Приказ об организации Школы наставников",),
    "order_rewards": ("Приказ о поощрении",),
    "memo_mentor": ("Памятка наставнику",),
    "memo_mentee": ("Памятка наставляемому",),
    "problem_list": ("Перечень проблем",),
    "methodical_package": (
        "Методические материалы",
        "Пакет методических материалов для наставников",
        "Программно-методическое обеспечение",
        "Методические рекомендации",
    ),
    "info_campaign": ("Информационная кампания",),
    "order_local_act": ("Приказ ОУ", "Распорядительная документация", "Локальный акт"),
    "satisfaction_questionnaire": (
        "Анкеты удовлетворённости наставников и наставляемых",
    ),
    "partner_agreement": ("Партнёрские соглашения", "Договор о сотрудничестве"),
    "personal_programme": ("Персонализированная программа",),
}


class Kinds:
    """The kinds a printed document may be of: code → title."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = dict(titles)
        self._spelled = [
            (code, frozenset(stems(text)) - _FILLERS)
            for code, title in titles.items()
            for text in (title, title.partition(" (")[0], *SYNONYMS.get(code, ()))
        ]
        times = Counter(stem for _, spelled in self._spelled for stem in spelled)
        self._weights = {
            stem: 1 + math.log(len(self._spelled) / count)
            for stem, count in times.items()
        }
        self._by_stem: dict[str, list[int]] = {}
        for at, (_, spelled) in enumerate(self._spelled):
            for stem in spelled:
                self._by_stem.setdefault(stem, []).append(at)
        self._full = [self._weight(spelled) for _, spelled in self._spelled]
        self.find = lru_cache(maxsize=4096)(self._find)

    def title(self, code: str) -> str:
        """The kind's own title, or nothing."""
        return self._titles.get(code, "")

    def within(self, text: str) -> list[str]:
        """Codes of the kinds whose every word stands in a longer text."""
        words = frozenset(stems(text))
        found = {
            code: len(spelled)
            for code, spelled in self._spelled
            if code not in _PLAIN
            and len(spelled) > 1
            and self._weight(words & spelled) >= _WITHIN * self._weight(spelled)
        }
        return sorted(found, key=lambda code: -found[code])[:1]

    def find_for(self, text: str, context: str) -> tuple[str, float]:
        """The same with what a word such as «Приказ» is about told elsewhere."""
        heads = frozenset(stems(text))
        if not heads:
            return "", 0.0
        told = self._best(f"{text} {context}", needed=heads)
        alone = self.find(text)
        if len(heads) == 1:
            return told if told[0] else (alone[0], _SURE)
        return alone if alone[0] else told

    def _find(self, text: str) -> tuple[str, float]:
        """(code, how sure 0…1) of the kind the words mean; («», 0) when none does."""
        for head in dict.fromkeys(
            [text, text.partition(":")[0], text.partition(" (")[0]]
        ):
            found = self._best(head)
            if found[0]:
                return found
        return "", 0.0

    def _best(
        self, text: str, needed: frozenset[str] = frozenset()
    ) -> tuple[str, float]:
        """The likeliest kind among those that have every needed stem in their name."""
        words = frozenset(stems(text)) - _FILLERS
        full = self._weight(words)
        alike = {at for stem in words for at in self._by_stem.get(stem, ())}
        best = ("", 0.0)
        for at in sorted(alike):
            code, spelled = self._spelled[at]
            if needed <= spelled:
                common = self._weight(words & spelled)
                best = max(
                    best,
                    (code, 2 * common / (full + self._full[at])),
                    key=itemgetter(1),
                )
        return best if best[1] >= _SURE else ("", 0.0)

    def _weight(self, found: frozenset[str]) -> float:
        rare = 1 + math.log(len(self._spelled) or 1)
        return sum(self._weights.get(stem, rare) for stem in found)


@dataclass(frozen=True)
class Vocabulary:
    """What an organisation's words are held against: kinds of document, its staff by name."""

    kinds: Kinds
    staff: Mapping[int, str] = field(default_factory=dict)
