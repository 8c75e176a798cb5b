"""``python -m geo`` is the command ``dateline``."""

from geo.cli import main

main()
