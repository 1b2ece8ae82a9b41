"""``manage.py sweep``: puts back what dead workers left, again and again."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from kyc.cases.orphans import remove_orphans
from kyc.documents.errors import DeskError
from kyc.inspections import broker, services, worker
from kyc.inspections.signals import cleaning

logger = logging.getLogger(__name__)

#: The broker and the pictures' storage are cleaned in every so many rounds.
CLEAN_EVERY = 60


class Command(BaseCommand):
    help = "Put inspections of dead workers back, announce again what stays queued, clear away what nobody needs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{_round(0)} put back")
            return
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        rounds = 0
        while not stopping.wait(settings.SWEEP_INTERVAL_SECONDS if rounds else 0):
            _safe_round(rounds)
            rounds += 1


def _safe_round(number: int) -> None:
    close_old_connections()
    try:
        _round(number)
    except (DatabaseError, DeskError, *services.BROKER_FAILURES) as error:
        logger.warning("sweep: %s", type(error).__name__)


def _round(number: int) -> int:
    put_back = services.sweep()
    worker.forget_dead_workers()
    if number % CLEAN_EVERY == 0:
        _clean()
    return put_back


def _clean() -> None:
    broker.purge_delivered()
    orphans = remove_orphans()
    if orphans:
        logger.warning("sweep: pictures of %d captures removed whose upload was never saved", orphans)
    cleaning.send(sender=Command)
