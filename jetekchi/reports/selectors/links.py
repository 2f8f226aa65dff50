"""Addresses behind the figures, built from the frozen head so that an old report still opens its own lists."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.encoding import uri_to_iri

from jetekchi.reports.selectors.material import Material


@dataclass(frozen=True)
class Links:
    """Where the figures of one report lead."""

    class_pk: int
    half: int
    start_on: str
    end_on: str
    leader: str = ""
    # Reports that were signed before the leader's number was kept have none.
    leader_pk: int | None = None

    @classmethod
    def of(cls, material: Material) -> "Links":
        """The links of a material."""
        head = material.head
        return cls(
            head["class_pk"],
            head["half"],
            head["start_on"],
            head["end_on"],
            head["leader"],
            head.get("leader_pk"),
        )

    def entries(self, **asked: str | int) -> str:
        """Entries of the record of work in the half-year: clause=, kind=."""
        query = {"group": self.class_pk, "start": self.start_on, "end": self.end_on, **asked}
        return f"{reverse('worklog:entries')}?{urlencode(query)}"

    def plan(self) -> str:
        """The class plan of the half-year."""
        return reverse("plan:paper", args=[self.class_pk, self.half])

    def events(self, **asked: str) -> str:
        """Class hours and events of the class that were held in the half-year: outside=on."""
        query = {"group": self.class_pk, "state": "held", "start": self.start_on, "end": self.end_on, **asked}
        return f"{reverse('plan:event_list')}?{urlencode(query)}"

    def entry(self, pk: int) -> str:
        """One entry."""
        return reverse("worklog:entry", args=[pk])

    def marks(self, term_pk: int, subject_pk: int, value: str) -> str:
        """Marks of a subject in a term."""
        query = urlencode({"term": term_pk, "subject": subject_pk, "value": value})
        return f"{reverse('journal:marks', args=[self.class_pk])}?{query}"

    def level(self, term_pk: int, level: str) -> str:
        """Students of a level in a term."""
        return (
            f"{reverse('journal:sheet', args=[self.class_pk])}?{urlencode({'term': term_pk, 'level': level})}"
        )

    def absences(self, kind: str) -> str:
        """Missed lessons of a kind."""
        query = urlencode({"kind": kind, "from": self.start_on, "to": self.end_on})
        return f"{reverse('journal:absences', args=[self.class_pk])}?{query}"

    def students(self, what: str) -> str:
        """The list of the class: start, end, arrived, left, girls, boys."""
        query = urlencode({"half": self.half, "show": what})
        return f"{reverse('organisation:class', args=[self.class_pk])}?{query}"

    def accidents(self) -> str:
        """Accidents of the class in the half-year."""
        query = urlencode({"group": self.class_pk, "start": self.start_on, "end": self.end_on})
        return f"{reverse('worklog:accidents')}?{query}"

    def inspections(self) -> str:
        """Inspections of the class in the half-year with their remarks."""
        query = {"group": self.class_pk, "start": self.start_on, "end": self.end_on, "standing": "on"}
        return f"{reverse('journal:inspections')}?{urlencode(query)}"

    def documents(self) -> str:
        """Documents in force that the leader has read and signed; none where nobody is named."""
        if self.leader_pk is None:
            return ""
        return f"{reverse('documents:documents')}?{urlencode({'reader': self.leader_pk, 'read': 'signed'})}"

    def directives(self) -> str:
        """Directives to the leader in the half-year, by name: whoever issues them sees those of all."""
        query = {"text": self.leader, "state": "standing", "start": self.start_on, "end": self.end_on}
        # The name as it is written: in numbers it would be three times as long, and strange to who reads the address.
        return f"{reverse('documents:directives')}?{uri_to_iri(urlencode(query))}"
