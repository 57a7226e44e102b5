"""`python -m gatekeeper.cli`."""

from gatekeeper.cli import main

main()
