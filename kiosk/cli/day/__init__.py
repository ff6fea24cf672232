"""A school day over a real broker, the real aggregator and doors with real minds and journals."""
