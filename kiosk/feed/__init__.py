"""The MQTT way between doors, aggregator and staff: topics, wire messages, and the link."""
