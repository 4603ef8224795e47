"""What is asked about a team and its members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from documents.models import Document
from programmes.actions.teams import Charter
from programmes.enums import TeamKind
from programmes.models import Team, TeamMember
from programmes.queries.responsibles import staff_of
from registry.models import Person


class TeamForm(forms.Form):
    """What a group is and which order appoints it."""

    kind = forms.ChoiceField(label="Что это", choices=TeamKind.choices)
    title = forms.CharField(
        label="Название", max_length=200, help_text="Например: «Рабочая группа по ЦМН»."
    )
    function = forms.CharField(
        label="Чем занимается",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    order = forms.ChoiceField(
        label="Приказ о составе",
        required=False,
        help_text="Из документов портала. Можно указать позже.",
    )

    def __init__(
        self, asked: QueryDict | None, *, user: User, team: Team | None = None
    ) -> None:
        initial = {"kind": TeamKind.WORKING_GROUP.value}
        if team is not None:
            initial = {
                "kind": team.kind,
                "title": team.title,
                "function": team.function,
                "order": str(team.order_id or ""),
            }
        super().__init__(asked, initial=initial)
        seen = Document.objects.visible_to(user).in_force().select_related("kind")
        orders = seen.filter(kind__code__startswith="order_")[:200]
        self._orders = {str(document.pk): document for document in orders}
        if team is not None and team.order is not None:
            self._orders[str(team.order_id)] = team.order
        fitting = sorted(
            self._orders.items(),
            key=lambda pair: pair[1].kind.code != "order_working_group",
        )
        self.fields["order"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "—"),
            *((pk, str(document)) for pk, document in fitting),
        ]

    @property
    def charter(self) -> Charter:
        """Return what was written."""
        cleaned = self.cleaned_data
        return Charter(
            kind=cleaned["kind"],
            title=cleaned["title"],
            function=cleaned["function"],
            order=self._orders.get(cleaned["order"]),
        )


class TeamMemberForm(forms.Form):
    """Who, doing what."""

    person = forms.ChoiceField(label="Кто")
    function = forms.CharField(
        label="Обязанность в группе",
        required=False,
        max_length=200,
        help_text="Например: «готовит приказы», «ведёт базу наставников».",
    )
    is_head = forms.BooleanField(label="Руководит группой", required=False)

    def __init__(
        self,
        asked: QueryDict | None,
        *,
        user: User,
        team: Team,
        member: TeamMember | None = None,
    ) -> None:
        initial: dict[str, Any] = {}
        if member is not None:
            initial = {"function": member.function, "is_head": member.is_head}
        super().__init__(asked, initial=initial)
        if member is not None:
            del self.fields["person"]
            self._people = {"": member.person}
            return
        inside = {each.person_id for each in team.members.all()}
        people = [person for person in staff_of(user) if person.pk not in inside]
        self._people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, f"{person} — {person.post}" if person.post else str(person))
            for pk, person in self._people.items()
        ]

    @property
    def chosen(self) -> Person:
        """Return the person chosen."""
        return self._people[self.cleaned_data.get("person", "")]
