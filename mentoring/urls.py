"""The portal's addresses: each floor brings its own."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from common.links import CABINET
from mentoring import views

# The portal's own way in has limits and the second factor; the admin's form has neither.
admin.site.login = secure_admin_login(  # type: ignore[method-assign, no-untyped-call]  # allauth's own recipe
    admin.site.login
)

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("enter/", views.enter, name="enter"),
    path("large-print/", views.large_print, name="large_print"),
    path("setup/organisation/", views.setup_organisation, name="setup_organisation"),
    path("setup/<str:token>/", views.setup_begin, name="setup_begin"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("common.urls")),
    path("", include("documents.urls")),
    path("", include("notifications.urls")),
    path("", include("registry.urls")),
    path("", include("programmes.urls")),
    path("", include("monitoring.urls")),
    path("", include("accounts.urls")),
    path(CABINET, views.dashboard, name="dashboard"),
    path(f"{CABINET}roadmap/documents/", views.stage_documents, name="stage_documents"),
    path(f"{CABINET}setup/", views.setup_step, name="setup"),
    path(f"{CABINET}setup/invited/", views.setup_invited, name="setup_invited"),
    path(f"{CABINET}role/", views.role_switch, name="role_switch"),
    path("", include("publishing.urls")),
]

handler403 = "mentoring.views.forbidden"
