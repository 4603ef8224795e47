"""Who a word typed into «Ответственные» means: a person, a group, a role, or itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from common.errors import Refused
from programmes.models import Responsible, Roadmap, Team
from programmes.queries.row_cells import BETWEEN, responsible_line
from registry.models import Person

LONGEST_LABEL = 200


def staff_of(user: User) -> QuerySet[Person]:
    """Return the staff who may be named, as far as the user sees people."""
    return Person.objects.visible_to(user).filter(is_staff_member=True)


def offered_words(roadmap: Roadmap, user: User) -> list[str]:
    """Return what the field offers: people, groups, words of the plan, roles."""
    words = [
        *(person.full_name for person in staff_of(user)),
        *(team.title for team in Team.objects.filter(cycle=roadmap.cycle_id)),
        *(role["label"] for role in roadmap.roles),
        *(role.label for role in Role),
    ]
    return list(dict.fromkeys(words))


class Directory:
    """Reads lines of the cell «Ответственные» of one measure."""

    def __init__(
        self, roadmap: Roadmap, user: User, old: Sequence[Responsible]
    ) -> None:
        self._old = {responsible_line(each): each for each in old}
        self._people: dict[str, list[Person]] = {}
        for person in [*staff_of(user), *(each.person for each in old if each.person)]:
            for name in (person.full_name, _short(person)):
                found = self._people.setdefault(_same(name), [])
                if person not in found:
                    found.append(person)
        teams = Team.objects.filter(cycle=roadmap.cycle_id)
        self._teams = {_same(team.title): team for team in teams}
        self._roles = {_same(role.label): role for role in Role}
        printed = {role["label"]: role.get("role", "") for role in roadmap.roles}
        printed |= {each.label: each.role for each in old if each.label}
        self._printed = {_same(label): role for label, role in printed.items()}

    def read(self, line: str) -> Responsible:
        """Read a line; raises Refused when a name fits two people or nobody."""
        if line in self._old:
            return self._old[line]
        label, between, name = line.rpartition(BETWEEN)
        if between:
            if found := self._named(name):
                return self._labelled(label, found)
            if _same(label) in self._printed:
                raise Refused(
                    f"Нет сотрудника или группы «{name}». Проверьте имя или"
                    " пригласите человека."
                )
        return self._named(line) or self._word(line)

    def _named(self, name: str) -> Responsible | None:
        people = self._people.get(_same(name), [])
        if len(people) > 1:
            raise Refused(f"Под «{name}» подходят двое: напишите имя полностью.")
        if people:
            return Responsible(person=people[0])
        team = self._teams.get(_same(name))
        return Responsible(team=team) if team else None

    def _labelled(self, label: str, found: Responsible) -> Responsible:
        found.label = _checked(label)
        found.role = self._role_of(label)
        return found

    def _word(self, line: str) -> Responsible:
        role = self._roles.get(_same(line))
        if role and _same(line) not in self._printed:
            return Responsible(role=role)
        return Responsible(label=_checked(line), role=self._role_of(line))

    def _role_of(self, label: str) -> str:
        printed = self._printed.get(_same(label), "")
        return printed or self._roles.get(_same(label), "")


def _same(name: str) -> str:
    return " ".join(name.replace("ё", "е").replace("Ё", "Е").split()).casefold()


def _short(person: Person) -> str:
    """«Крылова К. А.»."""
    initials = [
        f"{part[0]}." for part in (person.first_name, person.patronymic) if part
    ]
    return " ".join([person.last_name, *initials])


def _checked(label: str) -> str:
    if len(label) > LONGEST_LABEL:
        raise Refused(f"Слишком длинно: не больше {LONGEST_LABEL} знаков в строке.")
    return label
