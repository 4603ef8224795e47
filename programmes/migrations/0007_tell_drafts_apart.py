"""The paper in force and the next one on its way stand apart."""

from django.db import migrations


def tell_drafts_apart(apps, schema_editor):
    """Move what is not signed yet from the paper in force to the draft."""
    Roadmap = apps.get_model("programmes", "Roadmap")
    unsigned = Roadmap._base_manager.filter(
        approving_document__status__in=["draft", "submitted", "returned"]
    )
    for roadmap in unsigned:
        roadmap.approval_draft_id = roadmap.approving_document_id
        roadmap.approving_document_id = None
        roadmap.save(update_fields=["approval_draft", "approving_document"])


class Migration(migrations.Migration):

    dependencies = [("programmes", "0006_approval_draft")]

    operations = [migrations.RunPython(tell_drafts_apart, migrations.RunPython.noop)]
