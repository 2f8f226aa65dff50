"""Marks and absences as the class leader needs them, and the inspections of her papers and of her work.

Clauses 3.9 (keeping the journal and the papers), 1.2 (the supervision visits and verifies), 4.1 (knowing how each
student learns and attends) and 5.1 (checking attendance). Nouns: term mark, absence, term figures of a subject and of a
class, summary sheet; inspection, remark, act, reminder. The figures are those that a half-year report needs; each
stands beside the list it was counted from.
"""
