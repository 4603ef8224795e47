"""Addresses of the floor `programmes`, section by section."""

from __future__ import annotations

from programmes.urls.calendar import calendar_urls
from programmes.urls.cycles import cycle_urls
from programmes.urls.hints import hint_urls
from programmes.urls.matching import pair_urls
from programmes.urls.plan_import import plan_import_urls
from programmes.urls.programme import programme_urls
from programmes.urls.roadmap import roadmap_urls
from programmes.urls.roadmap_files import roadmap_file_urls

app_name = "programmes"
urlpatterns = [
    *calendar_urls,
    *cycle_urls,
    *roadmap_urls,
    *plan_import_urls,
    *roadmap_file_urls,
    *hint_urls,
    *pair_urls,
    *programme_urls,
]
