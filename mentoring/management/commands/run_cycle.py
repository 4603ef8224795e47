"""From two tables to the signed order's PDF, without a browser."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Organisation
from common.errors import Refused
from common.links import current_slug
from common.russian.plural import counted
from common.tenancy import within
from mentoring import headless
from mentoring.headless import Staff, Table
from registry.enums import TableKind
from registry.models import Cycle
from registry.queries.cycles import current_cycle

PAPER = ("бумага", "бумаги", "бумаг")
SHOWN = 20


class Command(BaseCommand):
    help = "Провести цикл от двух таблиц до подписанного приказа о парах."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, help="адрес на портале")
        parser.add_argument("--mentors", type=Path, help="база наставников")
        parser.add_argument("--mentees", type=Path, help="база наставляемых")
        parser.add_argument(
            "--paper-consents",
            action="store_true",
            help="все недостающие согласия подписаны на бумаге и лежат у куратора",
        )
        parser.add_argument(
            "--paper-acceptances",
            action="store_true",
            help="обе стороны каждой пары согласились на бумаге",
        )
        parser.add_argument("--pdf", type=Path, help="куда положить PDF приказа")

    def handle(self, *args: object, **options: object) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"Нет организации с адресом «{options['organisation']}»."
            )
        token = current_slug.set(organisation.slug)
        try:
            with within(organisation.pk):
                self._run(organisation, options)
        except (Refused, IntegrityError) as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            current_slug.reset(token)

    def _run(self, organisation: Organisation, options: dict[str, object]) -> None:
        cycle = current_cycle(organisation)
        if cycle is None:
            raise CommandError("Сначала откройте цикл.")
        if not cycle.is_introduced:
            raise CommandError(
                "Нет приказа о внедрении наставничества: внесите его на странице цикла."
            )
        staff = headless.staff_of(organisation)
        self._load(cycle, staff, TableKind.MENTORS, options["mentors"])
        self._load(cycle, staff, TableKind.MENTEES, options["mentees"])
        self._consents(cycle, staff, has_paper=bool(options["paper_consents"]))
        run = headless.match(cycle=cycle, by=staff.curator)
        self.stdout.write(
            f"Подбор: пар {run.matched_count} из {run.mentee_count} наставляемых,"
            f" {counted(run.total_score, 'балл', 'балла', 'баллов')}."
        )
        adopted = headless.adopt_all(run=run, by=staff.curator)
        self.stdout.write(f"Пары предложены: {len(adopted)}.")
        self._answers(cycle, staff, has_paper=bool(options["paper_acceptances"]))
        self._order(cycle, staff, options["pdf"])

    def _load(self, cycle: Cycle, staff: Staff, kind: TableKind, path: object) -> None:
        if not isinstance(path, Path):
            return
        if not path.is_file():
            raise CommandError(f"Нет файла {path}.")
        batch = headless.load_base(
            cycle=cycle,
            kind=kind,
            table=Table(path.name, path.read_bytes()),
            by=staff.curator,
        )
        self.stdout.write(
            f"{kind.label}: строк {batch.row_count}, принято {batch.accepted_count},"
            f" не принято {batch.rejected_count}."
        )
        for row in headless.rejected_rows(batch)[:SHOWN]:
            problems = "; ".join(problem["message"] for problem in row.problems)
            self.stdout.write(f"  строка {row.number}: {problems}")

    def _consents(self, cycle: Cycle, staff: Staff, *, has_paper: bool) -> None:
        owed = headless.consents_to_collect(cycle)
        if owed and not has_paper:
            self._stop(
                "Не хватает согласий на обработку персональных данных",
                [f"{row.person} — {row.get_kind_display().lower()}" for row in owed],
                "--paper-consents",
            )
        count = headless.record_consents(
            cycle=cycle, signed_on=timezone.localdate(), by=staff.curator
        )
        self.stdout.write(f"Согласия: внесено {counted(count, *PAPER)}.")

    def _answers(self, cycle: Cycle, staff: Staff, *, has_paper: bool) -> None:
        owed = headless.answers_to_collect(cycle)
        if owed and not has_paper:
            self._stop(
                "Не все стороны ответили на предложение пары",
                [f"{row.person} — {row.get_side_display().lower()}" for row in owed],
                "--paper-acceptances",
            )
        count = headless.record_answers(
            cycle=cycle, answered_on=timezone.localdate(), by=staff.curator
        )
        self.stdout.write(f"Согласия сторон: внесено {count}.")

    def _order(self, cycle: Cycle, staff: Staff, path: object) -> None:
        document = headless.order(cycle=cycle, staff=staff)
        self.stdout.write(f"Приказ подписан: № {document.number}.")
        document = headless.print_order(document)
        if isinstance(path, Path):
            with document.pdf.open("rb") as pdf:
                path.write_bytes(pdf.read())
            self.stdout.write(f"PDF: {path}")
        else:
            self.stdout.write(f"PDF: {document.pdf.path}")

    def _stop(self, what: str, lines: list[str], option: str) -> None:
        shown = "\n".join(f"  {line}" for line in lines[:SHOWN])
        rest = f"\n  … и ещё {len(lines) - SHOWN}" if len(lines) > SHOWN else ""
        raise CommandError(
            f"{what} ({len(lines)}):\n{shown}{rest}\n"
            f"Когда бумаги собраны, повторите с ключом {option}."
        )
