"""The Celery application: JSON messages that carry row ids and nothing else."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from kombu.transport.sqlalchemy import Transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyc.settings")

# Celery warns root of pickled messages; ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

# The broker in a file is polled; kombu reads the interval from the class only.
Transport.polling_interval = 0.1

app = Celery("kyc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks()
