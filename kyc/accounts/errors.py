"""What can go wrong with accounts, in words for the administrator."""

from __future__ import annotations

from kyc.documents.errors import DeskError
from kyc.documents.words import N_


class LastAdministrator(DeskError):
    code = "last_administrator"
    message = N_("This is the last administrator who can sign in. Make somebody else administrator first.")


class UsernameTaken(DeskError):
    code = "username_taken"
    message = N_("An account with this user name exists already.")


class UnknownRole(DeskError):
    code = "unknown_role"
    message = N_("There is no such role.")


class ClientNameTaken(DeskError):
    code = "client_name_taken"
    message = N_("An API client with this name exists already.")


class ClientNameRefused(DeskError):
    code = "client_name_refused"
    message = N_("The name of an API client has 1 to %(limit)s characters that can be printed.")


class UnknownService(DeskError):
    code = "unknown_service"
    message = N_("There is no such service.")
