"""Papers to print in tests: An Giang's plan of 2019 and Long Biên's letter, words from the originals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from documents.blocks import (
    Annex,
    Cell,
    Column,
    Document,
    Header,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Recipient,
    Recipients,
    Run,
    Signature,
    Table,
    Title,
    blocks_of,
)

AIMS = """
<p>- Nâng cao nhận thức, trách nhiệm đến toàn bộ cán bộ, công chức, viên chức, giáo viên vị trí của CNTT trong quản lý, dạy học, góp phần nâng cao hiệu quả công tác chỉ đạo, điều hành. Đẩy mạnh phong trào giáo viên thiết kế bài giảng e-Learning phục vụ công tác dạy học, làm phong phú kho bài giảng e-Learning (kết nối với Hệ tri thức Việt số hóa - khi đủ điều kiện).</p>
<p>- Kiểm tra công tác quản lý, xây dựng và hoạt động của Thư viện nhà trường, đánh giá, xếp loại thư viện đạt chuẩn theo Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003 của Bộ GDĐT.</p>
<p>- Kiểm tra công tác tổ chức sử dụng hiệu quả trang thiết bị, thực hành thí nghiệm theo phân phối chương trình các môn học đã được Bộ, Sở GDĐT quy định; công tác tiếp nhận nghiệm thu, quản lý, bảo quản các trang thiết bị phục vụ việc dạy và học tại đơn vị theo các hướng dẫn của Sở GDĐT. Chú ý kiểm tra tần suất sử dụng các PHBM đã được trang bị tại các đơn vị.</p>
"""
PREPARE = """
<p>- Báo cáo tình hình ứng dụng CNTT tại đơn vị (<em>Theo mẫu Phụ lục 5</em>)</p>
<p>- Việc khai thác hệ thống cơ sở dữ liệu chung của ngành.</p>
<p>- Quyết định thành lập Ban biên tập (BBT), Quy chế làm việc của BBT, việc phân công nhiệm vụ các thành viên trong BBT (<em>dành cho các đơn vị đã triển khai cổng thông tin điện tử</em>).</p>
"""
CLOSING = (
    "Trên đây là Kế hoạch kiểm tra việc thực hiện nhiệm vụ Công nghệ thông tin và công tác Thư viện"
    " - công tác Thiết bị dạy học; công tác kiểm tra Thư viện - PHBM đăng ký đạt chuẩn năm học"
    " 2019 – 2020. Yêu cầu Lãnh đạo các đơn vị có liên quan phối hợp thực hiện để việc kiểm tra"
    " đạt được hiệu quả cao nhất, trong quá trình triển khai nếu có khó khăn báo cáo về Sở GDĐT để"
    " được hướng dẫn thêm"
)
HEADER = Header(
    superior=("UBND TỈNH AN GIANG",),
    issuer=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
    issuer_name="Sở Giáo dục và Đào tạo tỉnh An Giang",
    symbol="KH-SGDĐT",
    place="An Giang",
    number=126,
    issued_on=date(2019, 9, 17),
)
DISTRICTS = ["Long Xuyên", "Châu Đốc", "Tân Châu", "An Phú", "Phú Tân", "Châu Phú", "Tịnh Biên",
             "Tri Tôn", "Châu Thành", "Chợ Mới", "Thoại Sơn"]  # fmt: skip


def schedule(rows: int = 24) -> Table:
    """A schedule as the annex of a plan prints it."""
    return Table(
        columns=(
            Column("TT", 12, "center"), Column("Thời gian", 34, "center"),
            Column("Đơn vị được kiểm tra"), Column("Huyện, thị xã, thành phố", 45),
        ),
        rows=tuple(
            (
                str(at), f"Tháng {10 + at % 3}/2019",
                f"Trường THCS và THPT Mỹ Hòa Hưng {at}", DISTRICTS[at % len(DISTRICTS)],
            )
            for at in range(1, rows + 1)
        ),
    )  # fmt: skip


def an_giang_plan(*, regime: str = "tt01", chapters: int = 4, annexes: int = 2) -> Document:
    """Six pages with the default chapters, issued."""
    body: list[object] = [
        Paragraph(
            "Sở GDĐT xây dựng Kế hoạch kiểm tra việc thực hiện nhiệm vụ Công nghệ thông tin (CNTT)"
            " và công tác Thư viện, công tác Thiết bị dạy học (TBDH), kiểm tra công nhận Thư viện"
            " - Phòng học bộ môn đăng ký đạt chuẩn năm học 2019 – 2020 cụ thể như sau:"
        ),
        Heading("section", "I.", "Mục đích, yêu cầu"),
        Heading("clause", "1.", "Mục đích"),
        *blocks_of(AIMS),
    ]
    for at in range(chapters):
        body += [
            Heading("section", ("II.", "III.", "IV.", "V.", "VI.")[at % 5], "Nội dung kiểm tra"),
            Heading("clause", "1.", "Việc thực hiện nhiệm vụ công nghệ thông tin (CNTT)"),
            *blocks_of(AIMS),
            *blocks_of(PREPARE),
        ]
    body += [
        ListBlock((
            ListItem((
                Run("27/9/2019:", bold=True),
                Run(" Gửi Kế hoạch đề nghị kiểm tra công nhận Thư viện đạt chuẩn."),
            )),
        ), "+"),
        Paragraph(CLOSING),
    ]  # fmt: skip
    return Document(
        kind_code="KH",
        regime=regime,
        header=HEADER,
        title=Title(
            "KẾ HOẠCH",
            "Kiểm tra việc thực hiện nhiệm vụ Công nghệ thông tin - công tác Thư viện trường học -"
            " công tác Thiết bị dạy học; Kiểm tra Thư viện - Phòng học bộ môn đăng ký đạt chuẩn"
            " năm học 2019 – 2020",
        ),
        bases=(
            ("Thực hiện theo Hướng dẫn số 24/HD-SGDĐT ngày 26 tháng 8 năm 2019 của Sở Giáo dục và"
            " Đào tạo tỉnh An Giang (Sở GDĐT) về việc thực hiện nhiệm vụ Công nghệ thông tin -"
            " công tác Thư viện - Thiết bị dạy học năm học 2019 – 2020;"),
        ),
        blocks=tuple(body),  # type: ignore[arg-type]
        signature=Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lý Thanh Tú"),
        recipients=Recipients(
            tuple(
                Recipient(name)
                for name in (
                    "Giám đốc và các Phó Giám đốc", "Các Phòng thuộc Sở", "Các phòng GDĐT",
                    "Các đơn vị trực thuộc", "Website Sở GDĐT",
                )
            ),
            "VT, CNTTTVTB",
        ),
        annexes=(
            Annex("Lịch kiểm tra năm học 2019 – 2020", (schedule(40),)),
            Annex("Danh sách đơn vị", (schedule(5),), orientation="landscape"),
        )[:annexes],
        draft=False,
    )  # fmt: skip


def long_bien_letter() -> Document:
    """The letter of 2019 with its schedule and the assignment table."""
    slots = ("8h30'", "10h00'", "14h00'", "15h30'")
    schools = {
        "Ngày 10/5": ("TH Ái Mộ A", "TH Ái Mộ B", "THCS Đức Giang", "THCS Đô thị Việt Hưng"),
        "Ngày 14/5": ("THCS Ái Mộ", "THCS Ngọc Thụy", "TH Đô thị Sài Đồng", "MN Đô thị Sài Đồng"),
    }
    rows: list[tuple[Cell | str, ...]] = []
    for day, names in schools.items():
        for at, name in enumerate(names):
            first: tuple[Cell, ...] = (Cell(day, rowspan=4, bold=True),) if at == 0 else ()
            rows.append((*first, slots[at], name))
    people = (
        ("Bà Đinh Thị Thu Hương", "Là trưởng đoàn kiểm tra, trực tiếp điều hành, phụ trách chung các hoạt động tổ kiểm tra.", "Các loại hồ sơ khi có yêu cầu trực tiếp"),
        ("Bà Đào Thu Hải", "Kiểm tra Tiêu chuẩn 1: Tiêu chí 1,3\nKiểm tra hồ sơ quản lý.", "- Hồ sơ, sổ sách quản lý\n- Hoàn thiện biên bản kiểm tra"),
    )  # fmt: skip
    shared = Cell("Kiểm tra kỹ năng của cán bộ, GV, NV trong việc khai thác TB CNTT.", rowspan=3)
    shared_papers = Cell("- Hồ sơ sinh hoạt chuyên môn, phiếu dự giờ, giáo án", rowspan=3)
    return Document(
        kind_code="CV",
        regime="tt01",
        header=Header(
            issuer=("ỦY BAN NHÂN DÂN", "QUẬN LONG BIÊN"),
            issuer_name="Ủy ban nhân dân quận Long Biên",
            symbol="UBND-GD&ĐT", place="Long Biên", number=760, issued_on=date(2019, 5, 7),
        ),
        subject_line="V/v kiểm tra, công nhận trường đạt mô hình trường học điện tử NH 2018-2019",
        addressees=("Các trường thực hiện mô hình trường học điện tử.",),
        bases=(
            "Căn cứ Quyết định số 6076/QĐ-UBND ngày 26/8/2016 của UBND Quận về việc thí điểm thực hiện mô hình trường học điện tử;",
            "Căn cứ Quyết định số 5296/QĐ-UBND ngày 25 tháng 10 năm 2017 về việc điều chỉnh bộ tiêu chí đánh giá trường học đạt mô hình Trường học điện tử;",
        ),
        blocks=(
            Paragraph("UBND Quận tổ chức kiểm tra đánh giá việc thực hiện mô hình trường học điện tử năm học 2018-2019, cụ thể như sau:"),
            Heading("clause", "1.", "Nội dung kiểm tra:"),
            ListBlock((ListItem("Kiểm tra, đánh giá về môi trường chính sách và nguồn lực."),)),
            Heading("clause", "2.", "Thời gian kiểm tra:"),
            Table((Column("Thời gian kiểm tra", 42, "center"), Column("Giờ", 25, "center"), Column("Đơn vị được kiểm tra")), tuple(rows)),
            Paragraph("UBND Quận yêu cầu các nhà trường chuẩn bị đầy đủ hồ sơ tài liệu phục vụ Tổ kiểm tra theo quy định."),
        ),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Đinh Thị Thu Hương"),
        recipients=Recipients((Recipient("Như trên"), Recipient("Các phòng: GD&ĐT, NV, TCKH"), Recipient("Bộ phận CNTT Quận")), "VP, (03)"),
        annexes=(
            Annex(
                "Phân công nhiệm vụ",
                (
                    Table(
                        (Column("TT", 12, "center"), Column("Thành viên đoàn", 42), Column("Phân công nhiệm vụ"), Column("Hồ sơ chuẩn bị", 48)),
                        (
                            *((str(at), *person) for at, person in enumerate(people, start=1)),
                            ("6", "Bà Nguyễn Thị Hằng", shared, shared_papers),
                            ("7", "Đào Thị Hoa"),
                            ("8", "Bà Ngô Thị Hoa"),
                        ),
                    ),
                ),
                subtitle="Kiểm tra thực hiện mô hình trường học điện tử năm học 2018-2019",
                numbered=False,
            ),
        ),
        draft=False,
    )  # fmt: skip


def as_draft(document: Document) -> Document:
    header = replace(document.header, number=None, issued_on=None)
    return replace(document, header=header, draft=True)
