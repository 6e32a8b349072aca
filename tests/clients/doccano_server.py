"""Imports a file into doccano and exports it again, in a process of its own: `python doccano_server.py IN OUT`.

doccano is a Django project whose modules lie at the top of its folder, so it cannot share a process with others.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path


def main(given: str, wanted: str) -> None:
    """A project with relations and overlapping spans, as a person sets it up; errors of the import end the call."""
    home = tempfile.mkdtemp()
    found = importlib.util.find_spec("backend")
    assert found is not None
    assert found.submodule_search_locations
    sys.path.insert(0, next(iter(found.submodule_search_locations)))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": f"sqlite:///{home}/db.sqlite3",
        "DOCCANO_HOME": home,
    }
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("create_roles", verbosity=0)
    from data_export.celery_tasks import create_collaborative_dataset, create_formatter, create_writer
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import RELATION_EXTRACTION, create_file_format
    from data_import.pipeline.readers import FileName
    from projects.models import ProjectType, SequenceLabelingProject

    user = get_user_model().objects.create_user("ana", password="none")
    project = SequenceLabelingProject.objects.create(
        name="claims",
        description="",
        project_type=ProjectType.SEQUENCE_LABELING,
        created_by=user,
        allow_overlapping=True,
        use_relation=True,
    )
    files = [FileName(given, "in.jsonl", "in.jsonl")]
    # "Auto" guesses the encoding by the bytes, and takes short files with emoji for Turkish.
    dataset = load_dataset(RELATION_EXTRACTION, create_file_format("JSONL"), files, project, encoding="utf_8")
    dataset.save(user)
    assert not dataset.errors, dataset.errors
    formatters, writer = create_formatter(project, "JSONL"), create_writer("JSONL")
    create_collaborative_dataset(project, home, False, formatters, writer)
    Path(wanted).write_bytes(Path(home, "all.jsonl").read_bytes())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
