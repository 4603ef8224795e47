"""Addresses of matching, pairs and the order on pairs."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import answers, matching, order_pairs, pairs

MATCHING = f"{CABINET}matching/"
PROPOSAL = f"{MATCHING}proposals/<int:pk>/"
PAIRS = f"{CABINET}pairs/"
PAIR = f"{PAIRS}<int:pk>/"
ORDERS = f"{PAIRS}orders/"
ORDER = f"{ORDERS}<int:pk>/"

pair_urls: list[URLPattern] = [
    path(MATCHING, matching.matching, name="matching"),
    path(f"{MATCHING}run/", matching.matching_run, name="matching_run"),
    path(
        f"{MATCHING}<int:pk>/progress/",
        matching.matching_progress,
        name="matching_progress",
    ),
    path(
        f"{MATCHING}<int:pk>/adopt/",
        matching.proposal_adopt_all,
        name="proposal_adopt_all",
    ),
    path(f"{PROPOSAL}adopt/", matching.proposal_adopt, name="proposal_adopt"),
    path(f"{PROPOSAL}dismiss/", matching.proposal_dismiss, name="proposal_dismiss"),
    path(PAIRS, pairs.pair_list, name="pair_list"),
    path(f"{PAIRS}export/", pairs.pair_export, name="pair_export"),
    path(f"{PAIRS}propose/", pairs.pair_propose, name="pair_propose"),
    path(f"{PAIRS}paper/", answers.pair_paper_answers, name="pair_paper_answers"),
    path(
        f"{PAIRS}paper/sheet.pdf", answers.pair_answer_sheet, name="pair_answer_sheet"
    ),
    path(f"{PAIRS}answers/<int:pk>/", answers.pair_answer, name="pair_answer"),
    path(PAIR, pairs.pair_detail, name="pair_detail"),
    path(f"{PAIR}dissolve/", pairs.pair_dissolve, name="pair_dissolve"),
    path(f"{PAIR}end/", pairs.pair_end, name="pair_end"),
    path(f"{PAIR}strike/", order_pairs.order_pairs_strike, name="order_pairs_strike"),
    path(f"{ORDERS}new/", order_pairs.order_pairs_prepare, name="order_pairs_prepare"),
    path(ORDER, order_pairs.order_pairs_draft, name="order_pairs_draft"),
    path(f"{ORDER}submit/", order_pairs.order_pairs_submit, name="order_pairs_submit"),
]
