"""Reference tables in the plain administration: school years and special days."""

from django.contrib import admin

from units.models import CalendarDay, SchoolYear, Semester


class SemesterInline(admin.TabularInline[Semester, SchoolYear]):
    model = Semester
    extra = 0


@admin.register(SchoolYear)
class SchoolYearAdmin(admin.ModelAdmin[SchoolYear]):
    list_display = ("name", "starts_on", "ends_on")
    inlines = (SemesterInline,)


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin[CalendarDay]):
    list_display = ("on", "name", "kind", "unit", "verified")
    list_filter = ("kind", "verified")
    date_hierarchy = "on"
    raw_id_fields = ("unit",)
