"""The app's place in Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


class MattersConfig(AppConfig):
    """Registers the subject under its own short label, and listens to what meetings announce."""

    name = "handslag.domain.matters"
    label = "matters"

    def ready(self) -> None:
        """Take the plan's proposals over when a meeting takes up the item that they stand under.

        Whenever facts are written, settle whom assignments name and when they are due, and whose
        stances are, and then see to it that every item belongs to a matter. And let what is
        raised for a meeting be a matter from then on, and keep the codes of clauses that go.
        """
        from handslag.domain.documents import store  # models are ready only now
        from handslag.domain.matters.deciding.codes import keep_codes
        from handslag.domain.matters.models import AssignmentFile
        from handslag.domain.meetings.events import when_begun, when_raised, when_recorded

        keep_codes()

        def follow(item_id: int, viewer: Viewer) -> None:
            from handslag.domain.matters.writing.actions import hold_proposals  # seldom come to

            hold_proposals(viewer=viewer, item_id=item_id)

        def settled(meeting_id: int) -> None:
            from handslag.domain.matters.assignments.settling import settle  # as above

            settle(meeting_id)

        def parties_settled(meeting_id: int) -> None:
            from handslag.domain.matters.owing.settling import settle_parties  # as above

            settle_parties(meeting_id)

        def linked(meeting_id: int) -> None:
            from handslag.domain.access.viewer import SYSTEM  # as above
            from handslag.domain.matters.linking.actions import link_meeting

            link_meeting(viewer=SYSTEM, meeting_id=meeting_id)

        def raised(raised_id: int) -> None:
            from handslag.domain.matters.history.raising import follow_raised  # as above

            follow_raised(raised_id)

        when_begun(follow, name=self.name)
        when_recorded(settled, name=f"{self.name}.assignments")
        when_recorded(parties_settled, name=f"{self.name}.owing")
        when_recorded(linked, name=f"{self.name}.linking")
        when_raised(raised, name=f"{self.name}.history")
        store.named_in(AssignmentFile, "sha256")
