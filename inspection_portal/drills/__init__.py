"""Fault drills: each breaks something on purpose and counts what was lost."""

from importlib import import_module

MODULES = (
    "number_race", "number_register", "offline", "render_kill", "slot_race", "worker_kill",
)  # fmt: skip


def load() -> None:
    """Import every drill, which registers it."""
    for name in MODULES:
        import_module(f"inspection_portal.drills.{name}")
