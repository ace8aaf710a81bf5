"""Small HTML, PDF and Word files for the tests of their readers."""

import io
import zipfile

from docx import Document as new_docx
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

HTML = """<!doctype html><html lang="de"><head><title>Die Firma wächst | Echo</title>
<meta name="author" content="Eva Muster"><meta property="og:site_name" content="Echo">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<script>document.write("Skript")</script></head><body><nav><a href="/">Start</a></nav><article>
<h1>Die Firma wächst</h1>
<p>Die Firma hat 2023 ihren Umsatz auf 12,5 Mrd. Euro gesteigert, sagte <b>Anna</b> Berg.</p>
<ul><li>Neue Märkte in Asien und Afrika</li><li>Neue Produkte für alle Kunden</li></ul>
<p>Der Vorstand erwartet, dass die Zahl der Mitarbeiter bis 2025 auf 3&nbsp;800 steigen wird.</p>
<p>28. August ist der Stichtag, an dem der Vorstand über die Pläne entscheiden will.</p>
</article><footer>Impressum</footer></body></html>"""


def make_pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a line of ASCII text for each line of each page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=600, height=800)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        content = StreamObject()
        content.set_data(f"BT /F1 12 Tf 40 700 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Title": "A report", "/Author": "Eva Muster"})
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


FIRM = "Die Firma hat 3\u00a0800 Mitarbeiter und will im Jahr 2025 weiter wachsen."


def make_docx(
    author: str = "Eva Muster", heading: str = "Die Firma wächst", *paragraphs: str
) -> bytes:
    """A Word file with a heading, a paragraph or more, and a list of two."""
    file = new_docx()
    file.core_properties.author = author
    file.core_properties.title = ""
    file.add_heading(heading, level=1)
    for paragraph in paragraphs or (FIRM,):
        file.add_paragraph(paragraph)
    file.add_paragraph("Asien", style="List Bullet")
    file.add_paragraph("Afrika", style="List Bullet")
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def make_bomb() -> bytes:
    """A ZIP archive that unpacks to a thousand times its size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 10_000_000)
    return buffer.getvalue()
