"""The names and the moment of the gallery's examples; all are invented."""

from datetime import UTC, datetime

NOW = datetime(2026, 9, 14, 15, 42, 20, tzinfo=UTC)
"""The moment at which the examples are drawn: 10:42 in Chicago."""
MONO_MS = 600_000
TURN_MS = 20_000
LEFT_MS = 14_000

LONG_NAME = "Maximiliano-Alexander W."
CROWD = ("Christopher M.", LONG_NAME, "Wilhelmina-Josephine O.", "Li T.", "Sofía R.", "Noah B.")
ROOM = {"en": "Room 214", "es": "Salón 214"}
ROOM_LONG = {"en": "Science Laboratory B214", "es": "Laboratorio de Ciencias B214"}
PLACE_LONG = {
    "en": "Counselor and student services office",
    "es": "Oficina de orientación y servicios estudiantiles",
}
PLACES = {
    "en": ("Restroom", "Water fountain", "Counselor's office", "Nurse", "Library"),
    "es": ("Baño", "Bebedero de agua", "Oficina de orientación", "Enfermería", "Biblioteca"),
}
