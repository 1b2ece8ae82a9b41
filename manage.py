#!/usr/bin/env python
"""Django's command line."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyc.settings")
    from django.core.management import execute_from_command_line

    import kyc.celery  # noqa: F401 - tasks are sent through this application, not Celery's default one

    execute_from_command_line(sys.argv)
