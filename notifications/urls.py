"""Addresses of the floor `notifications`."""

from __future__ import annotations

from django.urls import path

from common.links import CABINET
from notifications import views

app_name = "notifications"

urlpatterns = [
    path(f"{CABINET}inbox/", views.inbox, name="inbox"),
    path(f"{CABINET}inbox/read/", views.mark_all_read, name="mark_all_read"),
    path(
        f"{CABINET}inbox/<int:pk>/",
        views.notification_open,
        name="notification_open",
    ),
    path(f"{CABINET}inbox/settings/", views.letter_settings, name="letter_settings"),
    path("letters/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path(f"{CABINET}outbox/", views.outbox, name="outbox"),
    path(f"{CABINET}outbox/<int:pk>/", views.letter_detail, name="letter_detail"),
    path(f"{CABINET}outbox/<int:pk>/resend/", views.resend, name="resend"),
]
