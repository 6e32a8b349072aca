"""Imports tasks into Label Studio and exports them: `python label_studio_server.py TASKS CONFIG OUT`, in one process.

Label Studio is a Django project whose modules lie at the top of its folder, so it cannot share a process with others.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path


def main(given: str, config: str, wanted: str) -> None:
    """A fresh server with one person and one project, driven through its own interface for programs."""
    found = importlib.util.find_spec("label_studio")
    assert found is not None
    assert found.submodule_search_locations
    sys.path.insert(0, next(iter(found.submodule_search_locations)))
    os.environ |= {
        "LABEL_STUDIO_BASE_DATA_DIR": tempfile.mkdtemp(),
        "DJANGO_DB": "sqlite",
        "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
        "LATEST_VERSION_CHECK": "0",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from organizations.models import Organization
    from projects.models import Project
    from rest_framework.test import APIClient

    person = get_user_model().objects.create_user(email="lead@example.org", password="none")
    person.active_organization = Organization.create_organization(created_by=person, title="news")
    person.save()
    project = Project.objects.create(
        title="claims",
        created_by=person,
        organization=person.active_organization,
        label_config=Path(config).read_text("utf-8"),
    )
    client = APIClient()
    client.force_authenticate(user=person)
    tasks = json.loads(Path(given).read_text("utf-8"))
    answer = client.post(f"/api/projects/{project.id}/import?commit_to_project=true", tasks, format="json")
    assert answer.status_code == 201, answer.content
    answer = client.get(f"/api/projects/{project.id}/export?exportType=JSON")
    assert answer.status_code == 200, answer.content
    Path(wanted).write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)


if __name__ == "__main__":
    main(*sys.argv[1:4])
