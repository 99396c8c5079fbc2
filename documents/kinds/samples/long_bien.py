"""Samples from letter 760/UBND-GD&ĐT of Long Biên, 07/5/2019: decision, letter, invitation, record."""

from datetime import datetime

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
from documents.kinds.decision import Article, Clause, decision
from documents.kinds.frame import Frame
from documents.kinds.letters import letter
from documents.kinds.meetings import Party, Person, Sitting, invitation, minutes
from documents.kinds.types import symbol_of
from documents.layouts.html.words import listed

MODEL = "mô hình trường học điện tử năm học 2018-2019"
BASES = (
    (
        "Căn cứ Quyết định số 6076/QĐ-UBND ngày 26 tháng 8 năm 2016 của Ủy ban nhân dân quận Long Biên"
        " về việc thí điểm thực hiện mô hình trường học điện tử dành cho trường mầm non, tiểu học,"
        " trung học cơ sở trên địa bàn quận Long Biên giai đoạn 2016-2017"
    ),
    (
        "Căn cứ Quyết định số 5296/QĐ-UBND ngày 25 tháng 10 năm 2017 của Ủy ban nhân dân quận Long Biên"
        " về việc điều chỉnh bộ tiêu chí đánh giá trường học đạt mô hình trường học điện tử"
    ),
)
CONTENTS = (
    (
        "Cơ sở hạ tầng: trang thiết bị, hạ tầng mạng dùng chung, an toàn thông tin, thiết bị chuyên"
        " dụng;"
    ),
    (
        "Kết quả ứng dụng công nghệ thông tin: cổng thông tin điện tử, ứng dụng phần mềm, ứng dụng"
        " trong giảng dạy và hoạt động nội bộ nhà trường;"
    ),
    "Môi trường chính sách và nguồn lực.",
)
LEAD = Person("Bà Đinh Thị Thu Hương", "Phó Chủ tịch Ủy ban nhân dân quận", "Trưởng đoàn")
SECRETARY = Person("Bà Nguyễn Thị Hải Huệ", role="Thư ký")
TEAM = (
    LEAD, Person("Bà Vũ Thị Thu Hà", role="Phó Trưởng đoàn"),
    Person("Bà Đào Thu Hải", role="Thành viên"), Person("Ông Bùi Dương", role="Thành viên"),
    Person("Ông Nguyễn Quang Toản", role="Thành viên"), SECRETARY,
)  # fmt: skip
DAY_ONE = (
    ("8h30'", "Trường Tiểu học Ái Mộ A"), ("10h00'", "Trường Tiểu học Ái Mộ B"),
    ("14h00'", "Trường Trung học cơ sở Đức Giang"),
    ("15h30'", "Trường Trung học cơ sở Đô thị Việt Hưng"),
)  # fmt: skip
TASKS = (
    ("Bà Đinh Thị Thu Hương", "Trực tiếp điều hành, phụ trách chung các hoạt động kiểm tra, phân công nhiệm vụ các thành viên", "Các loại hồ sơ khi có yêu cầu trực tiếp"),
    ("Bà Đào Thu Hải", "Kiểm tra Tiêu chuẩn 1: Tiêu chí 1, 3; kiểm tra hồ sơ quản lý, việc triển khai mô hình trường học điện tử", "Hồ sơ, sổ sách quản lý, văn bản chỉ đạo điều hành, kế hoạch triển khai"),
    ("Ông Bùi Dương", "Kiểm tra việc triển khai cơ sở hạ tầng, cơ sở vật chất của mô hình; kiểm tra cổng thông tin điện tử", "Hồ sơ quản lý và khai thác các thiết bị; hợp đồng cung cấp mạng"),
    ("Bà Nguyễn Thị Hải Huệ", "Ghi chép biên bản, chuẩn bị văn bản, tài liệu cho các buổi làm việc; tổng hợp báo cáo kết quả", "Hồ sơ trực tuyến; biên bản kiểm tra nội dung phụ trách"),
)  # fmt: skip


def _frame(kind: DocumentKind, regime: str, *recipients: str) -> Frame:
    header = Header(
        issuer=("ỦY BAN NHÂN DÂN", "QUẬN LONG BIÊN"),
        issuer_name="Ủy ban nhân dân quận Long Biên",
        symbol=symbol_of(kind, "UBND", drafted_by="GD&ĐT"),
        place="Long Biên",
    )
    return Frame(
        header=header,
        regime=regime,
        recipients=Recipients(tuple(Recipient(text) for text in recipients), "VT, GDĐT"),
        signature=Signature(
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Đinh Thị Thu Hương"
        ),
    )


def team_with_annex(regime: str) -> Document:
    """Decision that sets up a team, with the assignment of tasks as its annex (NĐ 217, Điều 11.3)."""
    columns = (
        Column("TT", 12, "center"), Column("Thành viên đoàn", 42), Column("Phân công nhiệm vụ"),
        Column("Hồ sơ chuẩn bị", 46),
    )  # fmt: skip
    rows = tuple((str(at), *row) for at, row in enumerate(TASKS, start=1))
    return decision(
        _frame(DocumentKind.DECISION, regime, "Lãnh đạo UBND quận"),
        subject=f"Về việc thành lập Đoàn kiểm tra thực hiện {MODEL}",
        authority="Chủ tịch Ủy ban nhân dân quận Long Biên",
        bases=(*BASES, "Theo đề nghị của Trưởng phòng Giáo dục và Đào tạo"),
        articles=(
            Article(
                f"Thành lập Đoàn kiểm tra thực hiện {MODEL} gồm các ông (bà) có tên sau đây:",
                clauses=tuple(
                    Clause(line) for line in listed(tuple(person.words for person in TEAM))
                ),
            ),
            Article(
                title="Đối tượng, phạm vi, nội dung, thời hạn kiểm tra",
                clauses=(
                    Clause("Đối tượng: 16 trường mầm non, tiểu học, trung học cơ sở trên địa bàn."),
                    Clause("Phạm vi, nội dung:", CONTENTS),
                    Clause("Thời hạn: từ ngày 10 tháng 5 năm 2019 đến ngày 21 tháng 5 năm 2019."),
                ),
            ),
            Article(
                title="Nhiệm vụ của Đoàn kiểm tra",
                text="Các thành viên thực hiện nhiệm vụ theo Phụ lục phân công kèm theo Quyết định"
                " này; hoàn thiện biên bản chậm nhất 01 ngày sau khi kiểm tra trực tiếp.",
            ),
            Article(
                "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, Trưởng phòng Giáo dục"
                " và Đào tạo, các đơn vị có liên quan và các ông (bà) có tên tại Điều 1 chịu trách"
                " nhiệm thi hành Quyết định này"
            ),
        ),
        annexes=(Annex("Phân công nhiệm vụ", (Table(columns, rows),)),),
    )


def letter_on_schedule(regime: str) -> Document:
    """Official letter to several addressees, with a table in its text."""
    columns = (Column("Ngày kiểm tra", 40, "center"), Column("Giờ", 26, "center"), Column("Đơn vị"))
    rows = tuple(("Ngày 10/5/2019", time, school) for time, school in DAY_ONE)
    return letter(
        _frame(DocumentKind.LETTER, regime, "Các phòng: GD&ĐT, Nội vụ, TC-KH"),
        subject="kiểm tra, công nhận trường đạt mô hình trường học điện tử năm học 2018-2019",
        addressees=("Các trường thực hiện mô hình trường học điện tử", "Thành viên Tổ kiểm tra"),
        bases=BASES,
        blocks=(
            Paragraph(f"UBND quận tổ chức kiểm tra việc thực hiện {MODEL}, cụ thể như sau:"),
            Heading("clause", "1.", "Nội dung kiểm tra"),
            ListBlock(tuple(ListItem(text) for text in CONTENTS)),
            Heading("clause", "2.", "Thời gian kiểm tra"),
            Table(columns, rows),
        ),
        ending="UBND quận yêu cầu các nhà trường chuẩn bị đầy đủ hồ sơ, tài liệu phục vụ Tổ kiểm"
        " tra theo quy định.",
    )


def invitation_to_schools(regime: str) -> Document:
    """Invitation to a day of inspection (mẫu 1.7)."""
    return invitation(
        _frame(DocumentKind.INVITATION, regime, "Các trường có tên trên", "Thành viên Tổ kiểm tra"),
        subject=f"Dự buổi kiểm tra thực hiện {MODEL}",
        guests=tuple(f"Hiệu trưởng {school}" for _time, school in DAY_ONE),
        event=f"buổi kiểm tra việc thực hiện {MODEL}.",
        chair=f"{LEAD.words}.",
        begins_at=datetime(2019, 5, 10, 8, 30),  # noqa: DTZ001 - printed as local time
        place="Trường Tiểu học Ái Mộ A, quận Long Biên.",
        notes=(Paragraph("Các trường mang theo bản tự đánh giá, chấm điểm và hồ sơ minh chứng."),),
        ending="Trân trọng kính mời",
    )


def minutes_of_visit(regime: str) -> Document:
    """Record of a visit, signed by the unit, the secretary and the lead side by side (mẫu 1.9)."""
    dots = "………………………………………………"
    sitting = Sitting(
        begun_at=datetime(2019, 5, 10, 8, 30),  # noqa: DTZ001 - printed as local time
        ended_at=datetime(2019, 5, 10, 10, 0),  # noqa: DTZ001 - printed as local time
        place="Trường Tiểu học Ái Mộ A, quận Long Biên.",
        parties=(
            Party("Đoàn kiểm tra", TEAM),
            Party(
                "Đơn vị được kiểm tra: Trường Tiểu học Ái Mộ A", (Person("……………", "Hiệu trưởng"),)
            ),
        ),
        chair=LEAD,
        secretary=SECRETARY,
    )
    found = tuple(
        block
        for at, text in enumerate(CONTENTS, start=1)
        for block in (
            Heading("clause", f"{at}.", text.rstrip(";.")),
            ListBlock((ListItem(f"Ưu điểm: {dots}"), ListItem(f"Tồn tại, hạn chế: {dots}"))),
        )
    )
    return minutes(
        _frame(DocumentKind.RECORD, regime),
        subject=f"Kiểm tra việc thực hiện {MODEL}",
        sitting=sitting,
        course=found,
        opinions=(Paragraph(dots),),
        signers=(
            Signature(("ĐẠI DIỆN ĐƠN VỊ", "HIỆU TRƯỞNG"), "……………"),
            Signature(("THƯ KÝ",), "Nguyễn Thị Hải Huệ"),
            Signature(("TRƯỞNG ĐOÀN",), "Đinh Thị Thu Hương"),
        ),
    )
