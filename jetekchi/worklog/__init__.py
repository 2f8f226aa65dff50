"""The record of a class leader's work (clauses 2.1, 2.3, 3.2–3.7, 3.10–3.12, 4.1, 5.1–5.5, 6.1–6.3).

Nouns: kind (talk, class hour, family contact …; the lyceum edits the list), entry (what was done, on which day, for
whom, in words, with the clauses it serves), follow-up, correction (appended, the old words stay), accident report with
its notices. Other apps write an entry here when one of their records is work done.
"""
