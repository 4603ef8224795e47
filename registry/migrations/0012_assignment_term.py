"""An assignment of a psychologist may have a last day (R-274)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_topic_merges")]

    operations = [
        migrations.AddField(
            model_name="psychologistassignment",
            name="ends_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="до какого дня"
            ),
        )
    ]
