"""`make bench`: every row is a ratio against a floor measured in the same run. Exit status 1 when a limit is missed."""

import os
import platform
import sys
import tempfile
from pathlib import Path

from bench import guarding, reading, slack_durable, slack_http


def main() -> int:
    """Measure, print the table, and tell whether the number of queries grew with the rows."""
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        rows = reading.rows(Path(folder))
    print(f"{'command':<18} {'initiatives':>11} {'ms':>9} {'raw SQL ms':>11} {'ratio':>7} {'queries':>8}")
    for row in rows:
        print("{command:<18} {initiatives:>11} {ms:>9.2f} {raw ms:>11.2f} {ratio:>7.1f} {queries:>8}".format(**row))
    grew = [
        command
        for command in dict.fromkeys(str(row["command"]) for row in rows)
        if len({row["queries"] for row in rows if row["command"] == command}) > 1
    ]
    for command in grew:
        print(f"\n{command}: the number of queries grows with the rows")
    slack_http.main()
    durable = slack_durable.main()
    print(f"\n{'four times the text':<40} {'times the time':>15} {'limit':>7}")
    growths = guarding.rows()
    for row in growths:
        print("{what:<40} {growth:>15.1f} {limit:>7.1f}".format(**row))
    return 1 if grew or not durable or any(row["growth"] > row["limit"] for row in growths) else 0


if __name__ == "__main__":
    sys.exit(main())
