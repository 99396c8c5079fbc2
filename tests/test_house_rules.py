"""The rules of the house (docs/architecture.md), each with its check: a rule without one decays."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from accounts.permissions import Permission
from core.files.models import StoredFile
from core.jobs import registry as jobs
from core.notifications.registry import all_kinds
from inspection_portal.celery import app as celery_app
from tests.house import FLOORS, ROOT, calls, sources, templates, tracked

FILE_SOFT, FILE_HARD, FUNCTION_HARD = 300, 500, 50
DRAWERS = {"utils", "helpers", "common", "mixins", "misc", "tools", "shared", "base_utils"}
GETTEXT = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
# Papers are printed by a renderer, not shown by a browser: the policy does not apply to them.
PAPERS = ("documents/paper/", "documents/papers/")
# Written so that this file does not name them either.
REGISTRIES = [
    "pypi_org", "files_pythonhosted_org", "registry_npmjs_org", "registry_yarnpkg_com",
    "unpkg_com", "cdn_jsdelivr_net", "cdnjs_cloudflare_com",
]  # fmt: skip
OPENED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def relations() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in own_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.remote_field:
                yield model, field


def test_foreign_keys_go_down_the_floors():
    faults = []
    for model, field in relations():
        target = field.related_model
        if target._meta.label == settings.AUTH_USER_MODEL or target._meta.app_label not in FLOORS:
            continue
        if FLOORS.index(target._meta.app_label) > FLOORS.index(model._meta.app_label):
            faults.append(f"{model._meta.label}.{field.name} points up at {target._meta.label}")
    assert faults == []


def test_a_stored_file_outlives_whatever_points_at_it():
    faults = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if field.related_model is StoredFile
        and field.remote_field.on_delete is not models.PROTECT
        and not isinstance(field, models.ManyToManyField)
    ]
    assert faults == []


def test_every_model_says_its_name():
    assert [
        model._meta.label
        for model in own_models()
        if not model._meta.auto_created and "verbose_name" not in model._meta.original_attrs
    ] == []


def test_files_keep_their_length():
    lengths = {
        path.relative_to(ROOT): path.read_text().count("\n")
        for path in tracked()
        if path.suffix in {".py", ".html", ".js", ".css", ".sh"} and "migrations" not in path.parts
    }
    for path, length in lengths.items():
        if length > FILE_SOFT:
            print(f"{path}: {length} lines, more than {FILE_SOFT}")
    assert {str(path): n for path, n in lengths.items() if n > FILE_HARD} == {}


def test_functions_keep_their_length():
    faults = [
        f"{file}:{node.lineno} {node.name}"
        for file, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_HARD
    ]
    assert faults == []


def test_no_file_is_a_drawer():
    assert [file for file in sources() if file.rsplit("/", 1)[-1][:-3] in DRAWERS] == []


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def test_every_view_says_who_may_call_it():
    assert [
        f"{route} → {pattern.lookup_str}"
        for route, pattern in patterns(get_resolver())
        if not hasattr(pattern.callback, "access") and not route.startswith("admin/")
    ] == []


def test_views_ask_for_permissions_that_exist():
    asked = named_in("requires", "may", "units_where")
    assert {p: name for p, name in asked.items() if name not in Permission.values} == {}


def test_templates_include_only_their_own_room_and_the_ground_floor():
    faults = []
    for name, text in templates().items():
        room = name.split("/")[0] if "/" in name else ""
        for included in re.findall(r"""{%\s*include\s+["']([^"']+)["']""", text):
            owner = included.split("/")[0]
            if owner not in {"components", "core", room}:
                faults.append(f"{name} includes {included}")
    assert faults == []


def test_every_template_is_used():
    python = "\n".join(ast.unparse(tree) for tree in sources().values())
    everything = python + "\n".join(templates().values())
    assert [
        name
        for name in templates()
        if name not in everything and name.rsplit("/", 1)[-1] not in OPENED_BY_DJANGO
    ] == []


@pytest.mark.parametrize(
    ("what", "pattern", "planted"),
    [
        ("a script in the page", r"<script(?![^>]*\ssrc=)", "<script nonce=''>"),
        ("a style sheet in the page", r"<style[\s>]", "<style>"),
        ("a style attribute", r"<[^>%]*\sstyle=", "<p class='a' style='b'>"),
        ("an event attribute", r"<[^>%]*\son[a-z]+=", "<a href='#' onclick='b'>"),
        ("a javascript: address", r"javascript:", "<a href='javascript:b'>"),
    ],
)
def test_templates_hold_to_the_content_security_policy(what, pattern, planted):
    rule = re.compile(pattern, re.IGNORECASE)
    assert rule.search(planted), "the rule itself is blind"
    assert [
        name
        for name, text in templates().items()
        if not name.startswith(PAPERS) and rule.search(text)
    ] == [], what


def test_forms_name_their_fields():
    faults = []
    for file, tree in sources().items():
        for meta in ast.walk(tree):
            if not (isinstance(meta, ast.ClassDef) and meta.name == "Meta"):
                continue
            for line in meta.body:
                if not isinstance(line, ast.Assign):
                    continue
                names = {target.id for target in line.targets if isinstance(target, ast.Name)}
                all_fields = isinstance(line.value, ast.Constant) and line.value.value == "__all__"
                if "exclude" in names or ("fields" in names and all_fields):
                    faults.append(f"{file}:{line.lineno}")
    assert faults == []


def test_translations_are_asked_for_with_plain_sentences():
    faults = [
        place
        for place, call in calls(*GETTEXT)
        if call.args
        and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert faults == []


def test_the_scheduler_knows_every_task_it_starts():
    celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(celery_app.tasks) == set()


def named_in(*functions: str) -> dict[str, str]:
    """place → the name given as first argument in words, for every call of these functions."""
    return {
        place: call.args[0].value
        for place, call in calls(*functions)
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_every_task_sent_is_registered():
    celery_app.loader.import_default_modules()
    sent = named_in("send_task")
    assert sent
    assert {place: name for place, name in sent.items() if name not in celery_app.tasks} == {}


def test_every_job_asked_for_has_a_kind():
    asked = named_in("enqueue")
    assert {place: name for place, name in asked.items() if not jobs.is_known(name)} == {}


def test_every_message_sent_has_a_kind():
    known = {kind.key for kind in all_kinds()}
    told = named_in("notify")
    assert {place: name for place, name in told.items() if name not in known} == {}


def test_no_third_party_file_is_committed():
    vendored = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$|(^|/)node_modules/")
    assert [str(path) for path in tracked() if vendored.search(str(path.relative_to(ROOT)))] == []


def test_no_package_registry_is_named():
    hosts = [host.replace("_", ".") for host in REGISTRIES]
    faults = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked()
        if path.suffix not in {".png", ".jpg", ".pdf", ".xlsx", ".mo"}
        for host in hosts
        if host in path.read_text(errors="replace")
    ]
    assert faults == []


def test_every_file_the_documents_point_at_is_there():
    links = [
        (page, link)
        for page in tracked()
        if page.suffix == ".md"
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    ]
    assert links
    assert [
        f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()
    ] == []


def test_no_work_is_left_unfinished():
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    assert [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".html", ".js", ".css", ".sh"} and words.search(path.read_text())
    ] == []


def test_migrations_have_one_end_each():
    assert MigrationLoader(None).detect_conflicts() == {}
