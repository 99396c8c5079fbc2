"""What a PDF says of itself: PDF/A-2a (ISO 19005-2) for the archive, PDF/UA-1 for screen readers.

WeasyPrint writes one of the two declarations. Both stand in the XMP metadata, and PDF/A wants the
words that it does not know itself (`pdfuaid`) declared there too.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pikepdf

_XMP = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def declare(paper: pikepdf.Pdf, title: str) -> None:
    """Write the metadata of an open PDF; its parts must hold what they declare."""
    producer = str(paper.docinfo.get("/Producer", "WeasyPrint"))
    words = _XMP.format(title=escape(title), producer=escape(producer)).encode()
    stream = pikepdf.Stream(paper, words)
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    paper.Root.Metadata = paper.make_indirect(stream)
    paper.docinfo["/Title"] = title
    paper.docinfo["/Producer"] = producer
    for key in set(paper.docinfo.keys()) - {"/Title", "/Producer"}:
        del paper.docinfo[key]  # what the metadata does not say, the old dictionary may not either


def faults(paper: Any) -> list[str]:
    """In what an open PDF falls short of PDF/A-2a and PDF/UA-1, as far as its structure shows it.

    No substitute for a validator such as veraPDF; it finds what joining and signing could break.
    """
    root = paper.Root
    found = [
        words
        for words, missing in (
            ("no output intent", "/OutputIntents" not in root),
            ("no language", not str(root.get("/Lang", ""))),
            ("not marked as tagged", not bool(root.get("/MarkInfo", {}).get("/Marked", False))),
            ("no structure tree", "/StructTreeRoot" not in root),
            (
                "no title shown",
                not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
            ),
            ("encrypted", paper.is_encrypted),
            ("no identifier", "/ID" not in paper.trailer),
        )
        if missing
    ]
    return [*found, *_metadata_faults(root), *_font_faults(paper), *_forbidden(root)]


def _metadata_faults(root: Any) -> list[str]:
    words = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    wanted = ("pdfaid", "pdfuaid", "pdfaExtension")
    return [f"the metadata says nothing of {word}" for word in wanted if word not in words]


def _font_faults(paper: Any) -> list[str]:
    """Every font is embedded and every glyph leads back to its letter."""
    found = []
    for font in paper.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != pikepdf.Name.Font:
            continue
        name = str(font.get("/BaseFont", "?"))
        if "/FontDescriptor" in font and not _embedded(font.FontDescriptor):
            found.append(f"{name} is not embedded")
        if font.get("/Subtype") == pikepdf.Name.Type0 and "/ToUnicode" not in font:
            found.append(f"{name} has no way back to letters")
    return found


def _embedded(descriptor: Any) -> bool:
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _forbidden(root: Any) -> list[str]:
    names = root.get("/Names", {})
    parts = {"/OpenAction": root, "/AA": root, "/JavaScript": names}
    return [f"{key} is not allowed" for key, place in parts.items() if key in place]
