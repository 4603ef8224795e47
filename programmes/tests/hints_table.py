"""Where the traps of the requirements (T) stand in the five plans, and as which hint."""

from __future__ import annotations

PLAN = "plan"


def m(plan: str, *codes: str) -> tuple[str, ...]:
    return tuple(f"measure:{plan}-{code}" for code in codes)


def s(*ordinals: int) -> tuple[str, ...]:
    return tuple(f"section:{ordinal}" for ordinal in ordinals)


# Trap → plan, flag, places. Traps that ask for no hint (what is stored, what another part
# of the portal decides, what personal names alone would show) are not here: T-05, T-12,
# T-16, T-23, T-24, T-26, T-27, T-32…T-39, T-41, T-42, T-49.
TRAPS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("T-01", "youth_palace", "plan_truncated", (PLAN,)),
    ("T-01", "youth_palace", "text_truncated_end", m("youth_palace", "5-4")),
    ("T-02", "youth_palace", "cell_spill", (*s(2), *m("youth_palace", "2-4"))),
    (
        "T-03",
        "youth_palace",
        "list_item_split",
        (*m("youth_palace", "2-2", "3-2"), *s(5)),
    ),
    ("T-04", "youth_palace", "deadline_anchor_unknown", s(1, 2, 3, 4)),
    ("T-06", "youth_palace", "ocr_noise", (PLAN,)),
    ("T-06", "youth_palace", "typo", m("youth_palace", "1-6")),
    ("T-07", "youth_palace", "name_variant", (PLAN,)),
    (
        "T-07",
        "creativity_centre",
        "name_variant",
        (PLAN, *m("creativity_centre", "1.3")),
    ),
    ("T-08", "creativity_centre", "period_conflict", (PLAN, *s(1, 3))),
    ("T-09", "creativity_centre", "number_gap", m("creativity_centre", "1.2", "1.6")),
    (
        "T-09",
        "creativity_centre",
        "number_format_mixed",
        m("creativity_centre", "1.11"),
    ),
    (
        "T-10",
        "creativity_centre",
        "deadline_outside_period",
        m("creativity_centre", "3.5"),
    ),
    (
        "T-11",
        "creativity_centre",
        "cell_spill",
        m("creativity_centre", "2.2", "3.3", "3.4", "4.3"),
    ),
    ("T-11", "creativity_centre", "result_lost", m("creativity_centre", "3.4")),
    (
        "T-13",
        "creativity_centre",
        "deadline_missing",
        m("creativity_centre", "5.1", "5.2"),
    ),
    (
        "T-13",
        "creativity_centre",
        "responsible_missing",
        m("creativity_centre", "5.1", "5.2"),
    ),
    ("T-13", "creativity_centre", "result_missing", m("creativity_centre", "5.1.1")),
    (
        "T-14",
        "creativity_centre",
        "approver_role_conflict",
        m("creativity_centre", "1.10"),
    ),
    (
        "T-15",
        "creativity_centre",
        "deadline_no_preposition",
        m("creativity_centre", "2.1"),
    ),
    (
        "T-15",
        "creativity_centre",
        "deadline_non_working_day",
        m("creativity_centre", "2.1", "2.4", "3.2", "3.3", "3.5"),
    ),
    (
        "T-15",
        "college",
        "deadline_no_preposition",
        m("college", "1-2", "1-5", "1-6"),
    ),
    (
        "T-15",
        "college",
        "deadline_non_working_day",
        m("college", "1-2", "1-5", "1-6"),
    ),
    (
        "T-17",
        "creativity_centre",
        "external_form_reference",
        m("creativity_centre", "4.3", "4.4"),
    ),
    ("T-17", "creativity_centre", "logic_contradiction", m("creativity_centre", "4.2")),
    ("T-18", "school", "stage_header_split", s(3, 7)),
    ("T-18", "school", "title_contradicts_stage", m("school", "3")),
    ("T-19", "school", "stage_header_lost", (PLAN, *s(4, 5, 6))),
    (
        "T-19",
        "school",
        "text_truncated_start",
        m("school", "2", "4", "5a", "5b", "6", "7"),
    ),
    ("T-20", "school", "number_mismatch", m("school", "6")),
    ("T-20", "school", "number_missing", m("school", "3b", "4", "5a", "5b")),
    ("T-20", "school", "number_gap", (PLAN,)),
    ("T-20", "school", "number_format_mixed", (PLAN,)),
    ("T-21", "school", "responsible_truncated", m("school", "2", "3", "4", "7")),
    ("T-22", "school", "responsible_ambiguous", m("school", "5b")),
    ("T-25", "school", "logic_contradiction", m("school", "5a")),
    (
        "T-28",
        "school",
        "deadline_year_missing",
        m("school", "3", "3b", "4", "5a", "5b", "6", "7"),
    ),
    ("T-28", "school", "deadline_ambiguous", m("school", "6")),
    ("T-28", "school", "deadline_truncated", m("school", "7")),
    ("T-29", "school", "ocr_noise", (PLAN, *s(3))),
    ("T-30", "youth_centre", "number_duplicate", s(2)),
    ("T-30", "youth_centre", "number_missing", s(6, 7)),
    ("T-31", "youth_centre", "appendix_number_duplicate", (PLAN,)),
    ("T-40", "youth_centre", "typo", m("youth_centre", "5-1")),
    ("T-43", "college", "order_requisites_missing", (PLAN,)),
    ("T-44", "college", "logic_contradiction", (*s(2), *m("college", "4-3"))),  # T-48
    ("T-46", "college", "two_titles_in_cell", m("college", "1-2")),
    ("T-47", "college", "typo", m("college", "2-4", "3-2", "4-2")),
    (
        "T-50",
        "college",
        "result_missing",
        m("college", "3-2", "7-2", "7-3", "7-4"),
    ),
)
# T-30, T-45, T-50: rows of these plans, all but those named, lack the cell.
FILLED: dict[tuple[str, str], tuple[str, ...]] = {
    ("college", "deadline_missing"): ("1-1", "1-2", "1-5", "1-6", "1-7", "2-1"),
    ("college", "merged_cells_suspected"): ("1-1", "1-2", "1-5", "1-6", "1-7", "2-1"),
    ("youth_centre", "deadline_missing"): (),
    ("youth_centre", "responsible_missing"): (),
}
# What T names no trap for, yet the validator computes beyond the fixtures' flags.
BEYOND_FLAGS: dict[str, set[tuple[str, str]]] = {
    "school": {
        (PLAN, "number_format_mixed"),  # T-20
        ("measure:school-5a", "logic_contradiction"),  # T-25
    },
}
