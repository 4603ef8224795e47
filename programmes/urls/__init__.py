"""Addresses of the floor `programmes`, section by section."""

from __future__ import annotations

from programmes.urls.matching import pair_urls
from programmes.urls.programme import programme_urls
from programmes.urls.roadmap import roadmap_urls

app_name = "programmes"
urlpatterns = [*roadmap_urls, *pair_urls, *programme_urls]
