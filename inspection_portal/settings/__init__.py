"""Settings, read from the environment once and checked at start.

Every variable, its default and its meaning stand in docs/configuration.md.
"""

from inspection_portal.settings.base import *  # noqa: F403 - Django reads settings as module names
