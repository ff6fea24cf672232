"""Hall passes at the classroom door, and the aggregator that sees the whole building."""

from typing import Final

VERSION: Final = "0.1.0"
"""Of the package too: what is installed can say it, but 3 MB have to be loaded to ask."""
