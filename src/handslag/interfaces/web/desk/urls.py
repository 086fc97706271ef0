"""The desk's addresses, in Swedish as its readers see them."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from handslag.interfaces.web.desk import (
    across,
    bodies,
    changes,
    decisions,
    documents,
    facts,
    meetings,
    people,
    pictures,
    reading,
    review,
    search,
    start,
    together,
)

app_name = "desk"

urlpatterns = [
    path("", start.start, name="start"),
    path("moten/", meetings.meetings, name="meetings"),
    path("moten/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("moten/<int:meeting_id>/lage/", meetings.step, name="step"),
    path("moten/<int:meeting_id>/punkter/<int:item_id>/sluten/", meetings.close, name="close-item"),
    path("organ/<int:body_id>/vidare/", meetings.onward, name="onward"),
    path("beslut/", decisions.decisions, name="decisions"),
    path("organ/", bodies.bodies, name="bodies"),
    path("organ/lika/", bodies.alike, name="alike-bodies"),
    path("organ/<int:body_id>/", bodies.body, name="body"),
    path("personer/", people.people, name="people"),
    path("personer/lika/", people.alike, name="alike-people"),
    path("personer/<int:person_id>/", people.person, name="person"),
    path("handlingar/", documents.documents, name="documents"),
    path("handlingar/<int:document_id>/", documents.document, name="document"),
    path("handlingar/lases/", reading.underway, name="underway"),
    path("handlingar/<int:document_id>/lasning/", reading.reading, name="reading"),
    path("handlingar/<int:document_id>/fil", documents.file, name="file"),
    path("handlingar/<int:document_id>/godkann/", review.accept, name="accept"),
    path("handlingar/<int:document_id>/las-om/", review.reread, name="reread"),
    path("handlingar/<int:document_id>/angra/", review.undo, name="undo"),
    path("handlingar/<int:document_id>/andringar/", changes.changes, name="changes"),
    path("handlingar/<int:document_id>/sidor/<int:page>", pictures.picture, name="page-picture"),
    path("handlingar/<int:document_id>/lagg-till/", facts.add, name="add-fact"),
    path("handlingar/<int:document_id>/uppgifter/<int:fact_id>/", facts.fact, name="fact"),
    path(
        "handlingar/<int:document_id>/anmarkningar/<int:finding_id>/",
        review.dismiss,
        name="finding",
    ),
    path("granska/", review.waiting, name="review"),
    path("granska/tillsammans/", together.ready, name="together"),
    path("granska/tillsammans/<int:batch_id>/", together.batch, name="batch"),
    path("granska/mellan/", across.across, name="across"),
    path("granska/mellan/<int:finding_id>/", across.settle, name="settle-across"),
    path("sok/", search.search, name="search"),
    path("sprak/", require_POST(set_language), name="language"),
]
