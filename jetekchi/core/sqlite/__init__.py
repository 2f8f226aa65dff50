"""Django's SQLite, whose writers wait for each other in short steps.

SQLite lets one writer in at a time. The others ask again after pauses that grow to a tenth of a second, also while the way
is free: at the end of a lesson, when forty teachers save at once, the unlucky ones waited for seconds (decision 0018).
"""
