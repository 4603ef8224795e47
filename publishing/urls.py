"""Addresses of the floor `publishing`: the public site, and the cabinet behind it."""

from __future__ import annotations

from django.urls import path

from common.links import CABINET
from publishing.views import cases, keeping, public

app_name = "publishing"

SITE = "<slug:organisation>/"
PAGE = f"{CABINET}page/"
NEWS = f"{PAGE}news/"
CASES = f"{PAGE}cases/"

urlpatterns = [
    path(PAGE, keeping.page_edit, name="page_edit"),
    path(NEWS, keeping.news_list, name="news_list"),
    path(f"{NEWS}add/", keeping.news_add, name="news_add"),
    path(f"{NEWS}<int:pk>/", keeping.news_edit, name="news_edit"),
    path(f"{NEWS}<int:pk>/unpublish/", keeping.news_unpublish, name="news_unpublish"),
    path(CASES, cases.case_list, name="case_list"),
    path(f"{CASES}add/", cases.case_add, name="case_add"),
    path(f"{CASES}<int:pk>/", cases.case_detail, name="case_detail"),
    path(f"{CASES}<int:pk>/edit/", cases.case_edit, name="case_edit"),
    path(f"{CASES}<int:pk>/publish/", cases.case_publish, name="case_publish"),
    path(f"{CASES}<int:pk>/unpublish/", cases.case_unpublish, name="case_unpublish"),
    path(SITE, public.page, name="page"),
    path(f"{SITE}plan/", public.public_plan, name="public_plan"),
    path(f"{SITE}papers/<int:pk>/", public.public_document, name="public_document"),
    path(f"{SITE}cases/<int:pk>/", public.case, name="case"),
    path(f"{SITE}news/<int:pk>/", public.news, name="news"),
]
