"""The app's place in Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under its own short label, and listens to what meetings announce."""

    name = "handslag.output.search"
    label = "search"

    def ready(self) -> None:
        """Index a meeting whenever its facts are written, a publication when it is changed."""
        from handslag.domain.access.viewer import SYSTEM  # models are ready only now
        from handslag.domain.meetings.events import when_recorded
        from handslag.domain.publications.events import when_changed

        # what follows is fetched when it is first called: most commands never come to it

        def follow(meeting_id: int) -> None:
            from handslag.output.search.actions import reindex

            reindex(viewer=SYSTEM, meeting_ids=[meeting_id])

        when_recorded(follow, name=self.name)

        def follow_published(publication_id: int) -> None:
            from handslag.output.search.published.actions import reindex_published

            reindex_published(viewer=SYSTEM, publication_ids=[publication_id])

        when_changed(follow_published, name=self.name)
