"""The person who signs in. Roles come from dated memberships of units, one floor up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, permissions_of
from core.prepared import prepared
from core.search.keys import normalise, search_key


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, full_name: str, password: str | None = None, **extra: Any
    ) -> User:
        """A user; without a password nobody can sign in until an invitation is accepted."""
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, full_name: str, password: str, **extra: Any) -> User:
        return self.create_user(
            email, full_name, password, is_staff=True, is_superuser=True, **extra
        )


@prepared
def _held(*, person: int) -> models.QuerySet[Any, Any]:
    """Memberships lie one floor up; the relation back from there leads to them."""
    membership: Any = User._meta.get_field("memberships").related_model
    held: models.QuerySet[Any, Any] = membership.objects.filter(user=person).order_by("pk")
    return held.values_list("unit_id", "role", "valid_from", "valid_to")


class User(AbstractBaseUser, PermissionsMixin):
    """A person known to the portal, whether or not they ever sign in (team members may not)."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=10, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the reference tables"), default=False)
    is_demo = models.BooleanField(_("demonstration person"), default=False)
    search_key = models.CharField(max_length=400, editable=False, db_index=True)
    date_joined = models.DateTimeField(_("known since"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["full_name", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = normalise(self.full_name)
        self.search_key = search_key(f"{self.full_name} {self.post} {self.email}")
        super().save(*args, **kwargs)

    @property
    def addressed_name(self) -> str:
        """Name as papers print it: "Bà Đào Thu Hải"."""
        return f"{self.honorific} {self.full_name}".strip()

    @cached_property
    def grants(self) -> list[tuple[int, str]]:
        """(unit id, role) of every membership in force today. Causes one query per request."""
        today = timezone.localdate()
        return [
            (unit, role)
            for unit, role, begun, over in _held.rows(person=self.pk)
            if begun <= today and (over is None or over >= today)
        ]

    @property
    def roles(self) -> set[str]:
        return {role for _unit, role in self.grants}

    def may(self, permission: str) -> bool:
        """Whether any role held today gives this permission, at whichever unit."""
        if not self.is_active:
            return False
        return any(permission in permissions_of(role) for role in self.roles)

    def units_where(self, permission: Permission | str) -> set[int]:
        """Ids of the units at which a role held today gives this permission (not their subtrees)."""
        return {unit for unit, role in self.grants if permission in permissions_of(role)}
