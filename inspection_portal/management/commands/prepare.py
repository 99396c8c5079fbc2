"""Brings an installation to the state in which it can be opened: tables, and data on first start."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.enums import Role

WELCOME = """
  Cổng kiểm tra · Inspection portal

      {address}

  {roles_heading}: {roles}
  {sign_in}

  Ctrl-C: dừng tất cả · stops everything
"""


class Command(BaseCommand):
    help = "Migrate, load the demonstration on a first start with DEMO=1, print the address and the roles."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        first_start = not get_user_model()._default_manager.exists()
        if settings.DEMO and first_start and "demo" in get_commands():
            self.stdout.write("Đang nạp dữ liệu minh họa · Loading the demonstration data …")
            call_command("demo", stdout=StringIO())  # the counts are for machines
        elif first_start:
            self._load_reference_data()
        with translation.override("vi"):
            roles = ", ".join(str(role.label) for role in Role)
        self.stdout.write(
            WELCOME.format(
                address=settings.SITE_URL,
                roles_heading="Vai trò · Roles",
                roles=roles,
                sign_in=self.sign_in_sentence(),
            )
        )

    def _load_reference_data(self) -> None:
        """Legal documents, and the national sets of criteria that rest on them."""
        self.stdout.write("Đang nạp văn bản pháp lý, bộ tiêu chuẩn · Loading laws and criteria …")
        call_command("documents", "load-laws", stdout=StringIO())
        call_command("standards", "load", stdout=StringIO())

    def sign_in_sentence(self) -> str:
        if settings.DEMO:
            return (
                "Chọn “Vào với vai trò” ở trang đăng nhập · Choose “Enter as” on the sign-in page"
            )
        return "manage.py createsuperuser: tài khoản quản trị đầu tiên · the first administrator"
