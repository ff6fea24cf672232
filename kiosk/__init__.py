"""Hall passes at the classroom door, and the aggregator that sees the whole building."""
