"""The eighteen sections, each a pure function of the material: the same words on page, PDF, DOCX and in JSON."""

from jetekchi.reports.selectors.links import Links
from jetekchi.reports.selectors.material import Material
from jetekchi.reports.selectors.sections import class_data, closing, study, work
from jetekchi.reports.selectors.sentences import Section

BUILDERS = (
    class_data.class_data,
    class_data.social_passport,
    study.study,
    study.attendance,
    work.upbringing,
    work.self_government,
    work.individual_work,
    work.gifted,
    work.health,
    work.safety,
    work.family,
    work.prevention,
    work.diagnostics,
    work.partners,
    closing.papers,
    closing.qualification,
    closing.conclusions,
    closing.signing,
)
KEYS = (
    "class",
    "social",
    "study",
    "attendance",
    "upbringing",
    "self_government",
    "individual",
    "gifted",
    "health",
    "safety",
    "family",
    "prevention",
    "diagnostics",
    "partners",
    "papers",
    "qualification",
    "conclusions",
    "signing",
)


def build(material: Material, kind_names: dict[str, str]) -> list[Section]:
    """All sections in the active language."""
    links = Links.of(material)
    return [builder(number, material, links, kind_names) for number, builder in enumerate(BUILDERS, start=1)]
