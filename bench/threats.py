"""What each hostile file of tests/threats comes to and takes: `python -m bench.threats [ID...]`."""

import sys
from collections.abc import Sequence

from tests.threats.table import measured


def main(wanted: Sequence[str]) -> int:
    """Print a line for each file; 1 where one has another outcome than the table says, or takes more than it may."""
    wrong = 0
    for name, fault, file, outcome in measured(wanted):
        cost = outcome.cost
        fits = file.expects(outcome.statuses) and cost.more_mb <= fault.mb and cost.seconds <= fault.seconds
        wrong += not fits
        said = ", ".join(outcome.statuses)
        print(
            f"{name:38}{said:44}{cost.peak_mb:6.0f} MB{cost.more_mb:+6.0f}{cost.seconds:7.1f} s{'' if fits else '  !'}",
            flush=True,
        )
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
