"""The Celery application: JSON messages that carry row ids and nothing else."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from kombu.transport.sqlalchemy import Channel, Transport
from sqlalchemy.exc import IntegrityError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyc.settings")

# Celery warns root of pickled messages; ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

# The broker in a file is polled; kombu reads the interval from the class only.
Transport.polling_interval = 0.1


class PatientChannel(Channel):  # type: ignore[misc]  # kombu is untyped
    """Of two processes that make a queue at the same moment, kombu's own lets one end with an IntegrityError."""

    def _get_or_create(self, queue: str) -> Any:
        try:
            return super()._get_or_create(queue)
        except IntegrityError:
            self.session.rollback()
            return super()._get_or_create(queue)


Transport.Channel = PatientChannel

app = Celery("kyc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks()
