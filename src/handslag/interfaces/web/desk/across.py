"""What was found across documents: the list of what nobody has looked at, and looking at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.intake.comparing import actions, queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def across(request: PageRequest) -> HttpResponse:
    """Every warning between documents that nobody has looked at."""
    listing = queries.open_across(request.viewer, page_asked_for(request))
    return page(request, "desk/across.html", {"noun": "review", "listing": listing})


@require_POST
def settle(request: PageRequest, finding_id: int) -> HttpResponse:
    """Say that one has been looked at, or take that back; then back to where it was said."""
    what = request.POST.get("gor")
    verbs = {"sett": actions.dismiss_across, "visa": actions.show_across_again}
    if what not in verbs:
        raise Http404
    with or_404():
        verbs[what](viewer=request.viewer, finding_id=known_id(finding_id))
    if what == "sett":
        messages.success(request, _("Anmärkningen är undanlagd. Du kan ta fram den igen."))
    else:
        messages.success(request, _("Anmärkningen visas igen."))
    back = request.POST.get("tillbaka", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:across")
    return redirect(back)
