"""What is handed in may be anything: it is kept, given back, and never run."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handslag.domain.documents import store
from handslag.domain.documents.models import Document
from handslag.interfaces.web.kit.downloads import TOLD_AS
from tests.interfaces.web.papers import NOTICE

pytestmark = pytest.mark.django_db
SCRIPT = "<script>fetch('/konton/')</script>"
PDF_WITH_SCRIPT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
    b"endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R"
    b"/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1"
    b"/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length 58>>stream\n"
    b"BT /F 12 Tf 50 700 Td (Kallelse till natverket 3 mars 2031) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>"
)
HOSTILE = {
    "sida.html": f"<html><body onload=alert(1)><h1>Kallelse</h1>{SCRIPT}</body></html>".encode(),
    "bild.svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="a()">{SCRIPT}</svg>'.encode(),
    "blad.txt": f"{SCRIPT}\n{NOTICE}".encode(),
    "både.pdf": b"<html>" + SCRIPT.encode() + b"</html>\n" + PDF_WITH_SCRIPT,
    "skript.pdf": PDF_WITH_SCRIPT,
    "bild.gif": b"GIF89a/*" + SCRIPT.encode() + b"*/=1;",
}


def upload(client, name, data, told="text/html"):
    return client.post("/handlingar/", {"filer": SimpleUploadedFile(name, data, told)})


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_uploaded_runs_nowhere(client, name):
    answer = upload(client, name, HOSTILE[name])
    assert answer.status_code == 200
    assert "<script>fetch" not in answer.content.decode()
    for document in Document.objects.all():
        page = client.get(f"/handlingar/{document.id}/?papper=text").content.decode()
        assert "<script>fetch" not in page
        given(client, document, HOSTILE[name])


def given(client, document, data) -> None:
    """It comes back as it was, to be saved; shown after all, it may do nothing."""
    answer = client.get(f"/handlingar/{document.id}/fil")
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] in {*TOLD_AS.values(), "application/octet-stream"}


@pytest.mark.parametrize(
    "told", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "", "x\r\nA: b"]
)
def test_a_type_that_runs_is_never_told(client, told):
    digest = store.keep(b"bytes")
    document = Document.objects.create(name="å ä.html", sha256=digest, media_type=told, size=5)
    given(client, document, b"bytes")
    answer = client.get(f"/handlingar/{document.id}/fil")
    assert list(answer.streaming_content)
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\windows\\system.ini",
        "a\r\nSet-Cookie: x=y.txt",
        'a"; filename="b.exe.txt',
        "protokoll\N{RIGHT-TO-LEFT OVERRIDE}txt.exe",
        "å" * 400 + ".txt",
        "\N{ZERO WIDTH SPACE}",
        ".bashrc",
        "a\x00b.txt",
    ],
)
def test_a_hostile_name_is_kept_harmless(client, name):
    assert upload(client, name, NOTICE.encode()).status_code in {200, 422}
    for document in Document.objects.all():
        assert document.name.isprintable()
        assert not {"/", "\\"} & set(document.name)
        assert len(document.name) <= 255
        answer = client.get(f"/handlingar/{document.id}/fil")
        assert list(answer.streaming_content)
        disposition = answer["Content-Disposition"]
        assert "\n" not in disposition
        _before, extended, words = disposition.partition("filename*=utf-8''")
        if extended:
            assert unquote(words) == document.name


def test_a_bomb_costs_that_file_alone(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w>" + b" " * 700_000_000)
    files = [
        SimpleUploadedFile("bomb.docx", packed.getvalue()),
        SimpleUploadedFile("kallelse.txt", NOTICE.encode()),
    ]
    page = client.post("/handlingar/", {"filer": files}).content.decode()
    assert page.count('class="message error"') == 1
    assert list(Document.objects.values_list("name", flat=True)) == ["kallelse.txt"]


def test_more_files_than_anybody_has_at_once_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(4)]
    assert client.post("/handlingar/", {"filer": files}).status_code == 400
    assert not Document.objects.exists()
