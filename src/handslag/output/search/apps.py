"""The app's place in Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under its own short label, and listens to what meetings announce."""

    name = "handslag.output.search"
    label = "search"

    def ready(self) -> None:
        """Index a meeting anew whenever its facts are written."""
        from handslag.domain.access.viewer import SYSTEM  # models are ready only now
        from handslag.domain.meetings.events import when_recorded
        from handslag.output.search.actions import reindex

        def follow(meeting_id: int) -> None:
            reindex(viewer=SYSTEM, meeting_ids=[meeting_id])

        when_recorded(follow, name=self.name)
