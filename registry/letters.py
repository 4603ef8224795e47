"""Letters about the registry."""

from __future__ import annotations

from notifications.letters import CURATORS, PARTICIPANTS, Letter


class ImportFinished(Letter):
    """The table is in the base, or was not taken."""

    code = "import_finished"
    subject = "Загрузка таблицы закончена"
    template_name = "letters/registry/import_finished.txt"
    readers = CURATORS


class ImportChecked(Letter):
    """The table was checked and waits to be confirmed."""

    code = "import_checked"
    subject = "Таблица проверена и ждёт подтверждения"
    template_name = "letters/registry/import_checked.txt"
    readers = CURATORS


class BlanksPrinted(Letter):
    """The blanks of consents are printed and may be downloaded."""

    code = "blanks_printed"
    subject = "Бланки согласий напечатаны"
    template_name = "letters/registry/blanks_printed.txt"
    readers = CURATORS


class ConsentWithdrawn(Letter):
    """Somebody took a consent back: pairs and publications are to be reviewed."""

    code = "consent_withdrawn"
    subject = "Отозвано согласие участника"
    template_name = "letters/registry/consent_withdrawn.txt"
    readers = CURATORS


class ConsentsExpired(Letter):
    """Consents have lapsed by their term or by coming of age."""

    code = "consents_expired"
    subject = "У участников истекли согласия"
    template_name = "letters/registry/consents_expired.txt"
    readers = CURATORS


class ConsentAtEighteen(Letter):
    """Who has come of age is asked for his own consent the same day."""

    code = "consent_at_eighteen"
    subject = "Вам исполнилось 18 лет: нужно ваше согласие"
    template_name = "letters/registry/consent_at_eighteen.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class PupilCodeIssued(Letter):
    """A code for a pupil's cabinet was issued: his parents know of it (invariant 57)."""

    code = "pupil_code_issued"
    subject = "Вашему ребёнку выдан код для входа на портал"
    template_name = "letters/registry/pupil_code_issued.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class PupilPasswordSet(Letter):
    """A pupil has set his own password by a code."""

    code = "pupil_password_set"
    subject = "Ваш ребёнок задал пароль по коду"
    template_name = "letters/registry/pupil_password_set.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class ApplicationReceived(Letter):
    """Somebody applied on the public page."""

    code = "application_received"
    subject = "Новая заявка на участие в наставничестве"
    template_name = "letters/registry/application_received.txt"
    readers = CURATORS


class ApplicationDecided(Letter):
    """The curator has answered an application."""

    code = "application_decided"
    subject = "Ответ на вашу заявку"
    template_name = "letters/registry/application_decided.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class CardSubmitted(Letter):
    """Somebody applied in the cabinet."""

    code = "card_submitted"
    subject = "Новая заявка в кабинете"
    template_name = "letters/registry/card_submitted.txt"
    readers = CURATORS


class MentorNominated(Letter):
    """Somebody was nominated as a mentor: the word is his (R-318)."""

    code = "mentor_nominated"
    subject = "Вам предлагают стать наставником"
    template_name = "letters/registry/mentor_nominated.txt"
    is_obligatory = True


class MentorAskedFor(Letter):
    """A third party asked for a mentor for somebody: the word is his (R-319)."""

    code = "mentor_asked_for"
    subject = "За вас попросили наставника"
    template_name = "letters/registry/mentor_asked_for.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class InterviewAppointed(Letter):
    """A candidate is invited to an interview (R-041)."""

    code = "interview_appointed"
    subject = "Вас приглашают на собеседование"
    template_name = "letters/registry/interview_appointed.txt"
    is_obligatory = True


class InterviewToHold(Letter):
    """Somebody is to conduct an interview, or is invited to it as a psychologist."""

    code = "interview_to_hold"
    subject = "Вам назначено провести собеседование"
    template_name = "letters/registry/interview_to_hold.txt"


class InterviewCalledOff(Letter):
    """An interview will not take place."""

    code = "interview_called_off"
    subject = "Собеседование отменено"
    template_name = "letters/registry/interview_called_off.txt"
    is_obligatory = True


class CandidateDecided(Letter):
    """The curator has decided on a candidate."""

    code = "candidate_decided"
    subject = "Решение по вашей заявке наставника"
    template_name = "letters/registry/candidate_decided.txt"
    is_obligatory = True


class ErasureRequested(Letter):
    """Somebody asked to destroy personal data: the director decides."""

    code = "erasure_requested"
    subject = "Поступило обращение об уничтожении данных"
    template_name = "letters/registry/erasure_requested.txt"
    is_obligatory = True


class ErasureApproved(Letter):
    """The director has decided: data are to be destroyed by their day."""

    code = "erasure_approved"
    subject = "Решено уничтожить персональные данные"
    template_name = "letters/registry/erasure_approved.txt"
    is_obligatory = True


class ErasureRefused(Letter):
    """The request was turned down, with its reason."""

    code = "erasure_refused"
    subject = "В уничтожении данных отказано"
    template_name = "letters/registry/erasure_refused.txt"
    is_obligatory = True
