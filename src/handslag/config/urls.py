"""Where each address leads."""

from django.urls import include, path

urlpatterns = [
    path("", include("handslag.interfaces.web.signin.urls")),
    path("", include("handslag.interfaces.web.desk.urls")),
]

handler400 = "handslag.interfaces.web.kit.errors.bad_request"
handler403 = "handslag.interfaces.web.kit.errors.forbidden"
handler404 = "handslag.interfaces.web.kit.errors.not_found"
handler500 = "handslag.interfaces.web.kit.errors.server_error"
