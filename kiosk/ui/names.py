"""What a scene shows that no phrase table has: the names of people and places."""

from collections.abc import Iterator

from kiosk.core.door.scene import ComingRow, OutRow, PanelRow, Scene


def names_in(scene: Scene) -> Iterator[str]:
    """Return them all; each can be in any script, whatever the language of the page."""
    yield scene.room
    yield scene.student or ""
    yield scene.destination or ""
    yield (scene.toast.label or "") if scene.toast else ""
    yield from (tile.name for tile in scene.tiles)
    panel_rows = scene.panel.rows if scene.panel else ()
    yield scene.panel.staff if scene.panel else ""
    listed: tuple[OutRow | ComingRow | PanelRow, ...]
    listed = (*scene.out_now, *scene.coming, *panel_rows)
    for row in listed:
        yield row.label
        yield row.destination
    if scene.panel and scene.panel.done:
        yield scene.panel.done.label
    if scene.sheet:
        yield scene.sheet.label
    if scene.own:
        yield from (row.place for row in scene.own.rows)
    if scene.pick:
        yield from (row.label for row in scene.pick.rows)
