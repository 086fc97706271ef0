"""The public side's addresses. Those of what is published last for ever: none is ever changed."""

from django.urls import path, register_converter

from handslag.interfaces.web.public import (
    bodies,
    decisions,
    feeds,
    language,
    meetings,
    papers,
    robots,
    search,
    start,
    statement,
)
from handslag.interfaces.web.public.addresses import KindConverter

register_converter(KindConverter, "kind")
app_name = "public"
ONE = "offentligt/<slug:slug>/<str:meeting>/<kind:kind>/"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("offentligt/", start.start, name="start"),
    path("offentligt/flode.atom", feeds.county, name="feed"),
    path("offentligt/organ/", bodies.bodies, name="bodies"),
    path("offentligt/beslut/", decisions.decisions, name="decisions"),
    path("offentligt/beslut/flode.atom", feeds.decisions, name="decision-feed"),
    path("offentligt/sok/", search.search, name="search"),
    path("offentligt/sprak/", language.language, name="language"),
    path("offentligt/tillganglighet/", statement.statement, name="accessibility"),
    path("offentligt/tillganglighet/rapportera/", statement.report, name="report-fault"),
    path("offentligt/<slug:slug>/", bodies.body, name="body"),
    path("offentligt/<slug:slug>/flode.atom", feeds.body, name="body-feed"),
    path("offentligt/<slug:slug>/<str:meeting>/", meetings.meeting, name="meeting"),
    path(ONE, papers.publication, name="publication"),
    path(f"{ONE}version/<int:number>/", papers.version, name="version"),
    path(f"{ONE}version/<int:number>/<str:name>", papers.file, name="file"),
    path(f"{ONE}skillnad/<int:number>/", papers.changes, name="difference"),
]
