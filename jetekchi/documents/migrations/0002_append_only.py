from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """Rows of the registers and signatures are never changed or deleted, on either engine."""

    dependencies = [("documents", "0001_initial")]
    operations = [
        guard(
            "documents_signedcontent",
            "documents_signature",
            "documents_approvalact",
            "documents_changeentry",
            "documents_acquaintance",
        )
    ]
