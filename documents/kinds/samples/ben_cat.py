"""A sample from plan 144/KH-PGDĐT of Bến Cát, 20/4/2020: the submission its part II.9 asks for."""

from documents.blocks import Document, Header, Paragraph, Recipient, Recipients, Signature
from documents.enums import DocumentKind
from documents.kinds.frame import Frame
from documents.kinds.letters import submission
from documents.kinds.types import symbol_of

OFFICE = "Phòng Giáo dục và Đào tạo thị xã Bến Cát"


def submission_of_libraries(regime: str) -> Document:
    """Submission to the department: libraries proposed for recognition, with its dossier."""
    kind = DocumentKind.SUBMISSION
    header = Header(
        superior=("UBND THỊ XÃ BẾN CÁT",),
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
        issuer_name=OFFICE,
        symbol=symbol_of(kind, "PGDĐT"),
        place="Bến Cát",
    )
    return submission(
        Frame(
            header=header,
            regime=regime,
            recipients=Recipients((Recipient("Các trường trực thuộc"),), "VT"),
            signature=Signature(("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Trần Văn Long"),
        ),
        subject="Về việc đề nghị công nhận danh hiệu thư viện trường học năm học 2019-2020",
        addressees=("Sở Giáo dục và Đào tạo tỉnh Bình Dương",),
        bases=(
            (
                "Căn cứ Công văn số 396/SGDĐT-GDTrHTX ngày 12 tháng 3 năm 2020 của Sở Giáo dục và Đào"
                " tạo về việc triển khai thực hiện nhiệm vụ thư viện năm học 2019-2020"
            ),
            (
                "Căn cứ Kế hoạch số 144/KH-PGDĐT ngày 20 tháng 4 năm 2020 của Phòng Giáo dục và Đào tạo"
                " thị xã Bến Cát thực hiện nhiệm vụ thư viện năm học 2019-2020"
            ),
        ),
        reasons=(
            Paragraph(
                f"{OFFICE} đã kiểm tra, thẩm định các điều kiện về thư viện của các trường trực"
                " thuộc theo Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003 của Bộ Giáo"
                " dục và Đào tạo."
            ),
        ),
        proposals=(
            Paragraph(
                f"{OFFICE} kính đề nghị Sở Giáo dục và Đào tạo xem xét, công nhận danh hiệu thư"
                " viện cho … trường đủ điều kiện."
            ),
        ),
        enclosed=(
            "Biên bản kiểm tra của Phòng Giáo dục và Đào tạo",
            "Báo cáo công tác thư viện của trường",
            "Biên bản tự đánh giá của trường",
        ),
        ending="Kính đề nghị Sở Giáo dục và Đào tạo xem xét, quyết định",
    )
