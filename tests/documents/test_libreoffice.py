"""The Word files of every kind, printed by LibreOffice: the measures of the page hold there too.

`tools/setup.sh testing` installs it (libreoffice-writer-nogui, 250 MB).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import yaml
import zxingcpp

from documents.domain import word_for
from documents.kinds.samples import SAMPLES
from tests.documents.golden import DAYS, FILE, MARK, found_on, issued_sample
from tests.documents.ruler import Sheet

pytestmark = pytest.mark.office

GOLDEN = yaml.safe_load(FILE.read_text(encoding="utf-8"))
EVERY = pytest.mark.parametrize(
    ("name", "regime"), [(name, regime) for name in sorted(SAMPLES) for regime in DAYS]
)
NEAR, DPI = 1.0, 200  # mm, an office scanner


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample as Word file and, by LibreOffice, as PDF."""
    folder = tmp_path_factory.mktemp("word")
    for name in SAMPLES:
        for regime in DAYS:
            (folder / f"{name}-{regime}.docx").write_bytes(word_for(issued_sample(name, regime)))
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=240)
    return folder


def sheets(printed: Path, name: str, regime: str) -> list[Sheet]:
    with pdfplumber.open(printed / f"{name}-{regime}.pdf") as opened:
        return [Sheet(page, number) for number, page in enumerate(opened.pages, start=1)]


@EVERY
def test_every_part_has_its_size_and_style(printed, name, regime):
    found = found_on(sheets(printed, name, regime), issued_sample(name, regime))
    wanted = GOLDEN[f"{name}-{regime}"]
    assert found.keys() == wanted.keys()
    for part, value in wanted.items():
        assert (found[part]["size"], found[part]["style"]) == (value["size"], value["style"]), part


@EVERY
def test_every_part_stands_where_the_page_has_it(printed, name, regime):
    found = found_on(sheets(printed, name, regime), issued_sample(name, regime))
    for part, value in GOLDEN[f"{name}-{regime}"].items():
        here, there = (
            (where["page"], where["left"], where["baseline"]) for where in (found[part], value)
        )
        assert here == pytest.approx(there, abs=NEAR), part


@EVERY
def test_the_signature_has_text_on_its_page_and_the_code_is_read(printed, name, regime):
    pages = sheets(printed, name, regime)
    closing = next(page for page in pages if "Nơi nhận:" in page.text)
    first = issued_sample(name, regime).signature.lines[0]
    assert not closing.text.removeprefix("2\n").startswith((first, f"Nơi nhận: {first}"))
    with pypdfium2.PdfDocument(printed / f"{name}-{regime}.pdf") as opened:
        codes = [
            [code.text for code in zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())]
            for page in opened
        ]
    assert codes == [[MARK.address], *([[]] * (len(pages) - 1))]


def test_the_list_lies_on_a_turned_page(printed):
    last = sheets(printed, "recognition", "nd30")[-1]
    assert (round(last.width), round(last.height)) == (297, 210)
