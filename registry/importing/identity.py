"""Is this the same human being? Rows of tables against people of the organisation.

The rule (docs/decisions): the same normalised name and the same birth is one person; the
same name with different births is two. Where a birth is missing on either side, only a
shared telephone or address proves identity; without one the row is a new person and the
curator is told of the namesake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from common.russian.names import normalise
from registry.spreadsheets.values import Contacts, find_contacts

Birth = date | int | None


class Likeness(Enum):
    """What two births say about two namesakes."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person is known by; `contacts` are telephones and addresses in one spelling."""

    name: str
    birth: Birth
    contacts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """The key of the same person, if any; what to tell the curator; whether it blocks.

    `offer` stands where the person is of the staff: the curator may say it is another.
    """

    key: int | None = None
    doubt: str = ""
    is_ambiguous: bool = False
    offer: str = ""


AMBIGUOUS = Finding(
    doubt="В реестре несколько человек с таким именем, и не ясно, кто из них в строке."
    " Укажите полную дату рождения.",
    is_ambiguous=True,
)


class People:
    """Everybody already known, by name; grows while a table is written."""

    def __init__(
        self,
        known: Iterable[tuple[int, Identity]] = (),
        staff: Mapping[int, str] | None = None,
        pupils: Collection[int] = (),
    ) -> None:
        """`staff` holds the posts of the staff by key; an empty one proves nothing.

        `pupils` are those who are not of the staff, by a class or an age.
        """
        self._by_name: dict[str, list[tuple[int, Identity]]] = defaultdict(list)
        self._staff = staff or {}
        self._pupils = frozenset(pupils)
        for key, identity in known:
            self.add(key, identity)

    def add(self, key: int, identity: Identity) -> None:
        """Remember one more person."""
        self._by_name[identity.name].append((key, identity))

    def find_mentor(self, sought: Identity, *, is_another: bool = False) -> Finding:
        """Tell the same of a row of the mentors, who are often of the staff.

        One whose name nobody else bears and whose post is known is offered as the same
        human being; `is_another` is the curator's «no» to that.
        """
        namesakes = self._by_name.get(sought.name, ())
        finding = self.find(sought)
        if finding.is_ambiguous:
            return finding
        key = finding.key
        if key is None and len(namesakes) == 1 and self._may_be_one(sought):
            key = namesakes[0][0]
        if key is None or key not in self._staff:
            return finding
        if is_another:
            return Finding()
        post = f", {self._staff[key]}" if self._staff[key] else ""
        return Finding(
            key, offer=f"Тот же человек: в списке сотрудников есть он{post}."
        )

    def find_staff(self, sought: Identity) -> Finding:
        """Tell the same of a row of the staff's list: a colleague first, never a pupil."""
        namesakes = [
            (key, other)
            for key, other in self._by_name.get(sought.name, ())
            if key not in self._pupils
            and likeness(sought.birth, other.birth) is not Likeness.DIFFERENT
        ]
        if not namesakes:
            return Finding()
        key, _ = max(
            namesakes,
            key=lambda found: (
                bool(found[1].contacts & sought.contacts),
                found[0] in self._staff,
                -found[0],
            ),
        )
        return Finding(key)

    def _may_be_one(self, sought: Identity) -> bool:
        key, other = self._by_name[sought.name][0]
        is_told = likeness(sought.birth, other.birth) is not Likeness.DIFFERENT
        return is_told and bool(self._staff.get(key))

    def find(self, sought: Identity) -> Finding:
        """Tell who of the known the row is about."""
        namesakes = self._by_name.get(sought.name, ())
        compared = [
            (key, other, likeness(sought.birth, other.birth))
            for key, other in namesakes
        ]
        same = [(key, other) for key, other, how in compared if how is Likeness.SAME]
        if same:
            return _only(same, sought)
        unsure = [
            (key, other) for key, other, how in compared if how is Likeness.UNKNOWN
        ]
        proven = [key for key, other in unsure if sought.contacts & other.contacts]
        if len(proven) == 1:
            return Finding(proven[0])
        if proven:
            return AMBIGUOUS
        return _unproven(unsure, sought)


def identity_of(name: str, birth: Birth, contacts: Contacts) -> Identity:
    """What the row or the person is known by; contacts without digits count as written."""
    told = {*contacts.phones, *contacts.emails}
    if not told and normalise(contacts.text):
        told = {normalise(contacts.text)}
    return Identity(normalise(name), birth, frozenset(told))


def identity_in_text(name: str, birth: Birth, *contacts: str) -> Identity:
    """The same from plain texts."""
    return identity_of(
        name, birth, find_contacts("\n".join(text for text in contacts if text))
    )


def likeness(one: Birth, other: Birth) -> Likeness:
    """Compare two births; a year alone agrees with any day of that year."""
    if one is None or other is None:
        return Likeness.UNKNOWN
    if isinstance(one, date) and isinstance(other, date):
        return Likeness.SAME if one == other else Likeness.DIFFERENT
    return Likeness.SAME if _year(one) == _year(other) else Likeness.DIFFERENT


def _year(birth: date | int) -> int:
    return birth.year if isinstance(birth, date) else birth


def _only(same: list[tuple[int, Identity]], sought: Identity) -> Finding:
    if len(same) == 1:
        return Finding(same[0][0])
    exact = [key for key, other in same if other.birth == sought.birth]
    proven = [key for key, other in same if other.contacts & sought.contacts]
    for keys in (exact, proven):
        if len(keys) == 1:
            return Finding(keys[0])
    return AMBIGUOUS


def _unproven(unsure: list[tuple[int, Identity]], sought: Identity) -> Finding:
    if not unsure:
        return Finding()
    if len(unsure) == 1 and _is_bare(unsure[0][1]) and _is_bare(sought):
        return Finding(
            unsure[0][0],
            "В реестре есть человек с таким же именем, без даты рождения и контактов."
            " Обновится его карточка. Если это тёзка, укажите дату рождения.",
        )
    return Finding(
        doubt="В реестре уже есть человек с таким именем, но дата рождения или контакты"
        " не позволяют узнать его. Будет добавлен новый человек: проверьте, не один"
        " ли это."
    )


def _is_bare(identity: Identity) -> bool:
    return identity.birth is None and not identity.contacts
