"""Addresses of the section `programme`."""

from __future__ import annotations

from django.urls import URLPattern

programme_urls: list[URLPattern] = []
