"""Addresses of the `plans` room, by noun."""

from django.urls import path

from plans.views import (
    absences,
    ad_hoc,
    bulk,
    calendar,
    closing,
    coverage,
    decisions,
    dossiers,
    duties,
    feeds,
    letters,
    load,
    offices,
    outside,
    parts,
    placing,
    plans,
    rollover,
    schedule_proposals,
    sections,
    team_decisions,
    team_people,
    teams,
    visit_steps,
    visits,
)

app_name = "plans"

plan_urls = [
    path("", plans.plan_list, name="plan_list"),
    path("export/", plans.plan_export, name="plan_export"),
    path("new/", plans.plan_create, name="plan_new"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("<int:pk>/amend/", plans.plan_amend, name="plan_amend"),
    path("<int:pk>/changes/", plans.plan_changes, name="plan_changes"),
    path("<int:pk>/history/", plans.plan_history, name="plan_history"),
    path("<int:pk>/text/", sections.plan_text, name="plan_text"),
    path("<int:pk>/text/add/", sections.section_add, name="section_add"),
    path("sections/<int:pk>/", sections.section, name="section"),
    path("sections/<int:pk>/<slug:action>/", sections.section_change, name="section_change"),
    path("<int:pk>/parts/<slug:key>/", parts.parts, name="parts"),
    path("<int:pk>/parts/<slug:key>/add/", parts.part_add, name="part_add"),
    path("<int:pk>/parts/<slug:key>/<int:part>/", parts.part_edit, name="part_edit"),
    path("<int:pk>/parts/<slug:key>/<int:part>/delete/", parts.part_delete, name="part_delete"),
    path(
        "<int:pk>/parts/<slug:key>/<int:part>/move/<slug:direction>/",
        parts.part_move,
        name="part_move",
    ),
    path("<int:pk>/step/<slug:name>/", decisions.plan_step, name="plan_step"),
]

coverage_urls = [
    path("<int:pk>/coverage/", coverage.coverage, name="coverage"),
    path("coverage/<int:pk>/draw/", coverage.draw, name="coverage_draw"),
    path("draws/<int:pk>/", coverage.draw_shown, name="draw"),
    path("draws/<int:pk>/excel/", coverage.draw_excel, name="draw_excel"),
]

office_urls = [
    path("<int:pk>/derive/", offices.plan_derive, name="plan_derive"),
    path("<int:pk>/offices/", offices.office_board_page, name="office_board"),
    path("<int:pk>/proposals/<int:office>/", offices.proposal, name="proposal"),
    path("proposals/<int:pk>/<slug:name>/", offices.proposal_step, name="proposal_step"),
    path("proposed/<int:pk>/remove/", offices.proposed_remove, name="proposed_remove"),
]

closing_urls = [
    path("<int:pk>/closing/", closing.closing, name="closing"),
    path("<int:pk>/account/", closing.account, name="account"),
    path("<int:pk>/account/excel/", closing.account_excel, name="account_excel"),
]

rollover_urls = [
    path("<int:pk>/roll-over/", rollover.rollover_new, name="rollover_new"),
    path("roll-overs/<int:pk>/", rollover.rollover, name="rollover"),
    path("roll-overs/<int:pk>/undo/", rollover.rollover_undo, name="rollover_undo"),
]

duty_urls = [
    path("duties/", duties.obligation_list, name="obligation_list"),
    path("duties/export/", duties.obligation_export, name="obligation_export"),
    path("duties/<int:pk>/", duties.obligation, name="obligation"),
    path("duties/<int:pk>/extend/", duties.obligation_extend, name="obligation_extend"),
    path("duties/<int:pk>/waive/", duties.obligation_waive, name="obligation_waive"),
]

schedule_urls = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("load/", load.load, name="load"),
    path("load/excel/", load.load_excel, name="load_excel"),
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/export/", visits.visit_export, name="visit_export"),
    path("visits/bulk/", bulk.visit_bulk, name="visit_bulk"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/edit/", visits.visit_edit, name="visit_edit"),
    path("visits/<int:pk>/place/", placing.visit_place, name="visit_place"),
    path("visits/<int:pk>/undo/", placing.visit_undo, name="visit_undo"),
    path("visits/<int:pk>/clashes/", placing.visit_clashes, name="visit_clashes"),
    path("visits/<int:pk>/step/<slug:name>/", visit_steps.visit_step, name="visit_step"),
    path("<int:pk>/visits/add/", visits.visit_add, name="visit_add"),
    path("<int:pk>/visits/ad-hoc/", ad_hoc.ad_hoc_add, name="ad_hoc_add"),
    path("<int:pk>/visits/units/", visits.unit_search, name="unit_search"),
    path("<int:pk>/visits/propose/", placing.propose, name="propose"),
    path("<int:pk>/proposal/", schedule_proposals.proposal, name="schedule_proposal"),
    path(
        "<int:pk>/proposal/<slug:action>/", schedule_proposals.step, name="schedule_proposal_step"
    ),
]

dossier_urls = [
    path("visits/<int:pk>/dossiers/", dossiers.dossiers, name="dossiers"),
    path("visits/<int:pk>/dossiers/<int:item>/", dossiers.dossier, name="dossier"),
    path(
        "dossier-files/<int:pk>/remove/", dossiers.dossier_file_remove, name="dossier_file_remove"
    ),
    path("clusters/<int:pk>/", dossiers.cluster, name="cluster"),
    path("clusters/<int:pk>/invite/", dossiers.cluster_invite, name="cluster_invite"),
    path("visits/<int:pk>/arrival/", dossiers.arrival, name="arrival"),
    path("visits/<int:pk>/arrival/undo/", dossiers.arrival_undo, name="arrival_undo"),
]

outside_urls = [
    path("outside/", outside.outside, name="outside"),
    path("outside/note/", outside.outside_note, name="outside_note"),
    path("outside/<int:pk>/", outside.outside_edit, name="outside_edit"),
    path("outside/<int:pk>/remove/", outside.outside_remove, name="outside_remove"),
]

absence_urls = [
    path("absences/", absences.absence_list, name="absence_list"),
    path("absences/add/", absences.absence_add, name="absence_add"),
    path("absences/<int:pk>/remove/", absences.absence_remove, name="absence_remove"),
]

feed_urls = [
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/open/", feeds.feed_open, name="feed_open"),
    path("feeds/<int:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("feeds/<str:secret>.ics", feeds.feed_file_view, name="feed_file"),
]

team_urls = [
    path("<int:pk>/teams/", teams.team_list, name="team_list"),
    path("<int:pk>/teams/add/", teams.team_add, name="team_add"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team_edit"),
    path("teams/<int:pk>/remove/", teams.team_remove, name="team_remove"),
    path("teams/<int:pk>/copy/", teams.team_copy, name="team_copy"),
    path("teams/<int:pk>/people/", teams.people_search, name="people_search"),
    path("teams/<int:pk>/members/add/", teams.member_add, name="member_add"),
    path("teams/<int:pk>/tasks/add/", teams.assignment_add, name="assignment_add"),
    path("members/<int:pk>/", teams.member_edit, name="member_edit"),
    path("members/<int:pk>/replace/", teams.member_replace, name="member_replace"),
    path(
        "members/<int:pk>/eligibility/", team_people.member_eligibility, name="member_eligibility"
    ),
    path("members/<int:pk>/<slug:action>/", teams.member_change, name="member_change"),
    path("tasks/<int:pk>/", teams.assignment_edit, name="assignment_edit"),
    path("teams/<int:pk>/mine/", team_people.my_team, name="my_team"),
    path("teams/<int:pk>/declaration/", team_people.declare_ties, name="declare"),
    path("teams/<int:pk>/declarations/", team_people.declarations, name="declarations"),
    path("teams/<int:pk>/acting/", team_people.acting_add, name="acting_add"),
    path("acting/<int:pk>/end/", team_people.acting_end, name="acting_end"),
]

team_decision_urls = [
    path("teams/<int:pk>/decision/", team_decisions.team_decision_new, name="team_decision_new"),
    path("decisions/<int:pk>/", team_decisions.team_decision, name="team_decision"),
    path(
        "decisions/<int:pk>/edit/", team_decisions.team_decision_edit, name="team_decision_edit"
    ),
    path(
        "decisions/<int:pk>/reason/", team_decisions.team_decision_override,
        name="team_decision_override",
    ),
    path(
        "decisions/<int:pk>/ready/", team_decisions.team_decision_ready, name="team_decision_ready"
    ),
    path(
        "decisions/<int:pk>/issue/", team_decisions.team_decision_issue, name="team_decision_issue"
    ),
    path(
        "decisions/<int:pk>/remove/", team_decisions.team_decision_remove,
        name="team_decision_remove",
    ),
]  # fmt: skip

letter_urls = [
    path("<int:pk>/letters/", letters.letter_list, name="letter_list"),
    path("<int:pk>/letters/new/", letters.letter_new, name="letter_new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/issue/", letters.letter_issue, name="letter_issue"),
    path("letters/<int:pk>/excel/", letters.letter_excel, name="letter_excel"),
    path("letters/<int:pk>/remove/", letters.letter_remove, name="letter_remove"),
]

urlpatterns = [
    *plan_urls,
    *coverage_urls,
    *office_urls,
    *closing_urls,
    *rollover_urls,
    *duty_urls,
    *schedule_urls,
    *dossier_urls,
    *outside_urls,
    *absence_urls,
    *feed_urls,
    *team_urls,
    *team_decision_urls,
    *letter_urls,
]
