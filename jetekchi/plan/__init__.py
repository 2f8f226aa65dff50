"""The class plan: what a class leader intends for the year and each half-year, approved in time, and what came of it.

Clauses 3.1 (the plan itself and its two clocks), 2.1, 2.2 and 6.2 (what stands in it), 3.11 and 5.3 (class hours and
events), 7.1 (consents, risk assessment, head counts). Nouns: a direction of the lyceum's list, an item (what, when, who,
for what result), the paper of a half-year or of the whole year with its route, the day on which the institution's plan
is approved, evidence of an item; an event with its participants, adults, consents, hazards, counts, invitations, files.

Also what a class does by itself: class offices with terms, elections by secret ballot (0013), assignments of office
holders (2.2); and with libraries: requests and answers, reading lists, visits (6.2).
"""
