"""The pictures of docs/screens/, taken from the demonstration: whoever changes a page sees it.

Files are written anew only where a picture differs visibly, so a run leaves no noise behind.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops

from accounts.models import User
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.loading import load
from inspection_portal.demo.marks import person
from plans.models import InspectionPlan
from tests.conftest import NARROW, WIDE
from tests.house import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = ROOT / "docs/screens"
COLOURS = 128
WIDTHS = {"1440": WIDE, "390": NARROW}


@dataclass(frozen=True)
class Picture:
    """One page as one person of the demonstration sees it."""

    name: str
    who: str
    path: str


def pictures() -> list[Picture]:
    specialist, leader = "chuyen-vien.an-giang", "lanh-dao.an-giang"
    plans = InspectionPlan.objects.filter(issuer__short_name__contains="An Giang")
    draft, issued = (plans.filter(state=state).earliest("pk") for state in ("draft", "issued"))
    return [
        Picture("home", specialist, "/"),
        Picture("leader", leader, "/"),
        Picture("school", "hieu-truong.tinh-bien", "/"),
        Picture("plans", specialist, reverse("plans:plan_list")),
        Picture("plan", specialist, draft.get_absolute_url()),
        Picture("plan-issued", specialist, issued.get_absolute_url()),
        Picture("calendar", specialist, reverse("plans:calendar")),
        Picture("duties", specialist, reverse("plans:obligation_list")),
        Picture("documents", specialist, reverse("documents:document_list")),
        Picture("units", specialist, reverse("units:unit_list")),
        Picture("search", specialist, reverse("search") + "?q=my+hoa+hung"),
        Picture("design", specialist, reverse("core:design")),
    ]


@pytest.fixture
def demonstration(db: None) -> None:
    load(Counts(quiet=True))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pictures_show_the_pages_as_they_are(
    browser, live_server, demonstration, language, width
):
    SCREENS.mkdir(parents=True, exist_ok=True)
    User.objects.update(language=language)
    context = browser.new_context(
        base_url=live_server.url, viewport=WIDTHS[width], locale=language, reduced_motion="reduce"
    )
    for picture in pictures():
        tab = open_as(context, live_server.url, picture)
        image = taken(tab)
        tab.close()
        assert len(image.getcolors(COLOURS + 1) or []) > 8, f"{picture.name}: an empty page"
        keep(image, f"{picture.name}-{language}-{width}.png")
    context.close()


def open_as(context: Any, origin: str, picture: Picture) -> Any:
    client = Client()
    client.force_login(person(picture.who), backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": origin}])
    tab = context.new_page()
    response = tab.goto(picture.path)
    assert response.status == 200, f"{picture.name}: {response.status}"
    tab.wait_for_load_state("networkidle")
    tab.evaluate("() => document.fonts.ready")
    return tab


def taken(tab: Any) -> Image.Image:
    """The window, in few colours: flat pages lose nothing and the file is small."""
    shot = Image.open(BytesIO(tab.screenshot())).convert("RGB")
    return shot.quantize(COLOURS, dither=Image.Dither.NONE)


def keep(image: Image.Image, name: str) -> None:
    path = SCREENS / name
    if path.exists():
        before = Image.open(path).convert("RGB")
        now = image.convert("RGB")
        if before.size == now.size and not visibly_different(before, now):
            return
    image.save(path, optimize=True)


def visibly_different(before: Image.Image, now: Image.Image) -> bool:
    """Whether more than one pixel in a hundred changed beyond what a renderer varies."""
    changed = ImageChops.difference(before, now).convert("L").point(lambda v: 255 * (v > 40))
    return changed.histogram()[255] > now.width * now.height / 100
