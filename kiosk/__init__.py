"""Smart Pass Kiosk: hall passes at the classroom door, and the aggregator that sees the building."""
