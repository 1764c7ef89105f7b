"""Codes that a telephone reads (QR), as drawings inside a page (no picture file, no script, no style) or as a small PNG for a paper."""

import io

from django.utils.safestring import SafeString, mark_safe


def qr_drawing(address: str) -> SafeString:
    """The address as an SVG for the page, black on white with the quiet border that readers need."""
    # Loaded with the first code: most pages have none.
    import segno  # noqa: PLC0415

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, dark="#000", light="#fff", lineclass=None,
        svgclass="qr", nl=False,
    )  # fmt: skip
    # Drawn by the library from our own address; the address itself is not in it as text.
    return mark_safe(out.getvalue().decode())  # noqa: S308


def qr_png(address: str) -> bytes:
    """The same as a PNG of two colours, sharp when it is printed."""
    import segno  # noqa: PLC0415

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    return out.getvalue()
