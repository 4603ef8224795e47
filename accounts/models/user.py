"""People who sign in, and what they are in which organisation."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models.organisation import Organisation
from accounts.roles import ROLE_PERMISSIONS, Permission
from common.tenancy import EVERYWHERE, current_scope


class User(AbstractUser):
    """An account. What a person is in the registries is registry.Person, not this."""

    first_name = None  # type: ignore[assignment]  # names live in `name`
    last_name = None  # type: ignore[assignment]  # names live in `name`
    name = models.CharField("ФИО", max_length=200, blank=True)

    _roles: dict[int, frozenset[Role]]

    class Meta:
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def roles_in(self, organisation_id: int) -> frozenset[Role]:
        """Return the roles held today, an acting director's included.

        Who holds no role any more acts for nobody either (invariant 8).
        Asked once per object: a request sees one state of the rights.
        """
        if "_roles" not in self.__dict__:
            self._roles = {}
        if organisation_id not in self._roles:
            self._roles[organisation_id] = self._held_in(organisation_id)
        return self._roles[organisation_id]

    def forget_roles(self) -> None:
        """Ask the database again: memberships of this user have changed."""
        self.__dict__.pop("_roles", None)

    def has(self, permission: Permission, organisation_id: int) -> bool:
        """Tell whether any role held in the organisation grants the permission."""
        return self.is_active and any(
            permission in ROLE_PERMISSIONS[role]
            for role in self.roles_in(organisation_id)
        )

    def organisations_with(self, permission: Permission) -> list[int]:
        """Return the organisations in scope where the user has the permission."""
        scope = current_scope()
        ids = self.memberships.values_list("organisation_id", flat=True).distinct()
        return [
            pk
            for pk in (ids if scope is EVERYWHERE else sorted(scope))
            if self.has(permission, pk)
        ]

    def sees(self, permission: Permission, own: Q) -> Q:
        """Return which rows the user sees: all where he has the permission, else `own`.

        Where it covers the whole scope his own are among them, and the condition is left
        short: beside an OR the database uses no index.
        """
        held = self.organisations_with(permission)
        everything = Q(organisation_id__in=held)
        return everything if current_scope() == set(held) else everything | own

    def _held_in(self, organisation_id: int) -> frozenset[Role]:
        today = timezone.localdate()
        held = Membership.objects.current(today).filter(
            user=self, organisation_id=organisation_id
        )
        acting = Delegation.objects.current(today).filter(
            user=self, organisation_id=organisation_id
        )
        rows = held.annotate(is_acting=Exists(acting)).values_list("role", "is_acting")
        roles = {Role(role) for role, _ in rows}
        is_acting = any(is_acting for _, is_acting in rows)
        return frozenset(roles | ({Role.DIRECTOR} if is_acting else set()))


class DatedQuerySet(models.QuerySet["Membership"]):
    """Memberships by day."""

    def current(self, day: date) -> DatedQuerySet:
        """Keep those in force on the day."""
        return self.filter(
            Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day, user__is_active=True
        )


class Membership(models.Model):
    """A user's role in an organisation from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships"
    )
    role = models.CharField("роль", max_length=30, choices=Role)
    from_on = models.DateField("с", default=timezone.localdate)
    to_on = models.DateField("по", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(to_on=None),
                name="membership_one_open_per_role",
                violation_error_message="Эта роль у человека уже есть.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="Роль не может закончиться раньше, чем началась.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by day."""

    def current(self, day: date) -> DelegationQuerySet:
        """Keep those in force on the day."""
        return self.filter(
            from_on__lte=day, to_on__gte=day, ended_at=None, user__is_active=True
        )


class Delegation(models.Model):
    """Somebody acts for the director between two days, on the ground of an order.

    Ended early, it gives no right from that moment on; its row stays.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="delegations"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    post = models.CharField("должность", max_length=200, default="И. о. директора")
    ground = models.CharField("основание", max_length=200)
    from_on = models.DateField("с")
    to_on = models.DateField("по")
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("прекращено досрочно", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_starts",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="Срок не может закончиться раньше начала.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.user}"

    @property
    def is_over(self) -> bool:
        """Tell whether it gives no right any more, nor will."""
        return self.ended_at is not None or self.to_on < timezone.localdate()


class Invitation(models.Model):
    """A one-time link that makes its bearer a member; only the hash is stored.

    Without an organisation it is the set-up link of a real institution.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField("роль", max_length=30, choices=Role)
    name = models.CharField("ФИО", max_length=200, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_at_and_by_together",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"

    @property
    def is_open(self) -> bool:
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and self.expires_at > timezone.now()
        )
