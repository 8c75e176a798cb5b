"""``python -m geo`` is the command ``dateline``."""

from dateline_start import main

main()
