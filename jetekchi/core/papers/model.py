"""The parts of a paper. Everything is text: nothing in it is ever read as markup by a writer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jetekchi.core.figures import Svg
from jetekchi.core.figures.safe import checked_svg

Language = Literal["ky", "ru", "en"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line with its own face; a link only to the web."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""

    def __post_init__(self) -> None:
        if self.url and not self.url.startswith(("https://", "http://", "mailto:", "tel:")):
            raise ValueError("a link on a paper leads to the web")


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a section; level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `small` for notes."""

    text: Text
    align: Literal["justify", "left", "center", "right"] = "justify"
    small: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` 0 is as wide as its content, otherwise a share of what is left; `upright` turns its head."""

    title: str
    align: Align = "left"
    width: float = 0
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; `blank_rows` are left to be filled by hand, `total` sets the last row in bold.

    `row_mm` is the least height of a row, for tables in which people sign; `dense` has small letters and little room, for
    the many columns of a journal."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""
    blank_rows: int = 0
    total: bool = False
    row_mm: float = 0
    dense: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table has columns")
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows))
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has a cell for each column")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with words for those who do not see it (`alt`, by default those of the picture)."""

    svg: Svg | str
    alt: str = ""
    caption: str = ""
    width_mm: float = 120

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("a figure says in words what it shows")
        checked_svg(self.markup)

    @property
    def words(self) -> str:
        """What the picture shows, in words."""
        if self.alt or isinstance(self.svg, str):
            return self.alt
        return f"{self.svg.title}. {self.svg.desc}" if self.svg.desc else self.svg.title

    @property
    def markup(self) -> str:
        """The picture dressed for paper."""
        return self.svg if isinstance(self.svg, str) else self.svg.for_paper(self.width_mm)


@dataclass(frozen=True, slots=True)
class BulletList:
    """Points without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Points in order: "1." and so on."""

    items: tuple[Text, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, line by line."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Position, line to sign on, name; `mark` stands on the line when it was signed in the system."""

    position: str
    name: str
    date_text: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """One official approval: the word in capitals, position, name, date."""

    word: str
    position: str
    name: str = ""
    date_text: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalBlock:
    """Agreed (left) and approved (right), as the official form has them above the title."""

    left: Approval | None = None
    right: Approval | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that stay on one page as long as they fit there."""

    blocks: "tuple[Block, ...]"

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if any(isinstance(block, PageBreak) for block in self.blocks):
            raise ValueError("what is kept on one page holds no page break")


Block = (
    Heading
    | Paragraph
    | Table
    | Figure
    | BulletList
    | NumberedList
    | Facts
    | SignatureRow
    | ApprovalBlock
    | PageBreak
    | Keep
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. An approval block put first stands above the kind and the title."""

    title: str
    language: Language = "ky"
    kind: str = ""
    subtitle: str = ""
    header_left: tuple[str, ...] = ()
    header_right: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    code: str = ""
    version: str = ""
    sha256: str = ""
    printed_at: str = ""
    author: str = ""
    translation_note: str = ""
    landscape: bool = False
    verify_url: str = ""
    verify_code: str = ""
    created: datetime | None = field(default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if self.created is not None and self.created.tzinfo is None:
            raise ValueError("the time of a paper carries its zone")
        if self.created is not None:
            # Typst takes whole seconds only.
            object.__setattr__(self, "created", self.created.replace(microsecond=0))

    @property
    def body_width_mm(self) -> float:
        """What the margins leave of A4."""
        return 297 - 25 - 15 if self.landscape else 210 - 25 - 15

    @property
    def document_title(self) -> str:
        """The title a reader's window shows."""
        return " ".join(f"{self.kind} {self.title}".split()) or self.code or "—"
