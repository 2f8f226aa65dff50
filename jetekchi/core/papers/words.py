"""The few words of the form itself, in the language of the paper.

They are not in the catalogue on purpose: a signed paper must come out the same, byte for byte, whatever the
language of the person at the screen and however the translations of the product change later."""

from typing import Final

from .model import Language

SIGNATURE: Final[dict[Language, str]] = {"ky": "колу", "ru": "подпись", "en": "signature"}
BLANK_DATE: Final[dict[Language, str]] = {
    "ky": "20__-жылдын «__» __________",
    "ru": "«__» __________ 20__ г.",
    "en": "__ __________ 20__",
}
QR: Final[dict[Language, str]] = {
    "ky": "Документти текшерүү үчүн QR код",
    "ru": "QR-код для проверки документа",
    "en": "QR code to verify the document",
}
