"""Whether the computer runs on mains power."""

from __future__ import annotations


def on_mains() -> bool | None:
    """Return whether it is plugged in; None for a computer without a battery, or none that tells."""
    import psutil

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # a system that has no such thing, or a broken driver
        return None
    return None if battery is None or battery.power_plugged is None else bool(battery.power_plugged)
