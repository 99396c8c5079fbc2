"""Samples from plan 126/KH-SGDĐT of An Giang, 17/9/2019: recognition with a list, report, announcement."""

from documents.blocks import (
    Annex,
    Column,
    Document,
    Header,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Recipient,
    Recipients,
    Signature,
    Table,
)
from documents.enums import DocumentKind
from documents.kinds.decision import Article, decision
from documents.kinds.frame import Frame
from documents.kinds.letters import Part, announcement, report
from documents.kinds.types import symbol_of

DEPARTMENT = "Sở Giáo dục và Đào tạo tỉnh An Giang"
STANDARD = (
    "Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003 của Bộ trưởng Bộ Giáo dục và Đào tạo"
    " ban hành Quy định tiêu chuẩn thư viện trường phổ thông"
)
PLAN = (
    "Kế hoạch số 126/KH-SGDĐT ngày 17 tháng 9 năm 2019 của Sở Giáo dục và Đào tạo tỉnh An Giang"
    " kiểm tra việc thực hiện nhiệm vụ công nghệ thông tin, công tác thư viện trường học, công tác"
    " thiết bị dạy học năm học 2019 - 2020"
)
# Schools whose dossiers of library titles the plan names (II.2).
SCHOOLS = (
    ("THPT Tịnh Biên", "Tịnh Biên"), ("THPT Nguyễn Bỉnh Khiêm", "Châu Thành"),
    ("THCS và THPT Bình Long", "Châu Phú"), ("THPT Vọng Thê", "Thoại Sơn"),
    ("THPT Nguyễn Chí Thanh", "Phú Tân"), ("THPT Quốc Thái", "An Phú"),
    ("THPT Châu Phong", "Tân Châu"),
)  # fmt: skip
STREAMS = (
    "Việc thực hiện nhiệm vụ công nghệ thông tin", "Công tác thư viện",
    "Công tác nghiệm thu, quản lý, bảo quản, sử dụng thiết bị dạy học",
)  # fmt: skip
DOTS = "………………………………………………"


def _frame(kind: DocumentKind, regime: str, *recipients: str) -> Frame:
    header = Header(
        superior=("UBND TỈNH AN GIANG",),
        issuer=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
        issuer_name=DEPARTMENT,
        symbol=symbol_of(kind, "SGDĐT"),
        place="An Giang",
    )
    return Frame(
        header=header,
        regime=regime,
        recipients=Recipients(tuple(Recipient(text) for text in recipients), "VT, CNTTTVTB"),
        signature=Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lý Thanh Tú"),
    )


def recognition_with_list(regime: str) -> Document:
    """Decision that recognises titles, with a turned page for the list of schools."""
    columns = (
        Column("TT", 14, "center"), Column("Tên trường", 76), Column("Huyện, thị xã", 48),
        Column("Danh hiệu", 64), Column("Ghi chú"),
    )  # fmt: skip
    rows = tuple(
        (str(at), f"Trường {school}", district, "Thư viện trường học đạt chuẩn", "")
        for at, (school, district) in enumerate(SCHOOLS, start=1)
    )
    return decision(
        _frame(DocumentKind.DECISION, regime, "Các phòng thuộc Sở", "Website Sở GDĐT"),
        subject="Về việc công nhận thư viện trường học đạt chuẩn năm học 2019 - 2020",
        authority=f"Giám đốc {DEPARTMENT}",
        bases=(
            f"Căn cứ {STANDARD}",
            f"Căn cứ {PLAN}",
            "Theo đề nghị của Trưởng phòng Công nghệ thông tin và Quản lý Thư viện - Thiết bị",
        ),
        articles=(
            Article(
                f"Công nhận {len(SCHOOLS):02d} trường có thư viện đạt chuẩn năm học 2019 - 2020"
                " (có danh sách tại Phụ lục kèm theo)."
            ),
            Article(
                "Các trường có tên tại Điều 1 duy trì, nâng cao chất lượng hoạt động thư viện; sử"
                " dụng danh hiệu theo quy định."
            ),
            Article(
                "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng Sở, Trưởng phòng Công"
                " nghệ thông tin và Quản lý Thư viện - Thiết bị, thủ trưởng các đơn vị có liên quan"
                " và các trường có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này"
            ),
        ),
        annexes=(
            Annex(
                "Danh sách trường có thư viện đạt chuẩn năm học 2019 - 2020",
                (Table(columns, rows),),
                orientation="landscape",
            ),
        ),
    )


def report_of_term(regime: str) -> Document:
    """Report to a superior body in four parts, with a table."""
    columns = (
        Column("TT", 12, "center"), Column("Nội dung"), Column("Số đơn vị kiểm tra", 32, "center"),
        Column("Đạt yêu cầu", 28, "center"),
    )  # fmt: skip
    rows = tuple((str(at), text, "…", "…") for at, text in enumerate(STREAMS, start=1))
    return report(
        _frame(DocumentKind.REPORT, regime, "Giám đốc và các Phó Giám đốc"),
        subject="Kết quả kiểm tra Học kỳ I năm học 2019 - 2020",
        addressees=("Ủy ban nhân dân tỉnh An Giang",),
        opening=f"Thực hiện {PLAN}, Sở Giáo dục và Đào tạo báo cáo kết quả như sau:",
        parts=(
            Part("Tình hình thực hiện", (Paragraph(f"Các đoàn đã kiểm tra {DOTS}"),)),
            Part("Kết quả theo nội dung", (Table(columns, rows),)),
            Part(
                "Đánh giá chung",
                (
                    Heading("clause", "1.", "Ưu điểm"), Paragraph(DOTS),
                    Heading("clause", "2.", "Tồn tại, hạn chế và nguyên nhân"), Paragraph(DOTS),
                ),
            ),
            Part("Kiến nghị", (Paragraph(DOTS),)),
        ),
        ending="Trên đây là báo cáo kết quả kiểm tra Học kỳ I năm học 2019 - 2020",
    )  # fmt: skip


def announcement_of_results(regime: str) -> Document:
    """Announcement of what an inspection found and of what is asked for, each with its day."""
    columns = (
        Column("TT", 12, "center"), Column("Đơn vị", 48), Column("Nội dung phải thực hiện"),
        Column("Hạn", 28, "center"),
    )  # fmt: skip
    rows = tuple(
        (str(at), f"Trường {school}", "…", "…") for at, (school, _d) in enumerate(SCHOOLS[:3], 1)
    )
    return announcement(
        _frame(DocumentKind.ANNOUNCEMENT, regime, "Các đơn vị trực thuộc", "Các phòng thuộc Sở"),
        subject="Kết quả kiểm tra công tác thư viện trường học",
        blocks=(
            Paragraph(f"Thực hiện {PLAN}, Sở Giáo dục và Đào tạo thông báo kết quả kiểm tra như sau:"),
            Heading("clause", "1.", "Kết quả kiểm tra"),
            ListBlock((ListItem(f"Ưu điểm: {DOTS}"), ListItem(f"Tồn tại, hạn chế: {DOTS}"))),
            Heading("clause", "2.", "Kiến nghị, yêu cầu"),
            Table(columns, rows),
        ),
        ending="Sở Giáo dục và Đào tạo thông báo để các đơn vị biết và thực hiện",
    )  # fmt: skip
