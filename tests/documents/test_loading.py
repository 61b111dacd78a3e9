"""The libraries behind what people take away cost a moment to load: only whoever takes something away waits for them."""

import subprocess
import sys


def test_the_program_starts_without_them():
    script = "import sys, bot.app, bot.serve\nfrom bot.registry import all_commands\nall_commands()\n"
    script += "print({'PIL', 'icalendar'} & sys.modules.keys() or 'none')"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "none"
