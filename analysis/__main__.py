"""Run the command line: ``python -m analysis``."""

import sys

from analysis.commands import main

sys.exit(main(sys.argv[1:]))
