"""A short instruction with every clause number, in our own words."""

from jetekchi.compliance.clauses import CLAUSES
from jetekchi.documents import services
from jetekchi.documents.models import DocumentVersion

SECTIONS = {
    "1": "Жалпы жоболор",
    "2": "Милдеттери",
    "3": "Уюштуруу иши",
    "4": "Функция",
    "5": "Укук",
    "6": "Өз ара мамилелер",
    "7": "Жоопкерчилик",
}


def text() -> str:
    """Seven sections, thirty-five clauses, one office."""
    lines = ["Класс жетекчинин кызматтык нускамасы"]
    section = ""
    for row in CLAUSES:
        if row.number.split(".")[0] != section:
            section = row.number.split(".")[0]
            lines.append(f"{section}. {SECTIONS[section]}")
        lines.append(f"{row.number}. Бул пункт боюнча иш өз убагында аткарылат жана жазылат.")
    lines += ["Макулдашуу барагы", "Окуу иштери боюнча проректор          А.Асанов"]
    return "\n".join(lines)


def imported() -> DocumentVersion:
    """The instruction in the lyceum's documents."""
    return services.import_instruction(
        by=None, data=text().encode(), name="нускама.txt", code="КН-01"
    ).version
