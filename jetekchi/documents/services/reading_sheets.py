"""The sheets around an instruction: who signs it, the offices that agree, the columns of the registers."""

import re
from dataclasses import dataclass, field

from .reading_lines import (
    FULL_NAME,
    JOINER,
    LONGEST_SHEET_LINE,
    NAME,
    VACANT,
    Line,
    begins_small,
    named,
    normalise,
)

_APPROVAL = (
    r"макулдашуу барагы|макулдашылды|макулдашкандар|макулдашылган|лист согласования|согласовано|согласование|"
    r"approval sheet|agreement sheet|agreed(?: by| with)?|approvals?"
)
_CHANGES = (
    r"(?:катто\w*\s+өзгөр\w+|өзгөр\w+\s+катто\w*(?:\s+барагы)?|лист регистрации изменений|"
    r"(?:регистрация|уч[её]т|журнал\w*)\s+(?:\w+\s+)?изменений|change (?:register|log|record)|"
    r"(?:register|record|list) of changes)"
)
_LEADERS = (
    r"(?:.*\b(?:мугалим|класс жетекчи|классн\w+ руковод|педагог|учител|teacher|class leader|homeroom)\w*\b.*"
    r"(?:таан[ыш]|ознаком|acquaint|familiar|have read).*|.*(?:таан[ыш]|ознаком|acquaint|familiar|have read).*"
    r"(?:мугалим|класс жетекчи|классн\w+ руковод|педагог|учител|teacher|class leader|homeroom).*)"
)
_STAFF = (
    r"(?:.*\b(?:кызматкер|сотрудник|работник|персонал|staff|employee)\w*\b.*(?:таан[ыш]|ознаком|acquaint|familiar).*|"
    r".*(?:таан[ыш]|ознаком|acquaint|familiar).*(?:кызматкер|сотрудник|работник|персонал|staff|employee).*)"
)
_PLAIN = (
    r"(?:тааныш\w*(?: барагы)?|лист ознакомления|(?:с .{0,60} )?ознакомлен\w*(?:\(\w+\)?)?(?: с .{0,60})?|"
    r"acquaintance (?:sheet|list))"
)
_SIGNER = r"утверждаю|утверждено|бекитем(?:ин)?|бекитилди|бекитилген|approved(?: by)?|i approve"

HEADINGS = [
    ("A", re.compile(_APPROVAL, re.IGNORECASE)),
    ("B", re.compile(_CHANGES, re.IGNORECASE)),
    ("D", re.compile(_LEADERS, re.IGNORECASE)),
    ("C", re.compile(_STAFF, re.IGNORECASE)),
    ("C", re.compile(_PLAIN, re.IGNORECASE)),
    ("S", re.compile(_SIGNER, re.IGNORECASE)),
]
LONGEST_HEADING = 90
MOST_SHEET_LINES = 2000

COLUMN = re.compile(
    r"өзгөртүүнү\s+киргизүү\s+(?:датасы|күнү)|(?:киргизүү|тааныштыруу|таанышкан)\s+(?:датасы|күнү)|өзгөртүү(?:нүн)?\s*№|катар(?:\s*№|\s+номери)?|"
    r"алмаш\w+(?:\s+барак\w*)?|негизи|(?:класс\s+жетекчи\w*\s+|кызматкер\w*\s+|мугалим\w*\s+)?(?:фамилиясы\b|аты[\s-]+ж[өо]н\w+)|кызматы|"
    r"күнү(?:,\s*айы)?(?:,\s*жылы)?|датасы|кол(?:у|\s+тамга\w*)(?!\w)|"
    r"№\s*(?:п/п|изменения|изм\.?)?|номера?\s+(?:замен[её]нн\w+\s+)?(?:лист\w*|изменени\w*)|замен[её]нн\w+\s+лист\w*|основани\w+|"
    r"ф\.?\s?и\.?\s?о\.?(?:\s+\w+(?:ого|его|их|ых)\s+\w+|\s+(?:сотрудника|работника|учителя|педагога))?|фамилия[\w\s,]*?(?:отчество|инициалы)|"
    r"должность|подпись|дата(?:\s+(?:внесения|введения|ознакомления))?|роспись|"
    r"\bno\.?(?=\s|$)|change\s+no\.?|replaced\s+(?:sheet|page)(?:\s+(?:no\.?|number))?|basis|full\s+name|name(?:\s+of\s+\w+(?:\s+\w+)?)?|position|"
    r"date(?:\s+of\s+(?:change|entry|signature))?|signature",
    re.IGNORECASE,
)


@dataclass
class Sheets:
    """What stands before and after the numbered part."""

    signer: tuple[str, str] | None = None
    offices: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def heading_of(text: str) -> str:
    """A, B, C, D, S (who signs) or nothing: what this line is the heading of."""
    words = normalise(text).strip(" :.«»\"'()*_").strip()
    if not words or len(words) > LONGEST_HEADING or re.match(r"^\d", words):
        return ""
    return next((key for key, pattern in HEADINGS if pattern.fullmatch(words)), "")


def read_sheets(front: list[Line], tail: list[Line]) -> Sheets:
    """Signer, offices and register columns, wherever they stand."""
    sheets = Sheets()
    front = [line for line in front if len(line.text) <= LONGEST_SHEET_LINE][:MOST_SHEET_LINES]
    tail = [line for line in tail if len(line.text) <= LONGEST_SHEET_LINE][:MOST_SHEET_LINES]
    for key, heading, lines in [*_regions(front), *_regions(tail)]:
        if key == "A":
            sheets.offices += read_offices(lines)
        elif key == "S":
            sheets.signer = sheets.signer or _signer(lines)
        elif key in "BCD" and key:
            _add_table(sheets, key, heading, lines)
    before = _regions(tail)[0][2] if tail else []
    sheets.signer = _signer(before) or sheets.signer
    return sheets


def _regions(lines: list[Line]) -> list[tuple[str, str, list[Line]]]:
    """Cut at headings; the first piece has none."""
    regions: list[tuple[str, str, list[Line]]] = [("", "", [])]
    for line in _columns_apart(lines):
        inline = re.match(rf"^\s*({_SIGNER}|{_APPROVAL})\s*[:—-]\s*(\S.*)$", line.text, re.IGNORECASE)
        if key := heading_of(line.text):
            regions.append((key, normalise(line.text).rstrip(" :"), []))
        elif inline and (key := heading_of(inline[1])):
            regions.append((key, inline[1], [Line(inline[2], inline[2], 0)]))
        else:
            regions[-1][2].append(line)
    return regions


def _columns_apart(lines: list[Line]) -> list[Line]:
    """«Agreed» and «approved» side by side at the head of a paper: the left column first, then the right one."""
    apart: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        cells = [cell for cell in re.split(r"\s{4,}|\t+", line.raw.strip()) if cell]
        if len(cells) == 2 and all(heading_of(cell) for cell in cells):
            left, right = [], []
            apart.append(line)
        elif (
            (left or (apart and apart[-1] is not line and _is_pair(apart[-1])))
            and len(cells) == 2
            and not line.wide
        ):
            left.append(Line(cells[0], cells[0], 0))
            right.append(Line(cells[1], cells[1], 0))
            continue
        else:
            _unfold(apart, left, right)
            left, right = [], []
            apart.append(line)
    _unfold(apart, left, right)
    return apart


def _is_pair(line: Line) -> bool:
    cells = [cell for cell in re.split(r"\s{4,}|\t+", line.raw.strip()) if cell]
    return len(cells) == 2 and all(heading_of(cell) for cell in cells)


def _unfold(apart: list[Line], left: list[Line], right: list[Line]) -> None:
    if not left:
        return
    first, second = re.split(r"\s{4,}|\t+", apart.pop().raw.strip())[:2]
    apart += [Line(first, first, 0), *left, Line(second, second, 0), *right]


def read_offices(lines: list[Line]) -> list[tuple[str, str]]:
    """Titles joined over their lines, each with the name at its end; without a name the seat is vacant."""
    offices: list[tuple[str, str]] = []
    title: list[str] = []

    def close(name: str = "") -> None:
        words = normalise(" ".join(title)).strip(" _|:–—-,")
        if words or name:
            offices.append((re.sub(r"^\d{1,2}[.)]\s*", "", words), name))
        title.clear()

    for line in lines:
        text = line.text
        if _is_filler(text):
            continue
        if title and (line.wide or _begins_office(title[-1], text)):
            close()
        if cells := _cells(line.raw):
            close()
            names = [cell for cell in cells[1:] if re.fullmatch(f"{NAME}|{FULL_NAME}", cell)]
            title.append(cells[0])
            close(names[0] if names else "")
            continue
        text, mark = _without_mark(text)
        if found := named(text):
            title.append(found[0])
            close(found[1])
        elif VACANT.search(text):
            title.append(VACANT.sub("", text))
            close()
        else:
            title.append(re.sub(r"[_\s|]+$", "", text))
            if mark or re.search(r"_{3,}|\t", text):
                close()
    close()
    return _join_names(offices)


def _cells(raw: str) -> list[str]:
    """The cells of a table row without its number; nothing when the line is no row."""
    if "\t" not in raw.strip() and "|" not in raw:
        return []
    cells = [normalise(cell) for cell in re.split(r"\t|\|", raw.strip().strip("|"))]
    if cells and re.fullmatch(r"\d{1,2}[.)]?", cells[0]):
        cells = cells[1:]
    return cells if len(cells) > 1 and cells[0] else []


def _begins_office(above: str, text: str) -> bool:
    """A line with a capital, below one that does not lead on, is the next office."""
    return not begins_small(text) and not JOINER.search(above) and not (named(text) and not named(text)[0])  # type: ignore[index]


def _without_mark(text: str) -> tuple[str, bool]:
    """Take away date blanks and lines for the signature at the end."""
    bare = re.sub(r"[«\"]?_+[»\"]?\s*_+\s*(?:20)?_*\s*(?:г\.?|ж\.?)?\s*$", "", text)
    bare = re.sub(r"\s*(?:20__|20\s*г\.?)\s*$", "", bare)
    return bare.rstrip() or text, bare != text


def _is_filler(text: str) -> bool:
    """Blank lines to write on, dates, the place of the seal, heads of a table of offices."""
    if not re.search(r"[^\W\d_]{2,}", text):
        return True
    if re.fullmatch(
        r"[\s_«»\".()/\d]*(?:м\.?\s?[оп]\.?|подпись|колу|күнү|дата|date|signature|20\d*\s*[гж]\.?)[\s_«»\".()/\d]*",
        text,
        re.I,
    ):
        return True
    return len(COLUMN.findall(text)) >= 2 and not named(text)


def _join_names(offices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A name alone on its line belongs to the title above it."""
    joined: list[tuple[str, str]] = []
    for title, name in offices:
        if not title and name and joined and not joined[-1][1]:
            joined[-1] = (joined[-1][0], name)
        elif title:
            joined.append((title, name))
    return joined


def _signer(lines: list[Line]) -> tuple[str, str] | None:
    """The group of lines around the first name: office and name."""
    at = next((i for i, line in enumerate(lines) if named(line.text)), None)
    if at is None:
        return None
    begin = end = at
    while begin and not lines[begin].wide:
        begin -= 1
    while end + 1 < len(lines) and not lines[end + 1].wide and begins_small(lines[end + 1].text):
        end += 1
    words, name = [], ""
    for line in lines[begin : end + 1]:
        found = named(line.text)
        if found and not name:
            name = found[1]
            words.append(found[0])
        elif not _is_filler(line.text):
            words.append(line.text)
    title = normalise(" ".join(words)).strip(" _|:,-–—")
    return (title, name) if title else None


def _add_table(sheets: Sheets, key: str, heading: str, lines: list[Line]) -> None:
    columns = read_columns(lines)
    taken = {sheet for sheet, _title, _columns in sheets.tables}
    if key == "C" and key in taken:
        key = "D"
    if key in taken:
        return
    if columns:
        sheets.tables.append((key, heading, columns))
    else:
        sheets.unread += [heading, *(line.text for line in lines[:2])]


def read_columns(lines: list[Line]) -> tuple[str, ...]:
    """Heads of a register: parted by tabs or bars, else found by their words over several lines."""
    head: list[str] = []
    for line in lines:
        if re.match(r"^\d+[.)]?(?:\s|$)", line.text):
            break
        if "\t" in line.raw.strip() or "|" in line.text:
            cells = [normalise(cell) for cell in re.split(r"\t+|\s*\|\s*", line.raw.strip().strip("|"))]
            if len(cells) > 1 and not head:
                return tuple(cell for cell in cells if cell)
        head.append(line.text)
    joined = normalise(" ".join(head))
    starts = [match.start() for match in COLUMN.finditer(joined)]
    if len(starts) < 2:
        return ()
    if joined[: starts[0]].strip():
        starts.insert(0, 0)
    pieces = [joined[a:b].strip(" ,;") for a, b in zip(starts, [*starts[1:], len(joined)], strict=True)]
    return tuple(piece for piece in pieces if piece)
