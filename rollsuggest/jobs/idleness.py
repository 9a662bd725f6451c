"""How long ago somebody last touched keyboard, mouse or touchpad: each system is asked in its own way."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import subprocess
import sys

GDBUS_TIMEOUT_S = 2.0


def idle_seconds() -> float | None:
    """Return the seconds since the last input; None where this cannot be told. Never raises."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _mac()
        return _wayland() if os.environ.get("WAYLAND_DISPLAY") else _x11()
    except (OSError, AttributeError, ValueError, subprocess.SubprocessError):
        return None


if sys.platform == "win32":

    class _LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))

    def _windows() -> float | None:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        now = ctypes.windll.kernel32.GetTickCount() & 0xFFFFFFFF
        return ((now - last.ticks) & 0xFFFFFFFF) / 1000  # both count milliseconds and wrap after 49 days


elif sys.platform == "darwin":

    def _mac() -> float | None:
        combined_session, any_input = 0, 0xFFFFFFFF
        services = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
        ask = services.CGEventSourceSecondsSinceLastEventType
        ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
        return float(ask(combined_session, any_input))


def _wayland() -> float | None:
    """Ask GNOME. An X server beside Wayland sees only the input of its own windows, so it is not asked."""
    told = subprocess.run(
        ["gdbus", "call", "--session", "--dest", "org.gnome.Mutter.IdleMonitor",
         "--object-path", "/org/gnome/Mutter/IdleMonitor/Core",
         "--method", "org.gnome.Mutter.IdleMonitor.GetIdletime"],
        capture_output=True, text=True, timeout=GDBUS_TIMEOUT_S, check=True,
    )  # fmt: skip
    return mutter_seconds(told.stdout)


def mutter_seconds(told: str) -> float:
    """Return the seconds in an answer like "(uint64 1234,)", which counts milliseconds."""
    return int(told.strip("(), \n").split()[-1]) / 1000


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),  # milliseconds
        ("event_mask", ctypes.c_ulong),
    )


def _x11() -> float | None:
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if not os.environ.get("DISPLAY") or None in names:
        return None
    x11, saver = ctypes.CDLL(names[0]), ctypes.CDLL(names[1])
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = ctypes.c_ulong, (ctypes.c_void_p,)
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        info = _ScreenSaverInfo()
        asked = saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
        return info.idle / 1000 if asked else None
    finally:
        x11.XCloseDisplay(display)
