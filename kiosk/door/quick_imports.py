"""Takes PySide's hook off `import`: it costs a door 5 MB, and some of its start, for nothing.

Once PySide is loaded, it reads the source of every module that is imported (and keeps it), to see
whether that module may switch PySide's names with `from __feature__ import`. None of ours does.
"""

import builtins

import PySide6.QtCore  # noqa: F401 # puts the hook on, so that it can be taken off


def import_quickly() -> None:
    """Give `import` back to Python; a PySide without that hook is left as it is."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
