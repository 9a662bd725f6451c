"""What PyInstaller starts: the same door as `python -m rollsuggest`."""

import sys

from rollsuggest.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
