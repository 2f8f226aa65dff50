"""What is written of a lesson, as a mark that travels with its form: two windows do not write over each other (3.9)."""

from jetekchi.core.exact import exact
from jetekchi.journal.models import Lesson


def written_of(lesson: Lesson) -> dict[str, str]:
    """Topic and homework as they are saved."""
    return {"topic": lesson.topic, "homework": lesson.homework}


def written_mark(lesson: Lesson) -> str:
    """The mark of the saved topic and homework."""
    return exact(written_of(lesson))[1]
