"""The door: with words the terminal answers, without any the window opens."""

import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    from rollsuggest.cli.main import folders, parser, run

    args = parser().parse_args()
    if args.command is not None:
        return run(sys.argv[1:])
    from rollsuggest.app import run as open_window

    return open_window(folders(args), behind=args.behind)


if __name__ == "__main__":
    sys.exit(main())
