"""The aggregator program: wiring only; what it decides is in `kiosk.core`."""
