"""The first screens: what each person must do today and where everything else is (clauses 1.2, 3.8, 4.1 in daily use).

Its nouns: a *desk* is what one role sees first, made of *cards*, each the answer to one question; the *menu* is what may be
opened from anywhere; a *hit* is what the search finds; a *handbook* is the page of help of one role. It keeps no records:
it composes what the storeys below know.
"""
