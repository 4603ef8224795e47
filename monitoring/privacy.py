"""Data classes of the floor `monitoring`."""

from __future__ import annotations

from common.privacy import about, classify
from monitoring.models import (
    Answer,
    MorningRound,
    Nudge,
    Question,
    Reminder,
    ReminderRules,
    Report,
    Response,
    Summary,
    Survey,
)

classify(Survey, internal="title intro")
classify(Question, internal="code text choices")
classify(Response, about("person", kept="given_at"))
classify(Answer, about("response__person", "words", kept="number"))
classify(Report, internal="title conclusions suggestions")
classify(Reminder, about("recipient", goes=True, is_account=True), internal="keys")
classify(ReminderRules, internal="measure_days plan_row_days duties")
classify(MorningRound)
classify(Nudge, internal="recipients")
classify(Summary, internal="figures")
