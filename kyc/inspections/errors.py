"""What can be refused of cloud accounts, orders of engines and second opinions, in words for a person."""

from __future__ import annotations

from kyc.documents.errors import DeskError
from kyc.documents.words import N_


class AccountNameTaken(DeskError):
    code = "account_name_taken"
    message = N_("A cloud account with this name exists already.")


class AccountNameMissing(DeskError):
    code = "account_name_missing"
    message = N_("Give the account a name of its own; “local” is this machine's.")


class UnknownProtocol(DeskError):
    code = "unknown_protocol"
    message = N_("There is no such protocol.")


class EndpointRefused(DeskError):
    """In clear only to this very machine: pictures of documents and signatures go there."""

    code = "endpoint_refused"
    message = N_("The endpoint must be https:// and a host, without a path; http:// only for this machine itself.")


class CredentialsMissing(DeskError):
    code = "credentials_missing"
    message = N_("The secret id and the secret key must both be given.")


class CredentialsUnreadable(DeskError):
    code = "credentials_unreadable"
    message = N_("The stored credentials no longer open with their key. Enter them anew.")


class DetailMissing(DeskError):
    """A value that the account's protocol cannot do without."""

    code = "detail_missing"
    message = N_("This protocol needs: %(names)s.")


class FigureOutOfRange(DeskError):
    code = "figure_out_of_range"
    message = N_("This must be a number from %(low)s to %(high)s.")


class KindNotServed(DeskError):
    code = "kind_not_served"
    message = N_("This protocol does not read that kind of document: %(kind)s.")


class UnknownOrderKind(DeskError):
    code = "unknown_order_kind"
    message = N_("There is no such kind of document.")


class OrderEmpty(DeskError):
    code = "order_empty"
    message = N_("Choose at least one engine.")


class EngineTwice(DeskError):
    code = "engine_twice"
    message = N_("Every engine can stand in the order once.")


class EngineOfOtherKinds(DeskError):
    code = "engine_of_other_kinds"
    message = N_("%(account)s may not be sent such documents. Allow it on the account's own page first.")


class OnlyThisMachineRecognises(DeskError):
    code = "only_this_machine_recognises"
    message = N_("Where no kind is stated only this machine can read: the vendors must be told what a picture shows.")


class SecondOpinionUnderWay(DeskError):
    code = "second_opinion_under_way"
    message = N_("This engine has been asked about these pictures already and is still at it.")


class EngineNotOffered(DeskError):
    code = "engine_not_offered"
    message = N_("This engine cannot be asked about this document. Open the case again to see which can.")
