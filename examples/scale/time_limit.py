"""A job may wait for ever; this ends it."""

import faulthandler
import os
import signal


def set_time_limit() -> None:
    """After TIME_LIMIT seconds (900) TimeoutError is raised in the main thread, so that `finally` stops the workers; a minute later
    the process is ended by force."""
    seconds = int(os.environ.get("TIME_LIMIT", "900"))
    signal.signal(signal.SIGALRM, lambda *_: stop(seconds))
    signal.alarm(seconds)
    faulthandler.dump_traceback_later(seconds + 60, exit=True)


def stop(seconds: int) -> None:
    raise TimeoutError(f"the job has not ended after {seconds} seconds → TIME_LIMIT gives it more")
