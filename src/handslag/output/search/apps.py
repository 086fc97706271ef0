"""The app's place in Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Collection


class SearchConfig(AppConfig):
    """Registers the app under its own short label, and listens to what the domain announces."""

    name = "handslag.output.search"
    label = "search"

    def ready(self) -> None:
        """Index whatever is written, or seen by others, in the transaction that makes it so."""
        from handslag.domain.access.viewer import SYSTEM  # models are ready only now
        from handslag.domain.documents.events import when_text_changed
        from handslag.domain.matters.events import when_matters_changed
        from handslag.domain.meetings.events import when_recorded, when_sight_changed
        from handslag.domain.publications.events import when_changed
        from handslag.domain.registry.events import when_renamed

        # what follows is fetched when it is first called: most commands never come to it

        def follow_sight(meeting_ids: Collection[int]) -> None:
            from handslag.output.search.actions import reindex, rekey_documents

            reindex(viewer=SYSTEM, meeting_ids=meeting_ids)
            rekey_documents(viewer=SYSTEM, meeting_ids=meeting_ids)

        def follow(meeting_id: int) -> None:
            follow_sight([meeting_id])

        def follow_document(document_id: int) -> None:
            from handslag.output.search.actions import reindex_documents

            reindex_documents(viewer=SYSTEM, document_ids=[document_id])

        def follow_matters(matter_ids: Collection[int]) -> None:
            from handslag.output.search.actions import reindex_matters

            reindex_matters(viewer=SYSTEM, matter_ids=matter_ids)

        def follow_body(body_id: int) -> None:
            from handslag.domain.meetings.queries import ids_of_body
            from handslag.output.search.actions import reindex

            reindex(viewer=SYSTEM, meeting_ids=ids_of_body(SYSTEM, body_id))

        def follow_published(publication_id: int) -> None:
            from handslag.output.search.published.actions import reindex_published

            reindex_published(viewer=SYSTEM, publication_ids=[publication_id])

        when_recorded(follow, name=self.name)
        when_sight_changed(follow_sight, name=self.name)
        when_text_changed(follow_document, name=self.name)
        when_matters_changed(follow_matters, name=self.name)
        when_renamed(follow_body, name=self.name)
        when_changed(follow_published, name=self.name)
