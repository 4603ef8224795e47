"""Addresses of the vocabulary, requests, problems and what is known of needs."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import analyses, difficulties, people, problems, requests, topics

PEOPLE = f"{CABINET}people/"
TOPICS = f"{PEOPLE}competences/"
REQUESTS = f"{PEOPLE}requests/"
PROBLEMS = f"{PEOPLE}problems/"
MENTEES = f"{PEOPLE}mentees/"

topic_patterns = [
    path(TOPICS, people.competence_list, name="competence_list"),
    path(f"{TOPICS}words/", topics.topics_name, name="topics_name"),
    path(f"{TOPICS}<int:pk>/", topics.topic_detail, name="topic_detail"),
    path(f"{TOPICS}<int:pk>/rename/", topics.topic_rename, name="topic_rename"),
    path(f"{TOPICS}<int:pk>/merge/", topics.topic_merge, name="topic_merge"),
    path(
        f"{TOPICS}<int:pk>/words/add/",
        topics.topic_phrase_add,
        name="topic_phrase_add",
    ),
    path(
        f"{TOPICS}words/<int:pk>/remove/",
        topics.topic_phrase_remove,
        name="topic_phrase_remove",
    ),
    path(
        f"{TOPICS}merges/<int:pk>/undo/",
        topics.topic_merge_undo,
        name="topic_merge_undo",
    ),
]

request_patterns = [
    path(REQUESTS, requests.request_list, name="request_list"),
    path(
        f"{REQUESTS}requests.<str:ending>",
        requests.request_export,
        name="request_export",
    ),
    path(f"{REQUESTS}coverage/", requests.coverage_list, name="coverage_list"),
    path(
        f"{REQUESTS}coverage.<str:ending>",
        requests.coverage_export,
        name="coverage_export",
    ),
    path(f"{MENTEES}<int:pk>/ask/", requests.request_add, name="request_add"),
    path(f"{REQUESTS}<int:pk>/", requests.request_change, name="request_change"),
    path(f"{REQUESTS}<int:pk>/close/", requests.request_close, name="request_close"),
    path(f"{REQUESTS}<int:pk>/reopen/", requests.request_reopen, name="request_reopen"),
]

problem_patterns = [
    path(PROBLEMS, problems.problem_list, name="problem_list"),
    path(
        f"{PROBLEMS}problems.<str:ending>",
        problems.problem_export,
        name="problem_export",
    ),
    path(f"{PROBLEMS}add/", problems.problem_add, name="problem_add"),
    path(f"{PROBLEMS}suggested/", problems.problem_suggest, name="problem_suggest"),
    path(f"{PROBLEMS}<int:pk>/", problems.problem_detail, name="problem_detail"),
    path(f"{PROBLEMS}<int:pk>/change/", problems.problem_change, name="problem_change"),
    path(f"{PROBLEMS}<int:pk>/link/", problems.problem_link, name="problem_link"),
    path(f"{PROBLEMS}<int:pk>/unlink/", problems.problem_unlink, name="problem_unlink"),
]

card_patterns = [
    path(f"{MENTEES}<int:pk>/analyse/", analyses.analysis_add, name="analysis_add"),
    path(
        f"{MENTEES}analyses/<int:pk>/",
        analyses.analysis_change,
        name="analysis_change",
    ),
    path(
        f"{MENTEES}<int:pk>/difficulties/add/",
        difficulties.difficulty_add,
        name="difficulty_add",
    ),
    path(
        f"{MENTEES}difficulties/<int:pk>/",
        difficulties.difficulty_change,
        name="difficulty_change",
    ),
]

need_patterns: list[URLPattern] = [
    *topic_patterns,
    *request_patterns,
    *problem_patterns,
    *card_patterns,
]
