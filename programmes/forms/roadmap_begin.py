"""How a roadmap begins: from a ready plan, from a plan's file, from nothing."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from programmes import roadmap_templates

LARGEST_FILE = 500_000
DEFAULT_TITLE = "Дорожная карта (план мероприятий)"


class RoadmapLoadForm(forms.Form):
    """Which of the ready plans."""

    template_code = forms.CharField()

    def clean_template_code(self) -> str:
        code: str = self.cleaned_data["template_code"]
        if code not in {known for known, _, _ in roadmap_templates.available()}:
            raise forms.ValidationError("Такого плана в портале нет: выберите другой.")
        return code


class PlanFileForm(forms.Form):
    """The file «Выгрузить как файл плана» gave."""

    file = forms.FileField(
        label="Файл плана", help_text="Файл .yaml, который выгрузил портал, до 500 КБ."
    )

    def clean_file(self) -> str:
        """Return the text of the file."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                "Файл больше 500 КБ: это не файл плана портала."
            )
        try:
            text: str = upload.read().decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "Это не файл плана портала. Таблицу Word или Excel загрузите"
                " через «Свой план таблицей»."
            ) from None
        return text


class EmptyPlanForm(forms.Form):
    """What the new plan is called."""

    title = forms.CharField(
        label="Название плана", max_length=400, initial=DEFAULT_TITLE
    )
