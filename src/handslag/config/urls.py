"""Where each address leads."""

from django.urls import include, path

urlpatterns = [
    path("", include("handslag.interfaces.web.desk.urls")),
]
