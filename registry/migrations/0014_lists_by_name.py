"""What the lists of many people need: keys of names, indexes, trigrams for the search."""

from django.db import DatabaseError, migrations, models, transaction

from common.russian.names import normalise

CHUNK = 1000


def fill_keys(apps, schema_editor):
    """Give everybody entered before the keys of his name."""
    rows = apps.get_model("registry", "Person")._base_manager
    people = []
    for person in rows.only("first_name", "last_name").iterator(CHUNK):
        person.name_key = normalise(person.first_name)
        person.surname_key = normalise(person.last_name)
        people.append(person)
    rows.bulk_update(people, ["name_key", "surname_key"], batch_size=CHUNK)


def index_trigrams(apps, schema_editor):
    """Index the search on PostgreSQL, where pg_trgm is there or may be installed.

    Since PostgreSQL 13 the database's owner may. Without it the search reads all rows.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS person_search_trigrams"
                " ON registry_person USING gin (search gin_trgm_ops)"
            )
    except DatabaseError:
        return


def drop_trigrams(apps, schema_editor):
    """Take the index away; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS person_search_trigrams")


class Migration(migrations.Migration):
    dependencies = [("registry", "0013_erasures_by_a_worker")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=240),
        ),
        migrations.AddField(
            model_name="person",
            name="surname_key",
            field=models.CharField(blank=True, editable=False, max_length=240),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                fields=["organisation", "status"], name="consent_by_status"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organisation", "last_name", "first_name", "patronymic", "id"],
                name="person_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organisation", "surname_key", "name_key", "birth_on", "id"],
                name="person_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organisation", "group"], name="person_by_group"
            ),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RunPython(index_trigrams, drop_trigrams),
    ]
