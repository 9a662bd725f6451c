"""Whether a picture is a scanned print: then its dates tell the day of scanning, not of the photo."""

from __future__ import annotations

import re

_DEVICE = re.compile(
    # Scanners and their programs mostly say so: CanoScan, ScanJet, ScanSnap, CoolScan, VueScan, EPSON Scan.
    r"scan|perfection|silverfast|\blide\b|plustek|opticfilm|reflecta|microtek|pakon|noritsu|flextight|imacon"
    r"|photomyne|fastfoto|frontier|\bsp-?[23]000\b"
    # Printers with a scanner on top.
    r"|officejet|deskjet|laserjet|\benvy\b|pixma|\b(?:mg|mx|mp|ts|tr)\d{3,4} series"
    r"|^brother|^lexmark|^xerox|^kyocera",
    re.IGNORECASE,
)
_EPSON = re.compile(r"^(?:seiko )?epson", re.IGNORECASE)
_EPSON_CAMERA = re.compile(r"photopc|r-d1|\bl-\d{3}", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![^\W\d_])(?:"
    r"scan(?:s|ned|ner|ning)?|scann?ed|scanns?|(?:ein)?gescannt\w*|gescand\w*|scannerizzat\w+|scansion[ei]"
    r"|digitali[sz]ad[oa]s?|digitali[sz]a(?:ção|ções|cao|coes|ción|cion|ciones)|digiti[sz]ed|digitalisiert\w*"
    r"|numéris\w+|numeris(?:é|e|és|es|ée|ées|ation|ations)|escane\w+|esc[áa]ner|sk[ae]n(?:y|er|ów|owan\w+|ovan\w+)?"
    r"|negativ(?:e|es|os|i|en)|negatives?|diapositiv\w*"
    r"|скан\w*|отсканирован\w*|スキャン|扫描|掃描"
    r")(?![^\W\d_])",
    re.IGNORECASE,
)


def is_scan(path: str, camera: str, software: str) -> bool:
    """Return whether a file is a scan, by what wrote it or by the names of the file and its folders."""
    if _DEVICE.search(camera) or _DEVICE.search(software) or _NAME.search(path):
        return True
    return bool(_EPSON.match(camera)) and not _EPSON_CAMERA.search(camera)
