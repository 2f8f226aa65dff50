"""The ground floor: what every storey stands on and no school word is known.

Audit (hash-chained events), notices, attachments, once-only forms, papers, figures, dates and Kyrgyz letters. It
serves every clause of the instruction (1.1 to 7.4) and belongs to none. Its nouns: audit event, notice, attachment.
"""
