"""Where people sign in and look after their account, in Swedish as they see it.

The names without a prefix are those that allauth asks for. What it offers besides, such as
opening an account without an invitation, leads nowhere.
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from handslag.interfaces.web.signin import account, organisation, passwords

urlpatterns = [
    path("logga-in/", allauth.login, name="account_login"),
    path("logga-in/kod/", factors.authenticate, name="mfa_authenticate"),
    path("logga-in/nyckel/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("logga-in/stangt/", allauth.account_inactive, name="account_inactive"),
    path("logga-in/organisation/", organisation.enter, name="provider_enter"),
    path("logga-in/organisation/svar/", organisation.answer, name="provider_answer"),
    path(
        "logga-in/organisation/avbrutet/",
        organisation.cancelled,
        name="socialaccount_login_cancelled",
    ),
    path("logga-ut/", allauth.logout, name="account_logout"),
    path("losenord/glomt/", passwords.forgotten, name="account_reset_password"),
    path(
        "losenord/glomt/skickat/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        passwords.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/bytt/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("losenord/styrka/", passwords.strength, name="password_strength"),
    path("konto/", account.account, name="account"),
    path("konto/inloggningar/", account.sessions, name="account_sessions"),
    path("konto/e-post/", account.address, name="account_email"),
    path("konto/e-post/<str:token>/", account.confirm_address, name="confirm_address"),
    path("konto/losenord/", allauth.password_change, name="account_change_password"),
    path("konto/losenord/forsta/", allauth.password_set, name="account_set_password"),
    path("konto/bekrafta/", allauth.reauthenticate, name="account_reauthenticate"),
    path("konto/bekrafta/kod/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(
        "konto/bekrafta/nyckel/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("konto/tva-steg/", factors.index, name="mfa_index"),
    path("konto/tva-steg/app/", app.activate_totp, name="mfa_activate_totp"),
    path("konto/tva-steg/app/ta-bort/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/tva-steg/koder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "konto/tva-steg/koder/nya/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/tva-steg/koder/fil",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "konto/tva-steg/nycklar/",
        login_required(RedirectView.as_view(pattern_name="mfa_index")),
        name="mfa_list_webauthn",
    ),
    path("konto/tva-steg/nycklar/ny/", keys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "konto/tva-steg/nycklar/<int:pk>/ta-bort/", keys.remove_webauthn, name="mfa_remove_webauthn"
    ),
    path("konto/tva-steg/nycklar/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
