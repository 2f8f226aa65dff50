"""Backup and restore: database and attachments in one signed file, the same for SQLite and PostgreSQL.

`container` is the file and its seal, `rows` the tables as lines, `acts` what an administrator does with them.
"""

from jetekchi.core.backup.acts import MADE, RESTORED, Report, make, restore

__all__ = ["MADE", "RESTORED", "Report", "make", "restore"]
