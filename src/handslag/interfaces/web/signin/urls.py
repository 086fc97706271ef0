"""Where people sign in and look after their account, in Swedish as they see it.

The names are those that allauth asks for. What it offers besides, Handslag has no use for, and so
it leads nowhere.
"""

from allauth.account import views as account
from django.urls import path

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
]
