"""A simulated building for the demo and the tests; nothing that runs in a school imports it."""
