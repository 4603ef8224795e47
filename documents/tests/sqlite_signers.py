"""A process that signs twenty papers at once on a file of SQLite, and tells how it went."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

SIGNERS = 20


def main(mode: str) -> dict[str, list[str]]:
    """Lay the papers, sign in the transaction mode; numbers and failures."""
    from django.db import connection

    from accounts.enums import Role
    from accounts.tests.factories import make_member, make_organisation
    from common.tenancy import within
    from documents import actions
    from documents.models import Document
    from documents.tests.factories import make_kind

    school = make_organisation()
    dina = make_member(school, Role.DIRECTOR)
    kind = make_kind()
    with within(school.pk):
        documents = Document.objects.bulk_create(
            Document(
                organisation=school,
                kind=kind,
                title="О назначении",
                status="submitted",
                check_code=f"code{number}",
            )
            for number in range(SIGNERS)
        )
    connection.close()
    connection.settings_dict["OPTIONS"]["transaction_mode"] = mode
    barrier = Barrier(SIGNERS)

    def sign(document: Document) -> tuple[str, str]:
        try:
            barrier.wait()
            connection.settings_dict["OPTIONS"]["transaction_mode"] = mode
            with within(school.pk):
                return actions.sign(document=document, by=dina).number, ""
        except Exception as error:  # noqa: BLE001 -- the outcome under test
            return "", repr(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(SIGNERS) as pool:
        outcomes = list(pool.map(sign, documents))
    return {
        "numbers": [number for number, _ in outcomes if number],
        "failures": [failure for _, failure in outcomes if failure],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    django.setup()
    sys.stdout.write(json.dumps(main(sys.argv[1])) + "\n")
