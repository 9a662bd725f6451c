"""The door: with words the terminal answers, without any the window opens."""

import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    from rollsuggest.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
