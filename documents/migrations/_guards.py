"""On PostgreSQL the database itself keeps signed paper as it is (invariants 36, 40).

SQLite rebuilds tables on every schema change and would drop triggers silently; there the
actions alone keep the rule, and `integrity_check` finds what broke it.
"""

from __future__ import annotations

CREATE = """
CREATE FUNCTION documents_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('signed', 'annulled') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A signed document is never deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status NOT IN ('signed', 'annulled')
        OR (OLD.status = 'annulled' AND NEW.status <> 'annulled')
        OR (NEW.organisation_id, NEW.kind_id, NEW.title, NEW.payload,
            NEW.payload_digest, NEW.check_code, NEW.number, NEW.is_external)
        IS DISTINCT FROM
           (OLD.organisation_id, OLD.kind_id, OLD.title, OLD.payload,
            OLD.payload_digest, OLD.check_code, OLD.number, OLD.is_external)
        OR (NEW.register_id, NEW.year, NEW.serial,
            NEW.signed_on, NEW.signed_at, NEW.signed_by_id)
        IS DISTINCT FROM
           (OLD.register_id, OLD.year, OLD.serial,
            OLD.signed_on, OLD.signed_at, OLD.signed_by_id)
        OR (OLD.sha256 <> ''
            AND (NEW.sha256, NEW.pdf) IS DISTINCT FROM (OLD.sha256, OLD.pdf))
    THEN
        RAISE EXCEPTION 'A signed document is never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER documents_keep_signed BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_keep_signed();

CREATE FUNCTION documents_keep_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A step of a document is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER documents_keep_story BEFORE UPDATE OR DELETE ON documents_decision
    FOR EACH ROW EXECUTE FUNCTION documents_keep_story();
"""
DROP = """
DROP TRIGGER documents_keep_signed ON documents_document;
DROP FUNCTION documents_keep_signed();
DROP TRIGGER documents_keep_story ON documents_decision;
DROP FUNCTION documents_keep_story();
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)
