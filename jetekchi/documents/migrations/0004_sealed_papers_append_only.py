from django.db import migrations

from jetekchi.core.append_only import guard


class Migration(migrations.Migration):
    """Seals, their certificates and what was added to a sealed paper are never changed or deleted."""

    dependencies = [("documents", "0003_sealed_papers")]
    operations = [
        guard(
            "documents_sealcertificate",
            "documents_sealedpaper",
            "documents_outsidesignature",
            "documents_paperscan",
        )
    ]
