"""Runs a command on a terminal of its own, closes the terminal once the command has said something, prints its exit code.

close-terminal.py TEXT COMMAND...: the exit code, negative for the number of a signal that ended it.
"""

import os
import pty
import sys

text, command = sys.argv[1].encode(), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
said = b""
while text not in said:
    try:
        more = os.read(terminal, 65536)
    except OSError:
        more = b""
    if not more:
        sys.exit(f"ended before it said {text!r}: {said.decode(errors='replace')}")
    said += more
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
