"""Quyết định thành lập đoàn kiểm tra, with its annex, and the decision that changes its members.

Mẫu 1.2 of NĐ 30/2020/NĐ-CP; contents as NĐ 217/2025/NĐ-CP, Điều 11.3 lists them; the annex has the
columns of LB760. A pure function of plain values: everything printed is Vietnamese.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Header,
    ListBlock,
    ListItem,
    Paragraph,
    Recipient,
    Recipients,
    Run,
    Signature,
    Table,
    Title,
)
from documents.enums import DocumentKind
from documents.models.legal import spelt_day
from plans.phrases import lower_first


@dataclass(frozen=True)
class Person:
    """Somebody of the team as the paper names them."""

    name: str
    role: str
    post: str = ""
    unit: str = ""

    @property
    def place(self) -> str:
        """The post, and the unit unless the post names it."""
        if self.unit and self.unit.casefold() not in self.post.casefold():
            return f"{self.post}, {self.unit}" if self.post else self.unit
        return self.post

    @property
    def line(self) -> str:
        """“Bà Đinh Thị Thu Hương - Phó Chủ tịch, Trưởng đoàn”, as the decree's decisions print it."""
        named = f"{self.name} - {self.place}" if self.place else self.name
        return f"{named}, {self.role}"


def _in_a_sentence(name: str) -> str:
    """“Bà Vũ Thị Thu Hà” inside a sentence is “bà Vũ Thị Thu Hà”; a bare name stays."""
    return lower_first(name) if name.startswith(("Ông ", "Bà ")) else name


@dataclass(frozen=True)
class Duty:
    """One task of the annex and everybody who shares it."""

    people: tuple[str, ...]
    task: str
    dossiers: str = ""


@dataclass(frozen=True)
class MemberChange:
    """One line of an amending decision."""

    old: Person | None = None
    new: Person | None = None

    @property
    def line(self) -> str:
        if self.old and self.new and self.old.name == self.new.name:
            return (
                f"{self.new.name}, {self.old.role}, giữ nhiệm vụ {self.new.role} của Đoàn kiểm tra"
            )
        if self.old and self.new:
            return f"{self.new.line}, thay {_in_a_sentence(self.old.name)}"
        if self.new:
            return f"Bổ sung {_in_a_sentence(self.new.name)}{self.new.line[len(self.new.name) :]}"
        return f"{self.old.line}, thôi tham gia Đoàn kiểm tra" if self.old else ""


@dataclass(frozen=True)
class Amendment:
    """What an amending decision says instead of the founding articles.

    `founded_by` cites the decision that set the team up: “Quyết định số 12/QĐ-SGDĐT ngày …”.
    """

    founded_by: str
    changes: tuple[MemberChange, ...]
    effective_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Terms:
    """What a founding decision says besides the people (NĐ 217/2025/NĐ-CP, Điều 11.3)."""

    targets: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    days: int | None = None
    under_decree_217: bool = True


@dataclass(frozen=True)
class Frame:
    """Head and foot of the paper."""

    header: Header
    regime: str
    subject: str
    authority: str
    bases: tuple[str, ...] = ()
    proposed_by: str = ""
    duties: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
    signature: Signature = field(default_factory=lambda: Signature(lines=()))


def team_decision(
    *,
    frame: Frame,
    people: Sequence[Person],
    duties: Sequence[Duty],
    terms: Terms | None = None,
    amendment: Amendment | None = None,
) -> Document:
    """The whole decision. Number, day and signature are filled in when it is issued."""
    proposal = f"Theo đề nghị của {frame.proposed_by.strip()}" if frame.proposed_by.strip() else ""
    articles = (
        _amending(amendment, people) if amendment else _founding(frame, terms or Terms(), people)
    )
    return Document(
        kind_code=DocumentKind.DECISION,
        regime=frame.regime,
        header=frame.header,
        title=Title("QUYẾT ĐỊNH", _about(frame.subject), authority=frame.authority.upper()),
        bases=tuple(line for line in (*frame.bases, proposal) if line),
        enacting="QUYẾT ĐỊNH:",
        blocks=(*_numbered(articles), *_carried_out(len(articles) + 1, frame, amendment)),
        signature=frame.signature,
        recipients=Recipients(
            items=tuple(Recipient(text) for text in frame.recipients), archive=frame.archive
        ),
        annexes=_annexes(duties),
    )


Article = tuple[str, tuple[Block, ...]]


def _numbered(articles: Sequence[Article]) -> Iterator[Block]:
    for place, (words, blocks) in enumerate(articles, start=1):
        yield article(place, words)
        yield from blocks


def article(place: int, words: str) -> Paragraph:
    """“Điều 1.” in bold before its first words, on one line (NĐ 30/2020, Phụ lục I)."""
    return Paragraph((Run(f"Điều {place}. ", bold=True), Run(words)))


def _founding(frame: Frame, terms: Terms, people: Sequence[Person]) -> list[Article]:
    subject = frame.subject.removeprefix("Về việc thành lập ").removeprefix("Thành lập ")
    named = f"Thành lập {subject}, gồm các ông (bà) có tên sau:"
    rights = (
        "Trưởng đoàn, Phó trưởng đoàn và thành viên Đoàn kiểm tra thực hiện nhiệm vụ, quyền hạn "
        "quy định tại Điều 8 Nghị định số 217/2025/NĐ-CP và nhiệm vụ được phân công tại Phụ lục "
        "kèm theo Quyết định này."
        if terms.under_decree_217
        else "Thành viên Đoàn kiểm tra thực hiện nhiệm vụ được phân công tại Phụ lục kèm theo "
        "Quyết định này."
    )
    return [
        (named, (_people(people),)),
        ("Đối tượng, phạm vi, nội dung và thời hạn kiểm tra:", tuple(_terms(terms))),
        (rights, ()),
    ]


def _people(people: Sequence[Person]) -> ListBlock:
    last = len(people) - 1
    lines = (f"{each.line}{'.' if at == last else ';'}" for at, each in enumerate(people))
    return ListBlock(tuple(ListItem(line) for line in lines), "ordered")


def _terms(terms: Terms) -> Iterator[Block]:
    parts = [("Đối tượng kiểm tra", terms.targets), ("Phạm vi, nội dung", terms.contents)]
    place = 0
    for name, lines in parts:
        if lines:
            place += 1
            said = "; ".join(line.strip().rstrip(".;") for line in lines)
            yield Paragraph(f"{place}. {name}: {said}.")
    if terms.days:
        counted = " kể từ ngày công bố quyết định kiểm tra"
        yield Paragraph(f"{place + 1}. Thời hạn: {terms.days:02d} ngày{counted}.")


def _amending(amendment: Amendment, people: Sequence[Person]) -> list[Article]:
    day = f" kể từ ngày {spelt_day(amendment.effective_on)}" if amendment.effective_on else ""
    reason = f" ({lower_first(amendment.reason.rstrip('.'))})" if amendment.reason else ""
    words = (
        f"Thay đổi, bổ sung thành viên Đoàn kiểm tra được thành lập theo {amendment.founded_by}"
        f"{day}{reason}, như sau:"
    )
    last = len(amendment.changes) - 1
    lines = tuple(
        ListItem(f"{change.line}{'.' if at == last else ';'}")
        for at, change in enumerate(amendment.changes)
    )
    rest = (
        "Sau khi thay đổi, bổ sung, Đoàn kiểm tra gồm các ông (bà) có tên sau; nhiệm vụ được phân "
        "công tại Phụ lục kèm theo Quyết định này:"
    )
    return [(words, (ListBlock(lines, "ordered"),)), (rest, (_people(people),))]


def _carried_out(place: int, frame: Frame, amendment: Amendment | None) -> Iterator[Block]:
    duties = frame.duties.strip().rstrip(".")
    unchanged = (
        f" Các nội dung khác của {amendment.founded_by} không thay đổi." if amendment else ""
    )
    who = f" {duties} chịu trách nhiệm thi hành Quyết định này." if duties else ""
    yield article(place, f"Quyết định này có hiệu lực kể từ ngày ký.{unchanged}{who}")


def _about(subject: str) -> str:
    """“Về việc thành lập Đoàn kiểm tra …” (Mẫu 1.2)."""
    return subject if subject.startswith("Về việc ") else f"Về việc {lower_first(subject)}"


def _annexes(duties: Sequence[Duty]) -> tuple[Annex, ...]:
    return (Annex("PHÂN CÔNG NHIỆM VỤ", (duty_table(duties),)),) if duties else ()


def duty_table(duties: Sequence[Duty]) -> Table:
    """TT | member | task | dossiers; those who share a task share its cells (LB760)."""
    columns = (
        Column("TT", 11, "center"), Column("Thành viên đoàn", 40),
        Column("Phân công nhiệm vụ"), Column("Hồ sơ chuẩn bị", 44),
    )  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = []
    for duty in duties:
        span = len(duty.people)
        for at, name in enumerate(duty.people):
            person = (str(len(rows) + 1), name)
            shared = (Cell(duty.task, rowspan=span), Cell(duty.dossiers, rowspan=span))
            rows.append((*person, *shared) if at == 0 else person)
    return Table(columns, tuple(rows))
