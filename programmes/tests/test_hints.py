"""The validator reports the traps of the five plans, and nothing on clean ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from programmes import roadmap_templates
from programmes.deadlines import Deadline, DeadlineKind, MonthDay, describe, parse
from programmes.hints import ADVICE, TITLES, hints_of
from programmes.hints.looking import _SUMMARIES
from programmes.roadmap_templates import DeadlineSpec, Period, PeriodKind
from programmes.tests.hints_table import BEYOND_FLAGS, FILLED, TRAPS

FIVE = ("college", "creativity_centre", "school", "youth_centre", "youth_palace")
OWN = [code for code, *_ in roadmap_templates.available() if code not in FIVE]
CYCLE = {"starts_on": date(2023, 9, 1), "ends_on": date(2024, 6, 30)}


def reported(plan, **about):
    return {(str(hint.place), hint.code) for hint in hints_of(plan, **about)}


def recorded(plan):
    return (
        {("plan", flag) for flag in plan.flags}
        | {(f"section:{s.ordinal}", flag) for s in plan.sections for flag in s.flags}
        | {(f"measure:{m.code}", flag) for m in plan.measures() for flag in m.flags}
    )


def clean():
    return roadmap_templates.load("seven_stages")


def with_measure(plan, place=0, section=0, **changes):
    """The plan with one measure of a section changed."""
    sections = list(plan.sections)
    measures = list(sections[section].measures)
    measures[place] = replace(measures[place], **changes)
    sections[section] = replace(sections[section], measures=tuple(measures))
    return replace(plan, sections=tuple(sections))


def due(raw):
    return DeadlineSpec(parse(raw))


def hint(plan, code, **about):
    return next(each for each in hints_of(plan, **about) if each.code == code)


def words_of(plan, code, **about):
    return [proposal.words for proposal in hint(plan, code, **about).proposals]


@pytest.mark.parametrize(
    ("trap", "code", "flag", "places"),
    TRAPS,
    ids=[f"{row[0]} {row[1]} {row[2]}" for row in TRAPS],
)
def test_a_trap_is_reported_where_it_stands_and_nowhere_else(trap, code, flag, places):
    found = reported(roadmap_templates.load(code))

    assert {place for place, each in found if each == flag} == set(places)


@pytest.mark.parametrize(("key", "filled"), FILLED.items(), ids=str)
def test_empty_cells_are_reported_row_by_row(key, filled):
    code, flag = key
    plan = roadmap_templates.load(code)
    found = reported(plan)

    expected = {m.code for m in plan.measures()} - {f"{code}-{n}" for n in filled}
    assert {place for place, each in found if each == flag} == {
        f"measure:{each}" for each in expected
    }


@pytest.mark.parametrize("code", FIVE)
def test_nothing_is_reported_beyond_what_the_source_shows(code):
    plan = roadmap_templates.load(code)

    assert reported(plan) - recorded(plan) == BEYOND_FLAGS.get(code, set())


@pytest.mark.parametrize("code", FIVE)
def test_no_flag_of_the_source_is_lost(code):
    plan = roadmap_templates.load(code)
    lost = recorded(plan) - reported(plan)

    # Only words about the whole plan that its rows already say.
    assert {place for place, _ in lost} <= {"plan"}
    assert {flag for _, flag in lost} <= _SUMMARIES


@pytest.mark.parametrize("about", [{}, CYCLE], ids=["no year", "in a cycle"])
@pytest.mark.parametrize("code", OWN)
def test_a_clean_plan_gets_no_hint(code, about):
    assert hints_of(roadmap_templates.load(code), **about) == ()


def test_a_clean_copy_of_a_source_plan_gets_no_hint():
    plan = roadmap_templates.load("seven_stages")
    printed = replace(
        plan,
        period=Period(
            kind=PeriodKind.ACADEMIC_YEAR,
            raw="2023/24 учебный год",
            starts_on=CYCLE["starts_on"],
            ends_on=CYCLE["ends_on"],
            is_inferred=False,
            note="",
        ),
    )

    assert hints_of(printed, **CYCLE) == ()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("до 16 октября 2022 г.", ["до 16 октября 2023 г."]),
        ("декабрь 2024 г.", ["декабрь 2023 г."]),
        ("до 16.10.2032", ["до 16 октября 2023 г."]),
        ("июнь 2022 г.", ["июнь 2024 г."]),
    ],
)
def test_a_deadline_of_another_year_is_offered_in_the_cycle(raw, words):
    plan = with_measure(clean(), deadline=due(raw))

    assert words_of(plan, "deadline_outside_period", **CYCLE) == words


@pytest.mark.parametrize("raw", ["до 25.08.2023", "июнь 2024 г.", "31 августа 2024 г."])
def test_august_before_and_summer_after_the_cycle_are_no_fault(raw):
    plan = with_measure(clean(), deadline=due(raw))

    assert "deadline_outside_period" not in {h.code for h in hints_of(plan, **CYCLE)}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Сентябрь", "сентябрь 2023 г."),
        ("Декабрь – июнь", "декабрь 2023 г. – июнь 2024 г."),
        ("Декабрь, май", "декабрь 2023 г., май 2024 г."),
        ("до 1 марта", "до 1 марта 2024 г."),
        ("с 2 по 4 октября", "2–4 октября 2023 г."),
        ("сентябрь, в течение года", "сентябрь 2023 г. и в течение учебного года"),
    ],
)
def test_a_deadline_without_a_year_is_offered_with_those_of_the_cycle(raw, words):
    plan = with_measure(roadmap_templates.load("college"), deadline=due(raw))

    assert words_of(plan, "deadline_year_missing", **CYCLE) == [words]
    assert words_of(plan, "deadline_year_missing", starts_on=CYCLE["starts_on"]) == []


def test_an_accepted_reading_settles_the_hint():
    plan = roadmap_templates.load("school")
    proposals = hint(plan, "deadline_ambiguous").proposals
    assert [each.words for each in proposals] == ["декабрь–июнь", "декабрь, июнь"]

    for proposal in proposals:
        settled = with_measure(
            plan, section=5, deadline=DeadlineSpec(proposal.deadline)
        )
        assert "deadline_ambiguous" not in {each.code for each in hints_of(settled)}
        assert proposal.deadline.raw == "Декабрь Июнь"


def test_every_proposal_about_a_deadline_keeps_the_printed_text():
    for code in FIVE:
        plan = roadmap_templates.load(code)
        for each in hints_of(plan, **CYCLE):
            for proposal in each.proposals:
                if proposal.deadline is None:
                    assert proposal.number
                elif each.code != "merged_cells_suspected":
                    assert proposal.deadline.raw == each_raw(plan, each)


def each_raw(plan, found):
    if str(found.place).startswith("section:"):
        return plan.sections[int(found.place.code) - 1].deadline.raw
    return next(
        m.deadline.deadline.raw for m in plan.measures() if m.code == found.place.code
    )


def test_a_day_off_is_offered_as_the_next_working_day():
    plan = with_measure(clean(), deadline=due("до 30.09.2023"))

    assert words_of(plan, "deadline_non_working_day", **CYCLE) == [
        "до 2 октября 2023 г."
    ]
    worked = {date(2023, 9, 30): True}
    assert reported(plan, corrections=worked, **CYCLE) == set()


def test_a_holiday_is_called_one():
    plan = with_measure(clean(), deadline=due("до 08.05.2024"))
    assert hints_of(plan, **CYCLE) == ()

    plan = with_measure(clean(), deadline=due("до 09.05.2024"))
    assert "праздничный" in hint(plan, "deadline_non_working_day", **CYCLE).words


def test_an_unread_deadline_says_so_and_offers_the_nearest():
    plan = with_measure(clean(), deadline=due("до 31.09.2023"))

    assert words_of(plan, "deadline_illegible", **CYCLE) == ["до 30 сентября 2023 г."]


def test_a_term_from_nothing_asks_from_what():
    plan = with_measure(clean(), deadline=due("в течение 10 дней"))
    assert words_of(plan, "deadline_anchor_unknown") == ["10 дней с начала программы"]

    plan = with_measure(clean(), deadline=due("в течение месяца после приказа"))
    assert words_of(plan, "deadline_anchor_unknown") == [
        "месяц после приказа о внедрении",
        "месяц после приказа о закреплении пар",
    ]


def test_rows_blank_below_a_filled_one_are_offered_its_deadline():
    blank = DeadlineSpec(Deadline(DeadlineKind.UNSPECIFIED))
    one = with_measure(clean(), place=1, deadline=blank)
    assert reported(one) == {("measure:seven_stages-1-2", "deadline_missing")}

    two = with_measure(one, place=2, deadline=blank)
    assert words_of(two, "merged_cells_suspected") == [
        "срок строки выше — 14 дней с начала программы"
    ]


@pytest.mark.parametrize(
    ("title", "flag"),
    [
        ("<li>Собрать рабочую группу</li>", "ocr_noise"),
        (r"Приказ $N_{\underline{0}}$ 12 о программе", "ocr_noise"),
        ("Оформить согласие на на обработку данных", "typo"),
        ("… и утвердить состав рабочей группы", "text_truncated_start"),
        ("ских пар и групп в учреждении", "text_truncated_start"),
        ("Подготовить методические материалы для", "text_truncated_end"),
        ("Провести встречу, собрать анкеты,", "text_truncated_end"),
    ],
)
def test_damaged_words_are_noticed(title, flag):
    plan = with_measure(clean(), title=title)

    assert reported(plan) == {("measure:seven_stages-1-1", flag)}


def test_a_plan_in_small_letters_is_left_in_peace():
    plan = clean()
    for number, section in enumerate(plan.sections):
        for place, measure in enumerate(section.measures):
            small = measure.title[0].lower() + measure.title[1:]
            plan = with_measure(plan, place, number, title=small)

    assert hints_of(plan) == ()


def test_the_same_measure_twice_is_noticed():
    plan = clean()
    title = plan.sections[0].measures[0].title.upper()
    plan = with_measure(plan, place=3, title=f"{title}.")

    assert "title_repeated" in {each.code for each in hints_of(plan)}


def test_one_organisation_written_in_two_ways_is_noticed():
    plan = with_measure(clean(), 0, title="Собрать группу МБОУ «Школа № 12»")
    same = with_measure(plan, 1, title="Назначить куратора МБОУ «Школа № 12»")
    other = with_measure(plan, 1, title="Назначить куратора МБОУ «Школа № 13»")
    variant = with_measure(plan, 1, title="Назначить куратора МБОУ «ШКОЛА №12»")

    assert hints_of(same) == hints_of(other) == ()
    assert reported(variant) == {("plan", "name_variant")}
    assert "МБОУ «ШКОЛА №12»" in hint(variant, "name_variant").words


def test_approval_before_agreement_is_noticed():
    plan = with_measure(
        clean(), 0, title="Согласовать положение", deadline=due("октябрь 2023")
    )
    plan = with_measure(
        plan, 1, title="Утвердить положение", deadline=due("сентябрь 2023")
    )

    assert ("measure:seven_stages-1-2", "logic_contradiction") in reported(plan)


def test_closing_before_work_is_noticed():
    plan = clean()
    for place in range(len(plan.sections[5].measures)):
        plan = with_measure(plan, place, 5, deadline=due("май 2024"))
    plan = with_measure(plan, 0, 6, deadline=due("октябрь 2023"))

    assert ("measure:seven_stages-7-1", "logic_contradiction") in reported(plan)


def test_a_filled_cell_silences_the_flag_of_the_source():
    plan = roadmap_templates.load("college")
    responsible = plan.sections[0].measures[0].responsibles
    filled = with_measure(plan, 1, 0, responsibles=responsible)

    assert ("measure:college-1-2", "responsible_missing") in reported(plan)
    assert ("measure:college-1-2", "responsible_missing") not in reported(filled)


def test_a_hint_let_stand_speaks_again_once_its_text_changes():
    before = with_measure(clean(), deadline=due("30.09.2022"))
    after = with_measure(clean(), deadline=due("29.09.2022"))
    flag = "deadline_outside_period"

    assert hint(before, flag, **CYCLE).key() == hint(before, flag, **CYCLE).key()
    assert hint(before, flag, **CYCLE).key() != hint(after, flag, **CYCLE).key()


def test_every_flag_has_words():
    used = {flag for code in FIVE for _, flag in recorded(roadmap_templates.load(code))}

    assert used <= set(TITLES)
    assert set(TITLES) == set(ADVICE)
    assert all(words.endswith((".", "?")) for words in ADVICE.values())


def test_a_day_without_a_year_is_described():
    assert describe(Deadline(DeadlineKind.BY_DATE, day=MonthDay(9, 1))) == (
        "до 1 сентября"
    )
