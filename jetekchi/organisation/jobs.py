"""What the organisation does beside the pages."""

from datetime import time

from jetekchi.core import jobs
from jetekchi.organisation.services.importing import drafts


@jobs.task()
def drop_old_imports() -> None:
    """Files that were brought for an import and never confirmed do not stay."""
    drafts.drop_old()


jobs.daily(drop_old_imports, at=time(2, 40))
