"""Writes of what is published."""

from handslag.domain.publications.actions.clearing import clear_finding, doubt_finding
from handslag.domain.publications.actions.faults import report_fault, settle_fault
from handslag.domain.publications.actions.joining import give_addresses_back, move_addresses
from handslag.domain.publications.actions.keeping import keep_file
from handslag.domain.publications.actions.publishing import (
    Published,
    publish_version,
    suppress_version,
    withdraw,
)

__all__ = [
    "Published",
    "clear_finding",
    "doubt_finding",
    "give_addresses_back",
    "keep_file",
    "move_addresses",
    "publish_version",
    "report_fault",
    "settle_fault",
    "suppress_version",
    "withdraw",
]
