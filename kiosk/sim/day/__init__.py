"""A school day as it is lived: bells, timetables, who goes where and when, and what came of it.

Plain values and decisions; `kiosk.cli.day` plays them at real doors over a real broker.
"""
