"""What the page says of each fault of settings that can't be used."""

from dataclasses import dataclass

from kiosk.core.door.scene import Scene, SettingFault
from kiosk.ui.phrases.table import Phrases


@dataclass(frozen=True, slots=True)
class FaultFace:
    """One fault: where it is and what stands there, and what is allowed."""

    what: str
    cure: str


def fault_faces(scene: Scene, words: Phrases) -> list[FaultFace]:
    """Return every fault of the file, in its order."""
    return [_face(fault, words) for fault in scene.faults]


def _face(fault: SettingFault, words: Phrases) -> FaultFace:
    said, apart = words.wrong_settings, words.writing.apart
    line = "" if fault.line is None else said.line.format(n=words.writing.number(fault.line))
    stands = f"{fault.key} = {fault.stands}" if fault.stands else fault.key
    what = said.missing.format(key=fault.key) if fault.missing else apart(stands)
    return FaultFace(f"{line} {what}".strip(), fault.cure)
