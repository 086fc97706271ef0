"""Where each address leads."""

from django.conf import settings
from django.urls import include, path

from handslag.interfaces.web.desk.look_around import look_around

EXAMPLE = [path("se-dig-omkring/", look_around, name="look-around")]
"""Only with the example on this machine: nobody can come to them in production."""

urlpatterns = [
    *(EXAMPLE if settings.DEMO else ()),
    path("", include("handslag.interfaces.web.signin.urls")),
    path("", include("handslag.interfaces.web.public.urls")),
    path("", include("handslag.interfaces.web.desk.urls")),
]

handler400 = "handslag.interfaces.web.kit.errors.bad_request"
handler403 = "handslag.interfaces.web.kit.errors.forbidden"
handler404 = "handslag.interfaces.web.kit.errors.not_found"
handler500 = "handslag.interfaces.web.kit.errors.server_error"
