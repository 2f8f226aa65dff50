"""The numbered part of an instruction: which lines are headings, clauses, bullets, and which go on."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .reading_lines import (
    HARD_BULLET,
    JOINER,
    SENTENCE_END,
    SOFT_BULLET,
    Line,
    Number,
    begins_small,
    follows,
    named,
    normalise,
    numbers,
)
from .reading_sheets import heading_of

OFFICIAL = re.compile(
    r"нускам|инструкци|instruction|жобо|положени|regulation|эреже|правил|rules|кодекс|code of|милдет|обязанност|duties|"
    r"должност|job description|макулдаш|соглашени|agreement|тартип|порядок|procedure|конвенци|convention|"
    r"укук|права|rights",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"нускам|инструкци|instruction|жобо|положени|regulation|эреже|правил|rules|кодекс|code|job description|соглашени|"
    r"agreement|порядок|procedure|конвенци|convention",
    re.IGNORECASE,
)
LONGEST_HEADING = 110
# A price list or a table of marks, not an instruction.
MOST_NUMBERS = 1000
# A wrapped line of running text is never the heading of a section without a number.
LONGEST_BARE_HEADING = 70


@dataclass
class Section:
    number: str
    title: str
    intro: str = ""


@dataclass
class Clause:
    number: str
    section: str
    lines: list[str] = field(default_factory=list)
    bullets: list[list[str]] = field(default_factory=list)


@dataclass
class Body:
    """What stands between the front page and the sheets; ``first`` and ``last`` are line numbers."""

    title: str
    sections: list[Section]
    clauses: list[Clause]
    notes: list[str]
    first: int
    last: int


def read_body(lines: list[Line]) -> Body | None:
    """Sections and clauses; None when the text carries no usable numbering."""
    found = numbers(lines)
    if len(found) > MOST_NUMBERS:
        return None
    deep = [number for number in found if len(number.parts) > 1]
    end = _end_of_body(lines, deep or found)
    found = [number for number in found if number.at < end]
    deep = [number for number in deep if number.at < end]
    notes: list[str] = []
    if len(deep) >= 3:
        clauses = _accepted(lines, deep, notes)
        heads = _heads(lines, found, clauses)
    else:
        clauses, heads = _flat(lines, found)
    if not clauses:
        return None
    first = min([clauses[0].at, *heads])
    last = _before_signature(lines, max(clauses[-1].at, max(heads, default=0)), end)
    body = Body(_title(lines[:first]), [], [], notes, first, last)
    _fill(body, lines, {number.at: number for number in clauses}, heads)
    _number_twice(body)
    known = [int(section.number) for section in body.sections if section.number.isdigit()]
    for before, after in zip(known, known[1:], strict=False):
        if after > before + 1:
            body.notes.append(_("Section numbers skip before %(number)s.") % {"number": after})
    return body


def is_official(body: Body) -> bool:
    """An instruction says what it is in its title or in its headings."""
    words = " ".join([body.title, *(section.title for section in body.sections)])
    return bool(OFFICIAL.search(words))


def _end_of_body(lines: list[Line], found: list[Number]) -> int:
    """The first heading of a sheet after which no clause follows."""
    first = found[0].at if found else 0
    last_deep = max((number.at for number in found if len(number.parts) > 1), default=first)
    for at, line in enumerate(lines):
        if at > last_deep and heading_of(line.text):
            return at
    return len(lines)


def _accepted(lines: list[Line], deep: list[Number], notes: list[str]) -> list[Number]:
    """Numbers that stand in order, or out of order but where a clause may begin."""
    kept: list[Number] = []
    last: tuple[int, ...] = ()
    for number in deep:
        above = lines[number.at - 1].text if number.at else ""
        fresh = not above or bool(SENTENCE_END.search(above)) or len(above) < 40 or lines[number.at].wide
        if follows(last, number.parts):
            pass
        elif number.parts == last and fresh:
            pass  # counted below, where numbers become unique
        elif fresh and (number.end in {".", ")"} or _small_skip(last, number)):
            notes.append(_("Number %(number)s is out of order.") % {"number": number.printed})
        else:
            notes.append(
                _("“%(line)s” begins with a number but was read as text.")
                % {"line": lines[number.at].text[:60]}
            )
            continue
        kept.append(number)
        last = number.parts
    _note_odd_print(lines, kept, notes)
    return kept


def _small_skip(last: tuple[int, ...], number: Number) -> bool:
    """A few numbers further in the same section, before a word with a capital letter: a clause was left out."""
    near = number.parts[0] == last[0] and last[1] < number.parts[1] <= last[1] + 3
    return near and number.rest[:1].isupper()


def _note_odd_print(lines: list[Line], kept: list[Number], notes: list[str]) -> None:
    """Numbers without the dot or the space that the others have."""
    odd = [n.printed for n in kept if not re.match(re.escape(n.printed) + r"[.)]\s", lines[n.at].text)]
    if odd and len(odd) < len(kept):
        notes.append(
            _("Printed without a dot or a space, read all the same: %(numbers)s")
            % {"numbers": ", ".join(odd)}
        )


def _heads(lines: list[Line], found: list[Number], clauses: list[Number]) -> dict[int, tuple[str, str]]:
    """Line → (section number, words of the heading): numbered, Roman, or a bare short line above the first clause."""
    heads: dict[int, tuple[str, str]] = {}
    shallow = [number for number in found if len(number.parts) == 1]
    before = -1
    last_major = 0
    for clause in clauses:
        major = clause.parts[0]
        if major != last_major:
            inside = [n for n in shallow if before < n.at < clause.at]
            own = [n for n in inside if n.parts == (major,)]
            for lone in _lone_heads(inside, own, last_major, major):
                heads[lone.at] = (str(lone.parts[0]), lone.rest)
            if own:
                heads[own[-1].at] = (str(major), own[-1].rest)
            elif bare := _bare_head(lines, before, clause.at):
                heads[bare] = (str(major), lines[bare].text)
        before, last_major = clause.at, major
    trailing = [n for n in shallow if n.at > before and n.parts[0] == last_major + 1 and n.end != ")"]
    for number in trailing[:1]:
        heads[number.at] = (str(number.parts[0]), number.rest)
    return heads


def _lone_heads(inside: list[Number], own: list[Number], last: int, major: int) -> list[Number]:
    """Headings of sections that have no numbered clauses of their own."""
    limit = own[-1].at if own else 10**9
    return [n for n in inside if last < n.parts[0] < major and n.at < limit and n.end != ")" and last]


def _bare_head(lines: list[Line], before: int, clause_at: int) -> int | None:
    at = clause_at - 1
    if at <= before:
        return None
    line = lines[at]
    short = (
        len(line.text) <= LONGEST_BARE_HEADING
        and not SENTENCE_END.search(line.text)
        and not begins_small(line.text)
    )
    parted = line.wide or before < 0 or (at - 1 >= 0 and bool(SENTENCE_END.search(lines[at - 1].text)))
    return at if short and parted else None


def _flat(lines: list[Line], found: list[Number]) -> tuple[list[Number], dict[int, tuple[str, str]]]:
    """Papers whose clauses are simply 1., 2., 3. under Roman or bare headings."""
    romans = [number for number in found if number.roman]
    plain = [number for number in found if not number.roman and len(number.parts) == 1]
    heads = {number.at: (str(number.parts[0]), number.rest) for number in romans}
    clauses: list[Number] = []
    last = 0
    for number in plain:
        above = number.at - 1
        if number.parts[0] not in {last + 1, 1}:
            continue
        if above >= 0 and above not in heads and not romans:
            bare = _bare_head(lines, clauses[-1].at if clauses else -1, number.at)
            if bare is not None and (bare or len(plain) > 1) and (clauses or lines[bare].wide or bare == 0):
                heads[bare] = (str(len(heads) + 1), lines[bare].text)
        clauses.append(number)
        last = number.parts[0]
    return clauses, heads


def _before_signature(lines: list[Line], last_number: int, end: int) -> int:
    """Where the last clause ends: before the lines that carry the signing official."""
    for at in range(last_number + 1, end):
        if not named(lines[at].text) or SENTENCE_END.search(re.sub(r"\.$", "", lines[at].text)):
            continue
        start = at
        while (
            start - 1 > last_number
            and not lines[start].wide
            and not SENTENCE_END.search(lines[start - 1].text)
        ):
            start -= 1
        return start
    return end


def _title(front: list[Line]) -> str:
    """The lines above the first section that say what the paper is."""
    for at, line in enumerate(front):
        if TITLE.search(line.text) and not heading_of(line.text):
            words = [line.text]
            begin = at
            while (
                begin
                and not front[begin].wide
                and (begins_small(words[0]) or JOINER.search(front[begin - 1].text))
            ):
                begin -= 1
                words.insert(0, front[begin].text)
            for after in front[at + 1 :]:
                if after.wide or heading_of(after.text) or named(after.text) or len(words) > 4:
                    break
                words.append(after.text)
            return normalise(" ".join(words))[:300]
    plain = [line.text for line in front if not heading_of(line.text) and not named(line.text)]
    return normalise(plain[-1])[:300] if plain else ""


def _fill(
    body: Body, lines: list[Line], clauses: dict[int, Number], heads: dict[int, tuple[str, str]]
) -> None:
    """Hand every line of the body to the heading, clause or bullet it belongs to."""
    section: Section | None = None
    clause: Clause | None = None
    for at in range(body.first, body.last):
        line = lines[at]
        if at in heads:
            section = Section(*heads[at])
            clause = None
            body.sections.append(section)
        elif at in clauses:
            number = clauses[at]
            section = _section_of(body, section, number)
            clause = Clause(number.printed, section.number, [_rest(line.raw, number)])
            body.clauses.append(clause)
        elif clause is not None:
            _add_to_clause(clause, line)
        elif section is not None:
            _add_to_section(body, section, line)
    _lone_sections(body)


def _section_of(body: Body, section: Section | None, number: Number) -> Section:
    if len(number.parts) == 1:
        if section is None:
            section = Section("", "")
            body.sections.append(section)
        return section
    wanted = str(number.parts[0])
    known = next((s for s in body.sections if s.number == wanted), None)
    if known is None:
        known = Section(wanted, "")
        body.sections.append(known)
        body.notes.append(_("Section %(number)s has no heading.") % {"number": wanted})
    return known


def _rest(raw: str, number: Number) -> str:
    """The source line after its number."""
    return raw[raw.index(number.rest) :] if number.rest else ""


def _add_to_clause(clause: Clause, line: Line) -> None:
    last = (clause.bullets[-1] if clause.bullets else clause.lines)[-1]
    in_list = bool(clause.bullets) or last.rstrip().endswith(":")
    hard = HARD_BULLET.match(line.text)
    soft = SOFT_BULLET.match(line.text) or re.match(r"^\d{1,2}\)\s*(?P<rest>\S.*)$", line.text)
    ended = bool(re.search(r"[;:.]$", last.rstrip()))
    if hard:
        clause.bullets.append([hard["rest"]])
    elif soft and (in_list or ended):
        clause.bullets.append([soft["rest"]])
    elif in_list and ended and (last.rstrip()[-1] in ";:" or not begins_small(line.text)):
        clause.bullets.append([line.raw.strip()])
    elif clause.bullets:
        clause.bullets[-1].append(line.raw.strip())
    else:
        clause.lines.append(line.raw.strip())


def _add_to_section(body: Body, section: Section, line: Line) -> None:
    """A small first letter goes on with the heading; a capital one begins the words under it."""
    goes_on = begins_small(line.text) or bool(JOINER.search(section.title))
    if (
        not section.intro
        and goes_on
        and len(section.title) < LONGEST_HEADING
        and not section.title.endswith(".")
    ):
        section.title += f" {line.text}"
        return
    section.intro += f"\n{line.raw.strip()}"


def _lone_sections(body: Body) -> None:
    """A section with words but without numbered clauses is itself one clause."""
    used = {clause.section for clause in body.clauses}
    for section in body.sections:
        if section.number in used or not section.intro.strip():
            continue
        order = [s.number for s in body.sections]
        lone = Clause(section.number, section.number, [])
        for raw in section.intro.strip().split("\n"):
            if lone.lines:
                _add_to_clause(lone, Line(raw, raw.strip(), 0))
            else:
                lone.lines.append(raw)
        later = [
            i for i, c in enumerate(body.clauses) if order.index(c.section) > order.index(section.number)
        ]
        body.clauses.insert(later[0] if later else len(body.clauses), lone)
        section.intro = ""
        body.notes.append(
            _("Section %(number)s has no numbered clauses; it is read as one clause.")
            % {"number": section.number}
        )


def _number_twice(body: Body) -> None:
    """Numbers become unique: 1., 2. that begin anew in each section carry its number; a repeated one is counted."""
    flat = all("." not in clause.number for clause in body.clauses)
    if flat and len({clause.number for clause in body.clauses}) < len(body.clauses):
        for clause in body.clauses:
            clause.number = f"{clause.section}.{clause.number}" if clause.section else clause.number
    seen: dict[str, int] = {}
    for clause in body.clauses:
        seen[clause.number] = seen.get(clause.number, 0) + 1
        if seen[clause.number] > 1:
            body.notes.append(_("Number %(number)s stands more than once.") % {"number": clause.number})
            clause.number = f"{clause.number} ({seen[clause.number]})"
