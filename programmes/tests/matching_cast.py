"""Max the mentor and Mia the mentee as the matching sees them: a pair that fits."""

from __future__ import annotations

from programmes.matching import Mentee, Mentor

MAX = Mentor(
    key=1,
    person_key=11,
    capacity=1,
    has_consent=True,
    forms=frozenset({"student-student"}),
    competences=frozenset({"олимпиадная математика", "шахматы"}),
    interests=frozenset({"походы"}),
    age_from=10,
    age_to=14,
    times=frozenset({"вторник", "среда"}),
    formats=frozenset({"очно"}),
)
MIA = Mentee(
    key=1,
    person_key=21,
    has_consent=True,
    forms=frozenset({"student-student"}),
    request_text="Подготовка к олимпиаде по математике",
    interests=frozenset({"походы", "кино"}),
    age=12,
    times=frozenset({"среда"}),
    formats=frozenset({"очно", "онлайн"}),
)
