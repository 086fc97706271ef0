"""Letters with a link in them, and what to do where none can be sent."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from datetime import date

    from handslag.interfaces.web.kit.requests import PageRequest

log = logging.getLogger(__name__)


def send_invitation(request: PageRequest, *, token: str, email: str, name: str, until: date) -> str:
    """Send the link to whoever is asked in. Returns the link where no letter could be sent.

    Then whoever invites has to hand it over.
    """
    link = address_of(request, reverse("desk:invitation", args=[token]))
    words = _(
        "Hej %(name)s\n\n"
        "%(who)s bjuder in dig till Handslag, där länets kommuner och region samlar sina möten, "
        "handlingar och beslut.\n\n"
        "Öppna länken och välj ett lösenord:\n%(link)s\n\n"
        "Länken är din egen och gäller en gång, till och med den %(day)s. Skicka den inte vidare. "
        "Väntade du dig ingen inbjudan kan du låta bli att svara: inget konto skapas.\n"
    ) % {"name": name, "who": request.viewer.name, "link": link, "day": short_day(until)}
    letter = EmailMessage(_("Inbjudan till Handslag"), words, to=[email])
    if not settings.EMAIL_HOST:
        return link
    try:
        letter.send()
    except (OSError, SMTPException):
        log.exception("An invitation could not be sent")
        return link
    return ""
