"""Two people save the roll of one lesson at once: one roll, and nobody's word is lost in silence (5.1)."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from jetekchi.core.http import Refused
from jetekchi.documents.tests.race import race
from jetekchi.journal import services
from jetekchi.journal.models import Absence, Lesson, Roll, RollChange, RollEntry
from jetekchi.journal.services import Mark
from jetekchi.journal.tests import lesson_factories
from tests import cast as people
from tests.emptied import Emptied


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
class TestTwoAtOnce(Emptied):
    def test_one_is_kept_and_the_other_is_told(self) -> None:
        cast = people.build()
        lesson = lesson_factories.lesson_today(cast, cast.class_a)
        said: list[str] = []
        start = threading.Barrier(2)

        def save(user: object, status: str) -> None:
            try:
                start.wait()
                services.take_roll(by=user, lesson=lesson, marks={cast.nurlan.pk: Mark(status)})  # type: ignore[arg-type]
                said.append("kept")
            except Refused as refusal:
                said.append(refusal.code)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=save, args=pair)
            for pair in ((cast.chynara, "ill"), (cast.aigul, "without"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["kept", "roll-changed"]
        assert Roll.objects.count() == 1 and RollEntry.objects.count() == 2

    def test_the_rule_about_reasons_run_twice_has_one_effect(self) -> None:
        cast = people.build()
        lesson = lesson_factories.lesson_today(cast, cast.class_a)
        services.take_roll(by=cast.chynara, lesson=lesson, marks={cast.nurlan.pk: Mark("unknown")})
        later = lesson.on + timedelta(days=6)
        answers = race(*[lambda: services.settle_unknown(today=later)] * 2)
        assert sorted(answers) == [0, 1]
        assert RollChange.objects.count() == 1 and Absence.objects.get().kind == "unexcused"
        # Who had the page open while the rule worked is told.
        with pytest.raises(Refused):
            services.take_roll(by=cast.chynara, lesson=lesson, marks={cast.nurlan.pk: Mark("ill")}, seen=1)

    def test_two_lessons_of_one_hour_given_to_one_person_at_once_are_one(self) -> None:
        cast = people.build()
        bakyt = cast.staff(cast.bakyt)
        lessons = [lesson_factories.lesson_today(cast, group) for group in (cast.class_a, cast.class_b)]

        def giving(lesson: Lesson) -> Callable[[], int]:
            more = {"lesson": lesson, "substitute": bakyt, "reason": "ооруп калды"}
            return lambda: services.substitute_lesson(by=None, **more).number

        answers = race(*[giving(lesson) for lesson in lessons])
        assert sorted(map(str, answers)) == ["1", "teacher-busy"]

    def test_a_mark_that_is_written_while_lessons_are_made_keeps_its_subject(self) -> None:
        cast = people.build()
        maths, _literature = lesson_factories.lessons(cast)
        cast.class_a.slots.update(subject=cast.literature)
        cell = services.Cell(maths.pk, cast.nurlan.pk, "5")

        def write() -> str:
            marks = {"class_group": cast.class_a, "subject": cast.maths, "cells": [cell]}
            [outcome] = services.save_marks(by=cast.chynara, **marks)  # type: ignore[arg-type]
            return outcome.state

        def make() -> int:
            days = {"first": maths.on, "last": maths.on}
            return services.generate_lessons(by=None, classes=[cast.class_a], **days).changed

        said = race(write, make)
        maths.refresh_from_db()
        # Whoever came second found what the first had done; no mark lies in a lesson of another subject.
        assert (maths.subject == cast.maths) == ("saved" in said) == (maths.marks.count() == 1)
        assert set(said) <= {"saved", "refused", 0, 1} and len(said) == 2
