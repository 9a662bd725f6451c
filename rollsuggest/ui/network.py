"""Whether the network costs by use, as far as the system tells. Asked only with cloud processing on."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation

from rollsuggest.ui.bridge import Bridge

Feature = QNetworkInformation.Feature


def network() -> QNetworkInformation | None:
    """Return what the system tells of its networks, None where it tells nothing."""
    if QNetworkInformation.instance() is None:
        for wanted in (Feature.Metered | Feature.TransportMedium, Feature.Metered, Feature.TransportMedium):
            if QNetworkInformation.loadBackendByFeatures(wanted):
                break
    return QNetworkInformation.instance()


def costly(told: QNetworkInformation | None) -> bool | None:
    """Return whether what is sent now may cost something; None when that cannot be known."""
    if told is None:
        return None
    mobile = (
        told.transportMedium() is QNetworkInformation.TransportMedium.Cellular
        if told.supports(Feature.TransportMedium)
        else False
    )
    if told.supports(Feature.Metered):
        return mobile or told.isMetered()
    return mobile


class NetworkWatch(QObject):
    """Tells the studio, at first and whenever the network changes."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._told = network()
        if self._told is not None:
            self._told.isMeteredChanged.connect(self._tell)
            self._told.transportMediumChanged.connect(self._tell)
        self._tell()

    def _tell(self, *_what: object) -> None:
        now = costly(self._told)
        self._bridge.change(lambda studio: studio.know_network(now))
