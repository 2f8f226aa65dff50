"""Who is who in the lyceum: units, offices, people, classes, years, appointments, work schedules (1.1, 1.2, 3.13).

Nouns: unit, office, holding, person, user, role, staff member, school year, term, calendar day, class group, student,
enrolment, guardianship, subject, teaching, appointment, deputy, hand-over, work schedule (its row, its act), feed
address, lyceum setting, import run. It also holds the one permission table and the question *why may this user see
this student*.
"""
