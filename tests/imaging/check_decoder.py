"""``make check-decoder``: thousands of harmful files of every format through the sandbox as production uses it.

    python -m tests.imaging.check_decoder [--count 10000] [--first 0] [--format PNG] [--jobs 2]
    python -m tests.imaging.check_decoder --case PNG 17     one file again, as it was printed

Nothing but a picture or a typed error may come back, no child may take more than two seconds of processor time or a
gigabyte, and the parent lives. Time is taken from the kernel's account of the ended children, and so is memory where a
child took more than all before it; its account begins with what the parent held, which therefore stays small here.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from kyc.documents.errors import DecodeError
from kyc.imaging.sandbox import DEFAULT, decode
from tests.imaging.mutations import FORMATS, case

MOST_SECONDS: Final = 2.0
MOST_MEGABYTES: Final = 1024.0
_SAID_EVERY: Final = 200
#: How much later than its deadline a starved machine may notice it.
_LATE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: ``result`` is ``opened`` or an error's code, with an exclamation mark where it broke a
    promise. ``most_megabytes`` is 0 where the child took less than something before it."""

    kind: str
    number: int
    done: tuple[str, ...]
    result: str
    cpu_seconds: float
    wall_seconds: float
    most_megabytes: float

    @property
    def broken(self) -> str:
        """Which promise was broken, empty for none."""
        if self.result.startswith("!"):
            return f"untyped error {self.result[1:]}"
        if self.cpu_seconds > MOST_SECONDS:
            return f"{self.cpu_seconds:.2f} s of processor time"
        if self.wall_seconds > DEFAULT.wall_seconds + _LATE:
            return f"{self.wall_seconds:.1f} s in all"
        if self.most_megabytes > MOST_MEGABYTES:
            return f"{self.most_megabytes:.0f} MB"
        return ""


def outcome(kind: str, number: int) -> Outcome:
    """Case ``number`` of a format through the sandbox."""
    harmful = case(kind, number)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        pages = decode(harmful.data)
        sound = all(page.pixels.shape == (page.height, page.width, 3) for page in pages) and pages
        result = "opened" if sound else "!no sound page"
        del pages
    except DecodeError as error:
        result = error.code
    except Exception as error:  # noqa: BLE001 - the very thing that is looked for
        result = f"!{type(error).__name__}: {error}"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall = time.monotonic() - start
    known = max(before.ru_maxrss, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    memory = after.ru_maxrss / 1024 if after.ru_maxrss > known else 0.0
    return Outcome(kind, number, harmful.done, result, cpu, wall, memory)


def outcomes(tasks: Iterable[tuple[str, int]], jobs: int) -> Iterator[Outcome]:
    """Every task in ``jobs`` processes, in order. A process that dies ends the check with an error."""
    tasks = list(tasks)
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(outcome, *zip(*tasks, strict=True), chunksize=4)


def spread(count: int, first: int, formats: Iterable[str]) -> list[tuple[str, int]]:
    """``count`` cases from ``first`` on, shared out evenly over the formats."""
    kinds = list(formats)
    return [(kinds[at % len(kinds)], first + at // len(kinds)) for at in range(count)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case of each format")
    parser.add_argument("--format", choices=FORMATS, action="append", help="only this format")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--case", nargs=2, metavar=("FORMAT", "NUMBER"), help="one case again")
    options = parser.parse_args(arguments)
    if options.case:
        print(case(options.case[0], int(options.case[1])))
        print(outcome(options.case[0], int(options.case[1])))
        return 0
    tasks = spread(options.count, options.first, options.format or FORMATS)
    print(f"{len(tasks)} files, cases {tasks[0][1]} to {tasks[-1][1]} of {', '.join(options.format or FORMATS)}")
    return _report(outcomes(tasks, options.jobs), len(tasks))


def _report(found: Iterator[Outcome], count: int) -> int:
    start, kept, broken = time.monotonic(), [], 0
    for done, one in enumerate(found, 1):
        kept.append(one)
        if one.broken:
            broken += 1
            print(f"BROKEN: {one.kind} {one.number} ({', '.join(one.done)}): {one.broken}", flush=True)
        if done % _SAID_EVERY == 0:
            left = (time.monotonic() - start) / done * (count - done) / 60
            print(f"  {done} of {count}, {left:.0f} min left", file=sys.stderr)
    for kind in dict.fromkeys(one.kind for one in kept):
        mine = [one for one in kept if one.kind == kind]
        slowest = max(mine, key=lambda one: one.cpu_seconds)
        results = ", ".join(f"{result} {times}" for result, times in Counter(one.result for one in mine).most_common())
        print(f"{kind}: {len(mine)} files; {results}")
        print(
            f"  most processor time {slowest.cpu_seconds:.2f} s (case {slowest.number}: {', '.join(slowest.done)}); "
            f"most wall clock {max(one.wall_seconds for one in mine):.2f} s"
        )
    print(f"most memory of any child: {max(one.most_megabytes for one in kept):.0f} MB")
    print(f"{broken} of {len(kept)} broke a promise; {(time.monotonic() - start) / 60:.0f} min")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
