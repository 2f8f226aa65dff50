"""Marks and absences as the class leader needs them: what stands in the journal, counted and explained.

Clauses 3.9 (keeping the journal), 4.1 (knowing how each student learns and attends) and 5.1 (checking attendance).
Nouns: term mark, absence, term figures of a subject and of a class, summary sheet. The figures are those that a
half-year report needs; each stands beside the list it was counted from.
"""
