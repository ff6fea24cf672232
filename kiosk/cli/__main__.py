"""Makes `python -m kiosk.cli` the same as `smart-pass`: the demo starts its programs so."""

from kiosk.cli import main

main()
