from hashlib import sha256

from handslag import __version__
from handslag.source.read import read
from handslag.source.record import Kind
from tests.source.reading.pdfs import image_page, pdf, text_page


def test_the_record_says_what_was_read():
    data = "Sn\xf6rsj\xf6 kommun\r\n".encode("cp1252")
    text, record = read(data, "sno.txt")
    source = record.source
    assert text.text == "Snörsjö kommun\n"
    assert source.name == "sno.txt"
    assert source.sha256 == sha256(data).hexdigest()
    assert source.text_sha256 == sha256("Snörsjö kommun\n".encode()).hexdigest()
    assert source.media_type == "text/plain"
    assert source.characters == 15
    assert source.pages is None
    assert source.recognised is False
    assert source.reader == f"handslag {__version__}"


def test_the_record_of_a_pdf_counts_its_pages():
    _, record = read(pdf(text_page("Kallelse"), text_page("Bilaga")), "k.pdf")
    assert (record.source.pages, record.source.media_type) == (2, "application/pdf")


def test_what_was_doubtful_in_the_reading_stands_first_among_the_findings():
    _, record = read(pdf(text_page("Recept på fiskgratäng"), image_page()), "r.pdf")
    assert record.findings[0].code == "page-without-text"


def test_a_file_that_is_no_meeting_document_gives_a_record_with_findings():
    _, record = read("Recept på fiskgratäng: tag en torsk.".encode(), "recept.txt")
    assert record.kind is Kind.UNKNOWN
    assert record.items == ()
    assert record.findings
