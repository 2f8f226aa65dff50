"""The square at the foot of a page that leads to the check of the paper."""

from io import BytesIO

import segno


def qr_svg(address: str) -> str:
    """The square as a drawing."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, scale=2)
    return out.getvalue().decode()


def qr_png(address: str) -> bytes:
    """The square as dots."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", border=1, scale=8)
    return out.getvalue()
