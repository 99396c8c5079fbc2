"""The one way a room offers something to rooms below it: a module of a known name, found at start."""

from django.utils.module_loading import autodiscover_modules

# Modules every room may have. Importing one registers what it offers.
MODULES = (
    "notifications", "jobs", "file_rules", "worklist", "documents", "obligations", "figures",
    "imports", "search", "trash", "histories", "offers", "sync",
)  # fmt: skip


def discover(*names: str) -> None:
    """Import the named modules of every installed room; a room without one is passed over.

    An error inside such a module stops the start: a registry that is half filled is worse.
    """
    autodiscover_modules(*(names or MODULES))
