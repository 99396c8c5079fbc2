"""The design system: words of deadlines, tags, lists, tokens, and the weight of the first load."""

import ast
import gzip
import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from core.web import pages
from core.web.deadlines import deadline
from core.web.icons import icon_svg
from core.web.navigation import ENTRIES
from core.web.pages import Filters, paginate, query_with
from core.web.tones import STATES, TONES, tone_and_icon
from tests.house import ROOT, sources, templates

TODAY = date(2019, 11, 20)
CSS = ROOT / "static/css"
FIRST_LOAD_LIMIT = 150 * 1024


# Deadlines --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "tone", "vietnamese", "english"),
    [
        (date(2019, 11, 19), "late", "quá hạn 1 ngày", "overdue by 1 day"),
        (date(2019, 11, 10), "late", "quá hạn 10 ngày", "overdue by 10 days"),
        (date(2019, 11, 20), "soon", "hôm nay", "today"),
        (date(2019, 11, 21), "soon", "còn 1 ngày", "1 day left"),
        (date(2019, 11, 27), "soon", "còn 7 ngày", "7 days left"),
        (date(2019, 11, 28), "later", "còn 8 ngày", "8 days left"),
    ],
)
def test_a_deadline_is_said_as_people_say_it(on, tone, vietnamese, english):
    with translation.override("vi"):
        assert deadline(on, today=TODAY).words == vietnamese
    with translation.override("en"):
        seen = deadline(on, today=TODAY)
    assert (seen.words, seen.tone) == (english, tone)


def test_a_duty_that_is_done_is_no_longer_counted_down():
    assert deadline(date(2019, 11, 1), today=TODAY, done=True).tone == "done"


def test_the_day_itself_stands_beside_the_words():
    html = render("{% due day %}", day=date(2019, 11, 20))
    assert '<time datetime="2019-11-20"' in html
    assert "20/11/2019</time>" in html
    assert render("{% due day %}", day=None) == ""


# Tags ---------------------------------------------------------------------------------------------
def render(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **context}))


def test_a_state_is_an_icon_and_a_word_never_colour_alone():
    for name in [*TONES, *STATES, "unheard-of"]:
        tone, icon = tone_and_icon(name)
        assert tone in TONES
        assert icon_svg(icon)
        html = render("{% state_chip 'Đã ban hành' name %}", name=name)
        assert "<svg" in html
        assert "Đã ban hành" in html


def test_text_in_tags_is_escaped():
    assert "<b>" not in render("{% state_chip label %}", label="<b>")
    assert "<b>" not in render("{% person who %}", who=User(full_name="<b>x</b>"))


def test_an_icon_that_does_not_exist_is_refused():
    with pytest.raises(LookupError):
        icon_svg("no-such-icon")
    with pytest.raises(LookupError):
        icon_svg("../../package")


def test_every_icon_named_in_the_project_exists():
    named = set()
    for text in templates().values():
        named |= set(re.findall(r'{%\s*icon\s+"([^"]+)"', text))
        named |= set(re.findall(r'{%\s*empty(?:_state)?\s+"([^"]+)"', text))
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "icon":
                named |= {getattr(node.value, "value", "")} - {""}
    assert len(named) > 30
    assert [name for name in sorted(named) if not exists(name)] == []


def exists(icon: str) -> bool:
    try:
        return bool(icon_svg(icon))
    except LookupError:
        return False


def test_every_entry_of_the_navigation_leads_somewhere():
    assert len(ENTRIES) > 6
    for entry in ENTRIES:
        for address in (entry.address, *entry.also, *entry.without):
            assert reverse(address)
        assert icon_svg(entry.icon)


def test_the_navigation_of_one_person_is_not_shown_to_another(make_user, tree, client_for):
    register = reverse("documents:register")
    clerk = client_for(make_user(Role.CLERK, tree.department))
    specialist = client_for(make_user(Role.SPECIALIST, tree.department))
    for _round in range(2):
        assert f'href="{register}"' in clerk.get("/").content.decode()
        assert f'href="{register}"' not in specialist.get("/").content.decode()


def test_the_navigation_marks_the_page_it_stands_on(make_user, tree, client_for):
    specialist = client_for(make_user(Role.SPECIALIST, tree.department))
    for address in ("home", "units:unit_list", "home"):
        text = specialist.get(reverse(address)).content.decode()
        marked = re.findall(r'class="nav-link" href="([^"]+)" aria-current="page"', text)
        assert set(marked) == {reverse(address)}


def test_what_every_page_shares_is_said_in_each_readers_language():
    frame = "{% load frame %}{% shared %}{% translate 'Plans' %}{{ secret }}{% endshared %}"
    template = Template(frame)
    for language, word in (("vi", "Kế hoạch"), ("en", "Plans"), ("vi", "Kế hoạch")):
        with translation.override(language):
            assert template.render(Context({"secret": "riêng"})) == word


def test_a_column_head_turns_the_order_round():
    head = "{% th_sort 'name' 'Đơn vị' default='name' %}"
    assert 'aria-sort="ascending"' in render(head)
    assert "sort=-name" in render(head, "/?page=3")
    assert "page=3" not in render(head, "/?page=3")
    assert 'aria-sort="descending"' in render(head, "/?sort=-name")
    assert 'aria-sort="none"' in render(head, "/?sort=pupils")


def test_a_query_string_keeps_what_it_is_not_told_to_change():
    query = RequestFactory().get("/?q=an+giang&page=2&level=TH&level=THCS").GET
    assert query_with(query, page=None) == "?q=an+giang&level=TH&level=THCS"
    assert query_with(query, q="", page=3, level=None) == "?page=3"


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên văn bản")
    levels = forms.MultipleChoiceField(
        label="Cấp học", choices=[("TH", "Tiểu học")], widget=forms.CheckboxSelectMultiple
    )

    def clean(self):
        raise forms.ValidationError("Trùng lịch")


def test_the_error_summary_links_each_line_to_its_field():
    form = SampleForm({}, prefix="p")
    html = render("{% error_summary form %}{% form_fields form %}", form=form)
    assert html.index("Trùng lịch") < html.index('href="#id_p-name"')
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_p-name", "id_p-levels_0"]
    for target in targets:
        assert f'id="{target}"' in html
    assert 'aria-describedby="id_p-name_helptext id_p-name_error"' in html
    assert 'id="id_p-name_error"' in html
    assert "data-error-summary" not in render("{% error_summary form %}", form=SampleForm())


def test_a_full_progress_bar_says_so():
    assert "is-full" in render("{% progress 4 4 %}")
    assert "is-full" not in render("{% progress 0 0 %}")


# Lists ----------------------------------------------------------------------------------------------
@pytest.fixture
def seven(db):
    for number in range(7):
        User.objects.create_user(f"u{number}@example.vn", f"Chuyên viên {number}")
    return User.objects.order_by("email")


def page(seven, query: str = "", per_page: int = 3):
    return paginate(RequestFactory().get(f"/{query}"), seven, per_page)


def test_pages_are_cut_and_asking_for_nonsense_gives_a_page_that_exists(seven):
    assert [user.email for user in page(seven, "?page=3")] == ["u6@example.vn"]
    for asked, given in [("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 30, 1), ("²", 1)]:
        assert page(seven, f"?page={asked}").number == given
    first = page(seven)
    assert (first.previous_number, first.next_number, first.last_number) == (None, 2, 3)


def test_counting_stops_at_the_cap(seven, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(pages, "COUNT_CAP", 5)
    with django_assert_num_queries(2), translation.override("vi"):
        capped = page(seven, "?page=9")
        assert capped.count_words == "hơn 5 dòng"
    assert capped.last_number == 2
    assert not page(seven.filter(email="u1@example.vn")).capped


class FilterForm(forms.Form):
    q = forms.CharField(required=False)
    level = forms.ChoiceField(label="Cấp", required=False, choices=[("", "–"), ("TH", "Tiểu học")])
    late = forms.BooleanField(label="Quá hạn", required=False)


def test_each_active_filter_is_a_chip_that_removes_it():
    request = RequestFactory().get("/?q=a&level=TH&late=on&page=4")
    filters = Filters(request, FilterForm(request.GET))
    chip = filters.chips[0]
    assert (chip.label, chip.value) == ("Cấp", "Tiểu học")
    assert chip.url == "?q=a&late=on"
    assert filters.clear_url == "?all=1"
    request = RequestFactory().get("/?level=nonsense")
    assert Filters(request, FilterForm(request.GET)).chips == []


# Tokens -----------------------------------------------------------------------------------------------
def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, str]]:
    css = (CSS / "tokens.css").read_text()
    blocks = {
        "light": css[css.index(":root") : css.index('[data-theme="field"]')],
        "field": css[css.index('[data-theme="field"]') :],
    }
    read = {n: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", b)) for n, b in blocks.items()}
    return {"light": read["light"], "field": read["light"] | read["field"]}


PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("page", "surface")],
    ("ink-soft", "surface-sunk"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-done", "done"),
    *[(tone, f"{tone}-soft") for tone in ("late", "soon", "done", "quiet")],
    *[(tone, "surface") for tone in ("late", "soon", "done")],
    ("bar-ink", "bar"),
    ("bar-soft", "bar-field"),
    ("on-bright", "bar-bright"),
]


@pytest.mark.parametrize("theme", ["light", "field"])
def test_every_pair_of_ink_and_ground_has_the_contrast_of_aa(theme):
    tokens = themes()[theme]
    poor = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in PAIRS
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert poor == {}
    assert contrast(tokens["line-strong"], tokens["surface"]) >= 3  # edges of fields
    assert contrast(tokens["focus"], tokens["page"]) >= 3


def test_colours_are_decided_in_the_tokens_alone():
    for path in CSS.glob("*.css"):
        if path.name in {"tokens.css", "print.css"}:
            continue
        text = re.sub(r'url\("data:[^"]*"\)', "", path.read_text())
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", text) == [], path.name


# Weight -------------------------------------------------------------------------------------------------
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_load_is_light(enter, tree, make_user):
    """Everything the home page asks of a new browser, texts compressed as in production."""
    tab = enter(make_user("specialist", tree.department))
    weights: dict[str, int] = {}

    def weigh(response):
        body = response.body()
        packed = not response.url.endswith((".woff2", ".png"))
        weights[response.url] = len(gzip.compress(body)) if packed else len(body)

    tab.on("response", weigh)
    tab.goto("/")
    tab.wait_for_load_state("networkidle")
    total = sum(weights.values())
    print(f"first load: {total / 1024:.0f} KB in {len(weights)} files")
    assert len(weights) > 8
    assert total <= FIRST_LOAD_LIMIT, weights


def test_the_design_page_shows_every_archetype_in_both_languages(client_for, user):
    for language in ("vi", "en"):
        user.language = language
        user.save()
        text = client_for(user).get(reverse("core:design")).content.decode()
        for archetype in ["home", "dossier", "list", "board", "calendar", "form", "field",
                          "leader", "paper", "states"]:  # fmt: skip
            assert f'id="{archetype}"' in text
        assert ("Có vấn đề cần sửa" in text) is (language == "vi")


@override_settings(DEBUG=False)
def test_refusals_say_what_and_what_to_do(client_for, user):
    text = client_for(user).get("/no-such-page/").content.decode()
    assert "Không có trang này" in text
    assert reverse("home") in text


def test_a_table_and_the_section_around_it_are_one_landmark():
    """Both named by one heading, a screen reader would list the place twice."""
    doubled = []
    for path in (ROOT / "templates").rglob("*.html"):
        for part in re.split(r"(?=<section\b)", path.read_text())[1:]:
            name = re.match(r'<section[^>]*? aria-labelledby="([^>]*?)">', part)
            inside = part.split("</section>")[0]
            if name and f'role="region" aria-labelledby="{name[1]}"' in inside:
                doubled.append(f"{path.name}: {name[1]}")
    assert doubled == []
