"""A simulated building: the real minds of doors and aggregator under every fault we can think of.

One seed is one bad day, the same in every run: people at doors, a network that loses, repeats,
delays and reorders, programs and disks that fail; then it heals, and the record must be whole.
"""
