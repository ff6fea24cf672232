"""Reader profiles from their files."""

import tomllib
from pathlib import Path

from kiosk.readers.profile import Profile, ProfileError, parse_profile
from kiosk.readers.profile_keys import ProfileFault


def read_profile(path: Path) -> Profile:
    """Read one profile, named as its file; raises ProfileError with every fault at once."""
    try:
        keys = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        fault = ProfileFault("file", str(error), "a readable TOML file")
        raise ProfileError(path.stem, (fault,)) from error
    return parse_profile(path.stem, keys)
