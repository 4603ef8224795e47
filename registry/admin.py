"""Reference data of the registry: forms, kinds, competences, wordings of consents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from import_export import resources
from import_export.admin import ImportExportModelAdmin

from common.russian.names import normalise
from registry.models import (
    Competence,
    ConsentText,
    DayCorrection,
    ErasureTerm,
    MentoringForm,
    MentoringKind,
    Stage,
)


class CompetenceResource(resources.ModelResource):
    """The vocabulary; the spelling for search follows from the title."""

    class Meta:
        model = Competence
        fields = ("id", "organisation", "title", "synonyms")

    def before_save_instance(
        self, instance: Competence, row: object, **kwargs: Any
    ) -> None:
        instance.normalised = normalise(instance.title)


@admin.register(MentoringForm)
class MentoringFormAdmin(ImportExportModelAdmin):
    """Forms of mentoring."""

    list_display = ("title", "contour", "organisation", "is_active")
    list_filter = ("contour", "is_active")
    search_fields = ("title", "code")


@admin.register(MentoringKind)
class MentoringKindAdmin(ImportExportModelAdmin):
    """Kinds of mentoring."""

    list_display = ("ordinal", "title", "code")
    list_display_links = ("title",)


@admin.register(ErasureTerm)
class ErasureTermAdmin(ImportExportModelAdmin):
    """How soon data are destroyed; requests that come later are due by the new terms."""

    list_display = ("ground", "days", "is_working", "basis")


@admin.register(DayCorrection)
class DayCorrectionAdmin(ImportExportModelAdmin):
    """Days moved after the calendar was printed; whoever adds one sees the next hint."""

    list_display = ("day", "is_working", "basis")
    list_filter = ("is_working",)
    date_hierarchy = "day"


@admin.register(Competence)
class CompetenceAdmin(ImportExportModelAdmin):
    """The vocabulary of competences."""

    resource_classes = [CompetenceResource]
    list_display = ("title", "organisation", "synonyms")
    list_filter = ("organisation",)
    search_fields = ("title", "normalised")
    exclude = ("normalised",)

    def save_model(
        self,
        request: HttpRequest,
        obj: Competence,
        form: ModelForm[Competence],
        change: bool,  # noqa: FBT001 -- Django's own signature
    ) -> None:
        obj.normalised = normalise(obj.title)
        super().save_model(request, obj, form, change)


@admin.register(Stage)
class StageAdmin(admin.ModelAdmin[Stage]):
    """The canonical stages."""

    list_display = ("code", "title", "short_title")


@admin.register(ConsentText)
class ConsentTextAdmin(admin.ModelAdmin[ConsentText]):
    """Wordings of consents: one that was signed stays, a new version is added (R-391)."""

    list_display = ("kind", "version", "organisation", "title")
    list_filter = ("kind",)

    def has_change_permission(
        self, request: HttpRequest, obj: ConsentText | None = None
    ) -> bool:
        return obj is None and super().has_change_permission(request, obj)
