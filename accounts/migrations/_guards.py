"""On PostgreSQL the audit trail can only grow (R-005, invariant 59).

SQLite rebuilds tables on every schema change and would drop triggers silently; there the
chain of links shows what was touched.
"""

from __future__ import annotations

TABLES = ("accounts_auditevent", "accounts_auditlink")

CREATE = """
CREATE FUNCTION accounts_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(CREATE)
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER accounts_keep_audit BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION accounts_keep_audit()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER accounts_keep_audit ON {table}")
    schema_editor.execute("DROP FUNCTION accounts_keep_audit()")
