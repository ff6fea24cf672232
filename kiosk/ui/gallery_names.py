"""The names and the moment of the gallery's examples; all are invented."""

from datetime import UTC, datetime

from kiosk.core.door.scene import SettingFault

NOW = datetime(2026, 9, 14, 15, 42, 20, tzinfo=UTC)
"""The moment at which the examples are drawn: 10:42 in Chicago."""
MONO_MS = 600_000
TURN_MS = 20_000
LEFT_MS = 14_000

FAULTS = (
    SettingFault(
        "room",
        "letters, digits, - and _ only, 1 to 64 of them, for example 214",
        2,
        '"Room 214"',
    ),
    SettingFault(
        "langage",
        "no such name; did you mean language? there are building, brokers, data_dir, card_key, "
        "room, door, readers, light, sound, screen, clock_trusted, language",
        3,
        '"en"',
    ),
    SettingFault("card_key", "too short: the building's card key as 32 or more hex digits", 4),
    SettingFault(
        "brokers[1].port", "allowed is a whole number from 1 to 65535, without quotes", 6, '"1883"'
    ),
    SettingFault("data_dir", "the path of a folder that this program may write to", missing=True),
)
LONG_NAME = "Maximiliano-Alexander W."
CROWD = ("Christopher M.", LONG_NAME, "Wilhelmina-Josephine O.", "Li T.", "Sofía R.", "Noah B.")
ROOM = {"en": "Room 214", "es": "Salón 214", "zh": "214 教室", "ar": "الغرفة 214"}
ROOM_LONG = {
    "en": "Science Laboratory B214",
    "es": "Laboratorio de Ciencias B214",
    "zh": "B214 科学实验室与准备室",
    "ar": "مختبر العلوم الطبيعية B214",
}
PLACE_LONG = {
    "en": "Counselor and student services office",
    "es": "Oficina de orientación y servicios estudiantiles",
    "zh": "心理辅导与学生服务办公室",
    # A school that has not named it in Arabic.
    "ar": "Counselor and student services office",
}
PLACES = {
    "en": ("Restroom", "Water fountain", "Counselor's office", "Nurse", "Library"),
    "es": ("Baño", "Bebedero de agua", "Oficina de orientación", "Enfermería", "Biblioteca"),
    "zh": ("洗手间", "饮水处", "心理辅导室", "医务室", "图书馆"),
    "ar": ("دورة المياه", "مشرب الماء", "مكتب الإرشاد", "العيادة", "المكتبة"),
}
