"""Addresses of matching, pairs and the order on pairs."""

from __future__ import annotations

from django.urls import URLPattern

pair_urls: list[URLPattern] = []
