"""Writes of the report: words, submission with signature, acceptance, return."""

from jetekchi.reports.services.route import TRANSITIONS, accept, refuse_unseen, return_with_remarks, submit
from jetekchi.reports.services.words import begin, save_words

__all__ = ["TRANSITIONS", "accept", "begin", "refuse_unseen", "return_with_remarks", "save_words", "submit"]
