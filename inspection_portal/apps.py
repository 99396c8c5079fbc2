"""The composition root as an application, for its management commands."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class InspectionPortalConfig(AppConfig):
    name = "inspection_portal"
    verbose_name = "Inspection portal"


class StaticFiles(StaticFilesConfig):
    """Collects what pages use; the rest of the front-end packages only costs time and space."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.rtl.*",
        "bootstrap-grid*",
        "bootstrap-reboot.css*",
        "bootstrap-utilities.css*",
        "bootstrap.*",
        "*.woff",
        "*-italic.woff2",
        "[0-9]00*.css",
        "latin*.css",
        "vietnamese*.css",
        "index.css",
        "htmx.esm.js",
        "htmx.amd.js",
        "htmx.cjs.js",
        "*.d.ts",
        "ext",
        "*.gz",
        "trix.esm*",
        "trix.umd.js",
        "inspector.js*",
        "test.js*",
    ]
