"""The policy that a new desk begins with. Later versions are made in the administration: a desk that runs already keeps
what it published, and an administrator decides there which of the other documents it accepts."""

from __future__ import annotations

from typing import Any, Final

from kyc.documents.kinds import DocumentKind
from kyc.policy.content import REJECTED, RESUBMISSION_REQUESTED


def _final(code: str, label: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
    return _reason(code, "FINAL", label, text, [REJECTED])


def _retry(code: str, label: tuple[str, str], text: tuple[str, str]) -> dict[str, Any]:
    return _reason(code, "RETRY", label, text, [REJECTED, RESUBMISSION_REQUESTED])


def _reason(code: str, kind: str, label: tuple[str, str], text: tuple[str, str], outcomes: list[str]) -> dict[str, Any]:
    return {
        "code": code,
        "type": kind,
        "label": {"en": label[0], "zh-hans": label[1]},
        "applicant_text": {"en": text[0], "zh-hans": text[1]},
        "outcomes": outcomes,
    }


#: ``lines`` is empty: every detector keeps the line that was measured for it.
CONTENT: Final[dict[str, Any]] = {
    "reasons": [
        _retry(
            "COPY_OF_DOCUMENT",
            ("Copy of the document", "证件复印件"),
            (
                "Please photograph the original document, not a copy or a printout.",
                "请拍摄证件原件，不要使用复印件或打印件。",
            ),
        ),
        _retry(
            "SCREEN_RECAPTURE",
            ("Photographed from a screen", "翻拍屏幕"),
            (
                "Please photograph the original document itself, not a picture of it.",
                "请直接拍摄证件原件，不要拍摄证件的图片。",
            ),
        ),
        _final(
            "FORGED_OR_EDITED",
            ("Forged or edited", "伪造或经编辑"),
            ("We cannot accept this document.", "我们无法接受该证件。"),
        ),
        _retry(
            "LOW_QUALITY",
            ("Picture quality too low", "图像质量不合格"),
            (
                "The picture is not clear enough. Please take a sharp, evenly lit picture of the whole document.",
                "图片不够清晰。请在光线均匀的环境下重新拍摄，确保画面清晰且证件完整。",
            ),
        ),
        _retry(
            "DATA_NOT_VISIBLE",
            ("Data not visible", "证件信息被遮挡或不可见"),
            (
                "Part of the document cannot be seen. Please take away covers and fingers and show all four corners.",
                "证件部分内容无法看到。请取下卡套、移开手指，并拍全证件四角。",
            ),
        ),
        _retry(
            "DOCUMENT_TYPE_NOT_ACCEPTED",
            ("Document type not accepted", "不接受该证件类型"),
            (
                "This type of document is not accepted. Please use one of the documents that we asked for.",
                "暂不接受该类证件，请使用我们要求的证件。",
            ),
        ),
        _retry(
            "EXPIRED",
            ("Document expired", "证件已过有效期限"),
            (
                "The document is no longer valid. Please use a valid one.",
                "证件已过有效期限，请使用有效证件。",
            ),
        ),
        _retry(
            "INVALID_DATES",
            ("Dates do not agree", "日期信息不合理"),
            (
                "The dates on the document could not be confirmed. Please send new pictures of the original document.",
                "证件上的日期无法确认，请重新提交证件原件的图片。",
            ),
        ),
        _retry(
            "DATA_INCONSISTENT",
            ("Data contradict each other", "证件信息前后矛盾"),
            (
                "What the document says could not be confirmed. Please send new pictures of the original document.",
                "证件信息无法确认，请重新提交证件原件的图片。",
            ),
        ),
        _retry(
            "SIDE_MISSING",
            ("A face is missing", "缺少证件的一面"),
            ("Please send both the front and the back of the document.", "请同时提交证件的正面和背面。"),
        ),
        _final(
            "DUPLICATE",
            ("Seen in another case", "与其他案件重复"),
            ("We cannot accept this document.", "我们无法接受该证件。"),
        ),
        _retry(
            "DECLARED_DATA_MISMATCH",
            ("Declared data differ", "与申报信息不符"),
            (
                "What you stated does not agree with the document. Please check it and send it again.",
                "您填写的信息与证件不一致，请核对后重新提交。",
            ),
        ),
        _retry(
            "OTHER",
            ("Other reason", "其他原因"),
            ("We could not accept the document. Please contact us.", "我们未能接受该证件，请与我们联系。"),
        ),
    ],
    "accepted_kinds": [kind.value for kind in DocumentKind],
    "lines": {},
}
