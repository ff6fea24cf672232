"""Every decision of Smart Pass Kiosk: standard library only, no clock, no threads, no I/O."""
