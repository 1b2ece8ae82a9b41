"""Signing in and out, passwords and the second factor: those of allauth's pages that the desk uses, and no others.

Sign-up, mail addresses and password reset by mail stay out: allauth leaves out the links to pages that have no address.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.db.transaction import atomic
from django.urls import path

from kyc.accounts.views import first_password

# A new password and its event in the trail are one transaction. A sign-in is not, because hashing the password would
# keep every other writer waiting; of second factors allauth speaks only after its own transaction.
urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/", atomic(account.password_change), name="account_change_password"),
    path("accounts/first/<str:uidb64>/<str:token>/", first_password, name="first_password"),
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("accounts/2fa/codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
