"""The door: with words the terminal answers, without any the window opens."""

import gc
import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    gc.disable()  # nothing that is imported is garbage, and looking for some took a tenth of the start
    from rollsuggest.cli import door

    args, rest = door.parser().parse_known_args()
    if rest:
        gc.enable()
        from rollsuggest.cli.main import parser, run

        args = parser().parse_args()
        if args.command is not None:
            return run(sys.argv[1:])
    from rollsuggest.app import run as open_window

    return open_window(door.folders(args), behind=args.behind)


if __name__ == "__main__":
    sys.exit(main())
