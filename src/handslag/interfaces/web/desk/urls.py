"""The desk's addresses, in Swedish as its readers see them."""

from django.urls import URLPattern

app_name = "desk"

urlpatterns: list[URLPattern] = []
