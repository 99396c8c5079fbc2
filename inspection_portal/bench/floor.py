"""The floor under pages: a bare view that shows a table of fifty rows from the same database.

As every page of the portal it asks for sign-in and passes the same middleware; nothing else.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from units.models import Unit

TABLE = engines["django"].from_string(
    """<!doctype html><html lang="vi"><head><title>Floor</title></head><body><table>
{% for unit in units %}<tr><td>{{ unit.pk }}</td><td>{{ unit.name }}</td><td>{{ unit.short_name }}</td>
<td>{{ unit.kind }}</td><td>{{ unit.levels }}</td><td>{{ unit.district }}</td><td>{{ unit.commune }}</td>
<td>{{ unit.email }}</td></tr>{% endfor %}</table></body></html>"""
)


def floor(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.order_by("pk")[:50]
    return HttpResponse(TABLE.render({"units": units}, request))


urlpatterns = [path("floor/", floor), path("", include("inspection_portal.urls"))]
