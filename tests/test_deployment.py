"""What docker-compose.yml and the Dockerfile promise: health, order, no password of our own."""

import re

import yaml

from tests.house import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
TEXT = (ROOT / "docker-compose.yml").read_text()
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}


def test_the_installation_has_its_six_services():
    assert {"proxy", "web", "worker", "beat", "postgres", "redis"} <= SERVICES.keys()


def test_every_service_that_stays_up_says_whether_it_is_healthy():
    staying = {name for name, service in SERVICES.items() if service.get("restart") != "no"}
    assert [name for name in staying if not SERVICES[name].get("healthcheck", {}).get("test")] == []


def test_services_wait_for_what_they_stand_on():
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["postgres"]["condition"] == "service_healthy", name
        assert waits["redis"]["condition"] == "service_healthy", name
        assert waits["migrate"]["condition"] == "service_completed_successfully", name
    assert SERVICES["proxy"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_no_secret_has_a_default():
    named = dict(re.findall(r"\$\{(\w+)(:?[-?][^}]*)?\}", TEXT))
    assert named.keys() >= SECRETS
    for name in SECRETS:
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", TEXT)
        assert all(use.startswith(":?") for use in uses), name


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_example_environment_names_every_required_variable_and_fills_none():
    required = set(re.findall(r"\$\{(\w+):\?", TEXT))
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert required <= example.keys()
    assert set(example.values()) == {""}


def test_the_image_is_pinned_unprivileged_and_holds_no_secret():
    image = (ROOT / "Dockerfile").read_text()
    assert image.count("--require-hashes") == 2
    assert re.search(r"^USER portal$", image, re.MULTILINE)
    assert "HEALTHCHECK" in image
    assert not re.search(r"SECRET_KEY|PASSWORD", image)


def test_the_image_and_setup_install_the_same_system_libraries():
    setup = (ROOT / "tools/setup.sh").read_text()
    for package in ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation2"):
        assert package in setup
        assert package in (ROOT / "Dockerfile").read_text()
