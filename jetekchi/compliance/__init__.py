"""The duty matrix: every clause of the instruction, 1.1 to 7.4, against what was done for it.

Nouns: clause row (number, own title, evidence rule), finding (looked at, evidence, fulfilled, missing, due, link), look
(somebody opened a clause of a leader), matrix. The instruction's words are data, shown verbatim beside our own title.
"""
