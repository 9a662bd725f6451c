"""One server for the tests that only ask it things."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from server_home import Home, home


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("server")) as made:
        made.serve()
        yield made


@pytest.fixture(scope="package")
def boss(served: Home) -> str:
    return served.account("boss", admin=True)


@pytest.fixture
def data(served: Home) -> Path:
    return served.data
