"""`python -m derive`: the same as the command `derive`."""

import sys

from derive.cli import main

if __name__ == "__main__":
    sys.exit(main())
