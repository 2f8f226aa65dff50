"""A teacher is in one place at an hour; a substitute has the one lesson that was given (3.9, 4.1)."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from jetekchi.core.http import Refused
from jetekchi.journal import services
from jetekchi.journal.models import Lesson, LessonMark, TimetableSlot
from jetekchi.journal.tests.test_lessons_and_rolls import LessonCase, refused


class TestSubstitute(LessonCase):
    def test_writes_the_marks_of_the_lesson_that_was_given_and_of_no_other(self) -> None:
        bakyt, client = self.cast.bakyt, self.as_user(self.cast.bakyt)
        lessons = Lesson.objects.filter(class_group=self.cast.class_a, subject=self.maths.subject)
        other = lessons.exclude(pk=self.maths.pk).earliest("on")
        url = reverse("journal:column", args=[self.maths.pk])
        assert client.get(url).status_code == 403
        services.substitute_lesson(
            by=None, lesson=self.maths, substitute=self.cast.staff(bakyt), reason="ооруп калды"
        )
        page = reverse("journal:lesson", args=[self.maths.pk])
        # There and back: no link leads to the grid, which is not for a substitute.
        assert url in client.get(page).content.decode()
        grid = reverse("journal:grid", args=[self.cast.class_a.pk, self.maths.subject_id])
        column = client.get(url).content.decode()
        assert page in column and grid not in column
        nurlan, meerim = self.cast.nurlan.pk, self.cast.meerim.pk
        form = {f"mark_{nurlan}": "5", f"version_{nurlan}": 0, f"version_{meerim}": 0}
        assert client.post(url, form).status_code == 302
        mark = LessonMark.objects.get()
        assert (mark.student_id, mark.value, mark.changes.get().by) == (nurlan, "5", bakyt)
        assert client.get(reverse("journal:cell", args=[self.maths.pk, nurlan])).status_code == 200
        foreign = reverse("journal:column", args=[other.pk])
        assert client.post(foreign, form).status_code == 403
        for shut in (foreign, grid, reverse("journal:cell", args=[other.pk, nurlan])):
            assert client.get(shut).status_code == 403
        Lesson.objects.filter(pk=self.maths.pk).update(on=self.maths.on - timedelta(days=30))
        assert client.get(url).status_code == 403


class TestOnePlace(LessonCase):
    """Chynara gives 10-Б in the first hour, 10-А in the second; Bakyt 10-А in the third."""

    def setUp(self) -> None:
        self.day = self.maths.on
        self.other = Lesson.objects.get(class_group=self.cast.class_b, on=self.day)
        self.bakyt = self.cast.staff(self.cast.bakyt)

    def move(self, lesson: Lesson, number: int) -> Lesson:
        return services.move_lesson(by=None, lesson=lesson, on=self.day, number=number, reason="сапар")

    def give(self, lesson: Lesson) -> Lesson:
        return services.substitute_lesson(by=None, lesson=lesson, substitute=self.bakyt, reason="ооруп калды")

    def test_a_lesson_that_is_moved_given_away_or_restored_finds_its_teacher_free(self) -> None:
        with pytest.raises(Refused) as caught:
            self.move(self.maths, 1)
        assert caught.value.code == "teacher-busy" and "10-Б" in str(caught.value.message)
        # Whoever gave a lesson away is free; who got it is not.
        self.give(self.other)
        first = self.move(self.maths, 1)
        with refused("teacher-busy"):
            self.give(first)
        services.cancel_lesson(by=None, lesson=first, reason="суук")
        with refused("teacher-busy"):
            self.move(self.literature, 1)
        services.cancel_lesson(by=None, lesson=self.other, reason="суук")
        self.move(self.literature, 4)
        services.restore_lesson(by=None, lesson=self.other)
        assert services.restore_lesson(by=None, lesson=first).state == "planned"

    def test_a_day_whose_lessons_are_still_to_be_made_is_judged_by_the_timetable(self) -> None:
        Lesson.objects.filter(class_group=self.cast.class_b).delete()
        with refused("teacher-busy"):
            self.move(self.maths, 1)
        TimetableSlot.objects.filter(class_group=self.cast.class_b).update(
            until_on=self.day - timedelta(days=1)
        )
        assert self.move(self.maths, 1).number == 1

    def test_a_joint_lesson_and_another_shift_are_no_clash(self) -> None:
        Lesson.objects.filter(pk__in=[self.maths.pk, self.other.pk]).update(room="Спорт залы")
        joint = self.move(self.maths, 1)
        Lesson.objects.filter(pk=joint.pk).update(room="12")
        afternoon = services.set_bells(by=None, shift=2, name="2", times=[(time(14), time(14, 45))])
        services.put_in_shift(by=None, class_group=self.cast.class_b, schedule=afternoon)
        services.cancel_lesson(by=None, lesson=joint, reason="суук")
        assert services.restore_lesson(by=None, lesson=joint).state == "planned"
