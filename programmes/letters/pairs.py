"""Letters about matching and pairs."""

from __future__ import annotations

from accounts.enums import Role
from notifications.letters import CURATORS, PARTICIPANTS, Letter


class MatchingFinished(Letter):
    """The proposals a curator asked for are there."""

    code = "matching_finished"
    subject = "Подбор готов"
    template_name = "letters/programmes/matching_finished.txt"
    readers = CURATORS


class PairProposed(Letter):
    """Somebody is asked whether he agrees to a pair."""

    code = "pair_proposed"
    subject = "Вам предлагают наставническую пару: нужен ваш ответ"
    template_name = "letters/programmes/pair_proposed.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class PairAnswered(Letter):
    """A representative learns what a child of 14 to 17 answered."""

    code = "pair_answered"
    subject = "Ответ о наставнической паре"
    template_name = "letters/programmes/pair_answered.txt"
    readers = frozenset({Role.PARENT})


class PairDeclined(Letter):
    """The curator learns that a side declined."""

    code = "pair_declined"
    subject = "Сторона отказалась от пары: нужен новый подбор"
    template_name = "letters/programmes/pair_declined.txt"
    readers = CURATORS


class PairActivated(Letter):
    """Both sides learn that the order is signed and the work begins."""

    code = "pair_activated"
    subject = "Наставническая пара закреплена приказом"
    template_name = "letters/programmes/pair_activated.txt"
    readers = PARTICIPANTS


class PairEnded(Letter):
    """Both sides learn that the pair is over."""

    code = "pair_ended"
    subject = "Работа наставнической пары завершена"
    template_name = "letters/programmes/pair_ended.txt"
    readers = PARTICIPANTS
