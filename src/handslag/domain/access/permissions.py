"""Every permission there is, named by subject and verb."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a viewer may do. Roles are made of these.

    Reading a thing may take several: `MEETINGS_READ` is enough for what is shared, a draft takes
    `DRAFTS_READ` beside it and a closed item `CLOSED_READ`. What is published takes none.
    """

    MEETINGS_READ = "meetings.read"
    MEETINGS_PLAN = "meetings.plan"
    MEETINGS_PREPARE = "meetings.prepare"
    MEETINGS_NOTIFY = "meetings.notify"
    MEETINGS_ANSWER = "meetings.answer"
    MEETINGS_WRITE = "meetings.write"
    """Write minutes while the meeting is held, and after."""
    MEETINGS_FOLLOW = "meetings.follow"
    """See what is written while the meeting is held."""
    MINUTES_COMMENT = "minutes.comment"
    MINUTES_CORRECT = "minutes.correct"
    MINUTES_SIGN = "minutes.sign"
    PUBLICATIONS_CLEAR = "publications.clear"
    """Say of what looks like a personal number, or like somebody's health, that it may be shown."""
    FAULTS_READ = "faults.read"
    """Read what the public reports about the public pages, and settle it."""
    MATTERS_RAISE = "matters.raise"
    MATTERS_CHANGE = "matters.change"
    """Say what belongs to a matter, what it is called, and what happened to it between meetings."""
    ASSIGNMENTS_CHANGE = "assignments.change"
    """Give assignments days, hands and ends, and place them on agendas."""
    ASSIGNMENTS_REPORT = "assignments.report"
    """Report on an assignment: of the body, organisation or person that has it."""
    MANDATES_CHANGE = "mandates.change"
    NEWS_FOLLOW = "news.follow"
    """Follow matters and bodies, keep searches, and be told of news."""
    NOTES_WRITE = "notes.write"
    LETTERHEAD_CHANGE = "letterhead.change"
    MEETINGS_CLOSE = "meetings.close"
    MEETINGS_SHARE = "meetings.share"
    MEETINGS_FINALISE = "meetings.finalise"
    MEETINGS_PUBLISH = "meetings.publish"
    MEETINGS_WITHDRAW = "meetings.withdraw"
    DRAFTS_READ = "drafts.read"
    CLOSED_READ = "closed.read"
    DOCUMENTS_READ = "documents.read"
    DOCUMENTS_TAKE_IN = "documents.take-in"
    DOCUMENTS_REVIEW = "documents.review"
    REGISTRY_READ = "registry.read"
    REGISTRY_CHANGE = "registry.change"
    MEMBERSHIPS_CHANGE = "memberships.change"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_INVITE = "accounts.invite"
    ACCOUNTS_CHANGE = "accounts.change"
    LINKS_READ = "links.read"
    LINKS_GIVE = "links.give"
    LINKS_REVOKE = "links.revoke"
    LOG_READ = "log.read"
    LOG_ERASE = "log.erase"


PUBLIC = frozenset({Permission.MEETINGS_READ, Permission.DOCUMENTS_READ})
"""What everybody may do with a thing that is published and has nothing closed in it."""
