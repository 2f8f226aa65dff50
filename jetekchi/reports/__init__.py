"""The half-year report on the work done (3.8): written by the records, worded by the leader, signed, accepted.

Nouns: report, material (the figures, frozen with a hash when signed), section, sentence (each figure sewn to its
records), words (the leader's own, beside the figures), act (submitted, returned, accepted).
"""
