"""The door program: wiring only; every decision is in `kiosk.core`."""
